"""Matured examples of which nothing is known but that half of them left."""

from dataclasses import replace
from typing import Final

from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION
from stream_health.domain.policy import Policy

POLICY: Final = replace(Policy(), learning=replace(Policy().learning, churn_horizon_ms=WEEK_MS))


def blank_week(number: int) -> tuple[list[TrainingExample], DayClosed]:
    """Thirty accounts, and the end of the day they matured on."""
    at_ms = (20_000 + 7 * number) * DAY_MS
    made = [
        TrainingExample(
            example_id=f"{number}/{account}", account_id=f"a{account}", target="churn",
            snapshot_at_ms=at_ms - WEEK_MS, matured_at_ms=at_ms, horizon_ms=WEEK_MS,
            label=account % 2, values=(None,) * len(CATALOGUE), segment="book",
            catalogue_version=CATALOGUE_VERSION, tier="high", score_milli=80_000, churn_risk=0.05,
            model_version="prior", treated=False,
        )
        for account in range(30)
    ]  # fmt: skip
    return made, DayClosed(0, at_ms + DAY_MS)
