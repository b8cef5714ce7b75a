"""Events of the tables, against the tables themselves."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import orjson
import polars as pl
import pytest
from benchmarks.oulad.adapter import Event, events
from benchmarks.oulad.tables import ENROLMENT, EPOCH, STARTS
from tests.support.cases import cases

from stream_health.local.replay.history import History
from stream_health.wire.decode import decode_batch
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected


def time_of(event: Event) -> str:
    value = event["value"]
    if value is None:
        return str(event["time"])
    return str(value["updated_at" if "updated_at" in value else "occurred_at"])


def of_topic(found: list[Event], topic: TopicName) -> list[Event]:
    return [event for event in found if event["topic"] == topic and event["value"] is not None]


def as_lines(found: list[Event]) -> list[bytes]:
    return [orjson.dumps(event) for event in found]


def test_every_click_line_is_one_usage_event(sample: Path, sample_events: list[Event]) -> None:
    clicks = pl.read_parquet(sample / "studentVle.parquet")
    usage = of_topic(sample_events, TopicName.USAGE_EVENTS)
    assert len(usage) == len(clicks) > 0
    assert sum(event["value"]["count"] for event in usage) == clicks["sum_click"].sum()
    kinds = clicks.join(pl.read_parquet(sample / "vle.parquet"), on="id_site")["activity_type"]
    assert Counter(event["value"]["feature"] for event in usage) == Counter(kinds)


def test_event_ids_are_unique_within_a_topic_and_account(sample_events: list[Event]) -> None:
    ids = Counter(
        (event["topic"], event["value"]["account_id"], event["value"]["event_id"])
        for event in sample_events
        if event["value"] is not None and "event_id" in event["value"]
    )
    assert max(ids.values()) == 1


def test_every_event_reads_as_valid_history_already_in_order(
    sample_events: list[Event], tmp_path: Path
) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"\n".join(as_lines(sample_events)))
    history = History([path])
    assert history.unreadable == []
    lines = list(history)
    assert [orjson.loads(line.value or b"null") for line in lines] == [
        event["value"] for event in sample_events
    ]
    for topic in {line.topic for line in lines}:
        decoded = decode_batch(topic, [line for line in lines if line.topic == topic])
        assert [one for one in decoded if isinstance(one, Rejected)] == []


def test_the_start_of_both_presentations_is_a_monday_whole_weeks_apart() -> None:
    first, second = (STARTS[name] for name in ("2013B", "2013J"))
    assert first.weekday() == second.weekday() == 0
    assert (second - first) % timedelta(days=7) == timedelta(0)


def test_an_account_ends_by_its_withdrawal_or_by_a_tombstone_never_both(
    sample: Path, sample_events: list[Event]
) -> None:
    outcomes = of_topic(sample_events, TopicName.ACCOUNT_OUTCOMES)
    withdrawn = {event["value"]["account_id"] for event in outcomes}
    ended = {event["key"] for event in sample_events if event["value"] is None}
    stays = pl.read_parquet(sample / "studentRegistration.parquet").join(
        pl.read_parquet(sample / "courses.parquet"), on=("code_module", "code_presentation")
    )
    left = stays.filter(pl.col("date_unregistration") <= pl.col("module_presentation_length"))
    assert withdrawn == set(left.select(pl.concat_str(ENROLMENT, separator="-")).to_series())
    assert len(outcomes) == len(left)
    assert withdrawn.isdisjoint(ended)
    assert len(withdrawn) + len(ended) == len(stays)


def test_a_tombstone_lies_on_the_day_after_the_end(sample_events: list[Event]) -> None:
    lengths = {"AAA-2013J": 268, "BBB-2013B": 240, "BBB-2013J": 268, "DDD-2013J": 261}
    for event in sample_events:
        if event["value"] is None:
            course = event["key"].rpartition("-")[0]
            day = STARTS[course[-5:]] + timedelta(days=lengths[course] + 1)
            assert event["time"] == f"{day}T00:00:00.000Z"


def test_nothing_comes_after_the_tombstone_of_an_account(sample_events: list[Event]) -> None:
    ended: set[str] = set()
    for event in sample_events:
        if event["value"] is None:
            ended.add(event["key"])
        else:
            assert event["value"]["account_id"] not in ended
    assert ended


def test_labelled_rows_are_accounts_with_a_profile_and_no_outcome_before(
    sample: Path, sample_events: list[Event]
) -> None:
    first_known: dict[str, str] = {}
    gone: dict[str, str] = {}
    for event in of_topic(sample_events, TopicName.ACCOUNT_PROFILES):
        first_known.setdefault(event["value"]["account_id"], time_of(event))
    for event in of_topic(sample_events, TopicName.ACCOUNT_OUTCOMES):
        gone[event["value"]["account_id"]] = time_of(event)
    labels = pl.read_parquet(sample / "snapshots.parquet")
    alive = set()
    for presentation, start in STARTS.items():
        accounts = [one for one in first_known if presentation in one]
        for day in range(7, 211, 7):
            at = (start + timedelta(days=day)).isoformat() + "T00:00:00.000Z"
            alive |= {
                (account, day)
                for account in accounts
                if first_known[account] < at and gone.get(account, "9") >= at
            }
    account_id = pl.concat_str(ENROLMENT, separator="-")
    assert set(labels.select(account_id, "t").iter_rows()) == alive


def test_a_presentation_alone_is_that_part_of_the_whole(
    sample: Path, sample_events: list[Event]
) -> None:
    part = list(events(sample, presentation="2013B"))
    assert part == [
        event
        for event in sample_events
        if "2013B" in (event["key"] if event["value"] is None else event["value"]["account_id"])
    ]


def test_the_order_of_lines_in_the_tables_changes_no_byte(
    sample: Path, sample_events: list[Event], tmp_path: Path
) -> None:
    for path in sample.glob("*.parquet"):
        shuffled = pl.read_parquet(path).sample(fraction=1.0, shuffle=True, seed=7)
        shuffled.write_parquet(tmp_path / path.name)
    assert as_lines(list(events(tmp_path))) == as_lines(sample_events)


@pytest.mark.parametrize("day", cases([55, -60, -1, 0, 20, 120, 300, 420], fast=2))
def test_what_happens_later_changes_nothing_before(
    sample: Path, sample_events: list[Event], tmp_path: Path, day: int
) -> None:
    """Tables cut to what was known on a day give the same events up to that day."""
    known = STARTS["2013B"] + timedelta(days=day)
    starts = {name: (start - known).days for name, start in STARTS.items()}
    now = -pl.col("code_presentation").replace_strict(starts, return_dtype=pl.Int32)
    for name in ("courses", "vle", "assessments"):
        pl.read_parquet(sample / f"{name}.parquet").write_parquet(tmp_path / f"{name}.parquet")
    registered, left = pl.col("date_registration"), pl.col("date_unregistration")
    registrations = (
        pl.read_parquet(sample / "studentRegistration.parquet")
        .filter(registered.is_null() | (registered < now))
        .with_columns(pl.when(left < now).then(left))
    )
    registrations.write_parquet(tmp_path / "studentRegistration.parquet")
    clicks = pl.read_parquet(sample / "studentVle.parquet").filter(pl.col("date") < now)
    clicks.write_parquet(tmp_path / "studentVle.parquet")
    courses = pl.read_parquet(sample / "assessments.parquet").select(
        "id_assessment", "code_presentation"
    )
    submitted = pl.read_parquet(sample / "studentAssessment.parquet")
    submitted = submitted.join(courses, on="id_assessment").filter(pl.col("date_submitted") < now)
    submitted.drop("code_presentation").write_parquet(tmp_path / "studentAssessment.parquet")

    before = [event for event in sample_events if time_of(event) < known.isoformat()]
    cut = [event for event in events(tmp_path) if time_of(event) < known.isoformat()]
    assert as_lines(cut) == as_lines(before)
    assert before
    assert known > EPOCH
