"""``quality``: how good the published scores were, as their labels mature."""

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.learning.quality.judge import Judged
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Count, Share, Time
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.cloudevents import event_type, headers
from stream_health.wire.times import format_time, parse_time_ms


class EstimateValue(TypedDict):
    """A figure and its 95 % interval by accounts; null where there is nothing to go by."""

    value: float | None
    low: float | None
    high: float | None


class OperatingPointValue(TypedDict):
    """What flagging did."""

    flagged_share: EstimateValue
    precision: EstimateValue
    recall: Annotated[EstimateValue, Field(description="The true-positive rate.")]
    false_positive_rate: EstimateValue


class ReliabilityValue(TypedDict):
    """Predictions of similar risk: what was said, and what came true."""

    rows: Count
    predicted: Share
    observed: Share
    low: Share
    high: Share
    calibrated: Annotated[
        bool, Field(description="Within 25 % of the predicted rate, or the interval covers it.")
    ]


class IntervalValue(TypedDict):
    """A 95 % interval by accounts; null where there are too few."""

    low: float | None
    high: float | None


class EarlyWarningIntervalsValue(TypedDict):
    """How sure each figure is."""

    median_days: IntervalValue
    share_30_days: IntervalValue
    share_60_days: IntervalValue
    surprise_share: IntervalValue
    surprise_value_share: IntervalValue


class EarlyWarningValue(TypedDict):
    """How early the accounts were flagged that churned, and were scored before."""

    churned: Count
    flagged: Annotated[Count, Field(description="Flagged until the notice, without a break.")]
    median_days: Annotated[
        float | None, Field(description="From the flag that stayed to the notice, where flagged.")
    ]
    share_30_days: Share | None
    share_60_days: Share | None
    surprise_share: Annotated[
        Share | None, Field(description="Neither flagged nor alerted in the 90 days before.")
    ]
    surprise_value_share: Annotated[Share | None, Field(description="The same, of their value.")]
    intervals: NotRequired[EarlyWarningIntervalsValue]


class StabilityIntervalsValue(TypedDict):
    """How sure each figure is."""

    band_flips_per_account_month: IntervalValue


class StabilityValue(TypedDict):
    """Whether scores keep still."""

    band_flips_per_account_month: Annotated[
        float | None, Field(description="Between weekly snapshots, per 30 days.")
    ]
    intervals: NotRequired[StabilityIntervalsValue]


class AlertLoadIntervalsValue(TypedDict):
    """How sure each figure is; the weeks of CSMs are taken as they are."""

    alerts_per_csm_week: IntervalValue
    false_per_csm_week: IntervalValue
    alerts_per_account_year: IntervalValue


class AlertLoadValue(TypedDict):
    """How much work alerts made, of those whose horizon has passed."""

    alerts: Count
    right: Annotated[Count, Field(description="Followed by churn within the horizon.")]
    false: Count
    unknown: Annotated[Count, Field(description="After the notice, or the account vanished.")]
    csm_weeks: float
    alerts_per_csm_week: float | None
    false_per_csm_week: float | None
    alerts_per_account_year: float | None
    intervals: NotRequired[AlertLoadIntervalsValue]


class SuspectValue(TypedDict):
    """A feature that alone tells who left; ask whether it was known at the snapshot."""

    feature: str
    auc: Annotated[float, Field(ge=0.5, le=1.0, description="Of the feature alone, by bins.")]
    examples_total: Count
    positives_total: Count


class FiguresValue(TypedDict):
    """Every figure of one slice of the book."""

    rows: Annotated[Count, Field(description="Matured predictions.")]
    churned_rows: Count
    base_rate: Share | None
    mean_risk: Share | None
    enough_of_each_class: Annotated[bool, Field(description="At least 200 of each class.")]
    auc: Annotated[EstimateValue, Field(description="0.5 is chance, 1 is best.")]
    pr_auc: EstimateValue
    pr_auc_over_base_rate: Annotated[EstimateValue, Field(description="1 is chance.")]
    lift_top_decile: Annotated[EstimateValue, Field(description="1 is chance.")]
    recall_top_decile: EstimateValue
    precision_top_decile: EstimateValue
    precision_at_capacity: NotRequired[
        Annotated[
            EstimateValue, Field(description="Of the first accounts of each CSM and snapshot.")
        ]
    ]
    recall_at_capacity: NotRequired[EstimateValue]
    value_share_at_capacity: NotRequired[
        Annotated[EstimateValue, Field(description="Of the value that churned.")]
    ]
    brier: Annotated[EstimateValue, Field(description="0 is best.")]
    log_loss: Annotated[EstimateValue, Field(description="0 is best.")]
    operating_point: OperatingPointValue
    calibration_error: float | None
    calibrated_bins: Count
    reliability: Annotated[list[ReliabilityValue], Field(max_length=10)]
    early_warning: NotRequired[EarlyWarningValue]
    stability: NotRequired[StabilityValue]
    alert_load: NotRequired[AlertLoadValue]
    suspects: NotRequired[
        Annotated[list[SuspectValue], Field(description="Of everything only; worst first.")]
    ]
    suspects_total: NotRequired[Count]


class QualityValue(TypedDict):
    """Figures of one slice of the book, over what has matured by the end of a day."""

    event_id: str
    target: Literal["churn", "expansion", "advocacy"]
    dimension: Annotated[
        str, Field(description="overall, segment, value_tier, model, arm, treated or holdout.")
    ]
    name: Annotated[str, Field(description="Which of the dimension; empty for overall.")]
    as_of: Annotated[Time, Field(description="End of the day that was judged.")]
    matured_from: Annotated[Time, Field(description="Labels that matured from here on count.")]
    horizon_ms: NotRequired[Annotated[int, Field(gt=0)]]
    figures: FiguresValue


def encode_quality(judged: Judged) -> Encoded:
    """Make the record; its key is the slice, so that a reader may keep the newest of each."""
    key = f"{judged.target}/{judged.dimension}/{judged.name}"
    event_id = f"{key}/{judged.day_end_ms}"
    value: dict[str, Any] = {
        "event_id": event_id,
        "target": judged.target,
        "dimension": judged.dimension,
        "name": judged.name,
        "as_of": format_time(judged.day_end_ms),
        "matured_from": format_time(judged.matured_from_ms),
        "horizon_ms": judged.horizon_ms,
        "figures": judged.figures,
    }
    return Encoded(
        TopicName.QUALITY,
        key.encode(),
        to_json(value),
        ONLY_PARTITION,
        judged.day_end_ms,
        headers(event_id, event_type("quality", "judged"), judged.day_end_ms),
    )


def build_quality(value: QualityValue) -> Judged:
    """Read a record back."""
    return Judged(
        target=value["target"],
        dimension=value["dimension"],
        name=value["name"],
        day_end_ms=parse_time_ms(value["as_of"]),
        matured_from_ms=parse_time_ms(value["matured_from"]),
        horizon_ms=value.get("horizon_ms", 0),
        figures=dict(value["figures"]),
    )


QUALITY = Contract(QualityValue, build_quality)
