"""What a challenger says of a snapshot."""

from typing import NamedTuple


class ShadowScore(NamedTuple):
    """A challenger's churn risk of one snapshot, beside the one that was served."""

    challenger: str
    account_id: str
    snapshot_at_ms: int
    risk: float
    champion_risk: float
    champion_version: str
    examples_total: int  # it had learned from
