"""``snapshots``: every account once a week, as challengers and the watch for drift read it."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.effects import SnapshotTaken
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Points, Share, Time
from stream_health.wire.names import TopicName
from stream_health.wire.points import to_milli, to_points
from stream_health.wire.times import format_time, parse_time_ms


class SnapshotValue(TypedDict):
    """An account's features at one instant, and what was served of it."""

    account_id: str
    snapshot_at: Time
    values: Annotated[
        list[float | None], Field(description="In the order of the feature catalogue.")
    ]
    catalogue_version: str
    segment: str
    value_tier: str
    score: Points
    churn_risk: Share
    model_version: str
    stale: Annotated[list[str], Field(description="Sources whose feed was quiet.")]


def encode_snapshot(taken: SnapshotTaken) -> Encoded:
    """Make the record of a snapshot."""
    value = {
        "account_id": taken.account_id,
        "snapshot_at": format_time(taken.snapshot_at_ms),
        "values": list(taken.values),
        "catalogue_version": taken.catalogue_version,
        "segment": taken.segment,
        "value_tier": taken.value_tier,
        "score": to_points(taken.score_milli),
        "churn_risk": taken.churn_risk,
        "model_version": taken.model_version,
        "stale": list(taken.stale),
    }
    key = taken.account_id.encode()
    at_ms = taken.snapshot_at_ms
    return Encoded(TopicName.SNAPSHOTS, key, to_json(value), ONLY_PARTITION, at_ms)


def build_snapshot(value: SnapshotValue) -> SnapshotTaken:
    """Read a snapshot."""
    return SnapshotTaken(
        account_id=value["account_id"],
        snapshot_at_ms=parse_time_ms(value["snapshot_at"]),
        values=tuple(value["values"]),
        catalogue_version=value["catalogue_version"],
        segment=value["segment"],
        value_tier=value["value_tier"],
        score_milli=to_milli(value["score"]),
        churn_risk=value["churn_risk"],
        model_version=value["model_version"],
        stale=tuple(value["stale"]),
    )


SNAPSHOTS = Contract(SnapshotValue, build_snapshot)
