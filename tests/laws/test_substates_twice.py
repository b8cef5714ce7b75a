"""Law 5 of the sub-states: what is not counted may be heard twice.

Counts rely on the engine, which drops an event id it has seen before it reaches an account.
"""

from hypothesis import given
from hypothesis import strategies as st
from tests.support.account_events import (
    CALM,
    FIRST_DAY,
    every_record,
    every_value,
    fold,
    numbered,
    others,
    profiles,
    streams,
)

from stream_health.domain.account.tickets import fold_ticket
from stream_health.domain.clocking import HOURS_PER_DAY
from stream_health.domain.events import AccountEvent, Feedback, TicketEvent

HOUR = (FIRST_DAY + 40) * HOURS_PER_DAY


@CALM
@given(st.lists(profiles(40) | others(40), max_size=20).map(numbered))
def test_facts_heard_twice_are_the_same_facts(events: list[AccountEvent]) -> None:
    facts = [
        event
        for event in events
        if not (isinstance(event, Feedback) and event.kind == "action_taken")
    ]
    assert every_record(fold(facts * 2, HOUR)) == every_record(fold(facts, HOUR))


@CALM
@given(st.sampled_from(("opened", "solved", "reopened")), st.integers(1, 4))
def test_a_ticket_event_heard_twice_changes_nothing(kind: str, severity: int) -> None:
    event = TicketEvent("acme", "e1", FIRST_DAY, kind, "T-1", severity)
    once = fold_ticket(None, event)
    assert fold_ticket(once, event) == once


@CALM
@given(streams(40))
def test_asking_for_values_and_records_changes_nothing(events: list[AccountEvent]) -> None:
    account, asked = fold(events, HOUR), fold(events, HOUR)
    for _ in range(2):
        every_value(asked)
        every_record(asked)
    assert every_value(asked) == every_value(account)
    assert every_record(asked) == every_record(account)
