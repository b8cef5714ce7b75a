"""What an evaluation may leave out, checked on every feature."""

from itertools import product

import pytest
from tests.support.account_events import every_record, every_value
from tests.support.streams import START_MS, Stream

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.engine.feature_rows import DAILY, EVERY, HOURLY, OPEN, known_mask
from stream_health.domain.events import AccountEvent, Source
from stream_health.domain.features.catalogue import CATALOGUE

HOUR = (START_MS + 12 * DAY_MS) // HOUR_MS
EVENTS = Stream(5, accounts=1, per_day=60).events


def account_of(sources: frozenset[Source]) -> Account:
    """An account that heard of these sources only."""
    account = Account("acct-0")
    account.advance(HOUR)
    for event in EVENTS:
        if source_of(event) in sources:
            account.apply(event)
    return account


def source_of(event: AccountEvent) -> Source:
    """Where an event comes from."""
    return Account("acct-0").apply(event)


def test_the_stream_has_events_of_every_source() -> None:
    assert {source_of(event) for event in EVENTS} == set(Source)


@pytest.mark.parametrize("source", Source, ids=lambda source: source.label)
def test_features_outside_the_rows_of_known_sources_are_unknown(source: Source) -> None:
    others = set(Source) - {source}
    for profile, rest in product((False, True), (False, True)):
        sources = frozenset(one for one in others if (profile if one is Source.PROFILE else rest))
        account = account_of(sources)
        looked_at = {index for index, _ in EVERY[known_mask(account)]}
        for index, feature in enumerate(CATALOGUE):
            if index not in looked_at:
                assert feature.compute(account, HOUR) is None, feature.name


def test_the_mask_says_which_sources_were_heard_of() -> None:
    for source in Source:
        assert account_of(frozenset({source})).heard_mask == 1 << source


def test_an_event_of_the_open_day_moves_none_but_the_open_rows() -> None:
    account, moved = Account("acct-0"), set[int]()
    for event in Stream(7, accounts=1, days=90, per_day=3).events:
        hour = event.event_time_ms // HOUR_MS
        before = values_anew(account, hour)
        account.apply(event)
        after = values_anew(account, hour)
        moved.update(
            index
            for index, feature in enumerate(CATALOGUE)
            if feature.source is Source.USAGE and before[index] != after[index]
        )
    assert moved
    assert moved <= {index for index, _ in OPEN[1 << Source.USAGE]}


def values_anew(account: Account, hour: int) -> list[float | None]:
    """Every value, by an account that has remembered nothing."""
    known = every_record(account)
    anew = Account.restore(account.account_id, known.get, hour=hour)
    return every_value(anew)


def test_rows_of_a_day_hold_those_of_an_hour_and_every_row_holds_both() -> None:
    for hourly, daily, every in zip(HOURLY, DAILY, EVERY, strict=True):
        assert set(hourly) <= set(daily) <= set(every)
    assert all(set(some) <= set(every) for some, every in zip(OPEN, EVERY, strict=True))
    assert len(EVERY[-1]) == len(CATALOGUE)
