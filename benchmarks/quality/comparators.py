"""What our score must beat: predictions others would make on the same rows.

All are made from the training examples of a replay: features as they were known at the snapshot,
and labels that are used only once they have matured.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import orjson

from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION, NAMES
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.prior import prior
from stream_health.wire.times import parse_time_ms

Numbers = npt.NDArray[np.float64]

REFIT_EVERY_MS: Final = 14 * 86_400_000
RIDGE: Final = 1.0
STEPS: Final = 6
"""Newton steps of a refit; it begins where the last one ended."""

_SILENCE: Final = "usage_silence_days"


class Rows(NamedTuple):
    """Training examples as arrays, by time of the snapshot."""

    accounts: list[str]
    snapshot_ms: npt.NDArray[np.int64]
    matured_ms: npt.NDArray[np.int64]
    label: Numbers
    values: Numbers  # NaN for unknown
    catalogue_version: str


def read_examples(path: Path) -> Rows:
    """Churn examples of a replay.

    Raises
    ------
    ValueError
        When there is none.
    """
    found: list[tuple[int, str, int, int, list[float | None]]] = []
    version = ""
    with path.open("rb") as file:
        for line in file:
            value: dict[str, Any] = orjson.loads(line)
            if value["kind"] == "example" and value["target"] == "churn":
                at_ms = parse_time_ms(value["snapshot_at"])
                matured_ms = parse_time_ms(value["matured_at"])
                row = (at_ms, value["account_id"], matured_ms, value["label"], value["values"])
                found.append(row)
                version = value["catalogue_version"]
    if not found:
        msg = f"{path} holds no example: was the history longer than the horizon?"
        raise ValueError(msg)
    found.sort(key=lambda row: row[:2])
    return Rows(
        [row[1] for row in found],
        np.array([row[0] for row in found], dtype=np.int64),
        np.array([row[2] for row in found], dtype=np.int64),
        np.array([row[3] for row in found], dtype=np.float64),
        np.array([row[4] for row in found], dtype=np.float64),
        version,
    )


def days_since_last_use(rows: Rows) -> Numbers:
    """Days since the last use; never used is the longest of all."""
    days = rows.values[:, NAMES.index(_SILENCE)]
    longest = np.nanmax(days) if not np.isnan(days).all() else 0.0
    return np.where(np.isnan(days), longest + 1.0, days)


def hand_weighted(rows: Rows, policy: Policy) -> Numbers | None:
    """Points lost on the scorecard experts wrote; None when the examples are of other features."""
    if rows.catalogue_version != CATALOGUE_VERSION:
        return None
    card = prior(policy, CATALOGUE).card_for(policy.segments[0].name)
    everything = range(len(CATALOGUE))
    return np.array([-card.total(card.bins(_known(row), everything)) for row in rows.values])


def refitted_logistic(rows: Rows) -> Numbers:
    """A logistic regression on all features, refitted every two weeks on all that has matured.

    Unknown is a feature of its own. Before the first refit every row has the same risk.
    """
    known = ~np.isnan(rows.values)
    spread = known.std(axis=0) > 0
    filled = np.where(known, rows.values, 0.0)
    wide = np.hstack([_scaled(filled), known[:, spread].astype(np.float64)])
    design = np.hstack([np.ones((len(wide), 1)), wide])
    weights = np.zeros(design.shape[1])
    risk = np.zeros(len(design))
    first_ms, last_ms = int(rows.snapshot_ms[0]), int(rows.snapshot_ms[-1])
    for refit_ms in range(first_ms, last_ms + 1, REFIT_EVERY_MS):
        learned = rows.matured_ms <= refit_ms
        if 0 < rows.label[learned].sum() < learned.sum():
            weights = _newton(design[learned], rows.label[learned], weights)
        served = (rows.snapshot_ms >= refit_ms) & (rows.snapshot_ms < refit_ms + REFIT_EVERY_MS)
        risk[served] = design[served] @ weights
    return 1.0 / (1.0 + np.exp(-np.clip(risk, -30.0, 30.0)))


def _newton(design: Numbers, label: Numbers, start: Numbers) -> Numbers:
    weights = start
    penalty = np.full(len(weights), RIDGE)
    penalty[0] = 1e-6
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30.0, 30.0)))
        gradient = design.T @ (label - chance) - penalty * weights
        curvature = (design * (chance * (1.0 - chance))[:, None]).T @ design + np.diag(penalty)
        weights = weights + np.linalg.solve(curvature, gradient)
    return weights


def _scaled(values: Numbers) -> Numbers:
    """Squeeze long tails, then to mean 0 and spread 1; what never varies is left out."""
    squeezed = np.sign(values) * np.log1p(np.abs(values))
    spread = squeezed.std(axis=0)
    kept = spread > 1e-9
    scaled: Numbers = (squeezed[:, kept] - squeezed[:, kept].mean(axis=0)) / spread[kept]
    return scaled


def _known(row: Numbers) -> Sequence[float | None]:
    return [None if np.isnan(value) else float(value) for value in row]
