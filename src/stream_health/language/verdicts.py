"""What CSMs' verdicts on signals teach: corrections to the rules, one verdict at a time (River)."""

import math
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Final

from river import optim

from stream_health.language.errors import LanguageError
from stream_health.language.reading import KINDS

RATE: Final = 0.3
"""How far one verdict moves each rule: three wrong ones silence a rule that was just sure."""

SHRINK: Final = 0.01
"""Pulls corrections back to what experts wrote, so that one bad week is forgotten."""

_CONFIDENCE_EDGE: Final = 0.001

Snapshot = dict[str, dict[str, float]]


class VerdictLearner:
    """Corrections in log-odds, by kind and rule; none at first.

    It works on the names of rules (`TextSignal.features`), so it needs no text and keeps none.
    ``verdicts_total`` counts what it learned from.

    Examples
    --------
    >>> learner = VerdictLearner()
    >>> for _ in range(5):
    ...     learner.learn("urgency", ("deadline",), confidence=0.8, right=False)
    >>> learner.correction("urgency", ("deadline",)) < -0.5
    True
    >>> learner.correction("urgency", ("says_so",))
    0.0
    """

    def __init__(
        self,
        snapshot: Mapping[str, Mapping[str, float]] | None = None,
        *,
        verdicts_total: int = 0,
    ) -> None:
        self._weights: Snapshot = {kind: dict(row) for kind, row in (snapshot or {}).items()}
        self.verdicts_total = verdicts_total
        self._loss = optim.losses.Log()

    def correction(self, kind: str, features: Iterable[str]) -> float:
        """Log-odds to add to what the rules of ``features`` say."""
        row = self._weights.get(kind)
        return sum(row.get(name, 0.0) for name in features) if row else 0.0

    def learn(self, kind: str, features: Iterable[str], *, confidence: float, right: bool) -> None:
        """Take a verdict on a signal that was given with ``confidence``.

        Raises
        ------
        LanguageError
            When the kind is unknown or the confidence lies outside 0 to 1.
        """
        if kind not in KINDS:
            problem = f"no such kind of signal: {kind!r}; one of {', '.join(KINDS)}"
            raise LanguageError(problem)
        if not 0 <= confidence <= 1:
            problem = f"confidence must lie between 0 and 1, got {confidence}"
            raise LanguageError(problem)
        sure = min(max(confidence, _CONFIDENCE_EDGE), 1 - _CONFIDENCE_EDGE)
        slope = float(self._loss.gradient(right, math.log(sure / (1 - sure))))
        known = self._weights.get(kind, {})
        row: dict[Hashable, Any] = {name: known.get(name, 0.0) for name in sorted(set(features))}
        gradient: dict[Hashable, Any] = {
            name: slope + SHRINK * weight for name, weight in row.items()
        }
        moved: Any = optim.SGD(RATE).step(row, gradient)
        self._weights[kind] = known | {str(name): float(moved[name]) for name in row}
        self.verdicts_total += 1

    def snapshot(self) -> Snapshot:
        """Give plain values, from which another learner can be made."""
        return {kind: dict(row) for kind, row in sorted(self._weights.items())}
