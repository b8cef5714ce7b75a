"""Where the files of an installation are, and how its tools are run."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
RULES = DEPLOY / "prometheus" / "rules.yml"


def read_yaml(path: Path) -> Any:
    """Read a YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rules() -> list[dict[str, Any]]:
    """All alerting rules."""
    return [rule for group in read_yaml(RULES)["groups"] for rule in group["rules"]]


def run_tool(
    *command: str, cwd: Path = ROOT, given: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment or of the system, or skip the test where it is missing.

    ``given`` is what it reads from standard input.
    """
    name, *rest = command
    beside = str(Path(sys.executable).parent)
    found = shutil.which(name, path=beside) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is missing; tools/system-packages installs it")
    return subprocess.run(
        [found, *rest],
        input=given,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
