"""Signals of behaviour depend on what happened, not on batches, crashes or the order of topics."""

from random import Random

import pytest
from tests.support.diary import FIRST_DAY, weekdays
from tests.support.engines import Run, quick_policy, run, settings

from stream_health.domain.behaviour.kinds import KINDS
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import BehaviourSignal
from stream_health.domain.engine.control import Tick
from stream_health.domain.engine.engine import Input
from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    Contact,
    EngagementEvent,
    ProfileUpdate,
    UsageEvent,
)

pytestmark = pytest.mark.slow

DAYS = 119
FEATURES = ("reports", "search", "tasks", "budgets", "planning", "audit")
USERS = ("ann", "bob", "cat", "dan", "eve")
LEAVERS = ("acct-0", "acct-1")  # one is watched by the hour, one has a daily slot


def life(account_id: str, day: int, random: Random) -> list[AccountEvent]:
    """A day of an account: the leavers stop in parts from day 84 on, and for good on day 98."""
    leaving = account_id in LEAVERS
    if not weekdays(FIRST_DAY + day) or (leaving and day >= 98):
        return []
    start_ms = (FIRST_DAY + day) * DAY_MS
    features = FEATURES[:2] if leaving and day >= 77 else FEATURES
    told: list[AccountEvent] = [
        UsageEvent(account_id, f"{day}/{user}", start_ms + random.randrange(DAY_MS), user, "viewed")
        for user in USERS
    ]
    told += [
        UsageEvent(
            account_id, f"{day}/{feature}", start_ms + random.randrange(DAY_MS), "ann",
            "report.exported", feature, 900 if leaving and day == 91 else 1 + day % 3,
        )
        for feature in features
    ]  # fmt: skip
    seats = 20 if leaving and day >= 84 else 40
    at_ms = start_ms + random.randrange(DAY_MS)
    told.append(BillingEvent(account_id, f"{day}/seats", at_ms, "seats_changed", seats=seats))
    how = "missed" if leaving and day >= 84 else "held"
    told.append(EngagementEvent(account_id, f"{day}/met", at_ms, f"meeting_{how}"))
    return told


def book(*, outage: range = range(0)) -> list[Input]:
    """Four accounts, a tick per hour, in merged order; no use is told on days of an outage."""
    random = Random("book")
    accounts = [f"acct-{number}" for number in range(4)]
    events: list[Input] = [
        ProfileUpdate(
            account, "p", FIRST_DAY * DAY_MS, tier="high" if number % 2 else "standard",
            contacts=(Contact("ann", "champion"),),
        )
        for number, account in enumerate(accounts)
    ]  # fmt: skip
    for day in range(DAYS):
        for account in accounts:
            told = life(account, day, random)
            events += [one for one in told if not (day in outage and isinstance(one, UsageEvent))]
    events += [Tick(FIRST_DAY * DAY_MS + hour * HOUR_MS) for hour in range(DAYS * 24 + 1)]
    return sorted(events, key=lambda one: (one.event_time_ms, not isinstance(one, Tick)))  # type: ignore[union-attr]


def said(done: Run) -> list[BehaviourSignal]:
    return [effect for effect in done.effects if isinstance(effect, BehaviourSignal)]


@pytest.fixture(scope="module")
def inputs() -> list[Input]:
    return book()


@pytest.fixture(scope="module")
def calm(inputs: list[Input]) -> list[BehaviourSignal]:
    return said(run(inputs, settings()))


def test_the_leavers_are_seen_leaving_and_nobody_else(calm: list[BehaviourSignal]) -> None:
    assert {signal.account_id for signal in calm} == set(LEAVERS)
    for account in LEAVERS:
        kinds = [signal.kind for signal in calm if signal.account_id == account]
        expected = {"silence", "breadth_drop", "export_spike", "seats_removed", "meeting_missed"}
        assert set(kinds) == expected
        assert len(kinds) == len(expected), "each is said once"
    assert {signal.kind for signal in calm} <= set(KINDS)
    assert len({signal.event_id for signal in calm}) == len(calm)


def test_batches_and_crashes_change_nothing(
    inputs: list[Input], calm: list[BehaviourSignal]
) -> None:
    given = settings(quick_policy(chunk_accounts_max=2))
    assert said(run(inputs, given, seed=1, crash_share=0.02)) == calm


def test_the_order_within_an_hour_changes_nothing(
    inputs: list[Input], calm: list[BehaviourSignal]
) -> None:
    random = Random("order")

    def place(item: Input) -> tuple[int, bool, float]:
        assert item is not None
        tick = isinstance(item, Tick)
        return (item.event_time_ms // HOUR_MS, not tick, random.random())

    assert said(run(sorted(inputs, key=place), settings())) == calm


def test_days_on_which_the_feed_was_silent_for_everybody_count_for_nobody() -> None:
    lost = range(82, 105)  # from a Saturday to a Sunday; the leavers never come back from it
    silences = [one for one in said(run(book(outage=lost), settings())) if one.kind == "silence"]
    assert {signal.account_id for signal in silences} == set(LEAVERS)
    first_ms = min(signal.event_time_ms for signal in silences)
    assert first_ms >= (FIRST_DAY + lost.stop + 5) * DAY_MS, "five working days after it is back"
