"""Everything that is written can be read back, and adds up on the way."""

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st
from tests.support.wire_records import TIME_MS, FakeRecord
from tests.support.wire_strategies import CAUSES, FACTORS, MILLI, WORDS, records_of

from stream_health.domain.behaviour.kinds import KINDS
from stream_health.domain.effects import (
    Advice,
    AlertCandidate,
    AlertTransition,
    BehaviourSignal,
    ScoreChange,
)
from stream_health.domain.events import SignalEvent, Source
from stream_health.wire.decode import decode_batch
from stream_health.wire.encode import encode_effect
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.alerts import ALERTS, encode_alert
from stream_health.wire.outputs.dead_letters import (
    DEAD_LETTERS,
    ORIGINAL_BYTES_MAX,
    encode_dead_letter,
)
from stream_health.wire.outputs.score_changes import SCORE_CHANGES
from stream_health.wire.rejected import Rejected, RejectReason

INPUTS = {"usage-events": 17, "clock": 3}
SEEN_IN = (Source.USAGE, Source.BILLING, Source.ENGAGEMENT, Source.PROFILE)
CHANGES = records_of(
    ScoreChange,
    kind=st.sampled_from(["changed", "rebased", "corrected"]),
    cadence=st.sampled_from(["real_time", "daily"]),
)
CANDIDATES = records_of(
    AlertCandidate,
    severity=st.sampled_from(["warning", "critical"]),
    currency=st.just("EUR"),
    account_id=st.just("") | WORDS,
)
ADVICE = st.builds(
    lambda action, tried, share, outcomes: Advice(
        action, tried, share, tuple(outcomes), tuple(outcomes.values())
    ),
    WORDS,
    st.integers(1, 99),
    st.floats(0, 1),
    st.dictionaries(WORDS, st.integers(1, 99), max_size=3),
)
TRANSITIONS = records_of(
    AlertTransition,
    advice=st.lists(ADVICE, max_size=3).map(tuple),
    candidate=CANDIDATES,
    transition=st.sampled_from(["pending", "fired", "updated", "escalated", "resolved"]),
)


def parsed(value: bytes | None) -> dict[str, Any]:
    assert value is not None
    document: dict[str, Any] = orjson.loads(value)
    return document


@given(CHANGES)
def test_a_score_change_is_read_back_as_written(change: ScoreChange) -> None:
    encoded = encode_effect(change, inputs=INPUTS)
    assert encoded.value is not None
    assert SCORE_CHANGES.decode(encoded.value) == change
    assert encoded.key == change.account_id.encode()
    assert encoded.timestamp_ms == change.as_of_ms
    assert parsed(encoded.value)["inputs"] == INPUTS


@given(st.lists(FACTORS, max_size=50), st.lists(CAUSES, max_size=50), MILLI, MILLI)
def test_points_on_the_wire_add_up(
    factors: list[Any], causes: list[Any], base: int, other: int
) -> None:
    total = base + other + sum(factor.points_milli for factor in factors)
    score = min(100_000, max(0, total))
    moved = sum(cause.points_milli for cause in causes)
    change = ScoreChange(
        event_id="e", kind="changed", account_id="acme", as_of_ms=0, score_milli=score,
        previous_score_milli=score - moved, churn_risk=0.1, expansion_likelihood=None,
        advocacy_likelihood=None, band="watch", base_points_milli=base, factors=tuple(factors),
        other_points_milli=other, clip_points_milli=score - total, causes=tuple(causes),
        coverage=1.0, confidence=1.0, flagged=False, action=None, cadence="daily",
        model_version="m", config_version="c", book_version="b", arm="champion",
    )  # fmt: skip
    value = parsed(encode_effect(change, inputs={}).value)
    parts = [value["base_points"], value["other_points"], value["clip_points"]]
    parts += [factor["points"] for factor in value["factors"]]
    assert abs(value["score"] - sum(parts)) < 1e-9
    assert abs(value["delta"] - sum(cause["points"] for cause in value["causes"])) < 1e-9
    assert abs(value["delta"] - (value["score"] - value["previous_score"])) < 1e-9


@given(TRANSITIONS)
def test_an_alert_is_read_back_as_written(transition: AlertTransition) -> None:
    candidate = transition.candidate._replace(
        transition=transition.transition,
        as_of_ms=transition.as_of_ms,
        generation=transition.generation,
    )
    if candidate.reference_how is None:
        candidate = candidate._replace(reference_milli=None, reference_at_ms=None)
    if candidate.value_at_risk_minor is None:
        candidate = candidate._replace(currency=None)
    members = () if candidate.account_id else transition.members
    transition = transition._replace(candidate=candidate, members=members)
    encoded = encode_alert(transition)
    assert encoded.value is not None
    assert ALERTS.decode(encoded.value) == transition
    assert encoded.partition == candidate.partition
    value = parsed(encoded.value)
    if candidate.reference_milli is not None:
        assert abs(value["score"] - value["reference"]["value"] - value["delta"]) < 1e-9


@given(records_of(BehaviourSignal, kind=st.sampled_from(KINDS), source=st.sampled_from(SEEN_IN)))
def test_behaviour_comes_in_again_as_the_scorings_own(signal: BehaviourSignal) -> None:
    signal = signal._replace(account_id=signal.account_id.replace("\0", "_"))
    encoded = encode_effect(signal, inputs={})
    (event,) = decode_batch(TopicName.SIGNALS, [FakeRecord(encoded.value, encoded.key)])
    assert isinstance(event, SignalEvent)
    assert event.own
    assert event[:5] == (signal.account_id, signal.event_id, signal.event_time_ms, signal.kind,
                         signal.confidence)  # fmt: skip


def test_outputs_are_cloudevents_in_binary_mode() -> None:
    signal = BehaviourSignal("s1", "acme", "silence", 0.9, TIME_MS, "no use", Source.USAGE)
    assert dict(encode_effect(signal, inputs={}).headers) == {
        "content-type": b"application/json",
        "ce_specversion": b"1.0",
        "ce_id": b"s1",
        "ce_source": b"/stream-health",
        "ce_type": b"stream-health.signal.silence.v1",
        "ce_time": b"2026-03-04T05:06:07.891Z",
    }


@given(
    st.builds(
        FakeRecord,
        st.none() | st.binary(),
        st.none() | st.binary(),
        st.integers(-(2**63), 2**63 - 1),
    ),
    st.sampled_from(RejectReason),
    st.text(st.characters(codec="utf-8")),
)
def test_a_dead_letter_keeps_the_original_bytes(
    record: FakeRecord, reason: RejectReason, detail: str
) -> None:
    encoded = encode_dead_letter(record, "usage-events", Rejected(reason, detail))
    assert encoded.value is not None
    letter = DEAD_LETTERS.decode(encoded.value)
    assert not isinstance(letter, Rejected)
    assert (letter.key, letter.value, letter.truncated) == (record.key, record.value, False)
    assert (letter.topic, letter.partition, letter.offset) == ("usage-events", 1, 7)
    assert (letter.reason, letter.timestamp_ms) == (reason, record.timestamp)
    assert (encoded.key, encoded.partition) == (record.key, 1)


def test_a_huge_dead_letter_is_cut_and_fits_into_a_batch_of_the_runtime() -> None:
    record = FakeRecord(b"x" * 2_000_000, b"k" * 1_000_000)
    encoded = encode_dead_letter(record, "usage-events", Rejected(RejectReason.TOO_LARGE, "big"))
    assert encoded.value is not None
    assert len(encoded.value) < 890 * 1024
    letter = DEAD_LETTERS.decode(encoded.value)
    assert not isinstance(letter, Rejected)
    assert letter.truncated
    assert letter.value == b"x" * ORIGINAL_BYTES_MAX
    assert letter.value_bytes == 2_000_000
    assert encoded.key is None
