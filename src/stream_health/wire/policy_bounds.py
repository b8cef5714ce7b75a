"""What each number and list of the policy may be; every duration is at least zero besides."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field

from stream_health.domain.policy import Policy


def _iso_date(text: str) -> str:
    date.fromisoformat(text)
    return text


Weekday = Annotated[int, Field(ge=0, le=6)]
Holiday = Annotated[str, AfterValidator(_iso_date)]
Tier = Literal["digital", "standard", "high", "strategic"]
Target = Literal["churn", "expansion", "advocacy"]

# By the name of the field; `policy_file` puts them into the contract it builds.
BOUNDS: Final[Mapping[str, dict[str, Any]]] = {
    "anchor_points": {"ge": 0, "le": 100},
    "anchor_risk": {"gt": 0, "lt": 1},
    "doubling_points": {"gt": 0},
    "healthy_points": {"ge": 0, "le": 100},
    "critical_points": {"ge": 0, "le": 100},
    "name": {"min_length": 1},
    "arr_minor_min": {"ge": 0},
    "drop_points_milli": {"gt": 0},
    "publish_points_milli": {"ge": 0},
    "snapshot_every_ms": {"gt": 0},
    "churn_horizon_ms": {"gt": 0},
    "expansion_horizon_ms": {"gt": 0},
    "advocacy_horizon_ms": {"gt": 0},
    "targets": {"min_length": 1},
    "holdout_share": {"ge": 0, "le": 1},
    "csm_capacity": {"ge": 1},
    "high_value_recall_min": {"gt": 0, "le": 1},
    "high_value_flag_risk": {"ge": 0, "le": 1},
    "digital_precision_min": {"gt": 0, "le": 1},
    "positives_min": {"ge": 1},
    "coverage_min": {"ge": 0, "le": 1},
    "champion_confidence_min": {"ge": 0, "le": 1},
    "expansion_likelihood_min": {"gt": 0, "le": 1},
    "confidence_min": {"gt": 0, "lt": 1},
    "onsets_per_year": {"gt": 0, "le": 52},
    "silence_days_min": {"ge": 1},
    "key_user_days_min": {"ge": 1},
    "edge_feature_days_min": {"ge": 1},
    "integration_days_min": {"ge": 1},
    "invitations_days_min": {"ge": 1},
    "fall_share_min": {"gt": 0, "lt": 1},
    "spike_ratio_min": {"ge": 1},
    "spike_total_min": {"ge": 1},
    "seats_share_min": {"gt": 0, "le": 1},
    "group_alerts_min": {"ge": 2},
    "group_book_share": {"gt": 0, "le": 1},
    "incident_book_share": {"gt": 0, "le": 1},
    "incident_accounts_min": {"ge": 2},
    "group_over_share": {"gt": 0, "le": 1},
    "week_alerts_max": {"ge": 0},
    "flag_risk": {"ge": 0, "le": 1},
    "start_hour": {"ge": 0, "le": 23},
    "end_hour": {"ge": 1, "le": 24},
    "weekdays": {"min_length": 1},
    "utc_offset_minutes": {"ge": -14 * 60, "le": 14 * 60},
    "segments": {"min_length": 1},
    "chunk_accounts_max": {"ge": 1},
}

# Where the type alone says too little.
ITEM_TYPES: Final[Mapping[str, Any]] = {
    "tiers": Tier,
    "targets": Target,
    "weekdays": Weekday,
    "holidays": Holiday,
}


def contradictions(policy: Policy) -> list[str]:
    """Sentences about values that are fine alone and wrong together."""
    found = []
    bands, hours, alerts = policy.bands, policy.business_hours, policy.alerts
    if bands.critical_points > bands.healthy_points:
        found.append(
            f"bands.critical_points: {bands.critical_points} is above "
            f"bands.healthy_points {bands.healthy_points}"
        )
    if hours.start_hour >= hours.end_hour:
        found.append(
            f"business_hours.start_hour: {hours.start_hour} is not before "
            f"business_hours.end_hour {hours.end_hour}"
        )
    if alerts.hold_points_milli > alerts.drop_points_milli:
        found.append(
            f"alerts.hold_points: {alerts.hold_points_milli / 1000} is above "
            f"alerts.drop_points {alerts.drop_points_milli / 1000}: a fall would be cleared at once"
        )
    if alerts.resolve_points_milli >= alerts.drop_points_milli:
        found.append(
            f"alerts.resolve_points: {alerts.resolve_points_milli / 1000} is not below "
            f"alerts.drop_points {alerts.drop_points_milli / 1000}: alerts would flap"
        )
    targets = policy.learning.targets
    if len(set(targets)) < len(targets):
        found.append(f"learning.targets: each once, got {list(targets)}")
    if "churn" not in targets:
        found.append(f"learning.targets: the score is the risk of churn, got {list(targets)}")
    names = [segment.name for segment in policy.segments]
    if len(set(names)) < len(names):
        found.append(f"segments: names must differ, got {names}")
    return found
