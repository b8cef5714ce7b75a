"""Law 4 of the sub-states: what is rebuilt from its records behaves as the original ever after."""

from collections.abc import Iterable
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.support.account_events import CALM, FIRST_DAY, every_record, every_value, fold, streams

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import HOURS_PER_DAY
from stream_health.domain.events import AccountEvent

LATER_HOURS = (0, 1, 23, 24, 24 * 7, 24 * 29, 24 * 57, 24 * 200)


def commit(store: dict[str, bytes], records: Iterable[tuple[str, Any]]) -> None:
    """Write records the way the wire does: packed, ``None`` deletes."""
    for tag, record in records:
        if record is None:
            store.pop(tag, None)
        else:
            store[tag] = msgspec.msgpack.encode(record)


def reopen(store: dict[str, bytes], hour: int) -> Account:
    """Rebuild an account from packed records."""

    def read(tag: str) -> Any:
        return msgspec.msgpack.decode(store[tag]) if tag in store else None

    return Account.restore("acme", read, hour=hour)


@CALM
@given(streams(100, longest=50), st.integers(1, 12), st.booleans())
def test_a_crash_after_any_commit_is_never_noticed(
    events: list[AccountEvent], every: int, in_time: bool
) -> None:
    if in_time:
        events.sort(key=lambda event: event.event_time_ms)
    straight, crashing, store = Account("acme"), Account("acme"), dict[str, bytes]()
    for place, event in enumerate(events):
        straight.apply(event)
        crashing.apply(event)
        if place % every == 0:
            commit(store, crashing.records(dirty_only=True))
            crashing = reopen(store, crashing.hour)
    end = (FIRST_DAY + 100) * HOURS_PER_DAY
    for later in LATER_HOURS:
        straight.advance(end + later)
        crashing.advance(end + later)
        assert every_value(crashing) == every_value(straight)
    assert every_record(crashing) == every_record(straight)


@CALM
@given(streams(60), streams(60))
def test_a_restored_account_takes_later_events_as_the_original_does(
    before: list[AccountEvent], after: list[AccountEvent]
) -> None:
    hour = (FIRST_DAY + 60) * HOURS_PER_DAY
    original, store = fold(before, hour), dict[str, bytes]()
    commit(store, original.records(dirty_only=False))
    restored = reopen(store, hour)
    renamed = [event._replace(event_id="x" + event.event_id) for event in after]
    fold(renamed, hour + 24, original)
    fold(renamed, hour + 24, restored)
    assert every_value(restored) == every_value(original)
    assert every_record(restored) == every_record(original)


@CALM
@given(streams(30))
def test_nothing_is_written_twice_and_the_open_record_stays_small(
    events: list[AccountEvent],
) -> None:
    account = fold(events, (FIRST_DAY + 30) * HOURS_PER_DAY)
    written = dict(account.records(dirty_only=True))
    assert dict(account.records(dirty_only=True)) == {}
    assert len(msgspec.msgpack.encode(written.get("u"))) <= 250
