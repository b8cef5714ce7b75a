"""What a program says in processes that differ in one variable of their environment."""

import os
import subprocess
import sys
from collections.abc import Iterable


def said_with(program: str, variable: str, values: Iterable[str]) -> set[str]:
    """What a program prints with each value of a variable; one when they say the same."""
    return {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, variable: value},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for value in values
    }
