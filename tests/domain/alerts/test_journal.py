"""The journal of bins against full copies, on random walks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stream_health.domain.alerts.journal import DAYS_KEPT, HOURS_KEPT, KINDS, BinJournal
from stream_health.domain.clocking import HOUR_MS

FEATURES = 4
START_HOUR = 480_013
MOVES = st.tuples(
    st.sampled_from((0, 0, 0, 1, 1, 2, 5, 24, 40, 400)),  # hours since the last move
    st.integers(min_value=0, max_value=FEATURES - 1),
    st.integers(min_value=0, max_value=6),
    st.sampled_from(KINDS),
)


@settings(deadline=None)
@given(moves=st.lists(MOVES, max_size=60), asked=st.lists(st.integers(0, 3_200), max_size=20))
def test_bins_at_a_past_hour_equal_a_full_copy(
    moves: list[tuple[int, int, int, str]], asked: list[int]
) -> None:
    journal, bins, hour = BinJournal(), [3] * FEATURES, START_HOUR
    shown = {START_HOUR - 1: tuple(bins)}  # hour of a change -> bins its full hour shows
    for gap, feature, new_bin, kind in moves:
        hour += gap
        if bins[feature] != new_bin:
            journal.note(hour, feature, bins[feature], kind)
            bins[feature] = new_bin
        shown[hour] = tuple(bins)
        journal = BinJournal.restore(journal.snapshot())
    for back in (0, HOURS_KEPT - 1, *asked):
        past = hour - back
        found = journal.bins_at(past * HOUR_MS, bins)
        if found is None:
            assert back > HOURS_KEPT
            assert past // 24 < -(-hour // 24) - DAYS_KEPT
            continue
        exact = tuple(found) == _shown_at(shown, past)
        assert exact or (back > HOURS_KEPT and tuple(found) == _shown_at(shown, past // 24 * 24))


def _shown_at(shown: dict[int, tuple[int, ...]], hour: int) -> tuple[int, ...]:
    return shown[max((known for known in shown if known <= hour), default=START_HOUR - 1)]


def test_the_kind_is_that_of_the_last_change_since() -> None:
    journal = BinJournal()
    journal.note(5, 0, 1, "event")
    journal.note(7, 0, 2, "late")
    journal.note(7, 0, 3, "aging")
    changed = journal.changed_since(4 * HOUR_MS)
    assert changed is not None
    assert changed[0] == (1, "aging")
    later = journal.changed_since(5 * HOUR_MS)
    assert later is not None
    assert later[0] == (2, "aging")
    assert journal.changed_since(7 * HOUR_MS) == {}


def test_what_does_not_fit_is_refused_with_its_value() -> None:
    journal = BinJournal()
    journal.note(5, 0, 1, "event")
    with pytest.raises(ValueError, match="hour 4 lies before 5"):
        journal.note(4, 0, 1, "event")
    with pytest.raises(ValueError, match="feature 1024"):
        journal.note(6, 1_024, 0, "event")
    with pytest.raises(ValueError, match="bin 256"):
        journal.note(6, 0, 256, "event")


def test_memory_is_bounded_by_what_is_kept() -> None:
    journal = BinJournal()
    for hour in range(24 * 400):
        journal.note(hour, hour % 3, 1, "aging")
    _, hours, days = journal.snapshot()
    assert len(hours) == 4 * HOURS_KEPT
    assert len(days) == 4 * 3 * DAYS_KEPT
