"""What the parts of the system tell each other arrives as it was said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.wire_strategies import TIMES_MS, WORDS, records_of

from stream_health.domain.book.statistics import Book, BookOpened
from stream_health.domain.book.sums import BookSums, SegmentSums
from stream_health.domain.dispatched import AlertsClosed, ClockWanted, FiredAlert
from stream_health.domain.effects import (
    AlertCandidate,
    AlertFeedback,
    BookSizes,
    CandidateClock,
    CensoredExample,
    DayClosed,
    Effect,
    FeedsChanged,
    LateOutcome,
    ModelActivated,
    OutcomeSeen,
    ScoreSample,
    SignalJudged,
    SnapshotTaken,
    TrainingExample,
)
from stream_health.domain.engine.control import ActivateModel, ClockRequest, OpenBook, Tick
from stream_health.learning.challengers.shadow import ShadowScore
from stream_health.learning.drift.change import Drift
from stream_health.wire.encode import encode_effect
from stream_health.wire.internal.alert_candidates import CANDIDATES
from stream_health.wire.internal.book_stats import BOOK_STATS
from stream_health.wire.internal.clock import (
    CLOCK,
    encode_activation,
    encode_book,
    encode_clock_request,
    encode_tick,
)
from stream_health.wire.internal.fired_alerts import (
    FIRED_ALERTS,
    encode_alerts_closed,
    encode_fired_alert,
)
from stream_health.wire.internal.models import MODELS, ModelVersion, encode_model
from stream_health.wire.internal.shadow_scores import SHADOW_SCORES, encode_shadow_score
from stream_health.wire.internal.signal_verdicts import SIGNAL_VERDICTS, encode_signal_verdict
from stream_health.wire.internal.snapshots import SNAPSHOTS
from stream_health.wire.internal.training_examples import TRAINING
from stream_health.wire.outputs.drift import DRIFT, encode_drift
from stream_health.wire.rejected import Rejected, RejectReason

ONE_PARTITION_EFFECTS = (
    records_of(AlertCandidate, severity=st.sampled_from(["warning", "critical"]))
    | records_of(CandidateClock)
    | records_of(AlertFeedback)
    | records_of(OutcomeSeen)
    | records_of(BookSizes, accounts=st.lists(st.integers(0, 99)).map(tuple))
    | records_of(FeedsChanged, heard_ms=st.lists(TIMES_MS).map(tuple))
    | records_of(
        TrainingExample,
        target=st.sampled_from(["churn", "expansion", "advocacy"]),
        label=st.integers(0, 1),
        horizon_ms=st.integers(1, 10**12),
    )
    | records_of(
        CensoredExample,
        target=st.sampled_from(["churn", "expansion", "advocacy"]),
        horizon_ms=st.integers(1, 10**12),
        watched_ms=st.integers(1, 10**12),
    )
    | records_of(DayClosed)
    | records_of(
        LateOutcome,
        target=st.sampled_from(["churn", "expansion", "advocacy"]),
        examples_total=st.integers(1, 30),
    )
)


@given(ONE_PARTITION_EFFECTS)
def test_effects_for_one_reader_are_read_back_as_written(effect: Any) -> None:
    encoded = encode_effect(effect, inputs={})
    assert encoded.value is not None
    contract: Any = CANDIDATES if encoded.topic == "alert-candidates" else TRAINING
    assert contract.decode(encoded.value) == effect
    assert encoded.partition == 0


@given(
    records_of(Tick)
    | records_of(ActivateModel)
    | records_of(ModelActivated)
    | records_of(ClockRequest),
    st.integers(0, 99),
)
def test_clock_records_are_read_back_as_written(record: Any, partition: int) -> None:
    if isinstance(record, Tick):
        encoded = encode_tick(record, partition=partition)
    elif isinstance(record, ClockRequest):
        wanted = ClockWanted(partition, record.event_time_ms, record.until_ms)
        encoded = encode_clock_request(wanted)
    elif isinstance(record, ActivateModel):
        encoded = encode_activation(record, partition=partition)
    else:
        encoded = encode_effect(record, inputs={})
        partition = record.partition
    assert encoded.value is not None
    assert CLOCK.decode(encoded.value) == record
    assert encoded.partition == partition


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b'{"kind":"dance"}', RejectReason.UNKNOWN_KIND),
        (b'{"time":"2026-01-01T00:00:00Z"}', RejectReason.MISSING_FIELD),
        (b'{"kind":"tick"}', RejectReason.MISSING_FIELD),
        (b'{"kind":"tick","time":"noon"}', RejectReason.BAD_VALUE),
        (b'{"kind":"tick","time":12}', RejectReason.WRONG_TYPE),
        (b"3", RejectReason.NOT_AN_OBJECT),
    ],
)
def test_a_bad_clock_record_is_rejected(value: bytes, reason: RejectReason) -> None:
    rejected = CLOCK.decode(value)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == reason


@given(records_of(SnapshotTaken))
def test_a_snapshot_is_read_back_as_written(taken: SnapshotTaken) -> None:
    encoded = encode_effect(taken, inputs={})
    assert encoded.value is not None
    assert SNAPSHOTS.decode(encoded.value) == taken
    assert encoded.partition == 0


@given(records_of(SignalJudged), st.integers(0, 99))
def test_a_verdict_on_a_signal_is_read_back_as_written(judged: Any, partition: int) -> None:
    encoded = encode_signal_verdict(judged, partition=partition)
    assert encoded.value is not None
    assert SIGNAL_VERDICTS.decode(encoded.value) == judged
    assert encoded.partition == partition


@given(records_of(ShadowScore))
def test_a_shadow_score_is_read_back_as_written(score: ShadowScore) -> None:
    encoded = encode_shadow_score(score)
    assert encoded.value is not None
    assert SHADOW_SCORES.decode(encoded.value) == score


@given(records_of(Drift, kind=st.sampled_from(["input", "score", "calibration", "data_loss"])))
def test_a_drift_is_read_back_as_written(drift: Drift) -> None:
    encoded = encode_drift(drift)
    assert encoded.value is not None
    assert DRIFT.decode(encoded.value) == drift
    assert dict(encoded.headers)["ce_id"] == drift.event_id.encode()


SEGMENTS = st.dictionaries(
    st.text("abc", min_size=1), st.builds(SegmentSums, *[st.integers(0, 2**40)] * 5)
)


@given(st.integers(0, 99), TIMES_MS, SEGMENTS)
def test_sums_of_a_day_are_read_back_as_written(
    partition: int, day_end_ms: int, segments: dict[str, SegmentSums]
) -> None:
    sums = BookSums(partition, day_end_ms, tuple(segments.items()))
    encoded = encode_effect(sums, inputs={})
    assert encoded.value is not None
    assert BOOK_STATS.decode(encoded.value) == sums
    assert encoded.partition == 0


@given(st.integers(0, 99), TIMES_MS, SEGMENTS)
def test_statistics_of_the_book_are_read_back_as_written(
    partition: int, day_end_ms: int, segments: dict[str, SegmentSums]
) -> None:
    book = Book.of(day_end_ms, segments)
    encoded = encode_book(book, partition=partition)
    assert encoded.value is not None
    assert CLOCK.decode(encoded.value) == OpenBook(day_end_ms, book, book.effective_at_ms)
    assert encoded.partition == partition
    opened = BookOpened(partition, book.version, book.effective_at_ms)
    told = encode_effect(opened, inputs={})
    assert told.value is not None
    assert CLOCK.decode(told.value) == opened


@given(WORDS, TIMES_MS, st.dictionaries(WORDS, st.lists(st.integers(-9, 9)) | WORDS))
def test_a_model_version_is_read_back_under_its_own_key(
    version: str, cut_at_ms: int, scorecard: dict[str, Any]
) -> None:
    model = ModelVersion(version, cut_at_ms, scorecard, {"count": 3})
    encoded = encode_model(model)
    assert encoded.value is not None
    assert MODELS.decode(encoded.value) == model
    assert encoded.key == version.encode()


def test_an_effect_without_topic_is_named() -> None:
    sample: Effect = ScoreSample("acme", 0, 0, 0.5, 1.0)
    with pytest.raises(TypeError, match="ScoreSample belongs to no topic"):
        encode_effect(sample, inputs={})


@given(records_of(FiredAlert))
def test_an_alert_that_fired_arrives(alert: FiredAlert) -> None:
    assert FIRED_ALERTS.decode(encode_fired_alert(alert).value or b"") == alert


@given(records_of(AlertsClosed, csms_total=st.integers(0, 10**6)))
def test_a_day_of_which_all_alerts_are_known_arrives(closed: AlertsClosed) -> None:
    assert FIRED_ALERTS.decode(encode_alerts_closed(closed).value or b"") == closed
