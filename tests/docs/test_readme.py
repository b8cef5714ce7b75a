"""What the README tells a newcomer to type works, and what it names exists."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
COMMANDS = [
    line.split("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith(("stream-health ", "make "))
]


def ours(start: str) -> list[str]:
    """Commands of the README that begin so."""
    return [command for command in COMMANDS if command.startswith(start)]


def run(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Type a command in a folder; stream-health is the one of this environment."""
    words = command.removeprefix("stream-health ").split()
    return subprocess.run(
        [sys.executable, "-m", "stream_health", *words],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )


def test_the_readme_has_commands() -> None:
    assert len(ours("stream-health")) >= 5
    assert len(ours("make")) >= 2


@pytest.mark.parametrize("command", ours("make"))
def test_every_make_target_of_the_readme_is_there(command: str) -> None:
    target = command.split()[1]
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)[^)]*\)", README))
def test_every_link_of_the_readme_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.slow
def test_the_book_of_the_readme_is_written_and_replayed(tmp_path: Path) -> None:
    simulate, replay = ours("stream-health simulate")[0], ours("stream-health replay")[0]
    for command in (simulate, replay):
        done = run(command, tmp_path)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "result" / "summary.json").exists()
    assert (tmp_path / "result" / "score-changes.jsonl").stat().st_size > 0


@pytest.mark.slow
def test_the_topics_of_the_readme_are_created_and_the_settings_shown(
    bootstrap: str, tmp_path: Path, topic_name: object
) -> None:
    assert callable(topic_name)
    at = {
        "STREAM_HEALTH_KAFKA__BOOTSTRAP": bootstrap,
        "STREAM_HEALTH_TOPICS__PREFIX": topic_name("readme") + ".",
    }
    for command in (*ours("stream-health topics"), *ours("stream-health config")):
        done = run(command, tmp_path, **at)
        assert done.returncode == 0, done.stderr
        assert done.stdout
