"""A change that was found."""

import hashlib
from typing import NamedTuple


class Drift(NamedTuple):
    """Something is not as it was, or a feed is quiet.

    Attributes
    ----------
    kind : str
        ``input``, ``score``, ``calibration``, ``error``, or ``data_loss``.
    what : str
        The feature, ``score``, the target, or the source whose feed is quiet.
    figure, value, threshold
        What was measured: ``psi`` above its threshold; ``adwin`` and ``page_hinkley`` give the mean
        since the change; ``quiet`` the share of accounts whose source is quiet.
    examples_total : int
        Over how many snapshots or matured examples.
    """

    event_id: str
    kind: str
    what: str
    as_of_ms: int
    figure: str
    value: float
    threshold: float | None
    text: str
    examples_total: int


def drift_id(kind: str, what: str, as_of_ms: int) -> str:
    """Id that is the same whoever finds the change again."""
    return hashlib.sha256(f"drift/{kind}/{what}/{as_of_ms}".encode()).hexdigest()[:32]
