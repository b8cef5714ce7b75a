"""The commands of the page on quality run on the sample data, and the samples are what they say."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from tools.make_examples import HISTORY, book, outcomes

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PAGE = (ROOT / "docs" / "concepts" / "quality.md").read_text()
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("stream-health ")
]
WRITTEN = {
    "evaluation": ("evaluation.html", "evaluation.json"),
    "audit": ("audit.html", "audit.json", "data.html", "data.json"),
    "whatif": ("whatif.html", "whatif.json"),
    "review": ("review.html", "review.csv", "verdict.html", "verdict.json"),
}


def typed(command: str, folder: Path) -> None:
    """Type a command in a folder with the samples; stream-health is the one of this environment."""
    done = subprocess.run(
        [sys.executable, "-m", "stream_health", *command.split()[1:]],
        cwd=folder, capture_output=True, text=True, timeout=250, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.slow
def test_every_command_of_the_page_runs_on_the_samples(tmp_path: Path) -> None:
    assert len(COMMANDS) >= 6
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    for command in COMMANDS:
        typed(command, tmp_path)
    for folder, names in WRITTEN.items():
        for name in names:
            assert (tmp_path / "var" / folder / name).stat().st_size > 200
    judged = orjson.loads((tmp_path / "var/evaluation/evaluation.json").read_bytes())
    assert judged["overall"]["rows"] > 1_000
    assert judged["overall"]["churned_accounts"] >= 5
    sheet = (tmp_path / "var/review/review.csv").read_text().splitlines()
    assert 30 <= len(sheet) - 1 <= 40
    verdict = orjson.loads((tmp_path / "var/review/verdict.json").read_bytes())
    assert verdict["known"] == verdict["accounts"] - verdict["cannot_be_known"]


def test_the_sample_outcomes_are_those_of_the_book() -> None:
    assert (EXAMPLES / "outcomes.csv").read_text().splitlines() == outcomes(book())


def test_every_sample_is_described_and_small() -> None:
    described = set(re.findall(r"^\| `([\w.-]+)` \|", (EXAMPLES / "README.md").read_text(), re.M))
    there = {path.name for path in EXAMPLES.iterdir() if path.name != "README.md"}
    assert described == there
    assert sum((EXAMPLES / name).stat().st_size for name in there) < 2_000_000
    assert HISTORY.out.name in there
