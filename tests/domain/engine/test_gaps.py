"""Partition time after a gap longer than windows reach."""

import pytest
from tests.support.engines import run, settings
from tests.support.streams import START_MS

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import CandidateClock
from stream_health.domain.engine.control import Tick
from stream_health.domain.events import UsageEvent


@pytest.mark.slow
def test_a_first_event_of_another_age_does_not_make_the_engine_walk_every_hour_since() -> None:
    old = UsageEvent("acme", "e1", 0, "ann", "login")
    new = UsageEvent("acme", "e2", START_MS, "ann", "login")
    done = run([old, Tick(START_MS), new, Tick(START_MS + HOUR_MS)], settings())
    clocks = done.of(CandidateClock)
    assert 400 * 24 <= len(clocks) <= 400 * 24 + 2
    assert not done.refused
    assert done.engine is not None
    account = done.engine.partition.registry.live["acme"].account
    assert account.usage is not None
    assert account.usage.last_event_ms == START_MS


def test_a_shorter_gap_is_walked_hour_by_hour() -> None:
    first = UsageEvent("acme", "e1", START_MS, "ann", "login")
    done = run([first, Tick(START_MS + 30 * DAY_MS)], settings())
    assert len(done.of(CandidateClock)) == 30 * 24
