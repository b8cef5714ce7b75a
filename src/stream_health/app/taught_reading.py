"""What verdicts teach the reading of one partition number: heard at once, learned by the hour."""

from bisect import insort
from collections.abc import Mapping
from typing import Any, Final

from stream_health.domain.clocking import HOUR_MS, next_boundary
from stream_health.domain.effects import SignalJudged
from stream_health.language.reading import KINDS
from stream_health.language.verdicts import VerdictLearner
from stream_health.wire.snapshot import pack, unpack

STATE_KEY: Final = b"\xffverdicts"
"""No account has it: ids of accounts are UTF-8, which knows no such byte."""


class TaughtReading:
    """Verdicts and what was learned of them; restored from state.

    A verdict counts for messages from the next full hour on, and those of one hour are learned in
    the order in which they were said: so every partition number learns the same, whichever heard
    of a verdict first.

    Examples
    --------
    >>> taught = TaughtReading({})
    >>> taught.hear(SignalJudged("f1", "s1", "urgency", ("deadline",), 0.8, False, 60_000))
    >>> taught.catch_up(3_599_999); taught.learner.correction("urgency", ("deadline",))
    0.0
    >>> taught.catch_up(3_600_000); taught.learner.correction("urgency", ("deadline",)) < 0
    True
    """

    def __init__(self, state: Mapping[bytes, bytes]) -> None:
        self._waiting: list[tuple[int, str, str, SignalJudged]] = []
        self._dirty = False
        self.learner = VerdictLearner()
        packed = state.get(STATE_KEY)
        if packed is not None:
            self._restore(unpack(packed))

    def hear(self, judged: SignalJudged) -> None:
        """Keep a verdict until its hour is over; kinds that are not read here teach nothing."""
        if judged.signal_kind in KINDS:
            insort(
                self._waiting,
                (judged.judged_at_ms, judged.verdict_id, judged.signal_id, judged),
            )
            self._dirty = True

    def catch_up(self, time_ms: int) -> None:
        """Learn what was said in hours that are over."""
        while self._waiting and next_boundary(self._waiting[0][0], HOUR_MS) <= time_ms:
            judged = self._waiting.pop(0)[-1]
            self.learner.learn(
                judged.signal_kind,
                judged.rules,
                confidence=judged.confidence,
                right=judged.right,
            )
            self._dirty = True

    def changes(self) -> dict[bytes, bytes | None]:
        """The record, where it changed since the last call."""
        if not self._dirty:
            return {}
        self._dirty = False
        weights = tuple(
            (kind, tuple(sorted(row.items()))) for kind, row in self.learner.snapshot().items()
        )
        waiting = tuple(tuple(judged) for *_, judged in self._waiting)
        return {STATE_KEY: pack((self.learner.verdicts_total, weights, waiting))}

    def _restore(self, record: tuple[Any, ...]) -> None:
        verdicts_total, weights, waiting = record
        snapshot = {kind: dict(row) for kind, row in weights}
        self.learner = VerdictLearner(snapshot, verdicts_total=verdicts_total)
        for fields in waiting:
            self.hear(SignalJudged(*fields))
        self._dirty = False
