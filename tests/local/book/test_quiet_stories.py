"""Stories nobody speaks of: a champion who vanishes, a quiet spell that means nothing."""

from collections import Counter
from typing import Any

import pytest

from stream_health.domain.clocking import DAY_MS, WEEK_MS, day_of
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.company import Market
from stream_health.local.book.plot import Plot
from stream_health.local.book.story import Story
from stream_health.wire.times import parse_time_ms

START_MS = 19_723 * DAY_MS  # Monday, 2024-01-01
HIGH_ONLY = Market(tier_shares=(0.5, 0.5, 0.0, 0.0), people_max=6)


def a_book(*, days: int, **plot: Any) -> SimulatedBook:
    shares = {"bad_of_high_value": 0.0, "bad_of_others": 0.0, "expansion": 0.0}
    told = Plot(history_days=40, onset_days=1, unexplained_churn_a_year=0.0, **(shares | plot))
    return SimulatedBook(5, accounts=4, days=days, start_ms=START_MS, plot=told, market=HIGH_ONLY)


def usage_of(book: SimulatedBook, user: str | None = None) -> Counter[int]:
    """Events by day since the start, of everybody or of one contact in every account."""
    return Counter(
        day_of(parse_time_ms(event["value"]["occurred_at"]) - START_MS)
        for event in book.events()
        if event["topic"] == "usage-events"
        and (user is None or event["value"]["user_id"].endswith(user))
    )


def test_a_champion_who_vanishes_uses_it_no_more_and_nobody_says_so() -> None:
    book = a_book(days=70, bad_of_high_value=1.0, told=(Story.CHAMPION_VANISHES,))
    assert {truth.story for truth in book.truth()} == {Story.CHAMPION_VANISHES}
    assert max(usage_of(book, "-champion")) < 45
    kinds = {event["value"].get("kind") for event in book.events()}
    assert "champion_leaving" not in kinds


def test_after_a_quiet_spell_all_is_as_before() -> None:
    book = a_book(days=120, quiet_spells=1.0)
    (truth, *_) = book.truth()
    assert (truth.story, truth.notice_ms, truth.effective_ms) == (Story.QUIET_SPELL, None, None)
    assert 10 * DAY_MS <= (truth.over_ms or 0) - (truth.onset_ms or 0) < 36 * DAY_MS
    assert [truth.progress(at or 0) for at in (truth.onset_ms, truth.over_ms)] == [0.0, 0.0]
    used = usage_of(book)
    week = WEEK_MS // DAY_MS
    before, within, after = (
        sum(used[day] for day in range(start, start + week)) for start in (28, 42, 98)
    )
    assert within < 0.7 * before
    assert 0.8 * before < after < 1.25 * before


def test_a_notice_comes_one_to_three_months_before_the_renewal_it_prevents() -> None:
    book = a_book(days=400, bad_of_high_value=1.0, leaves_at_renewal=True)
    renewals: dict[str, list[int]] = {}
    for event in book.events():
        if event["topic"] == "account-profiles":
            value = event["value"]
            renewals.setdefault(value["account_id"], []).append(parse_time_ms(value["renewal_at"]))
    told = [truth for truth in book.truth() if truth.notice_ms is not None]
    assert len(told) == 3
    for truth in told:
        renewal_ms = renewals[truth.account_id][-1]
        assert 0 <= (truth.effective_ms or 0) - renewal_ms < DAY_MS
        assert 30 * DAY_MS <= (truth.effective_ms or 0) - (truth.notice_ms or 0) <= 90 * DAY_MS


def test_the_truth_says_in_which_features_its_driver_shows() -> None:
    book = a_book(days=60, bad_of_high_value=1.0, told=(Story.PAYMENT_FAILS,))
    said = book.truth()[0].to_dict()
    assert "billing_retries" in said["shows_in"]
    assert "billing_notice" not in said["shows_in"]


def test_a_market_decides_who_is_in_the_book() -> None:
    book = a_book(days=10)
    assert {truth.tier for truth in book.truth()} <= {"high", "strategic"}
    users = {
        (event["value"]["account_id"], event["value"]["user_id"])
        for event in book.events()
        if event["topic"] == "usage-events" and "-user-" in event["value"]["user_id"]
    }
    assert max(Counter(account for account, _ in users).values()) <= HIGH_ONLY.people_max


@pytest.mark.parametrize("story", [Story.STEADY, Story.QUIET_SPELL, Story.UNEXPLAINED_CHURN])
def test_what_has_no_driver_shows_in_nothing(story: Story) -> None:
    truth = a_book(days=1).truth()[0]._replace(story=story)
    assert truth.shows_in == ()
