"""Windows against sums worked out anew."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.windows import PrefixSums

KEPT = 30
AMOUNTS = st.lists(st.tuples(st.integers(0, KEPT), st.integers(-5, 1_000)), max_size=40)


@given(AMOUNTS, st.integers(-2, 33), st.integers(0, 35))
def test_any_window_equals_the_sum_of_its_units(
    amounts: list[tuple[int, int]], start: int, length: int
) -> None:
    sums, plain = PrefixSums(KEPT), Counter[int]()
    for unit, amount in amounts:
        sums.add(unit, amount)
        plain[unit] += amount
    expected = sum(plain[unit] for unit in range(start, start + length))
    assert sums.between(start, start + length) == expected


@given(st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, KEPT)), min_size=1, max_size=60))
def test_windows_within_the_retention_stay_exact_while_time_passes_and_events_come_late(
    steps: list[tuple[int, int]],
) -> None:
    sums, plain, now = PrefixSums(KEPT), Counter[int](), 0
    for passed, late in steps:
        now += passed // 40
        sums.add(now - late, 1)
        plain[now - late] += 1
        for length in (1, 7, KEPT):
            expected = sum(plain[unit] for unit in range(now - length, now + 1))
            assert sums.between(now - length, now + 1) == expected


@given(AMOUNTS)
def test_what_is_dumped_and_loaded_sums_to_the_same(amounts: list[tuple[int, int]]) -> None:
    sums, again = PrefixSums(KEPT), PrefixSums(KEPT)
    for unit, amount in amounts:
        sums.add(unit, amount)
    again.load(sums.dump(0, KEPT + 1))
    assert again.dump(0, KEPT + 1) == sums.dump(0, KEPT + 1)
    assert all(
        again.between(unit, unit + 5) == sums.between(unit, unit + 5) for unit in range(KEPT)
    )


def test_memory_stays_near_the_retention() -> None:
    sums = PrefixSums(KEPT)
    for unit in range(10_000):
        sums.add(unit, 1)
    assert sums.units_held <= KEPT + 33
    assert sums.between(9_999 - KEPT, 10_000) == KEPT + 1


def test_a_gap_longer_than_the_retention_leaves_nothing_behind() -> None:
    sums = PrefixSums(KEPT)
    sums.add(0, 5)
    sums.add(1_000_000, 7)
    assert sums.units_held == 1
    assert sums.between(1_000_000 - KEPT, 1_000_001) == 7
    sums.add(1_000_000 - KEPT, 3)
    assert sums.between(1_000_000 - KEPT, 1_000_001) == 10
