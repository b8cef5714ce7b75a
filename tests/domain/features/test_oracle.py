"""Every feature of the catalogue against the same feature worked out from the list of events."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.features.naive import USAGE, Past
from tests.domain.features.naive_relations import BILLING, ENGAGEMENT, REST, TICKETS
from tests.support.account_events import FIRST_DAY, every_value, fold, numbered, streams, usage

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import AccountEvent, Source, UsageEvent
from stream_health.domain.features.catalogue import CATALOGUE

ORACLES = USAGE | TICKETS | BILLING | ENGAGEMENT | REST


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
    found = dict(zip(names, every_value(account), strict=True))
    plain = dict(zip(names, expected(account, events), strict=True))
    for name in names:
        assert found[name] == (None if plain[name] is None else pytest.approx(plain[name])), name


def test_every_feature_has_an_oracle_and_there_are_enough_features() -> None:
    assert len(CATALOGUE) >= 40
    assert sorted(ORACLES) == sorted(feature.name for feature in CATALOGUE)


@given(streams(130, longest=60), st.integers(0, 2**32), st.integers(0, 24 * 100))
def test_values_equal_the_recomputation_whatever_came_late(
    events: list[AccountEvent], seed: int, later_hours: int
) -> None:
    hour = (FIRST_DAY + 130) * HOURS_PER_DAY + later_hours
    agree(fold(Random(seed).sample(events, len(events)), hour), events)


@given(st.lists(usage(100), min_size=30, max_size=90).map(numbered), st.integers(0, 24 * 70))
def test_values_of_a_much_used_product_equal_the_recomputation(
    events: list[AccountEvent], later_hours: int
) -> None:
    hour = (FIRST_DAY + 100) * HOURS_PER_DAY + later_hours
    agree(fold(events, hour), events)


@pytest.mark.parametrize("seed", range(4))
def test_values_follow_every_hour_of_a_long_stream(seed: int) -> None:
    """A year and more: day by day, with gaps, late events and hours of the open day."""
    random = Random(seed)
    events = _long_stream(random)
    account, heard = Account("acme"), list[AccountEvent]()
    for place, event in enumerate(events):
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
