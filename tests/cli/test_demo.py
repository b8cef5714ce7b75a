"""``stream-health demo`` end to end: installed command, real Kafka and workers, real signals."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from stream_health.cli import demo as command

_COMMAND = [sys.executable, "-m", "stream_health", "demo"]
_SECONDS_MAX = 240


@contextmanager
def demo(*arguments: str, scratch: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """A demo that is ended, whatever the test does; ``scratch`` is for its temporary files."""
    with subprocess.Popen(
        [*_COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **({"TMPDIR": str(scratch)} if scratch else {})},
    ) as program:
        try:
            yield program
        finally:
            if program.poll() is None:
                program.kill()


def lines_until(program: subprocess.Popen[str], said: str) -> list[str]:
    """Lines printed up to the first that has ``said`` in it."""
    assert program.stdout is not None
    lines: list[str] = []
    for line in program.stdout:
        lines.append(line.rstrip("\n"))
        if said in line:
            return lines
    text = "\n".join(lines)
    pytest.fail(f"the demo ended without saying {said!r}:\n{text}")


def family_of(pid: int) -> dict[int, str]:
    """Processes that have this one as ancestor, with their commands."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    parents = {int(row.split()[0]): int(row.split()[1]) for row in listed.stdout.splitlines()}
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    commands = {child: _command_of(child) for child in family - {pid}}
    return {child: command for child, command in commands.items() if command}


def workers_of(pid: int) -> list[int]:
    return [child for child, command in family_of(pid).items() if "stream_health worker" in command]


def assert_gone(family: dict[int, str]) -> None:
    """All of them end; a recycled process id has another command."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        left = {pid: command for pid, command in family.items() if _command_of(pid) == command}
        if not left:
            return
        time.sleep(0.1)
    pytest.fail(f"left running: {left}")


def _command_of(pid: int) -> str:
    try:
        text = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return ""
    return text.replace(b"\0", b" ").decode(errors="replace").strip()


def found_by_story(summary: str) -> dict[str, tuple[int, int]]:
    rows = re.findall(r"^  (\w+ \w+) +(\d+) of (\d+) found", summary, re.MULTILINE)
    return {name: (int(found), int(begun)) for name, found, begun in rows}


@pytest.mark.kafka
@pytest.mark.slow
def test_the_whole_book_is_told_its_stories_are_found_and_ctrl_c_ends_everything() -> None:
    with demo("--speed", "100", "--accounts", "100") as program:
        told = lines_until(program, "the book has reached now")
        family = family_of(program.pid)
        program.send_signal(signal.SIGINT)
        summary, errors = program.communicate(timeout=_SECONDS_MAX)
    assert program.returncode == 0, errors
    assert errors == ""
    assert any("kafka.Kafka" in command for command in family.values())
    assert sum("stream_health worker" in command for command in family.values()) == 2
    assert_gone(family)

    stories = found_by_story(summary)
    assert set(stories) == {
        "adoption stalls", "champion leaves", "directors email", "payment fails", "silent fade",
    }  # fmt: skip
    assert stories["directors email"][0] == stories["directors email"][1] > 0
    assert stories["champion leaves"][0] == stories["champion leaves"][1] > 0
    assert stories["payment fails"][0] > 0
    assert stories["adoption stalls"][0] + stories["silent fade"][0] > 0
    assert re.search(r"explanations +[\d,]{4,} scores and alerts checked, 0 do not", summary)
    fired = re.search(r"alerts +(\d+) fired", summary)
    assert fired is not None
    told_alerts = [line for line in told if re.match(r"(WARNING|CRITICAL) ", line)]
    assert len(told_alerts) == int(fired[1]) >= 4
    assert not [line for line in [*told, *summary.splitlines()] if "DO NOT ADD UP" in line]
    assert "everything has stopped" in summary


@pytest.mark.kafka
@pytest.mark.slow
def test_for_some_seconds_it_ends_by_itself_with_a_summary() -> None:
    with demo("--for", "30", "--accounts", "40") as program:
        output, errors = program.communicate(timeout=_SECONDS_MAX)
    assert program.returncode == 0, errors
    assert errors == ""
    assert "story told until" in output
    assert ", 0 do not add up" in output


@pytest.mark.kafka
@pytest.mark.slow
def test_a_worker_that_dies_is_one_clear_error_and_its_log_is_kept(tmp_path: Path) -> None:
    with demo("--accounts", "40", scratch=tmp_path) as program:
        lines_until(program, "events/s sent")
        family = family_of(program.pid)
        os.kill(workers_of(program.pid)[0], signal.SIGKILL)
        _, errors = program.communicate(timeout=_SECONDS_MAX)
    assert program.returncode == 1
    assert re.search(r"^error: worker [12] ended by itself", errors, re.MULTILINE)
    kept = re.search(r"logs of the workers are in (\S+)", errors)
    assert kept is not None
    assert Path(kept[1]).parent == tmp_path
    assert sorted(path.name for path in Path(kept[1]).iterdir()) == ["worker-0.log", "worker-1.log"]
    assert_gone(family)


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs the death signal of Linux")
def test_nothing_outlives_a_demo_killed_with_9(tmp_path: Path) -> None:
    with demo("--accounts", "40", scratch=tmp_path) as program:
        lines_until(program, "events/s sent")
        family = family_of(program.pid)
        program.kill()
    assert len([one for one in family.values() if "stream_health worker" in one]) == 2
    assert_gone(family)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--for", "5"), "--for 5 is too short"),
        (("--for", "nan"), "--for nan is too short"),
        (("--for", "60", "--speed", "2"), "exclude each other"),
        (("--speed", "0"), "--speed 0 must be above 0"),
    ],
)
def test_a_wrong_argument_is_one_clear_line(arguments: tuple[str, ...], said: str) -> None:
    app = typer.Typer()
    command.register(app)
    found = CliRunner().invoke(app, arguments)
    assert found.exit_code == 1
    assert found.stdout == ""
    assert found.stderr.startswith("error: ")
    assert found.stderr.count("\n") == 1
    assert said in found.stderr


@pytest.mark.slow
def test_a_broker_that_cannot_start_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with demo("--data-dir", str(tmp_path)) as program:
        _, errors = program.communicate(timeout=_SECONDS_MAX)
    assert program.returncode == 1
    assert errors.startswith("error: ")
    assert "thesis.txt" in errors
    assert errors.count("\n") == 1
