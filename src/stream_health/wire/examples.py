"""An example or more of the values of every topic; outputs are written by the real encoders."""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from stream_health.domain.book.statistics import Book, BookOpened
from stream_health.domain.book.sums import BookSums, SegmentSums
from stream_health.domain.dispatched import (
    AlertsClosed,
    ClockWanted,
    Digest,
    DigestEntry,
    FiredAlert,
)
from stream_health.domain.effects import (
    Action,
    AlertCandidate,
    AlertFeedback,
    AlertTransition,
    BookSizes,
    CandidateClock,
    Cause,
    CensoredExample,
    DayClosed,
    Factor,
    FeedsChanged,
    ModelActivated,
    OutcomeSeen,
    ScoreChange,
    SignalJudged,
    SnapshotTaken,
    TrainingExample,
)
from stream_health.domain.engine.control import ActivateModel, Tick
from stream_health.learning.challengers.shadow import ShadowScore
from stream_health.learning.drift.change import Drift
from stream_health.learning.quality.judge import Judged
from stream_health.learning.quality.sheet import Sheet
from stream_health.learning.quality.warning import Loss
from stream_health.wire.encode import encode_dispatched, encode_effect
from stream_health.wire.encoded import Encoded
from stream_health.wire.input_examples import INPUT_EXAMPLES
from stream_health.wire.internal.clock import (
    encode_activation,
    encode_book,
    encode_tick,
)
from stream_health.wire.internal.fired_alerts import encode_alerts_closed, encode_fired_alert
from stream_health.wire.internal.models import ModelVersion, encode_model
from stream_health.wire.internal.shadow_scores import encode_shadow_score
from stream_health.wire.internal.signal_verdicts import encode_signal_verdict
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.alerts import encode_alert
from stream_health.wire.outputs.drift import encode_drift
from stream_health.wire.outputs.quality import encode_quality
from stream_health.wire.times import parse_time_ms

_AS_OF_MS: Final = parse_time_ms("2026-03-04T05:07:00Z")
_DAY_MS: Final = 24 * 3_600_000
_INPUTS: Final = {"usage-events": 81_230, "signals": 412, "clock": 90_011}

_DAY_END_MS: Final = _AS_OF_MS - _AS_OF_MS % _DAY_MS
_SEGMENT: Final = SegmentSums(
    accounts=40, compared=36, use_permille=33_120, left=1, expected_millionths=620_000
)
_BOOK: Final = Book.of(_DAY_END_MS, {"book": _SEGMENT})

_ACTION: Final = Action(
    code="champion_left",
    title="Find a new champion",
    owner="dana",
    due_ms=_AS_OF_MS + _DAY_MS,
    because="the champion has said goodbye",
)
_CAUSES: Final = (
    Cause("aging", -1_250, "2 active users in 28 days", "users_28d", "usage"),
    Cause("event", -18_000, "the champion is leaving", "champion_leaving", "signals"),
)

_CHANGE: Final = ScoreChange(
    event_id="0f5c9ce1b7f24dcf8a4f8f1e7be5b0f1",
    kind="changed",
    account_id="acme",
    as_of_ms=_AS_OF_MS,
    score_milli=61_500,
    previous_score_milli=80_750,
    churn_risk=0.157,
    expansion_likelihood=None,
    advocacy_likelihood=None,
    band="watch",
    base_points_milli=80_000,
    factors=(
        Factor("champion_leaving", 0.95, "confidence", -18_000, "the champion is leaving"),
        Factor("users_28d", 2.0, "users", -1_000, "2 active users in 28 days"),
        Factor("tickets_open", 0.0, "tickets", 500, "no open ticket"),
    ),
    other_points_milli=0,
    clip_points_milli=0,
    causes=_CAUSES,
    coverage=0.92,
    confidence=0.8,
    flagged=False,
    action=_ACTION,
    cadence="real_time",
    model_version="m-20260303-1a2b3c4d",
    config_version="5b2f0c9a1d7e",
    book_version=_BOOK.version,
    arm="champion",
)

_CANDIDATE: Final = AlertCandidate(
    transition="fired",
    alert_kind="score_drop",
    account_id="acme",
    partition=2,
    generation=1,
    as_of_ms=_AS_OF_MS,
    severity="warning",
    score_milli=61_500,
    reference_milli=80_750,
    reference_how="median_30d",
    reference_at_ms=_AS_OF_MS - 3 * _DAY_MS,
    causes=_CAUSES,
    action=_ACTION,
    evidence=("s-1",),
    value_at_risk_minor=12_000_000,
    currency="EUR",
    renewal_at_ms=_AS_OF_MS + 120 * _DAY_MS,
    csm="dana",
    manager="milo",
    coverage=0.92,
    confidence=0.8,
    model_version="m-20260303-1a2b3c4d",
    config_version="5b2f0c9a1d7e",
    arm="champion",
)

_TRANSITION: Final = AlertTransition(
    event_id="7d1b0a4ce0e94f6e9d1c5a3b2f4e6d8c",
    dedup_key="score_drop/acme",
    generation=1,
    sequence=1,
    transition="fired",
    as_of_ms=_AS_OF_MS,
    candidate=_CANDIDATE,
)

_DIGEST: Final = Digest(
    event_id="2a9d44c1b0e7f3865d0c9b8a7e6f5d4c",
    csm="dana",
    as_of_ms=_AS_OF_MS,
    sent_total=10,
    budget_total=10,
    entries=(DigestEntry("score_drop/acme", 1, _AS_OF_MS - _DAY_MS, _CANDIDATE),),
)

_FEEDBACK: Final = AlertFeedback(
    partition=2,
    as_of_ms=_AS_OF_MS,
    account_id="acme",
    event_id="f-1",
    kind="verdict",
    author="dana",
    dedup_key="group/dana/score_drop/usage",
    verdict="known_event",
    until_ms=None,
    action_code=None,
)

_EXAMPLE: Final = TrainingExample(
    example_id="acme/churn/2025-12-01",
    account_id="acme",
    target="churn",
    snapshot_at_ms=_AS_OF_MS - 104 * _DAY_MS,
    matured_at_ms=_AS_OF_MS,
    horizon_ms=90 * _DAY_MS,
    label=0,
    values=(14.0, None, 0.5),
    catalogue_version="9e1f00aa31c2",
    segment="book",
    tier="high",
    score_milli=81_000,
    churn_risk=0.047,
    model_version="prior",
    treated=False,
)
_CENSORED: Final = CensoredExample(
    example_id="globex/churn/2025-12-01",
    account_id="globex",
    target="churn",
    snapshot_at_ms=_EXAMPLE.snapshot_at_ms,
    matured_at_ms=_AS_OF_MS,
    horizon_ms=_EXAMPLE.horizon_ms,
    watched_ms=31 * _DAY_MS,
    values=_EXAMPLE.values,
    catalogue_version=_EXAMPLE.catalogue_version,
    segment=_EXAMPLE.segment,
)

_SNAPSHOT: Final = SnapshotTaken(
    account_id="acme",
    snapshot_at_ms=_AS_OF_MS,
    values=(14.0, None, 0.5),
    catalogue_version="9e1f00aa31c2",
    segment="book",
    value_tier="high_value",
    score_milli=81_000,
    churn_risk=0.047,
    model_version="m-20260303-1a2b3c4d",
    stale=("tickets",),
)

_SHADOW: Final = ShadowScore(
    challenger="forest",
    account_id="acme",
    snapshot_at_ms=_AS_OF_MS,
    risk=0.061,
    champion_risk=0.047,
    champion_version="m-20260303-1a2b3c4d",
    examples_total=4_200,
)

_JUDGED_SIGNAL: Final = SignalJudged(
    verdict_id="f-1",
    signal_id="s-1",
    signal_kind="champion_leaving",
    rules=("last_day",),
    confidence=0.97,
    right=False,
    judged_at_ms=_AS_OF_MS,
)

_DRIFT: Final = Drift(
    event_id="5f0d6c1c9d0d4a43b6c0e4d7a7f3b0a1",
    kind="input",
    what="usage_events_28d_total",
    as_of_ms=_AS_OF_MS,
    figure="psi",
    value=0.41,
    threshold=0.25,
    text="usage_events_28d_total is distributed otherwise than in the eight weeks before",
    examples_total=800,
)

_DEAD_LETTER: Final[Mapping[str, Any]] = {
    "event_id": "usage-events/2/81231",
    "reason": "missing_field",
    "detail": "user_id: Field required",
    "topic": "usage-events",
    "partition": 2,
    "offset": 81_231,
    "timestamp_ms": _AS_OF_MS,
    "key": "YWNtZQ==",
    "value": "eyJldmVudF9pZCI6ImUyIn0=",
    "value_bytes": 17,
    "truncated": False,
}


def _judged() -> Judged:
    sheet = Sheet()
    for place in range(40):
        risk = 0.01 * (1 + place % 20)
        sheet.tally.add(f"acct-{place}", risk, int(place % 9 == 8), flagged=risk > 0.15)
        sheet.course.pass_on(f"acct-{place}", 28 * _DAY_MS, flipped=place % 5 == 0)
    sheet.course.lose(Loss(42, 60, surprise=False), 9_000_000)
    sheet.course.alert("acct-8", "right")
    from_ms = _DAY_END_MS - 90 * _DAY_MS
    return Judged(
        "churn",
        "value_tier",
        "high_value",
        _DAY_END_MS,
        from_ms,
        90 * _DAY_MS,
        sheet.figures(csm_days=84, resamples=50),
    )


def _values(*records: Encoded) -> tuple[Any, ...]:
    return tuple(orjson.loads(record.value or b"null") for record in records)


EXAMPLES: Final[Mapping[TopicName, tuple[Any, ...]]] = {
    **INPUT_EXAMPLES,
    TopicName.SCORE_CHANGES: _values(encode_effect(_CHANGE, inputs=_INPUTS)),
    TopicName.ALERTS: _values(encode_alert(_TRANSITION)),
    TopicName.ALERT_DIGESTS: _values(encode_dispatched(_DIGEST)),
    TopicName.DEAD_LETTERS: (_DEAD_LETTER,),
    TopicName.QUALITY: _values(encode_quality(_judged())),
    TopicName.TRAINING_EXAMPLES: _values(
        encode_effect(_EXAMPLE, inputs={}),
        encode_effect(_CENSORED, inputs={}),
        encode_effect(DayClosed(2, _AS_OF_MS), inputs={}),
    ),
    TopicName.SNAPSHOTS: _values(encode_effect(_SNAPSHOT, inputs={})),
    TopicName.SHADOW_SCORES: _values(encode_shadow_score(_SHADOW)),
    TopicName.DRIFT: _values(encode_drift(_DRIFT)),
    TopicName.MODELS: _values(
        encode_model(ModelVersion("m-20260303-1a2b3c4d", _AS_OF_MS, {"rows": []}, {"count": 800}))
    ),
    TopicName.SIGNAL_VERDICTS: _values(encode_signal_verdict(_JUDGED_SIGNAL, partition=2)),
    TopicName.CLOCK: _values(
        encode_tick(Tick(_AS_OF_MS), partition=2),
        encode_activation(ActivateModel(_AS_OF_MS, "m-20260303-1a2b3c4d"), partition=2),
        encode_effect(ModelActivated(2, "m-20260303-1a2b3c4d", _AS_OF_MS + 60_000), inputs={}),
        encode_book(_BOOK, partition=2),
        encode_effect(BookOpened(2, _BOOK.version, _BOOK.effective_at_ms), inputs={}),
        encode_dispatched(ClockWanted(2, _AS_OF_MS, _AS_OF_MS + 120_000)),
    ),
    TopicName.BOOK_STATS: _values(
        encode_effect(BookSums(2, _DAY_END_MS, (("book", _SEGMENT),)), inputs={})
    ),
    TopicName.ALERT_CANDIDATES: _values(
        encode_effect(_CANDIDATE, inputs={}),
        encode_effect(CandidateClock(2, _AS_OF_MS), inputs={}),
        encode_effect(BookSizes(2, _AS_OF_MS, ("dana",), (40,)), inputs={}),
        encode_effect(
            FeedsChanged(2, _AS_OF_MS, ("usage",), (_AS_OF_MS - 3 * _DAY_MS,)), inputs={}
        ),
        encode_effect(OutcomeSeen(2, _AS_OF_MS, "acme", "renewed"), inputs={}),
        encode_effect(_FEEDBACK, inputs={}),
    ),
    TopicName.FIRED_ALERTS: _values(
        encode_fired_alert(FiredAlert("score_drop/acme", 1, _AS_OF_MS, ("acme",))),
        encode_alerts_closed(AlertsClosed(_DAY_END_MS, 12)),
    ),
}
