"""Model versions this worker can score with: the prior, and what the ``models`` topic holds."""

import asyncio
import logging
from dataclasses import replace

from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scorecard import Row, Scorecard
from stream_health.wire.internal.models import MODELS
from stream_health.wire.rejected import Rejected

log = logging.getLogger(__name__)

PRIOR = "prior"


def fitted(scorecard: Scorecard, start: Scorecard) -> Scorecard:
    """The version with the rows of today's catalogue: what it does not know starts at the prior.

    An upgrade may add features or move bins; the points of those that stayed are kept.
    """
    known = {(row.feature, row.edges): row for row in scorecard.rows}
    rows: list[Row] = [known.get((row.feature, row.edges), row) for row in start.rows]
    stayed = {row.feature for row in start.rows if (row.feature, row.edges) in known}
    return Scorecard(
        version=scorecard.version,
        catalogue_version=start.catalogue_version,
        rows=tuple(rows),
        bases=scorecard.bases,
        deltas=tuple(delta for delta in scorecard.deltas if delta.feature in stayed),
        cut_at_ms=scorecard.cut_at_ms,
        examples_total=scorecard.examples_total,
        likelihoods=tuple(
            (target, fitted(card, neutral(start, card))) for target, card in scorecard.likelihoods
        ),
        operating_points=scorecard.operating_points,
    )


def neutral(start: Scorecard, like: Scorecard) -> Scorecard:
    """Rows of today's catalogue without any points, for a target the experts gave none."""
    rows = tuple(Row(row.feature, row.edges, (0,) * len(row.points)) for row in start.rows)
    return replace(start, rows=rows, bases=like.bases)


class ModelShelf:
    """Filled by a view of the ``models`` topic; asked by the engines."""

    def __init__(self, policy: Policy) -> None:
        self._prior = prior(policy, CATALOGUE)
        self._versions = {PRIOR: self._prior}
        self._changed = asyncio.Event()

    def get(self, version: str) -> Scorecard | None:
        """One version, or None when it is not known (yet)."""
        return self._versions.get(version)

    def put(self, key: bytes, value: bytes | None) -> None:
        """Take a record of the topic; what cannot be read is logged and left out."""
        if value is None:
            self._versions.pop(key.decode(errors="replace"), None)
            return
        (model,) = MODELS.decode_values([value])
        if isinstance(model, Rejected):
            log.error("model %r cannot be read: %s", key, model.detail)
            return
        try:
            scorecard = Scorecard.from_dict(model.scorecard)
        except (KeyError, TypeError, ValueError) as error:
            log.error("model %r is not a scorecard: %r", key, error)  # noqa: TRY400 - data, not code
            return
        self._versions[model.version] = fitted(scorecard, self._prior)
        self._changed.set()

    async def wait_for(self, version: str, *, seconds_max: float) -> bool:
        """Wait until a version that somebody activated has been read; False when it never is."""
        try:
            async with asyncio.timeout(seconds_max):
                while version not in self._versions:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True
