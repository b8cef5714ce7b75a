"""The benchmark of the full job, small: it ends, says what it measured, and leaves no process."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.job.__main__ import main

ROOT = Path(__file__).parents[3]
FIGURES = (
    "events per second and process",
    "worker CPU",
    "broker CPU",
    "changelog",
    "from start until ready",
    "oldest event of a transaction durable after, p99",
)


def processes_with(mark: str) -> list[str]:
    """Command lines of processes that inherited an environment variable."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in environ.read_bytes():
                found.append((environ.parent / "cmdline").read_text().replace("\0", " "))
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
    return found


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_small_run_prints_its_table_and_leaves_no_process() -> None:
    mark = f"BENCHMARK_RUN={os.urandom(8).hex()}"
    ended = subprocess.run(
        [
            sys.executable, "-m", "benchmarks.job", "--accounts", "200", "--high-value", "20",
            "--events", "3000", "--history-events", "2000", "--history-days", "1",
            "--steady-seconds", "2", "--steady-per-second", "200", "--seconds-max", "60",
        ],
        cwd=ROOT, env=os.environ | dict([mark.split("=")]),
        capture_output=True, text=True, timeout=220, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    for name in FIGURES:
        value = re.search(rf"^  {re.escape(name)} +([0-9.,]+)", ended.stdout, re.MULTILINE)
        assert value, f"no figure {name!r} in\n{ended.stdout}"
        assert float(value[1].replace(",", "")) > 0
    assert re.search(r"^  dead letters +0", ended.stdout, re.MULTILINE)
    assert processes_with(mark) == []


def test_more_high_value_accounts_than_accounts_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--accounts", "10", "--high-value", "11"]) == 1
    assert "--high-value must be between 0 and --accounts, got 11" in capsys.readouterr().err
