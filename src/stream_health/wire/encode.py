"""Records of the engine's effects: the way out."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from stream_health.domain.book.statistics import BookOpened
from stream_health.domain.book.sums import BookSums
from stream_health.domain.dispatched import ClockWanted, Digest, DispatchOutput, FeedbackCopy
from stream_health.domain.effects import (
    AlertCandidate,
    AlertFeedback,
    AlertTransition,
    BehaviourSignal,
    BookSizes,
    CandidateClock,
    CensoredExample,
    DayClosed,
    Effect,
    FeedsChanged,
    LateOutcome,
    ModelActivated,
    OutcomeSeen,
    ScoreChange,
    SnapshotTaken,
    TrainingExample,
)
from stream_health.wire.encoded import Encoded
from stream_health.wire.inputs.feedback import encode_feedback_copy
from stream_health.wire.internal.alert_candidates import (
    encode_alert_feedback,
    encode_book_sizes,
    encode_candidate,
    encode_candidate_clock,
    encode_feeds_changed,
    encode_outcome_seen,
)
from stream_health.wire.internal.book_stats import encode_book_sums
from stream_health.wire.internal.clock import (
    encode_activated,
    encode_clock_request,
    encode_opened,
)
from stream_health.wire.internal.snapshots import encode_snapshot
from stream_health.wire.internal.training_examples import (
    encode_censored,
    encode_day_closed,
    encode_example,
    encode_late_outcome,
)
from stream_health.wire.outputs.alert_digests import encode_digest
from stream_health.wire.outputs.alerts import encode_alert
from stream_health.wire.outputs.score_changes import encode_score_change
from stream_health.wire.outputs.signals import encode_behaviour

_ENCODERS: Final[Mapping[type, Callable[[Any], Encoded]]] = {
    AlertCandidate: encode_candidate,
    AlertFeedback: encode_alert_feedback,
    BookSizes: encode_book_sizes,
    CandidateClock: encode_candidate_clock,
    FeedsChanged: encode_feeds_changed,
    OutcomeSeen: encode_outcome_seen,
    TrainingExample: encode_example,
    CensoredExample: encode_censored,
    LateOutcome: encode_late_outcome,
    SnapshotTaken: encode_snapshot,
    DayClosed: encode_day_closed,
    BehaviourSignal: encode_behaviour,
    ModelActivated: encode_activated,
    BookSums: encode_book_sums,
    BookOpened: encode_opened,
}

_DISPATCHED: Final[Mapping[type, Callable[[Any], Encoded]]] = {
    AlertTransition: encode_alert,
    ClockWanted: encode_clock_request,
    Digest: encode_digest,
    FeedbackCopy: encode_feedback_copy,
}


def encode_dispatched(output: DispatchOutput) -> Encoded:
    """Make the record of what the dispatcher says."""
    return _DISPATCHED[type(output)](output)


def encode_effect(effect: Effect, *, inputs: Mapping[str, int]) -> Encoded:
    """Make the record of one effect of the engine.

    Parameters
    ----------
    effect
        What the engine said.
    inputs
        Per topic the offset reached, named in every published score.

    Raises
    ------
    TypeError
        For an effect that belongs to no topic, as a score sample does.
    """
    if isinstance(effect, ScoreChange):
        return encode_score_change(effect, inputs=inputs)
    encode = _ENCODERS.get(type(effect))
    if encode is None:
        msg = f"{type(effect).__name__} belongs to no topic"
        raise TypeError(msg)
    return encode(effect)
