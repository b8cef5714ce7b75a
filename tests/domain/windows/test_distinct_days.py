"""Distinct keys against sets worked out anew."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.windows import DistinctDays
from stream_health.domain.windows.distinct_days import DAYS_KEPT

WINDOWS = ((-63, 1), (-56, -28), (-28, 0), (-28, 1), (-7, 1), (0, 1))
STEPS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, DAYS_KEPT), st.integers(0, 5)), max_size=60
)


def naive(seen: set[tuple[str, int]], start: int, end: int) -> int:
    """Keys with a day in the window, counted the plain way."""
    return len({key for key, day in seen if start <= day < end})


@given(STEPS)
def test_every_window_counts_the_keys_that_were_active_in_it(
    steps: list[tuple[int, int, int]],
) -> None:
    users, seen, today = DistinctDays("n", keys_max=100), set[tuple[str, int]](), 20_000
    for number, late, passed in steps:
        today += passed * 17 % 23
        fact = (f"user-{number}", today - late)
        assert users.see(*fact, open_day=today) is (fact not in seen)
        seen.add(fact)
        for first, last in WINDOWS:
            start, end = today + first, today + last
            assert users.count(start, end) == naive(seen, start, end)


@given(STEPS, st.integers(1, 5))
def test_shards_written_when_touched_rebuild_every_count(
    steps: list[tuple[int, int, int]], spread: int
) -> None:
    users, today, written = DistinctDays("n", keys_max=1_000), 20_000, dict[str, Any]()
    for place, (number, late, passed) in enumerate(steps):
        today += passed
        for copy in range(20):
            users.see(f"user-{number}-{copy * spread}", today - late, open_day=today)
        if place % 3 == 0:
            written.update(users.records(today, dirty_only=True))
    written.update(users.records(today, dirty_only=True))
    again = DistinctDays("n", keys_max=1_000)
    again.restore(written.get)
    for first, last in WINDOWS:
        window = (today + first, today + last)
        assert again.count(*window) == users.count(*window)


def test_only_touched_shards_are_rewritten() -> None:
    users = DistinctDays("n", keys_max=1_000)
    for number in range(500):
        users.see(f"user-{number}", 20_000, open_day=20_000)
    first = dict(users.records(20_000, dirty_only=True))
    users.see("user-7", 20_001, open_day=20_001)
    second = dict(users.records(20_001, dirty_only=True))
    assert len(first) == 11
    assert len(second) == 1
    assert list(users.records(20_001, dirty_only=True)) == []


def test_a_full_structure_forgets_the_silent_before_it_refuses_the_new() -> None:
    users = DistinctDays("n", keys_max=2)
    users.see("old", 20_000, open_day=20_000)
    users.see("ann", 20_070, open_day=20_070)
    assert users.see("bob", 20_070, open_day=20_070)
    assert not users.see("eve", 20_070, open_day=20_070)
    assert users.count(20_060, 20_071) == 2


def test_keys_silent_for_too_long_leave_with_their_shards() -> None:
    users, written = DistinctDays("n", keys_max=1_000), dict[str, Any]()
    for number in range(200):
        users.see(f"user-{number}", 20_000, open_day=20_000)
    written.update(users.records(20_000, dirty_only=True))
    users.see("ann", 20_100, open_day=20_100)
    written.update(users.records(20_100, dirty_only=True))
    assert [tag for tag, record in written.items() if record is not None] == ["n0"]
    again = DistinctDays("n", keys_max=1_000)
    again.restore(written.get)
    assert again.days_by_key(20_000, 20_101) == {"ann": 1}


@given(st.permutations([(f"user-{number}", 20_000 + number % 7) for number in range(60)]))
def test_all_records_are_the_same_however_the_facts_came(facts: list[tuple[str, int]]) -> None:
    users = DistinctDays("n", keys_max=1_000)
    for key, day in facts:
        users.see(key, day, open_day=20_006)
    in_order = DistinctDays("n", keys_max=1_000)
    for key, day in sorted(facts):
        in_order.see(key, day, open_day=20_006)
    assert users.records(20_006, dirty_only=False) == in_order.records(20_006, dirty_only=False)


def test_a_full_structure_refuses_the_new_without_writing_anything_again() -> None:
    users = DistinctDays("n", keys_max=100)
    for number in range(100):
        users.see(f"user-{number}", 20_000, open_day=20_000)
    users.records(20_000, dirty_only=True)
    assert not users.see("eve", 20_000, open_day=20_000)
    assert users.records(20_000, dirty_only=True) == []


def test_shards_no_longer_needed_are_deleted() -> None:
    users = DistinctDays("n", keys_max=1_000)
    for number in range(200):
        users.see(f"user-{number}", 20_000, open_day=20_000)
    written = dict(users.records(20_000, dirty_only=True))
    users.see("ann", 20_100, open_day=20_100)
    written.update(users.records(20_100, dirty_only=False))
    assert [tag for tag, record in written.items() if record is not None] == ["n0"]
