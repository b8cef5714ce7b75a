"""The rules, one file a kind: patterns with weights in log-odds, for and against."""

from typing import Final

from stream_health.language.kind import Kind
from stream_health.language.rules import (
    advocacy,
    budget_pressure,
    cancellation_intent,
    champion_leaving,
    competitor_named,
    departed_autoreply,
    escalation,
    frustration,
    praise,
    renewal_hedging,
    urgency,
)

KINDS_OF_SIGNALS: Final[tuple[Kind, ...]] = (
    champion_leaving.KIND,
    departed_autoreply.KIND,
    cancellation_intent.KIND,
    competitor_named.KIND,
    renewal_hedging.KIND,
    budget_pressure.KIND,
    frustration.KIND,
    urgency.KIND,
    escalation.KIND,
    praise.KIND,
    advocacy.KIND,
)
"""In the order of `reading.KINDS`."""
