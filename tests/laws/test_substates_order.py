"""Laws 2 and 3 of the sub-states: neither the order of topics nor that of events leaves a trace."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.support.account_events import (
    CALM,
    FIRST_DAY,
    every_record,
    every_value,
    fold,
    streams,
)

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import HOURS_PER_DAY
from stream_health.domain.events import AccountEvent

SEEDS = st.integers(0, 2**32)


def end_of(days: int) -> int:
    """Hour at which all events of the first days are in the past."""
    return (FIRST_DAY + days) * HOURS_PER_DAY


@CALM
@given(streams(60), SEEDS, st.integers(0, 40))
def test_any_order_of_arrival_gives_the_same_records_and_values(
    events: list[AccountEvent], seed: int, later_days: int
) -> None:
    hour = end_of(60 + later_days)
    in_time = fold(sorted(events, key=lambda event: event.event_time_ms), hour)
    shuffled = fold(Random(seed).sample(events, len(events)), hour)
    assert every_value(shuffled) == every_value(in_time)
    assert every_record(shuffled) == every_record(in_time)


@CALM
@given(streams(390, longest=60), SEEDS)
def test_it_holds_for_events_up_to_400_days_late(events: list[AccountEvent], seed: int) -> None:
    hour = end_of(390)
    in_time = fold(sorted(events, key=lambda event: event.event_time_ms), hour)
    shuffled = fold(Random(seed).sample(events, len(events)), hour)
    assert every_value(shuffled) == every_value(in_time)
    assert every_record(shuffled) == every_record(in_time)


@CALM
@given(streams(45), SEEDS)
def test_how_topics_interleave_changes_nothing(events: list[AccountEvent], seed: int) -> None:
    """Each topic in its own order, the topics merged at random."""
    random, hour = Random(seed), end_of(45)
    topics: dict[type, list[AccountEvent]] = {}
    for event in events:
        topics.setdefault(type(event), []).append(event)
    merged: list[AccountEvent] = []
    while topics:
        kind = random.choice(list(topics))
        merged.append(topics[kind].pop(0))
        if not topics[kind]:
            del topics[kind]
    by_topic = sorted(events, key=lambda event: type(event).__name__)
    assert every_record(fold(merged, hour)) == every_record(fold(by_topic, hour))


@CALM
@given(streams(45), st.lists(st.integers(0, 45 * 24), max_size=8))
def test_when_time_is_moved_forward_changes_nothing(
    events: list[AccountEvent], hours: list[int]
) -> None:
    events.sort(key=lambda event: event.event_time_ms)
    stepwise = Account("acme")
    for place, event in enumerate(events):
        if place < len(hours):
            stepwise.advance(FIRST_DAY * HOURS_PER_DAY + hours[place])
        stepwise.apply(event)
    stepwise.advance(end_of(45))
    straight = fold(events, end_of(45))
    assert every_value(stepwise) == every_value(straight)
    assert every_record(stepwise) == every_record(straight)
