"""``simulate`` as a person meets it, and what ``replay`` finds in what it wrote."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from stream_health.cli import replay, simulate
from stream_health.domain.clocking import DAY_MS
from stream_health.local.book.story import BAD_STORIES
from stream_health.wire.times import parse_time_ms

app = typer.Typer()
replay.register(app)
simulate.register(app)
runner = CliRunner()

BAD = {str(story) for story in BAD_STORIES}
HIGH_VALUE = ("high", "strategic")


def run(*arguments: object) -> str:
    result = runner.invoke(app, [str(one) for one in arguments])
    assert result.exit_code == 0, result.output
    return result.output


def write_book(folder: Path, *, seed: int = 1, accounts: int = 24, days: int = 80) -> Path:
    out = folder / "book.jsonl"
    sizes = ("--accounts", accounts, "--days", days, "--seed", seed)
    run("simulate", *sizes, "--out", out, "--quiet")
    return out


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(tmp_path: Path) -> None:
    written = []
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        (tmp_path / name).mkdir()
        out = write_book(tmp_path / name, seed=seed, accounts=3, days=5)
        written.append((out.read_bytes(), out.with_suffix(".truth.jsonl").read_bytes()))
    assert written[0] == written[1]
    assert written[0][0] != written[2][0]


def test_the_truth_beside_it_has_a_line_per_account(tmp_path: Path) -> None:
    out = write_book(tmp_path, accounts=9, days=3)
    truth = lines_of(out.with_suffix(".truth.jsonl"))
    events = lines_of(out)
    assert len(truth) == 9
    assert {one["account_id"] for one in truth} == {
        event["value"]["account_id"]  # type: ignore[index]  # a value is a table
        for event in events
    }


def test_it_replaces_what_is_there_and_says_so(tmp_path: Path) -> None:
    out = write_book(tmp_path, accounts=2, days=2)
    again = runner.invoke(app, ["simulate", "--accounts=1", "--days=2", f"--out={out}"])
    assert again.exit_code == 0
    assert "replacing" in again.output
    assert "no story in it" in again.output
    assert len(lines_of(out.with_suffix(".truth.jsonl"))) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--accounts=0", "--days=2"), "at least 1 of accounts, got 0"),
        (("--accounts=2", "--days=-1"), "at least 1 of days, got -1"),
        (("--accounts=2", "--days=2", "--start=soon"), "'soon'"),
        (("--accounts=2", "--days=2", "--out=no/such/folder/b.jsonl"), "no/such/folder"),
    ],
)
def test_a_wrong_argument_is_one_clear_line(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    refused = runner.invoke(app, ["simulate", f"--out={tmp_path / 'b.jsonl'}", *arguments])
    assert refused.exit_code == 1
    errors = [line for line in refused.output.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert said in errors[0]
    assert not (tmp_path / "b.jsonl").exists()


@pytest.mark.slow
def test_a_replay_of_it_finds_the_story_within_a_day(tmp_path: Path) -> None:
    book, out = write_book(tmp_path), tmp_path / "result"
    run("replay", book, "--out", out, "--quiet")
    onsets = {
        one["account_id"]: parse_time_ms(str(one["onset_at"]))
        for one in lines_of(book.with_suffix(".truth.jsonl"))
        if one["story"] in BAD and one["tier"] in HIGH_VALUE
    }
    fired = {
        one["account_id"]: parse_time_ms(str(one["as_of"]))
        for one in reversed(lines_of(out / "alerts.jsonl"))
        if one["transition"] == "fired"
    }
    assert onsets
    assert set(fired) == set(onsets)
    assert all(0 <= fired[name] - onsets[name] < DAY_MS for name in onsets)
    summary = json.loads((out / "summary.json").read_text())
    assert "dead_letters" not in summary
