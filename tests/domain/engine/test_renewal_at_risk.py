"""A renewal at risk says when it is due, and what the score has lost: the parts add up."""

from collections.abc import Iterator

from tests.support.engines import run, settings

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import AlertCandidate
from stream_health.domain.engine.engine import Input
from stream_health.domain.events import ProfileUpdate, UsageEvent
from stream_health.domain.policy import AlertPolicy, Operating, Policy

START_MS = 20_000 * DAY_MS
STEADY_DAYS, QUIET_DAYS = 40, 12
NO_FALLS = AlertPolicy(drop_points_milli=90_000, hold_points_milli=90_000, coverage_min=0.0)
OPERATING = Operating(high_value_flag_risk=0.05)
EARLY_FLAG = Policy(alerts=NO_FALLS, operating=OPERATING, stale_after_ms=())


def told(*, renewal_in_days: int, policy: Policy = EARLY_FLAG) -> list[AlertCandidate]:
    """What is asked for of an account that is used every day, then no more but for one event."""
    done = run([*history(renewal_in_days)], settings(policy), seed=3, batch_max=500)
    return [
        effect
        for effect in done.effects
        if isinstance(effect, AlertCandidate)
        and effect.alert_kind == "renewal_at_risk"
        and effect.transition == "fired"
    ]


def history(renewal_in_days: int) -> Iterator[Input]:
    end_ms = START_MS + (STEADY_DAYS + QUIET_DAYS) * DAY_MS
    renewal_ms = end_ms + renewal_in_days * DAY_MS
    yield ProfileUpdate("acme", "p", START_MS, tier="high", seats=5, renewal_at_ms=renewal_ms)
    for hour in range(1, STEADY_DAYS * 24):
        at_ms = START_MS + hour * HOUR_MS
        yield UsageEvent("acme", f"u{hour}", at_ms, f"user-{hour % 5}", "page_viewed")
    yield UsageEvent("acme", "last", end_ms, "user-0", "page_viewed")


def test_it_says_what_the_score_has_lost_and_the_parts_add_up() -> None:
    alert = told(renewal_in_days=60)[-1]
    assert alert.reference_milli is not None
    due, *lost = alert.causes
    assert (due.feature, due.points_milli) == ("renewal", 0)
    assert min(lost, key=lambda cause: cause.points_milli).source == "usage"
    assert sum(one.points_milli for one in alert.causes) == (
        alert.score_milli - alert.reference_milli
    )


def test_a_renewal_that_is_far_off_is_not_told_of() -> None:
    assert told(renewal_in_days=300) == []
