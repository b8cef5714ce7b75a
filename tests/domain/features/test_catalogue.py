"""Laws of every feature in the catalogue, not of hand-picked ones."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.account_events import CALM, FIRST_DAY, every_value, fold, streams

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import HOURS_PER_DAY
from stream_health.domain.events import AccountEvent, Source
from stream_health.domain.features.catalogue import (
    BY_SOURCE,
    CATALOGUE,
    CATALOGUE_VERSION,
    values,
)
from stream_health.domain.features.feature import Feature, Monotone, Ttl

EVERY = pytest.mark.parametrize("feature", CATALOGUE, ids=[one.name for one in CATALOGUE])
START_HOUR = FIRST_DAY * HOURS_PER_DAY


def test_there_is_a_catalogue_with_every_name_once_in_the_order_of_sources() -> None:
    names = [feature.name for feature in CATALOGUE]
    assert len(set(names)) == len(names) >= 40
    sources = [feature.source for feature in CATALOGUE]
    assert sources == sorted(sources)
    assert sorted(i for indexes in BY_SOURCE.values() for i in indexes) == list(range(len(names)))
    assert re.fullmatch("[0-9a-f]{12}", CATALOGUE_VERSION)


@EVERY
def test_every_bin_can_be_reached(feature: Feature) -> None:
    edges = feature.edges
    middle = [edges[0] - 1, *edges]
    assert [feature.bin_of(value) for value in middle] == list(range(len(edges) + 1))
    assert feature.bin_of(None) == feature.bin_of(float("nan")) == feature.unknown_bin


@EVERY
def test_points_keep_the_declared_direction_and_say_something(feature: Feature) -> None:
    steps = [later - point for point, later in pairwise(feature.points)]
    if feature.monotone is Monotone.UP:
        assert min(steps) >= 0
    if feature.monotone is Monotone.DOWN:
        assert max(steps) <= 0
    assert any(steps)
    assert feature.unknown_points <= 0, "what is not known is never good news"
    assert feature.unknown_points >= min(feature.points), "nor worse than the worst known"


@EVERY
def test_it_is_said_in_words_with_its_value(feature: Feature) -> None:
    assert "{value}" in feature.text
    for value in (*feature.edges, 0, 0.5, -1, 1234.5):
        said = feature.say(value)
        assert not set("{[|]}") & set(said)
        if value == 0 and feature.zero_text is not None:
            assert said == feature.zero_text
            continue
        assert re.search(r"\d|yes|no", said) if feature.unit == "flag" else re.search(r"\d", said)
    assert feature.say(None) == f"{feature.meaning}: not known"


@EVERY
def test_an_account_without_its_source_is_unknown(feature: Feature) -> None:
    account = Account("acme")
    account.advance(START_HOUR)
    assert feature.compute(account, account.hour) is None


@EVERY
def test_its_name_ends_with_what_it_is(feature: Feature) -> None:
    assert re.fullmatch("[a-z0-9_]+", feature.name)
    assert feature.name.startswith(feature.source.label)


@CALM
@given(streams(80, longest=50))
def test_values_of_a_source_are_what_its_features_compute(events: list[AccountEvent]) -> None:
    account = fold(events, START_HOUR + 80 * HOURS_PER_DAY)
    for source in Source:
        computed = [CATALOGUE[i].compute(account, account.hour) for i in BY_SOURCE[source]]
        assert values(account, account.hour, source) == computed


@CALM
@given(streams(60, longest=50), st.integers(0, 24 * 60))
def test_a_value_stays_true_for_as_long_as_it_is_declared_to(
    events: list[AccountEvent], hours: int
) -> None:
    """Within an hour nothing moves; within a day only hourly values; events alone move the rest."""
    account = fold(events, START_HOUR + 60 * HOURS_PER_DAY)
    before = every_value(account)
    account.advance(account.hour + hours)
    for feature, old, new in zip(CATALOGUE, before, every_value(account), strict=True):
        if feature.ttl is Ttl.EVENT or (feature.ttl is Ttl.DAY and hours < HOURS_PER_DAY):
            assert new == old, feature.name


def test_one_is_not_said_as_many_and_a_flag_is_yes_or_no() -> None:
    said = {feature.name: feature.say for feature in CATALOGUE}
    escalated = said["tickets_escalated_28d_total"]
    assert escalated(1) == "1 ticket was escalated in the last 28 days"
    assert escalated(2) == "2 tickets were escalated in the last 28 days"
    assert said["usage_falling_weeks"](1) == "use has fallen 1 week in a row"
    assert said["engagement_negotiation_30d"](1) == "a negotiation is under way: yes"
    assert said["engagement_negotiation_30d"](0) == "a negotiation is under way: no"
