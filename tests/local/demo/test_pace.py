"""When the demo sends: quickly through history, evenly through the stories, never into a queue."""

from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.clocking import DAY_MS
from stream_health.local.demo.pace import (
    BEHIND_RECORDS_MAX,
    HISTORY_BEHIND_RECORDS_MAX,
    Pace,
)

STORIES_MS, END_MS = 10 * DAY_MS, 30 * DAY_MS


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def pace_of(clock: Clock, **options: float) -> Pace:
    return Pace(STORIES_MS, END_MS, clock=clock, behind=lambda: 0, **options)


@given(
    step_ms=st.integers(DAY_MS // 24, 3 * DAY_MS),
    start=st.floats(0, 30),
    work=st.floats(0, 0.5),
)
def test_a_deadline_is_kept_and_never_overshot_by_waiting(
    step_ms: int, start: float, work: float
) -> None:
    clock = Clock()
    clock.now = start
    pace = pace_of(clock, deadline=40.0)
    for boundary_ms in range(0, END_MS, step_ms):
        clock.now += work
        wait = pace(boundary_ms)
        assert wait >= 0.0
        assert wait == 0.0 or clock.now + wait <= 40.0 + 1e-9
        clock.now += wait
    last = pace(END_MS)
    assert last == max(0.0, last)
    assert abs(clock.now + last - 40.0) < 1e-6 or clock.now > 40.0


def test_history_is_not_waited_for() -> None:
    pace = pace_of(Clock(), deadline=40.0)
    assert {pace(day * DAY_MS) for day in range(10)} == {0.0}


def test_without_a_deadline_the_days_per_second_count() -> None:
    pace = pace_of(Clock(), days_per_second=4.0)
    assert [pace(STORIES_MS + day * DAY_MS) for day in (0, 4, 20)] == [0.0, 1.0, 5.0]
    assert not pace.over


def test_a_queue_makes_it_wait_and_history_may_have_a_longer_one() -> None:
    behind = 0
    pace = Pace(STORIES_MS, END_MS, clock=Clock(), behind=lambda: behind, days_per_second=1e9)
    behind = BEHIND_RECORDS_MAX + 1
    assert pace(STORIES_MS - 1) == 0.0
    assert pace(STORIES_MS + 1) > 0.0
    behind = HISTORY_BEHIND_RECORDS_MAX + 1
    assert pace(STORIES_MS - 1) > 0.0


def test_it_remembers_when_each_stretch_was_sent() -> None:
    clock = Clock()
    pace = pace_of(clock, days_per_second=2.0)
    pace(STORIES_MS)
    pace(STORIES_MS + DAY_MS)
    assert pace.sent_at == {STORIES_MS: 0.0, STORIES_MS + DAY_MS: 0.5}
