"""Days by bits against a set of days."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.windows import RecentDays
from stream_health.domain.windows.recent_days import DAYS_KEPT

DAYS = st.lists(st.integers(1, 200), max_size=15)


def noted(days: list[int]) -> RecentDays:
    recent = RecentDays()
    for day in days:
        recent.add(day)
    return recent


@given(DAYS, st.integers(0, 210))
def test_the_days_since_a_day_are_those_of_all_that_were_seen(days: list[int], start: int) -> None:
    kept = {day for day in days if day >= max(days) - DAYS_KEPT}
    found = noted(days).since(start)
    assert {start + bit for bit in range(found.bit_length()) if found >> bit & 1} == {
        day for day in kept if day >= start
    }


@given(DAYS, st.integers(), st.integers(0, 210))
def test_neither_order_nor_a_restart_leaves_a_trace(days: list[int], seed: int, cut: int) -> None:
    one, other = noted(days), noted(Random(seed).sample(days, len(days)))
    assert one.dump(cut) == other.dump(cut)
    restored = RecentDays()
    restored.load(one.dump(cut))
    assert restored.since(cut) == one.since(cut)
    for recent in (restored, one):
        recent.add(210)
    assert restored.dump(cut) == one.dump(cut)
