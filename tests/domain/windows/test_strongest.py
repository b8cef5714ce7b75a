"""The sliding maximum against the maximum of everything seen."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.windows import Strongest

SEEN = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=15)


@given(SEEN, st.integers(-1, 21))
def test_the_strongest_since_an_instant_is_the_maximum_of_all_since(
    seen: list[tuple[int, int]], start: int
) -> None:
    strongest = Strongest()
    for time_ms, strength in seen:
        strongest.add(time_ms, strength)
    expected = max((strength for time_ms, strength in seen if time_ms >= start), default=None)
    assert strongest.since(start) == expected


@given(SEEN, st.integers())
def test_what_is_kept_does_not_depend_on_the_order(seen: list[tuple[int, int]], seed: int) -> None:
    one, other = Strongest(), Strongest()
    for time_ms, strength in seen:
        one.add(time_ms, strength)
    for time_ms, strength in Random(seed).sample(seen, len(seen)):
        other.add(time_ms, strength)
    assert one.dump(0) == other.dump(0)
