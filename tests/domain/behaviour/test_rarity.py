"""Chances are chances, whatever the past; and they come true as often as they say."""

import math
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.behaviour.rarity import (
    binomial_tail,
    confidence_of,
    fall_chance,
    record_chance,
)

PASTS = st.lists(st.integers(1, 1_000), min_size=3, max_size=60)
VALUES = st.integers(1, 100_000)
TAILS = st.booleans()


@given(PASTS, VALUES, VALUES, TAILS)
def test_a_larger_record_is_never_less_rare(
    past: list[int], one: int, other: int, heavy: bool
) -> None:
    less, more = sorted((one, other))
    chances = [record_chance(value, past, heavy_tailed=heavy) for value in (less, more)]
    assert 0 <= chances[1] <= chances[0] <= 1


@given(PASTS, VALUES, TAILS, st.randoms(use_true_random=False))
def test_neither_scale_nor_order_of_the_past_matters_to_a_record(
    past: list[int], value: int, heavy: bool, random: Random
) -> None:
    chance = record_chance(value, past, heavy_tailed=heavy)
    mixed = [8 * one for one in past]
    random.shuffle(mixed)
    assert record_chance(8 * value, mixed, heavy_tailed=heavy) == pytest.approx(chance)


@given(PASTS, VALUES, VALUES)
def test_a_deeper_fall_is_never_less_rare(past: list[int], one: int, other: int) -> None:
    less, more = sorted((one, other))
    chances = [fall_chance(value, past) for value in (less, more)]
    assert 0 <= chances[0] <= chances[1] <= 1


@pytest.mark.parametrize("mean", [1.5, 5.0, 20.0])
def test_records_of_random_waits_come_about_no_oftener_than_said(mean: float) -> None:
    random, rare, draws = Random(f"waits/{mean}"), 0, 4_000
    for _ in range(draws):
        waits = [1 + int(random.expovariate(1 / mean)) for _ in range(40)]
        rare += record_chance(waits.pop(), waits) <= 0.01
    assert rare <= 0.012 * draws


def test_falls_of_random_weeks_come_about_no_oftener_than_said() -> None:
    random, rare, draws = Random("weeks"), 0, 4_000
    for _ in range(draws):
        weeks = [math.exp(random.gauss(2, 0.3)) for _ in range(20)]
        rare += fall_chance(weeks.pop(), weeks) <= 0.01
    assert rare <= 0.015 * draws


@given(st.integers(0, 8), st.floats(0.01, 0.99), st.data())
def test_the_binomial_tail_is_the_sum_over_every_way_to_have_as_many(
    trials: int, share: float, data: st.DataObject
) -> None:
    successes = data.draw(st.integers(0, trials))
    ways = sum(
        share**count * (1 - share) ** (trials - count)
        for count in range(successes, trials + 1)
        for _ in combinations(range(trials), count)
    )
    assert binomial_tail(successes, trials, share) == pytest.approx(ways, abs=1e-12)


@given(st.floats(0, 1_000), st.floats(0, 1_000))
def test_the_rarer_the_surer(one: float, other: float) -> None:
    rare, frequent = sorted((one, other))
    sure, unsure = (confidence_of(chance, onsets_per_year=0.1) for chance in (rare, frequent))
    assert 0 < unsure <= sure <= 1
