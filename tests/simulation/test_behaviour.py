"""Behaviour on a known truth: ordinary lives that must say next to nothing, stories that must show.

Two seeded books: 15 accounts of 300 ordinary days (holidays, invitations, changed roles and quiet
weeks included), and 20 accounts with stories.
"""

from collections.abc import Mapping

import pytest
from benchmarks.behaviour.figures import (
    HARD,
    NOISE_ONLY,
    STORIES_ONLY,
    Found,
    false_per_1000_years,
    found_by_kind,
)
from benchmarks.behaviour.watching import Watching

from stream_health.domain.behaviour import kinds
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.story import Story

pytestmark = pytest.mark.slow

START_MS = 1_767_571_200_000  # Monday 2026-01-05 00:00 UTC
Finds = Mapping[tuple[Story, str], Found]


@pytest.fixture(scope="module")
def found() -> Finds:
    book = SimulatedBook(3, accounts=20, days=290, start_ms=START_MS, plot=STORIES_ONLY)
    return found_by_kind(Watching().watch(book), book.truth())


def test_ordinary_lives_give_at_most_50_hard_signals_per_1000_account_years() -> None:
    book = SimulatedBook(3, accounts=15, days=300, start_ms=START_MS, plot=NOISE_ONLY)
    watching = Watching()
    said = list(watching.watch(book))
    rates = false_per_1000_years(said, watching.account_days, confidence_min=HARD)
    assert sum(rates.values()) <= 50
    assert sum(false_per_1000_years(said, watching.account_days).values()) <= 150


@pytest.mark.parametrize(
    ("story", "days"),
    [(Story.CHAMPION_LEAVES, 28), (Story.ADOPTION_STALLS, 49), (Story.SILENT_FADE, 63)],
)
def test_most_stories_are_seen_and_half_of_them_in_time(
    found: Finds, story: Story, days: int
) -> None:
    seen = found[story, "any"]
    assert seen.accounts >= 4
    assert seen.found >= 0.8 * seen.accounts
    assert seen.median_days is not None
    assert seen.median_days <= days


def test_whoever_fades_is_silent_within_two_weeks_after_the_last_use(found: Finds) -> None:
    silent = found[Story.SILENT_FADE, kinds.SILENCE]
    assert silent.found == silent.accounts
    assert silent.median_days is not None
    assert silent.median_days <= 10


@pytest.mark.parametrize(
    ("what", "share", "days"),
    [
        ((Story.ADOPTION_STALLS, kinds.BREADTH_DROP), 0.5, 63),
        ((Story.ADOPTION_STALLS, kinds.SEATS_REMOVED), 0.7, 2),
        ((Story.CHAMPION_LEAVES, kinds.EXPORT_SPIKE), 0.3, 3),
    ],
)
def test_what_a_story_does_is_found_by_its_kind(
    found: Finds, what: tuple[Story, str], share: float, days: int
) -> None:
    one = found[what]
    assert one.found >= share * one.accounts
    assert one.median_days is not None
    assert one.median_days <= days
