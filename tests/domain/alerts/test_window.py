"""The sorted window refuses what would make it wrong."""

import pytest

from stream_health.domain.alerts.window import SlotWindow


def test_a_window_smaller_than_its_spans_is_refused() -> None:
    with pytest.raises(ValueError, match="size=2"):
        SlotWindow(3, size=2)


def test_a_median_of_then_counts_from_its_minimum_on() -> None:
    window = SlotWindow(3, size=5)
    for slot in range(4):
        window.put(slot, 70 + slot)
    assert window.median_low_at(1, 3, minimum=2) == 70
    assert window.median_low_at(0, 3, minimum=2) is None


def test_a_value_that_is_not_there_has_no_slot() -> None:
    window = SlotWindow(3, size=3)
    window.put(5, 70)
    assert window.latest_slot(3, 70, until=5) == 5
    with pytest.raises(ValueError, match="has the value 71"):
        window.latest_slot(3, 71, until=5)
