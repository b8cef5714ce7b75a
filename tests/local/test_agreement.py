"""What is compared of workers and a replay: what there is, not what is still to be deleted."""

from tests.support.engines import run, settings
from tests.support.streams import START_MS

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.engine.control import Tick
from stream_health.domain.engine.engine import Engine
from stream_health.domain.engine.settings import EngineSettings
from stream_health.domain.events import UsageEvent
from stream_health.local.agreement import Outcome

SILENT_DAYS = 100  # longer than anything remembers who was active


def outcome_of(engine: Engine) -> Outcome:
    found = Outcome()
    found.take(engine)
    return found


def passed(given: EngineSettings) -> tuple[Engine, Engine]:
    """An engine after one use and a long silence, and the one that is opened from its state."""
    used = UsageEvent("acme", "e1", START_MS, "ann", "report_viewed")
    done = run([Tick(START_MS), used, Tick(START_MS + SILENT_DAYS * DAY_MS)], given)
    assert done.engine is not None
    return done.engine, Engine(given, done.state)


def test_who_fell_silent_is_the_same_for_a_worker_reopened_and_a_replay_without_state() -> None:
    _, reopened = passed(settings())
    replayed, _ = passed(settings(keeps_state=False))
    found = outcome_of(reopened)
    assert found.sub_states["acme"]
    assert outcome_of(replayed).differences(found) == []
