"""The script that installs the tools: present, executable, and quiet when nothing is missing."""

import os
import subprocess
from pathlib import Path

import pytest
from tests.deploy.support import ROOT

SCRIPT = ROOT / "tools" / "system-packages"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder of commands of its own, with what the script itself needs."""
    (tmp_path / "bash").symlink_to("/bin/bash")
    (tmp_path / "env").symlink_to("/usr/bin/env")
    (tmp_path / "id").write_text("#!/bin/bash\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    return tmp_path


def run(path: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PATH": str(path)}
    return subprocess.run(
        [SCRIPT], env=environ, capture_output=True, text=True, timeout=20, check=False
    )


def test_without_root_it_says_what_is_missing_and_does_not_fail(path: Path) -> None:
    done = run(path)
    assert done.returncode == 0
    assert "prometheus" in done.stderr
    assert "prometheus-alertmanager" in done.stderr


def test_it_is_silent_when_nothing_is_missing(path: Path) -> None:
    for command in ("promtool", "amtool"):
        (path / command).symlink_to("/bin/bash")
    done = run(path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
