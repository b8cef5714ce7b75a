"""Law 9 of the sub-states: input nobody knows never crashes, and is unknown rather than average."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.account_events import CALM, FIRST_DAY, FIRST_MS, every_value, fold

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import HOURS_PER_DAY
from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    EngagementEvent,
    Feedback,
    Outcome,
    ProfileUpdate,
    SignalEvent,
    TicketEvent,
    UsageEvent,
)
from stream_health.domain.features.catalogue import CATALOGUE

HOUR = (FIRST_DAY + 30) * HOURS_PER_DAY


@CALM
@given(st.text(max_size=12), st.text(max_size=12), st.none() | st.text(max_size=5))
def test_kinds_and_names_nobody_knows_are_folded_without_a_crash(
    kind: str, key: str, extra: str | None
) -> None:
    events: list[AccountEvent] = [
        UsageEvent("acme", "1", FIRST_MS, key, kind, extra),
        TicketEvent("acme", "2", FIRST_MS, kind, key),
        BillingEvent("acme", "3", FIRST_MS, kind, extra, direction=extra),
        EngagementEvent("acme", "4", FIRST_MS, kind, roles=(key,), value=99.5, sentiment=extra),
        ProfileUpdate("acme", "5", FIRST_MS, tier=extra),
        Outcome("acme", "6", FIRST_MS, kind, extra),
        Feedback("acme", "7", FIRST_MS, kind, key),
        SignalEvent("acme", "8", FIRST_MS, kind, 0.7, extra, extra),
    ]
    account = fold(events, HOUR)
    for feature, value in zip(CATALOGUE, every_value(account), strict=True):
        assert 0 <= feature.bin_of(value) <= feature.unknown_bin


def test_an_account_nothing_is_known_of_takes_the_unknown_bin_everywhere() -> None:
    account = Account("acme")
    account.advance(HOUR)
    assert every_value(account) == [None] * len(CATALOGUE)


def test_what_is_no_event_is_refused_with_its_value() -> None:
    with pytest.raises(TypeError, match="'hello' is not an event of an account"):
        Account("acme").apply("hello")  # type: ignore[arg-type]  # that is the test


def test_what_windows_no_longer_reach_changes_no_value() -> None:
    account = Account("acme")
    account.advance(HOUR)
    ancient_ms = FIRST_MS - 400 * 86_400_000
    known = fold([UsageEvent("acme", "1", FIRST_MS, "ann", "login")], HOUR)
    before = every_value(known)
    known.apply(UsageEvent("acme", "2", ancient_ms, "bob", "login", "reports"))
    assert every_value(known) == before
