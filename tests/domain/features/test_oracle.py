"""Every feature of the catalogue against the same feature worked out from the list of events."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.features.naive import USAGE, Past
from tests.domain.features.naive_obligations import OBLIGATIONS
from tests.domain.features.naive_peers import PEERS, peers_as_of
from tests.domain.features.naive_relations import BILLING, ENGAGEMENT, REST, TICKETS
from tests.domain.features.naive_signals import SIGNALS
from tests.support.account_events import (
    BILLING_KINDS,
    CALM,
    ENGAGEMENT_KINDS,
    FIRST_DAY,
    ROLES,
    TICKET_KINDS,
    every_value,
    fold,
    numbered,
    streams,
)
from tests.support.cases import cases

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS, HOUR_MS, HOURS_PER_DAY
from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    EngagementEvent,
    SignalEvent,
    Source,
    TicketEvent,
    UsageEvent,
)
from stream_health.domain.features.catalogue import CATALOGUE

ORACLES = USAGE | TICKETS | BILLING | OBLIGATIONS | ENGAGEMENT | REST | SIGNALS | PEERS


def expected(account: Account, events: list[AccountEvent]) -> list[float | None]:
    """Every feature, the plain way; unknown where its source was never heard of."""
    past = Past(events, account.hour)
    readable = {
        "billing_seats_90d_share": account.has(Source.PROFILE) or account.has(Source.BILLING),
        "billing_renewal_days": account.has(Source.PROFILE) or account.has(Source.BILLING),
    }
    return [
        ORACLES[feature.name](past)
        if readable.get(feature.name, account.has(feature.source))
        else None
        for feature in CATALOGUE
    ]


def agree(account: Account, events: list[AccountEvent]) -> None:
    """Compare name by name, to the last bits of a division."""
    names = [feature.name for feature in CATALOGUE]
    account.peers = peers_as_of(account.hour)
    found = dict(zip(names, every_value(account), strict=True))
    plain = dict(zip(names, expected(account, events), strict=True))
    for name in names:
        assert found[name] == (None if plain[name] is None else pytest.approx(plain[name])), name


def test_every_feature_has_an_oracle_and_there_are_enough_features() -> None:
    assert len(CATALOGUE) >= 40
    assert sorted(ORACLES) == sorted(feature.name for feature in CATALOGUE)


@CALM
@given(streams(130, longest=60), st.integers(0, 2**32), st.integers(0, 24 * 100))
def test_values_equal_the_recomputation_whatever_came_late(
    events: list[AccountEvent], seed: int, later_hours: int
) -> None:
    hour = (FIRST_DAY + 130) * HOURS_PER_DAY + later_hours
    agree(fold(Random(seed).sample(events, len(events)), hour), events)


@pytest.mark.parametrize("seed", cases(range(40), fast=8))
def test_values_of_a_busy_account_equal_the_recomputation(seed: int) -> None:
    """So much of everything that each window's first and last day matter."""
    random = Random(seed)
    days = random.choice((40, 150, 300))
    events = numbered(_busy(random, days=days, count=400))
    hour = (FIRST_DAY + days) * HOURS_PER_DAY + random.choice((0, 5, 24, 400))
    account = fold(random.sample(events, len(events)), hour)
    agree(account, events)


@pytest.mark.parametrize("seed", cases(range(4)))
def test_values_follow_every_hour_of_a_long_stream(seed: int) -> None:
    """A year and more: day by day, with gaps, late events and hours of the open day."""
    random = Random(seed)
    events = _long_stream(random)
    account, heard = Account("acme"), list[AccountEvent]()
    for place, event in enumerate(events):
        every_value(account)  # what is remembered of closed days must not outlive a late event
        account.apply(event)
        heard.append(event)
        if place % 40 == 0:
            account.advance(account.hour + random.choice((0, 1, 24)))
            agree(account, heard)


def _long_stream(random: Random) -> list[AccountEvent]:
    """Use over 450 days by a changing crowd; one event in ten comes up to 20 days late."""
    arrivals: list[tuple[int, AccountEvent]] = []
    for number in range(1_200):
        day = random.randrange(450)
        if 100 <= day < 130:
            continue
        time_ms = (FIRST_DAY + day) * DAY_MS + random.randrange(DAY_MS)
        user = f"user-{random.randrange(6) + day // 60}"
        name = random.choice(("page_viewed", "report.exported", "user_invited", "api"))
        feature = random.choice((None, f"feature-{random.randrange(5) + day // 90}"))
        event = UsageEvent("acme", f"e{number}", time_ms, user, name, feature, 2, 500)
        late_ms = random.randrange(20 * DAY_MS) if random.random() < 0.1 else 0
        arrivals.append((time_ms + late_ms, event))
    return [event for _, event in sorted(arrivals, key=lambda row: row[0])]


def _busy(random: Random, *, days: int, count: int) -> list[AccountEvent]:
    """Events of every windowed source, at any hour and often at midnight, in any order."""
    unit_ms = (1, HOUR_MS, DAY_MS)

    def draw() -> AccountEvent:
        time_ms = random.randrange(days * DAY_MS) // (unit := random.choice(unit_ms)) * unit
        at_ms = FIRST_DAY * DAY_MS + time_ms
        match random.randrange(5):
            case 0:
                kinds, ticket = (*TICKET_KINDS, *["solved"] * 4), f"T-{random.randrange(60)}"
                severity = random.choice((None, 1, 2, 3, 4))
                return TicketEvent(
                    "acme", "", at_ms, random.choice(kinds), ticket, severity, None, severity
                )
            case 1:
                due_ms = at_ms + random.randrange(-20, 20) * DAY_MS
                kind, invoice = random.choice(BILLING_KINDS), f"I-{random.randrange(9)}"
                seats, way = random.randrange(60), random.choice((None, "upgrade", "downgrade"))
                return BillingEvent(
                    "acme", "", at_ms, kind, invoice, due_at_ms=due_ms, seats=seats, direction=way,
                    previous_seats=random.randrange(60), retry=random.choice((None, 1, 2)),
                )  # fmt: skip
            case 2:
                kind, role = random.choice(ENGAGEMENT_KINDS), random.choice(ROLES)
                value, mood = (
                    random.randrange(21) / 2,
                    random.choice((None, "positive", "negative")),
                )
                return EngagementEvent("acme", "", at_ms, kind, (), (role,), value, mood)
            case _:
                user, feature = f"user-{random.randrange(8)}", f"feature-{random.randrange(8)}"
                name = random.choice(("page_viewed", "report.exported", "user_invited", "api"))
                return UsageEvent("acme", "", at_ms, user, name, feature, 3, 60)

    return [draw() for _ in range(count)]


@CALM
@given(
    st.lists(st.tuples(st.integers(0, 75), st.sampled_from(("inbound", "outbound"))), max_size=25),
    st.integers(0, 2**32),
)
def test_how_soon_we_are_answered_equals_the_recomputation(
    messages: list[tuple[int, str]], seed: int
) -> None:
    events: list[AccountEvent] = [
        SignalEvent(
            "acme", f"m{number}", (FIRST_DAY + day) * DAY_MS, "message_seen", 1.0,
            direction=direction,
        )
        for number, (day, direction) in enumerate(messages)
    ]  # fmt: skip
    agree(fold(Random(seed).sample(events, len(events)), (FIRST_DAY + 76) * HOURS_PER_DAY), events)
