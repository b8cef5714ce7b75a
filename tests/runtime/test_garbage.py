"""The cycle collector leaves loaded state alone, and finds it again once it is dropped."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from stream_health.runtime import garbage


class Knot:
    """State that only the cycle collector can free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def collector_as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.freeze()
    gc.set_threshold(*thresholds)


@pytest.mark.slow
def test_what_was_loaded_is_looked_at_again_only_after_a_partition_was_left() -> None:
    with garbage.loading():
        knot = Knot()
    seen = weakref.ref(knot)
    del knot
    gc.collect()
    assert seen() is not None
    garbage.left()
    gc.collect()
    assert seen() is None


@pytest.mark.slow
def test_state_dropped_before_is_freed_before_more_is_frozen() -> None:
    with garbage.loading():
        knot = Knot()
    seen = weakref.ref(knot)
    del knot
    garbage.left()
    with garbage.loading():
        assert seen() is None


def test_loading_that_fails_leaves_the_collector_working() -> None:
    with pytest.raises(KeyError), garbage.loading():
        raise KeyError
    assert gc.isenabled()


@pytest.mark.slow
def test_what_settled_while_growing_is_looked_at_again_when_all_is_grown() -> None:
    thresholds = gc.get_threshold()
    with garbage.growing() as settled:
        knot = Knot()
        settled()
        seen = weakref.ref(knot)
        del knot
        gc.collect()
        assert seen() is not None
    gc.collect()
    assert seen() is None
    assert gc.get_threshold() == thresholds
