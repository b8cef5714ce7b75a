"""Files of strangers: what is taken, what is counted, what is refused and how."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import polars
import pytest

from stream_health.learning.quality.labels import Fate
from stream_health.local.quality.alerts import read_alerts
from stream_health.local.quality.book import read_book
from stream_health.local.quality.cells import NO_OFFSET, OTHER_OFFSET, moment_ms
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.outcomes import BAD_DATE, UNKNOWN_KIND, read_outcomes
from stream_health.local.quality.scores import (
    BAD_SCORE,
    BAD_TIME,
    CONTRADICTED,
    REPEATED,
    Score,
    on_grid,
    read_scores,
)
from stream_health.local.quality.tables import UNREADABLE, read_table

DAY_MS = 86_400_000


def written(folder: Path, name: str, text: str, *, encoding: str = "utf-8") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_table_is_read_whatever_separates_its_cells(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    lines = [["Account ID", "as-of", "Health Score"], ["007", "1970-01-02", " 72.5 "]]
    text = "\r\n".join(separator.join(line) for line in lines)
    found = read_scores(written(tmp_path, "s.csv", text, encoding=encoding), Notes())
    assert found == [Score("007", DAY_MS, 72.5)]


def test_every_odd_row_is_counted_with_its_line_and_value(tmp_path: Path) -> None:
    text = (
        "account_id,as_of,score\n"
        "a,1970-01-02,50\n"
        "a,1970-01-02,50\n"
        "a,1970-01-02,60\n"
        "a,soon,50\n"
        "b,1970-01-02,n/a\n"
        "c,1970-01-02\n"
        "\n"
        "d,1970-01-02,70\n"
    )
    notes = Notes()
    found = read_scores(written(tmp_path, "s.csv", text), notes)
    assert [(one.account_id, one.score) for one in found] == [("a", 60.0), ("d", 70.0)]
    counted = (REPEATED, CONTRADICTED, BAD_TIME, BAD_SCORE, UNREADABLE)
    assert [notes.count(what) for what in counted] == [1] * 5
    said = "\n".join(notes.lines())
    assert "s.csv line 5: 'soon'" in said
    assert "s.csv line 6: 'n/a'" in said
    assert "s.csv line 7: 2 cells, the header has 3" in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("account_id,as_of,score\n", "a header and no row"),
        ("account_id,score\na,1\n", r"no column as_of; scores need the columns account_id, as_of"),
        ("account_id,as_of,score\na,never,1\n", "no row that can be used: 1 rows without a read"),
    ],
)
def test_a_file_without_anything_to_judge_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(QualityError, match=says):
        read_scores(written(tmp_path, "s.csv", text), Notes())


def test_a_file_that_is_not_there_or_not_utf8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QualityError, match=r"cannot read .*No such file"):
        read_table(tmp_path / "none.csv", Notes())
    latin = written(tmp_path, "l.csv", "account_id,as_of,score\nmüller,1970-01-02,1\n",
                    encoding="latin-1")  # fmt: skip
    with pytest.raises(QualityError, match="not UTF-8"):
        read_table(latin, Notes())
    with pytest.raises(QualityError, match="as Parquet"):
        read_table(written(tmp_path, "x.parquet", "text"), Notes())


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1970-01-02", DAY_MS),
        ("1970-01-02T00:00:00Z", DAY_MS),
        ("1970-01-02T02:00:00+02:00", DAY_MS),
        ("1970-01-02 00:00", DAY_MS),
        (datetime(1970, 1, 2, tzinfo=UTC), DAY_MS),
        (datetime(1970, 1, 2, 2, tzinfo=timezone(timedelta(hours=2))), DAY_MS),
        (date(1970, 1, 2), DAY_MS),
        ("02.01.1970", None),
        ("1970-13-01", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_a_moment_is_a_day_or_a_time(cell: object, expected: int | None) -> None:
    assert moment_ms(cell, Notes(), "") == expected


def test_mixed_time_zones_are_converted_and_counted() -> None:
    notes = Notes()
    for cell in ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00", "2026-01-01T01:00:00+01:00"):
        assert moment_ms(cell, notes, "here") == 1_767_225_600_000
    assert (notes.count(NO_OFFSET), notes.count(OTHER_OFFSET)) == (1, 1)


def test_outcomes_count_from_the_notice_and_odd_ones_are_counted(tmp_path: Path) -> None:
    text = (
        "account_id,kind,effective_date,notice_date\n"
        "a,churned,1970-03-01,1970-01-02\n"
        "b,Churned,1970-01-03,\n"
        "c,renewed,1970-01-03,\n"
        "d,vanished,1970-01-03,\n"
        "e,churned,,\n"
        "f,expanded,1970-01-05,\n"
    )
    notes = Notes()
    found = read_outcomes(written(tmp_path, "o.csv", text), notes)
    assert found.fates["a"] == Fate(churned_ms=(DAY_MS,))
    assert found.fates["b"] == Fate(churned_ms=(2 * DAY_MS,))
    assert found.fates["c"] == Fate(returned_ms=(2 * DAY_MS,))
    assert found.fates["f"] == Fate()
    assert found.last_ms == 4 * DAY_MS
    assert found.churned_total == 2
    assert (notes.count(UNKNOWN_KIND), notes.count(BAD_DATE)) == (1, 1)


def test_a_history_says_who_churned_and_whose_data_end(tmp_path: Path) -> None:
    lines = (
        '{"topic":"account-profiles","value":{"account_id":"a","updated_at":"1970-01-01T00:00:00Z",'
        '"tier":"high","csm":"ann","arr":{"amount_minor":500,"currency":"EUR"}}}\n'
        '{"topic":"account-outcomes","value":{"account_id":"a","occurred_at":"1970-01-05T00:00:00Z",'
        '"kind":"churned","notice_at":"1970-01-02","effective_at":"1970-02-02"}}\n'
        '{"topic":"csm-feedback","value":{"account_id":"a","occurred_at":"1970-01-03T00:00:00Z",'
        '"kind":"action_taken"}}\n'
        '{"topic":"account-profiles","key":"b","time":"1970-01-09T00:00:00Z","value":null}\n'
        "[]\n"
    )
    path, notes = written(tmp_path, "h.jsonl", lines), Notes()
    found = read_outcomes(path, notes)
    assert found.fates == {"a": Fate(churned_ms=(DAY_MS,)), "b": Fate(ended_ms=8 * DAY_MS)}
    assert found.last_ms == 8 * DAY_MS
    assert notes.count(UNREADABLE) == 1
    book = read_book(path, Notes())
    assert book.who("a") == ("high", None, "ann", 500.0)
    assert book.treated("a", 0, 3 * DAY_MS)
    assert not book.treated("a", 3 * DAY_MS, 9 * DAY_MS)


def test_what_a_truth_says_of_the_future_is_not_known_yet(tmp_path: Path) -> None:
    fades = {"account_id": "a", "story": "silent_fade", "notice_at": "1970-01-02T00:00:00Z"}
    line = json.dumps({**fades, "effective_at": "1970-02-02T00:00:00Z"}) + "\n"
    steady = '{"account_id":"b","story":"steady","notice_at":null,"effective_at":null}\n'
    found = read_outcomes(written(tmp_path, "b.truth.jsonl", line + steady), Notes())
    assert found.fates == {"a": Fate(churned_ms=(DAY_MS,))}
    assert found.last_ms == 0


def test_only_alerts_that_fired_count(tmp_path: Path) -> None:
    lines = "".join(
        f'{{"transition":"{name}","account_id":"a","as_of":"1970-01-0{day}T00:00:00Z",'
        '"csm":"ann"}\n'
        for day, name in ((3, "fired"), (1, "pending"), (2, "fired"), (4, "resolved"))
    )
    found = read_alerts(written(tmp_path, "alerts.jsonl", lines), Notes())
    assert [one.at_ms // DAY_MS for one in found] == [1, 2]


def test_parquet_has_the_same_columns(tmp_path: Path) -> None:
    frame = polars.DataFrame(
        {"account_id": ["a"], "as_of": [datetime(1970, 1, 2, tzinfo=UTC)], "score": [70.0],
         "churn_risk": [0.1], "tier": ["high"]}
    )  # fmt: skip
    frame.write_parquet(tmp_path / "s.parquet")
    (found,) = read_scores(tmp_path / "s.parquet", Notes())
    assert found == Score("a", DAY_MS, 70.0, 0.1, tier="high")


def test_the_score_in_force_is_the_last_one_said_before() -> None:
    said = [Score("a", 0, 80.0), Score("a", 10, 60.0), Score("a", 12, 50.0), Score("b", 7, 9.0)]
    grid = on_grid(said, every_ms=5, anchor_ms=0, until_ms=21)
    assert [(one.account_id, one.at_ms, one.score) for one in grid] == [
        ("a", 5, 80.0), ("a", 10, 80.0), ("a", 15, 50.0), ("a", 20, 50.0),
        ("b", 10, 9.0), ("b", 15, 9.0), ("b", 20, 9.0),
    ]  # fmt: skip
