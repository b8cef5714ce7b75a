"""The cases a law is tried on, of which only the first are tried in a hurry."""

from collections.abc import Iterable
from typing import Any

import pytest


def cases(every: Iterable[Any], *, fast: int = 1) -> list[Any]:
    """Give every case, all but the first ``fast`` of them marked slow."""
    return [
        pytest.param(case, marks=pytest.mark.slow) if place >= fast else case
        for place, case in enumerate(every)
    ]
