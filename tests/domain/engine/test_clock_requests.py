"""What an engine tells the dispatcher beside candidates: its time, its books, its feeds."""

from tests.support.engines import run, settings
from tests.support.streams import START_MS

from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.effects import BookSizes, CandidateClock, FeedsChanged
from stream_health.domain.engine.control import ClockRequest, Tick
from stream_health.domain.engine.engine import Input
from stream_health.domain.events import ProfileUpdate, UsageEvent

FIRST = UsageEvent("acme", "e1", START_MS, "ann", "login")


def clocks_of(*inputs: Input, crash_share: float = 0.0) -> list[int]:
    done = run([FIRST, *inputs], settings(), seed=7, crash_share=crash_share)
    said = [effect for effect in done.effects if isinstance(effect, CandidateClock)]
    return [(clock.time_ms - START_MS) // MINUTE_MS for clock in said]


def test_a_minute_that_somebody_waits_for_is_said_when_it_has_come_and_no_other() -> None:
    ask = ClockRequest(START_MS, START_MS + 7 * MINUTE_MS)
    ticks = [Tick(START_MS + minute * MINUTE_MS) for minute in range(5, 62)]
    assert clocks_of(ask, *ticks) == [7, 60]
    assert clocks_of(ask, *ticks, crash_share=0.5) == [7, 60]


def test_a_minute_that_has_passed_is_answered_with_the_one_it_is() -> None:
    ask = ClockRequest(START_MS, START_MS + 7 * MINUTE_MS)
    late = Tick(START_MS + 9 * MINUTE_MS + 30_000)
    assert clocks_of(late, ask, Tick(START_MS + 20 * MINUTE_MS)) == [9]


def test_a_request_does_not_move_the_time_of_the_partition() -> None:
    ask = ClockRequest(START_MS, START_MS + 50 * MINUTE_MS)
    done = run([FIRST, ask], settings())
    assert done.engine is not None
    assert done.engine.partition.state.time_ms == START_MS


def test_books_are_counted_at_midnight_by_csm_and_stale_feeds_said_once() -> None:
    profiles = [
        ProfileUpdate(name, f"p-{name}", START_MS, tier="high", csm=csm)
        for name, csm in (("a", "kim"), ("b", "kim"), ("c", None))
    ]
    midnight_ms = START_MS - START_MS % DAY_MS + DAY_MS
    done = run([FIRST, *profiles, Tick(midnight_ms), Tick(START_MS + 5 * DAY_MS)], settings())
    sizes = next(effect for effect in done.effects if isinstance(effect, BookSizes))
    assert sizes == BookSizes(0, midnight_ms, ("", "kim"), (1, 2))
    stale = [effect for effect in done.effects if isinstance(effect, FeedsChanged)]
    hour_ms = START_MS // HOUR_MS * HOUR_MS + 3 * DAY_MS + HOUR_MS
    assert stale == [FeedsChanged(0, hour_ms, ("usage",), (START_MS,))]
