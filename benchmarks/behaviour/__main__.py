"""Prints how well behaviour is read: ``python -m benchmarks.behaviour``.

Two simulated books go through the real folds and the real observer. One has ordinary lives only
(holidays, invitations, roles and quiet weeks included): every signal in it is false. The other has
stories whose onsets are known. Takes about three minutes; ``--accounts`` makes it smaller.
"""

import argparse
from time import process_time

from benchmarks.behaviour.figures import (
    HARD,
    NOISE_ONLY,
    STORIES_ONLY,
    false_per_1000_years,
    found_by_kind,
)
from benchmarks.behaviour.watching import Watching

from stream_health.local.book.book import SimulatedBook

START_MS = 1_767_571_200_000  # Monday 2026-01-05 00:00 UTC
STORY_DAYS = 360


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=200, help="with ordinary lives")
    parser.add_argument("--stories", type=int, default=120, help="accounts with a story")
    parser.add_argument("--days", type=int, default=365, help="of ordinary lives")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    _noise(given.seed, given.accounts, given.days)
    _stories(given.seed, given.stories)


def _noise(seed: int, accounts: int, days: int) -> None:
    book = SimulatedBook(seed, accounts=accounts, days=days, start_ms=START_MS, plot=NOISE_ONLY)
    watching = Watching()
    said = list(watching.watch(book))
    account_days = watching.account_days
    hard = false_per_1000_years(said, account_days, confidence_min=HARD)
    every = false_per_1000_years(said, account_days)
    print(f"False signals per 1,000 account-years ({account_days / 365:.0f} account-years)")
    print(f"{'kind':24}{'hard':>8}{'all':>8}")
    for kind, rate in every.items():
        print(f"{kind:24}{hard.get(kind, 0):8.1f}{rate:8.1f}")
    print(f"{'sum':24}{sum(hard.values()):8.1f}{sum(every.values()):8.1f}")
    cost_us = watching.looking_seconds / account_days * 1e6
    print(f"a look at an account costs {cost_us:.1f} us of CPU\n")


def _stories(seed: int, accounts: int) -> None:
    book = SimulatedBook(
        seed, accounts=accounts, days=STORY_DAYS, start_ms=START_MS, plot=STORIES_ONLY
    )
    found = found_by_kind(Watching().watch(book), book.truth())
    print("True onsets found, and days after they began")
    print(f"{'story':18}{'kind':24}{'found':>10}{'median days':>13}")
    for (story, kind), one in found.items():
        days = "" if one.median_days is None else f"{one.median_days:.0f}"
        print(f"{story:18}{kind:24}{one.found:6} /{one.accounts:3}{days:>13}")


if __name__ == "__main__":
    start = process_time()
    main()
    print(f"{process_time() - start:.0f} s of CPU")
