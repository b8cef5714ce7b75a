"""One event per change, the feature named; noise is no change, and a quiet feed is data loss."""

import math
import random
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.learning_book import CATALOGUE, CATALOGUE_VERSION, START_DAY, example

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.effects import DayClosed, SnapshotTaken
from stream_health.domain.features.feature import Feature, Ttl
from stream_health.domain.policy import Learning, Policy
from stream_health.learning.drift.change import Drift
from stream_health.learning.drift.distribution import psi
from stream_health.learning.drift.watch import DriftWatch

POLICY = Policy(learning=Learning(churn_horizon_ms=WEEK_MS))
Draw = Callable[[random.Random, int], tuple[float | None, ...]]


def usual(rng: random.Random, week: int) -> tuple[float | None, ...]:
    del week
    return tuple(float(rng.randrange(4)) for _ in CATALOGUE)


def watched(
    draw: Draw,
    *,
    catalogue: tuple[Feature, ...] = CATALOGUE,
    weeks: int = 20,
    accounts: int = 300,
    stale: Callable[[int], tuple[str, ...]] = lambda _: (),
    restart: bool = False,
    score_milli: Callable[[random.Random, int], int] = lambda rng, _: rng.randrange(60_000, 90_000),
) -> list[Drift]:
    """Changes found in a book of weekly snapshots."""
    rng, watch, found = random.Random(3), DriftWatch(POLICY, catalogue, partitions=1), []
    store: dict[str, bytes] = {}
    for week in range(weeks):
        at_ms = (START_DAY + 7 * week) * DAY_MS
        for account in range(accounts):
            watch.on_snapshot(
                SnapshotTaken(f"a{account}", at_ms, draw(rng, week), CATALOGUE_VERSION, "book",
                              "standard", score_milli(rng, week), 0.1, "prior", stale(week))
            )  # fmt: skip
        if restart:
            for tag, record in watch.records(dirty_only=True):
                store[tag] = msgspec.msgpack.encode(record)
            watch = DriftWatch(POLICY, catalogue, partitions=1)
            watch.restore((tag, msgspec.msgpack.decode(one)) for tag, one in store.items())
        found += watch.on_record(DayClosed(0, at_ms + DAY_MS))
    return found


def fewer_logins(rng: random.Random, week: int) -> tuple[float | None, ...]:
    logins, *rest = usual(rng, week)
    return (0.0 if week >= 12 and rng.random() < 0.7 else logins, *rest)


def test_a_book_that_only_fluctuates_gives_no_event() -> None:
    assert watched(usual, weeks=40) == []


@pytest.mark.parametrize("restart", [False, True])
def test_a_feature_that_moved_for_good_is_named_once(restart: bool) -> None:
    found = watched(fewer_logins, restart=restart)
    assert [(one.kind, one.what, one.figure) for one in found] == [("input", "logins", "psi")]
    (drift,) = found
    assert drift.as_of_ms == (START_DAY + 7 * 12) * DAY_MS
    assert drift.threshold is not None
    assert drift.value > drift.threshold
    assert drift.examples_total == 300


def test_what_moves_for_the_whole_segment_at_once_is_no_drift_of_an_input() -> None:
    of_book = replace(CATALOGUE[0], ttl=Ttl.BOOK)
    assert watched(fewer_logins, catalogue=(of_book, *CATALOGUE[1:])) == []


def test_scores_that_moved_are_an_event_of_their_own() -> None:
    found = watched(
        usual,
        score_milli=lambda rng, week: rng.randrange(60_000, 90_000) - (25_000 if week >= 9 else 0),
    )
    assert [(one.kind, one.what) for one in found] == [("score", "score")]


def test_a_feed_that_goes_quiet_is_data_loss_once_and_no_drift() -> None:
    def unknown(rng: random.Random, week: int) -> tuple[float | None, ...]:
        values = usual(rng, week)
        return tuple(None for _ in values) if 10 <= week < 14 else values

    def quiet(week: int) -> tuple[str, ...]:
        return ("usage",) if 10 <= week < 14 else ()

    found = watched(unknown, stale=quiet)
    assert [(one.kind, one.what) for one in found] == [("data_loss", "usage")]
    assert found[0].value == 1.0


def test_a_small_book_is_not_judged() -> None:
    assert watched(fewer_logins, accounts=50) == []


@given(st.lists(st.integers(0, 500), min_size=2, max_size=8))
def test_the_index_is_nothing_between_equals_and_above_it_otherwise(counts: list[int]) -> None:
    assert psi(counts, counts) == pytest.approx(0.0)
    assert psi(counts, counts[::-1]) >= -1e-12
    assert psi(counts, counts[::-1]) == pytest.approx(psi(counts[::-1], counts))


def judged(rate_after: float, *, served: float = 0.05) -> list[Drift]:
    """Changes found in matured examples whose true rate changes in the middle."""
    rng, watch, found = random.Random(8), DriftWatch(POLICY, CATALOGUE, partitions=1), []
    for week in range(30):
        rate = 0.05 if week < 15 else rate_after
        for account in range(200):
            one = example(account, week, label=int(rng.random() < rate), values=(None,) * 4)
            watch.on_record(one._replace(served=served))
        found += watch.on_record(DayClosed(0, (START_DAY + 7 * week + 1) * DAY_MS))
    return found


def test_a_risk_that_is_true_is_no_drift() -> None:
    assert judged(0.05) == []


def test_more_churn_than_was_served_is_a_change_of_calibration_and_of_error_once_each() -> None:
    found = judged(0.3)
    assert sorted(one.kind for one in found) == ["calibration", "error"]
    middle_ms = (START_DAY + 7 * 15) * DAY_MS
    assert all(middle_ms <= one.as_of_ms < middle_ms + 5 * WEEK_MS for one in found)
    assert {one.figure for one in found} <= {"adwin", "page_hinkley"}
    assert math.isfinite(found[0].value)
