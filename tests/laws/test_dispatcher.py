"""Laws of the dispatcher: interleavings, restarts and repeats leave no trace; all alerts end."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from tests.domain.alerts.book import MONDAY_9_MS, PARTITIONS, SOURCES, fall
from tests.support.cases import cases
from tests.support.thorough import thorough

from stream_health.domain.alerts.dispatcher import Dispatcher
from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.dispatched import ClockWanted, Digest, DispatchOutput
from stream_health.domain.effects import (
    AlertFeedback,
    AlertTransition,
    BookSizes,
    CandidateClock,
    DispatchInput,
    FeedsChanged,
    OutcomeSeen,
)
from stream_health.domain.policy import Dispatch, Policy
from stream_health.wire.snapshot import pack, unpack

POLICY = Policy(dispatch=Dispatch(week_alerts_max=3, incident_accounts_min=6))
ACCOUNTS = 12
QUIET_DAYS = 60
KINDS = ("score_drop", "score_drop", "score_drop", "silence", "renewal_at_risk", "critical_signal")


def life(rng: Random, number: int) -> list[DispatchInput]:
    """What the engine says of one account over a week: legal episodes of some of its alerts."""
    csm, said = ("kim", "kim", "lee", None)[number % 4], list[DispatchInput]()
    source = rng.choice(("usage", "usage", *sorted(SOURCES)))
    for kind in sorted({rng.choice(KINDS) for _ in range(2)}):
        critical = kind == "critical_signal"
        minute = rng.choice((0, 1, 2, 5, 720, 1_441))
        about = fall(
            number, minute, source=source, alert_kind=kind, csm=csm,
            severity="critical" if critical else rng.choice(("warning", "warning", "critical")),
            value_at_risk_minor=rng.randrange(5) * 100,
        )  # fmt: skip
        for generation in range(1, rng.randrange(1, 4)):
            steps = ["fired"] if critical else ["pending", "fired"]
            steps += rng.sample(["updated", "acknowledged", "snoozed"], rng.randrange(3))
            steps.append(rng.choice(("resolved", "resolved", "retracted")))
            for step in steps:
                reason = rng.choice(("recovered", "not_a_risk")) if step == "resolved" else None
                until_ms = MONDAY_9_MS + (minute + 3_000) * MINUTE_MS
                said.append(
                    about._replace(
                        transition=step,
                        generation=generation,
                        as_of_ms=MONDAY_9_MS + minute * MINUTE_MS,
                        reason=reason,
                        until_ms=until_ms if step == "snoozed" else None,
                    )
                )
                minute += rng.choice((0, 1, 2, 30, 700, 4_400))
    return said


def others(rng: Random, partition: int) -> list[DispatchInput]:
    """Sizes of books, feeds, feedback and outcomes."""
    at_ms = MONDAY_9_MS + rng.choice((4, 60, 2_000)) * MINUTE_MS
    group = rng.choice(("group/score_drop/usage/kim", "data_outage/book/usage"))
    return [
        BookSizes(partition, MONDAY_9_MS, ("kim", "lee"), (3, 3)),
        FeedsChanged(partition, at_ms, ("tickets",), (at_ms - DAY_MS,)),
        FeedsChanged(partition, at_ms + DAY_MS, (), ()),
        AlertFeedback(
            partition, at_ms, f"a{partition}", "f", "verdict", "kim", group, "known_event",
            None, None,
        ),
        AlertFeedback(
            partition, at_ms, f"a{partition}", "g", "action_taken", "kim", None, None, None, "call"
        ),
        OutcomeSeen(partition, at_ms + 5 * DAY_MS, f"a{partition}", "renewed"),
    ]  # fmt: skip


def streams(seed: int) -> list[list[DispatchInput]]:
    """What each partition number says, in its own order, with its hourly clocks."""
    rng, made = Random(seed), []
    for partition in range(PARTITIONS):
        items = others(rng, partition)
        for number in range(partition, ACCOUNTS, PARTITIONS):
            items += life(rng, number)
        last_ms = MONDAY_9_MS + (10 + QUIET_DAYS) * DAY_MS
        times = range(MONDAY_9_MS - HOUR_MS, last_ms, HOUR_MS)
        clocks = [CandidateClock(partition, time_ms) for time_ms in times]
        everything: list[tuple[int, int, DispatchInput]] = [
            (one.as_of_ms, 0, one) for one in items if not isinstance(one, CandidateClock)
        ]
        everything += [(clock.time_ms, 1, clock) for clock in clocks]
        made.append([one for *_, one in sorted(everything, key=lambda row: row[:2])])
    return made


def interleaved(lanes: Sequence[list[DispatchInput]], rng: Random) -> list[DispatchInput]:
    waiting = [list(reversed(lane)) for lane in lanes]
    merged: list[DispatchInput] = []
    while any(waiting):
        lane = rng.choice([lane for lane in waiting if lane])
        merged.extend(lane.pop() for _ in range(min(len(lane), rng.choice((1, 3, 400)))))
    return merged


def restarted(dispatcher: Dispatcher, stored: dict[str, bytes]) -> Dispatcher:
    for key, record in dispatcher.records(dirty_only=True):
        if record is None:
            stored.pop(key, None)
        else:
            stored[key] = pack(record)
    records = [(key, unpack(value)) for key, value in stored.items()]
    return Dispatcher.restore(POLICY, records, partitions=PARTITIONS)


def run(items: Sequence[DispatchInput], *, restarts: Random | None = None) -> list[DispatchOutput]:
    """Everything said but the questions for clocks, which depend on who waits for whom."""
    dispatcher = Dispatcher(POLICY, partitions=PARTITIONS)
    stored: dict[str, bytes] = {}
    said: list[DispatchOutput] = []
    for item in items:
        said += dispatcher.take(item)
        if restarts is not None and restarts.random() < 0.02:
            dispatcher = restarted(dispatcher, stored)
    assert dispatcher.open_alerts() == {}
    return [one for one in said if not isinstance(one, ClockWanted)]


def of_the_book(said: Sequence[DispatchOutput]) -> list[DispatchOutput]:
    """What the lane of the whole book said, in order."""
    return [one for one in said if not is_critical(one)]


def is_critical(one: DispatchOutput) -> bool:
    return isinstance(one, AlertTransition) and one.dedup_key.startswith("critical_signal/")


def of_partition(said: Sequence[DispatchOutput], number: int) -> list[DispatchOutput]:
    """What was said at once for one partition number, in order."""
    return [
        one for one in said
        if is_critical(one) and isinstance(one, AlertTransition)
        and one.candidate.partition == number
    ]  # fmt: skip


@pytest.mark.slow
@thorough(12)
@given(seed=st.integers(0, 10_000))
def test_no_interleaving_of_partitions_and_no_restart_leaves_a_trace(seed: int) -> None:
    lanes = streams(seed)
    plain = run(interleaved(lanes, Random(1)))
    other = run(interleaved(lanes, Random(seed)), restarts=Random(seed))
    assert of_the_book(other) == of_the_book(plain)
    for number in range(PARTITIONS):
        assert of_partition(other, number) == of_partition(plain, number)
    ids = [one.event_id for one in plain if isinstance(one, AlertTransition | Digest)]
    assert len(ids) == len(set(ids))
    said = [one.transition for one in plain if isinstance(one, AlertTransition)]
    for transition in ("fired", "inhibited", "uninhibited", "escalated"):
        event(f"{transition} {min(2, said.count(transition))}")


@pytest.mark.parametrize("seed", cases(range(3)))
def test_what_comes_again_from_any_point_says_nothing(seed: int) -> None:
    items = interleaved(streams(seed), Random(seed))
    dispatcher = Dispatcher(POLICY, partitions=PARTITIONS)
    rng = Random(seed)
    for place, item in enumerate(items):
        dispatcher.take(item)
        if rng.random() < 0.01:
            for again in items[max(0, place - 40) : place + 1]:
                assert dispatcher.take(again) == []


def test_the_state_is_small_again_when_everything_is_over() -> None:
    dispatcher = Dispatcher(POLICY, partitions=PARTITIONS)
    for item in interleaved(streams(3), Random(3)):
        dispatcher.take(item)
    records = dispatcher.records(dirty_only=False)
    kinds = {key.partition("/")[0] for key, record in records if record is not None}
    assert kinds <= {
        "clock", "want", "lane", "generation", "book_size", "stale", "past", "experience",
    }  # fmt: skip
