"""Where each weight of a scorecard stands in one vector, and how sure the experts are of it.

The base comes first, then the bins of every row (the unknown bin last), then what each segment's
base adds to the book's.
"""

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.domain.scorecard.segments import BOOK
from stream_health.learning.joint_posterior import Numbers

BASE: Final = 0

_HELD_SD: Final = 1e-5  # log-odds: outcomes move such a row by less than a milli-point


class CardLayout:
    """Indexes of weights, in the order of the scorecard.

    Attributes
    ----------
    row_starts : tuple of int
        Index of the first bin of each row.
    segments : dict of str to int
        Index of the weight of each segment's base; empty where there is only one.
    total : int
        Number of weights.
    """

    def __init__(self, scorecard: Scorecard) -> None:
        starts, place = [], BASE + 1
        for row in scorecard.rows:
            starts.append(place)
            place += len(row.points)
        names = [name for name, _ in scorecard.bases] if len(scorecard.bases) > 1 else []
        if names and BOOK.name not in names:
            names.append(BOOK.name)
        self.row_starts = tuple(starts)
        self.widths = tuple(len(row.points) for row in scorecard.rows)
        self.segments = {name: place + index for index, name in enumerate(names)}
        self.total = place + len(names)

    def places(self, bins: Sequence[int], segment: str) -> list[int]:
        """Weights an account has part in; a segment newer than the scorecard is the book's."""
        own = [BASE, *map(int.__add__, self.row_starts, bins)]
        if self.segments:
            own.append(self.segments.get(segment, self.segments[BOOK.name]))
        return own


def prior_precision(
    layout: CardLayout,
    *,
    base_sd: float,
    bin_sd: float,
    step_sd: float,
    segment_sd: float,
    held: Collection[int] = (),
) -> Numbers:
    """Prior's precision: deviations from the experts' points, in log-odds.

    ``bin_sd`` is how far a bin may be off, ``step_sd`` by how much more or less than its neighbour:
    where the smaller of the two is small, neighbours move together and fine bins cost nothing.
    Rows whose number is in ``held`` stay where they are.
    """
    precision = np.zeros((layout.total, layout.total))
    precision[BASE, BASE] = base_sd**-2.0
    for row, (start, width) in enumerate(zip(layout.row_starts, layout.widths, strict=True)):
        for place in range(start, start + width):
            precision[place, place] += (_HELD_SD if row in held else bin_sd) ** -2.0
        for left in range(start, start + width - 2):
            precision[left, left] += step_sd**-2.0
            precision[left + 1, left + 1] += step_sd**-2.0
            precision[left, left + 1] -= step_sd**-2.0
            precision[left + 1, left] -= step_sd**-2.0
    for place in layout.segments.values():
        precision[place, place] = segment_sd**-2.0
    return precision
