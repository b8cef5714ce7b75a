"""Records of the engine's effects: the way out."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from stream_health.domain.effects import (
    AlertCandidate,
    BehaviourSignal,
    CandidateClock,
    DayClosed,
    Effect,
    ModelActivated,
    ScoreChange,
    TrainingExample,
)
from stream_health.wire.encoded import Encoded
from stream_health.wire.internal.alert_candidates import encode_candidate, encode_candidate_clock
from stream_health.wire.internal.clock import encode_activated
from stream_health.wire.internal.training_examples import encode_day_closed, encode_example
from stream_health.wire.outputs.score_changes import encode_score_change
from stream_health.wire.outputs.signals import encode_behaviour

_ENCODERS: Final[Mapping[type, Callable[[Any], Encoded]]] = {
    AlertCandidate: encode_candidate,
    CandidateClock: encode_candidate_clock,
    TrainingExample: encode_example,
    DayClosed: encode_day_closed,
    BehaviourSignal: encode_behaviour,
    ModelActivated: encode_activated,
}


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
