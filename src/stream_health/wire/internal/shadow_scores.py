"""``shadow-scores``: what challengers say of the weekly snapshots; served to nobody."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.learning.challengers.shadow import ShadowScore
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Name, Share, Time
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time, parse_time_ms


class ShadowScoreValue(TypedDict):
    """A challenger's churn risk of one snapshot, beside what was served."""

    challenger: Name
    account_id: str
    snapshot_at: Time
    risk: Annotated[Share, Field(description="Churn risk the challenger gives.")]
    champion_risk: Share
    champion_version: str
    examples: Annotated[int, Field(ge=0, description="How many examples it had learned.")]


def encode_shadow_score(score: ShadowScore) -> Encoded:
    """Make the record of a shadow score."""
    value: ShadowScoreValue = {
        "challenger": score.challenger,
        "account_id": score.account_id,
        "snapshot_at": format_time(score.snapshot_at_ms),
        "risk": score.risk,
        "champion_risk": score.champion_risk,
        "champion_version": score.champion_version,
        "examples": score.examples_total,
    }
    key = score.account_id.encode()
    at_ms = score.snapshot_at_ms
    return Encoded(TopicName.SHADOW_SCORES, key, to_json(value), ONLY_PARTITION, at_ms)


def build_shadow_score(value: ShadowScoreValue) -> ShadowScore:
    """Read a shadow score."""
    return ShadowScore(
        challenger=value["challenger"],
        account_id=value["account_id"],
        snapshot_at_ms=parse_time_ms(value["snapshot_at"]),
        risk=value["risk"],
        champion_risk=value["champion_risk"],
        champion_version=value["champion_version"],
        examples_total=value["examples"],
    )


SHADOW_SCORES = Contract(ShadowScoreValue, build_shadow_score)
