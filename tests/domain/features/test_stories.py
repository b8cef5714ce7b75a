"""Expert points on told stories: where a healthy account stands and how far each story moves it."""

from collections.abc import Callable, Iterable

import pytest
from tests.support.account_events import FIRST_DAY, every_value, fold

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS, HOUR_MS, HOURS_PER_DAY
from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    Contact,
    EngagementEvent,
    ProfileUpdate,
    SignalEvent,
    TicketEvent,
    UsageEvent,
)
from stream_health.domain.features.catalogue import CATALOGUE

DAYS = 150
BASE_MILLI = 80_000
END_MS = (FIRST_DAY + DAYS) * DAY_MS


def points(account: Account) -> float:
    """Base and expert points of an account."""
    milli = BASE_MILLI
    for feature, value in zip(CATALOGUE, every_value(account), strict=True):
        index = feature.bin_of(value)
        known = index < feature.unknown_bin
        milli += feature.points[index] if known else feature.unknown_points
    return milli / 1_000


def use(users: Callable[[int], int], *, until: int = DAYS) -> Iterable[AccountEvent]:
    """Ten of twelve people on working days, a handful of product features."""
    for day in range(until):
        if day % 7 in (2, 3):  # a weekend
            continue
        for user in range(users(day)):
            for turn in range(3):
                yield UsageEvent(
                    "acme",
                    f"u{day}-{user}-{turn}",
                    (FIRST_DAY + day) * DAY_MS + (9 + turn) * HOUR_MS,
                    f"user-{user}",
                    "page_viewed",
                    f"feature-{(user + turn + day) % 5}",
                )


def relation() -> Iterable[AccountEvent]:
    """An ordinary customer: pays in time, a ticket now and then, a meeting a month."""
    contacts = (Contact("c1", "champion"), Contact("c2", "user"))
    yield ProfileUpdate(
        "acme", "p", FIRST_DAY * DAY_MS, tier="high", seats=16, contacts=contacts,
        started_at_ms=(FIRST_DAY - 300) * DAY_MS, renewal_at_ms=END_MS + 120 * DAY_MS,
    )  # fmt: skip
    for month in range(5):
        at_ms = (FIRST_DAY + 30 * month) * DAY_MS
        invoice = f"I-{month}"
        yield BillingEvent("acme", f"i{month}", at_ms, "invoice_issued", invoice,
                           due_at_ms=at_ms + 14 * DAY_MS)  # fmt: skip
        yield BillingEvent("acme", f"j{month}", at_ms + 12 * DAY_MS, "invoice_paid", invoice)
        yield TicketEvent("acme", f"t{month}", at_ms, "opened", f"T-{month}", 3)
        yield TicketEvent("acme", f"s{month}", at_ms + 2 * DAY_MS, "solved", f"T-{month}", csat=4)
        yield EngagementEvent("acme", f"m{month}", at_ms + DAY_MS, "meeting_held",
                              roles=("champion",))  # fmt: skip


def told(events: Iterable[AccountEvent], *more: AccountEvent) -> float:
    """Points at the end of the story."""
    return points(fold([*events, *relation(), *more], (FIRST_DAY + DAYS) * HOURS_PER_DAY))


@pytest.fixture(scope="module")
def ordinary() -> float:
    """An ordinary account."""
    return told(use(lambda _: 10))


def test_an_ordinary_account_is_healthy(ordinary: float) -> None:
    assert 80 <= ordinary <= 90


def test_a_strong_account_stands_above_90() -> None:
    end_ms = END_MS - DAY_MS
    more: list[AccountEvent] = [
        EngagementEvent("acme", "n", end_ms, "nps", value=10),
        EngagementEvent("acme", "q", end_ms, "qbr_held", roles=("executive_sponsor",)),
        EngagementEvent("acme", "w", end_ms, "training_attended"),
        SignalEvent("acme", "g", end_ms, "praise", 0.95),
        TicketEvent("acme", "c", end_ms, "csat", "T-4", csat=5),
    ]
    assert told(use(lambda day: 10 + day // 30), *more) >= 90


def test_a_champion_who_leaves_costs_18_points(ordinary: float) -> None:
    leaves = SignalEvent("acme", "g", END_MS - DAY_MS, "champion_leaving", 0.95, "c1", "champion")
    assert ordinary - told(use(lambda _: 10), leaves) == pytest.approx(18, abs=0.1)


def test_a_champion_who_comes_no_more_costs_6_points_after_four_weeks(ordinary: float) -> None:
    def last_there(days_ago: int) -> float:
        champion = [
            UsageEvent("acme", f"c{day}", (FIRST_DAY + day) * DAY_MS + HOUR_MS, "c1", "page_viewed")
            for day in range(DAYS - days_ago)
        ]
        return told(use(lambda _: 10), *champion)

    assert last_there(30) - last_there(10) == pytest.approx(-6, abs=0.5)
    assert last_there(14) >= ordinary, "two weeks are a holiday"


def test_adoption_that_stalls_costs_about_20_points_and_keeps_growing(ordinary: float) -> None:
    def stalled(weeks: int) -> float:
        return told(use(lambda day: 10 if day < DAYS - 7 * weeks else 4))

    assert 18 <= ordinary - stalled(4) <= 24
    assert stalled(4) < stalled(2) <= stalled(1) < ordinary
    assert ordinary - stalled(8) >= 5, "the account stays below its best"


def test_a_payment_that_fails_costs_5_points_and_18_when_it_is_lost(ordinary: float) -> None:
    failed = BillingEvent("acme", "f", END_MS - 2 * DAY_MS, "payment_failed", "I-9", retry=1)
    lost = BillingEvent("acme", "l", END_MS - DAY_MS, "payment_failed_for_good", "I-9", retry=4)
    assert ordinary - told(use(lambda _: 10), failed) == pytest.approx(5, abs=0.5)
    assert 17 <= ordinary - told(use(lambda _: 10), failed, lost) <= 21


def test_a_silent_fade_costs_25_points_in_six_weeks(ordinary: float) -> None:
    fade = use(lambda day: max(0, 10 - max(0, day - (DAYS - 42)) // 4))
    assert ordinary - told(fade) >= 25


def test_expansion_gains_points(ordinary: float) -> None:
    grown = BillingEvent("acme", "s", END_MS - DAY_MS, "seats_changed", seats=24, previous_seats=16)
    plan = BillingEvent("acme", "u", END_MS - DAY_MS, "plan_changed", direction="upgrade")
    assert told(use(lambda day: 10 + max(0, day - 120) // 6), grown, plan) - ordinary >= 4


def test_a_cancellation_notice_is_critical_whatever_else_is_good(ordinary: float) -> None:
    notice = BillingEvent("acme", "x", END_MS - DAY_MS, "cancellation_notice")
    renewed = BillingEvent("acme", "y", END_MS - HOUR_MS, "renewed")
    assert ordinary - told(use(lambda _: 10), notice) >= 25
    assert told(use(lambda _: 10), notice, renewed) >= ordinary
