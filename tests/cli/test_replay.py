"""``stream-health replay``: what it writes, and what it says about what it cannot take."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import polars
import pytest
import typer
from tests.support.histories import START_MS, book_lines, usage_line, written
from typer.testing import CliRunner, Result

from stream_health.cli import replay as command
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.wire.times import format_time

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("STREAM_HEALTH_CONFIG", raising=False)
    app = typer.Typer()
    command.register(app)
    runner = CliRunner()
    return lambda *words: runner.invoke(app, [*map(str, words), "--quiet"])


@pytest.fixture
def events(tmp_path: Path) -> Path:
    """Ten days, a use every six hours."""
    return written(tmp_path, [usage_line(n, START_MS + n * 6 * HOUR_MS) for n in range(40)])


def summary_of(folder: Path) -> dict[str, Any]:
    summary: dict[str, Any] = orjson.loads((folder / "summary.json").read_bytes())
    return summary


def refusal(result: Result) -> str:
    """The one line of an orderly refusal."""
    assert result.exit_code == 1, result.output
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("error: ")
    return line


@pytest.mark.slow
def test_twice_the_same_command_writes_the_same_bytes(run: Run, tmp_path: Path) -> None:
    book = written(tmp_path, book_lines(accounts=4, days=20))
    config = tmp_path / "c.toml"
    config.write_text('[policy.learning]\nchurn_horizon = "7d"\ngrace = "1d"\n')
    written_by = []
    for name in ("one", "two"):
        out = tmp_path / name
        result = run(book, "--out", out, "--config", config, "--score-every", "3d")
        assert result.exit_code == 0, result.output
        written_by.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert written_by[0] == written_by[1]
    assert set(written_by[0]) == {
        "alert-digests.jsonl", "alerts.jsonl", "dead-letters.jsonl", "models.jsonl",
        "score-changes.jsonl",
        "scores.parquet", "signals.jsonl", "summary.json", "training-examples.jsonl",
    }  # fmt: skip
    assert written_by[0]["training-examples.jsonl"]


def test_until_leaves_out_what_happened_then_or_later(
    run: Run, events: Path, tmp_path: Path
) -> None:
    until = format_time(START_MS + 2 * DAY_MS)
    assert run(events, "--out", tmp_path / "out", "--until", until).exit_code == 0
    summary = summary_of(tmp_path / "out")
    assert (summary["records"], summary["time_reached"]) == (8, until)


def test_scores_are_asked_for_from_the_anchor_on(run: Run, events: Path, tmp_path: Path) -> None:
    anchor = format_time(START_MS + DAY_MS + HOUR_MS)
    words = ["--score-every", "2d", "--score-anchor", anchor]
    assert run(events, "--out", tmp_path / "out", *words).exit_code == 0
    frame = polars.read_parquet(tmp_path / "out" / "scores.parquet")
    assert [round(when.timestamp() * 1_000) - START_MS for when in frame["as_of"]] == [
        day * DAY_MS + HOUR_MS for day in (1, 3, 5, 7, 9)
    ]
    assert frame.schema["as_of"] == polars.Datetime("ms", "UTC")
    assert frame["score"].is_between(0, 100).all()
    assert frame["churn_risk"].is_between(0, 1).all()
    assert frame["coverage"].is_between(0, 1).all()


def test_what_is_no_history_is_listed_by_line_and_the_rest_is_replayed(
    run: Run, tmp_path: Path
) -> None:
    lines = [
        usage_line(1, START_MS),
        b"not json",
        b'["a", "list"]',
        b'{"topic": "usage-events", "value": {"account_id": "acme"}}',
        b'{"topic": "usage-events", "time": "2026-01-05T00:00:00Z"}',
        b'{"value": {}}',
        b'{"topic": ["usage-events"], "value": {}}',
        b'{"topic": "usage-events", "value": {"occurred_at": "2026-01-05"}}',
        b'{"topic": "book-stats", "value": {}}',
        b"",
        usage_line(2, START_MS + HOUR_MS),
    ]
    result = run(written(tmp_path, lines), "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    summary = summary_of(tmp_path / "out")
    assert [found["line"] for found in summary["lines_unreadable"]] == [2, 3, 4, 5, 6, 7, 8]
    assert all(found["reason"] for found in summary["lines_unreadable"])
    assert (summary["records"], summary["lines_passed_over"]) == (2, 1)


def test_bad_events_become_dead_letters_with_their_bytes_and_the_rest_is_scored(
    run: Run, tmp_path: Path
) -> None:
    bad = usage_line(2, START_MS + HOUR_MS, count="many")
    far = [usage_line(3, 0), usage_line(4, START_MS + 36_500 * DAY_MS)]
    good = [usage_line(10 + n, START_MS + n * DAY_MS) for n in range(4)]
    result = run(written(tmp_path, [bad, *far, *good]), "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    letters = [
        orjson.loads(line)
        for line in (tmp_path / "out" / "dead-letters.jsonl").read_bytes().splitlines()
    ]
    assert {
        letter["reason"]: orjson.loads(base64.b64decode(letter["value"]))["event_id"]
        for letter in letters
    } == {"wrong_type": "e2", "ancient": "e3", "future": "e4"}
    summary = summary_of(tmp_path / "out")
    assert summary["dead_letters"] == {"ancient": 1, "future": 1, "wrong_type": 1}
    assert (summary["events"], summary["accounts"]) == ({"usage-events": 5}, 1)


def test_an_empty_file_is_an_empty_replay(run: Run, tmp_path: Path) -> None:
    result = run(written(tmp_path, []), "--out", tmp_path / "out", "--score-every", "7d")
    assert result.exit_code == 0, result.output
    summary = summary_of(tmp_path / "out")
    assert (summary["records"], summary["first_event"]) == (0, None)
    assert len(polars.read_parquet(tmp_path / "out" / "scores.parquet")) == 0


def test_a_file_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "nothing.jsonl"
    said = refusal(run(missing, "--out", tmp_path / "out"))
    assert str(missing) in said
    assert "JSON lines" in said


@pytest.mark.parametrize("taken", ["out", "out/alerts.jsonl"])
def test_an_output_that_cannot_be_written_is_named(
    run: Run, events: Path, tmp_path: Path, taken: str
) -> None:
    in_the_way = tmp_path / taken
    if taken == "out":
        in_the_way.write_text("a file")
    else:
        in_the_way.mkdir(parents=True)
    said = refusal(run(events, "--out", tmp_path / "out"))
    assert str(in_the_way) in said
    assert "--out" in said


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["--until", "yesterday"], "'yesterday'"),
        (["--score-every", "often"], "'often'"),
        (["--score-every", "0d"], "0d"),
        (["--score-every", "90s"], "90s"),
        (["--score-anchor", "2026-01-05"], "--score-every"),
        (["--score-every", "7d", "--score-anchor", "noon"], "'noon'"),
        (["--config", "no-such-file.toml"], "no-such-file.toml"),
    ],
)
def test_an_argument_that_makes_no_sense_is_shown(
    run: Run, events: Path, words: list[str], shown: str
) -> None:
    out = events.parent / "out"
    assert shown in refusal(run(events, "--out", out, *words))
    assert not out.exists()


def test_a_wrong_setting_of_the_policy_names_its_key(
    run: Run, events: Path, tmp_path: Path
) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[policy.learning]\nchurn_horizon = "soon"\n')
    said = refusal(run(events, "--out", tmp_path / "out", "--config", config))
    assert "policy.learning.churn_horizon" in said
