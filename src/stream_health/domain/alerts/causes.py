"""Why the score lies below its reference: causes that sum exactly to the drop."""

from collections.abc import Callable, Sequence
from typing import Final

from stream_health.domain.alerts.history import Reference
from stream_health.domain.alerts.journal import BinJournal
from stream_health.domain.effects import Cause

HISTORY: Final = "history"
HISTORY_TEXT: Final = "changes that can no longer be told apart"


def causes_since(
    reference: Reference,
    journal: BinJournal,
    *,
    score_milli: int,
    current_bins: Sequence[int],
    points: Callable[[int, int], int],
    tell: Callable[[int, str, int], Cause],
) -> tuple[Cause, ...]:
    """Causes of the change since the reference hour, the heaviest first.

    Parameters
    ----------
    reference : Reference
        Where the change starts; the bins of then come from the journal.
    journal : BinJournal
        What changed since.
    score_milli : int
        The score of now.
    current_bins : sequence of int
        The bins of now, in catalogue order.
    points : callable
        ``(feature index, bin) -> milli-points`` under the model of now.
    tell : callable
        ``(feature index, kind, milli-points) -> Cause``.

    Returns
    -------
    tuple of Cause
        Their points sum to ``score_milli - reference.value_milli``. What the bins do not explain
        (beyond the journal, clipping, another segment) is the one cause of kind ``history``, last.
    """
    moved = [
        (points(index, current_bins[index]) - points(index, past.bin), index, past.kind)
        for index, past in (journal.changed_since(reference.at_ms) or {}).items()
    ]
    moved = sorted((row for row in moved if row[0]), key=lambda row: (-abs(row[0]), row[1]))
    causes = [tell(index, kind, milli) for milli, index, kind in moved]
    rest_milli = score_milli - reference.value_milli - sum(row[0] for row in moved)
    if rest_milli:
        causes.append(Cause(HISTORY, rest_milli, HISTORY_TEXT))
    return tuple(causes)
