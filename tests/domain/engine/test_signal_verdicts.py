"""Alerts that rest on text: the sentence they show, and what verdicts on them tell the reading."""

import pytest
from tests.support.engines import Run, quick_policy, run, settings

from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.effects import AlertCandidate, Quote, SignalJudged
from stream_health.domain.engine.engine import Input
from stream_health.domain.events import Feedback, ProfileUpdate, SignalEvent, UsageEvent
from stream_health.domain.policy import AlertPolicy, Policy

START_MS = 20_000 * DAY_MS
SAID_MS = START_MS + 3 * DAY_MS
FAREWELL = SignalEvent(
    "acme", "s1", SAID_MS, "champion_leaving", 0.97, role="champion", rules=("last_day", "words")
)
BY_OTHERS = FAREWELL._replace(event_id="s2", rules=())
CANCELS = FAREWELL._replace(kind="cancellation_intent", role=None, rules=("we_cancel",))


SMALL_FALLS = AlertPolicy(drop_points_milli=1_000, hold_points_milli=1_000, coverage_min=0.0)
SENTENCE = "Friday is my last day here."


def verdict(
    what: str | None, *, event_id: str = "f1", about: str = "critical_signal", kind: str = "verdict"
) -> Feedback:
    at_ms = SAID_MS + 5 * MINUTE_MS
    return Feedback("acme", event_id, at_ms, kind, "kim", f"{about}/acme", verdict=what)


def lived(*events: Input, crash_share: float = 0.0, policy: Policy | None = None) -> Run:
    """A watched account that is used every day."""
    inputs: list[Input] = [ProfileUpdate("acme", "p", START_MS, tier="high", seats=5)]
    inputs += [
        UsageEvent("acme", f"u{hour}", START_MS + hour * HOUR_MS, "ann", "page_viewed")
        for hour in range(1, 72)
    ]
    return run([*inputs, *events], settings(policy), seed=3, crash_share=crash_share, batch_max=1)


def judged(
    *events: Input, crash_share: float = 0.0, policy: Policy | None = None
) -> list[SignalJudged]:
    """What the reading is told."""
    done = lived(*events, crash_share=crash_share, policy=policy)
    return [effect for effect in done.effects if isinstance(effect, SignalJudged)]


def asked(done: Run) -> list[AlertCandidate]:
    """What the dispatcher is asked."""
    return [effect for effect in done.effects if isinstance(effect, AlertCandidate)]


@pytest.mark.parametrize(
    ("what", "right"), [("right", True), ("too_late", True), ("not_a_risk", False)]
)
def test_a_verdict_judges_the_signals_the_alert_rests_on(what: str, *, right: bool) -> None:
    assert judged(FAREWELL, verdict(what)) == [
        SignalJudged(
            "f1", "s1", "champion_leaving", ("last_day", "words"), 0.97, right,
            SAID_MS + 5 * MINUTE_MS,
        )
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["known_event", "already_handled", "stale_data"])
def test_a_verdict_that_does_not_speak_of_the_reading_judges_nothing(what: str) -> None:
    assert not judged(FAREWELL, verdict(what))


def test_who_acknowledges_or_judges_another_alert_judges_nothing() -> None:
    assert not judged(FAREWELL, verdict(None, kind="acknowledged"))
    assert not judged(FAREWELL, verdict("not_a_risk", about="score_drop"))
    assert not judged(verdict("not_a_risk"))


def test_each_signal_is_judged_once_also_across_a_crash_after_every_step() -> None:
    again = verdict("right", event_id="f2")
    late = FAREWELL._replace(event_id="s9", event_time_ms=SAID_MS + 6 * MINUTE_MS)
    last = verdict("not_a_risk", event_id="f3")._replace(event_time_ms=SAID_MS + 7 * MINUTE_MS)
    events = (FAREWELL, verdict("right"), again, late, last)
    once = judged(*events)
    assert [(one.verdict_id, one.signal_id) for one in once] == [("f1", "s1"), ("f3", "s9")]
    assert judged(*events, crash_share=1.0) == once


def test_a_signal_made_by_others_teaches_our_reading_nothing() -> None:
    assert not judged(BY_OTHERS, verdict("not_a_risk"))


def test_a_fall_that_a_signal_made_fire_is_judged_with_it() -> None:
    small_falls = quick_policy(alerts=SMALL_FALLS)
    said = judged(CANCELS, verdict("not_a_risk", about="score_drop"), policy=small_falls)
    assert [one.signal_kind for one in said] == ["cancellation_intent"]


def test_the_sentence_is_told_where_the_alert_fires_and_is_kept_nowhere() -> None:
    again = FAREWELL._replace(event_id="s9", event_time_ms=SAID_MS + 2 * DAY_MS)
    events = [event._replace(sentence=SENTENCE) for event in (FAREWELL, again)]
    done = lived(*events, crash_share=1.0)
    quote = Quote("s1", "champion_leaving", 0.97, "champion", SAID_MS, SENTENCE)
    assert [(one.transition, one.quotes) for one in asked(done)] == [
        ("fired", (quote,)),
        ("updated", ()),
    ]
    assert SENTENCE not in repr(done.state.records)


def test_a_fall_names_the_signal_that_made_it_fire() -> None:
    small_falls = quick_policy(alerts=SMALL_FALLS)
    fired = [one for one in asked(lived(CANCELS, policy=small_falls)) if one.transition == "fired"]
    assert [(one.alert_kind, one.evidence) for one in fired] == [("score_drop", ("s1",))]
