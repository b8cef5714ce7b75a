"""What became of the account of a row, told only when its whole horizon has passed.

The label is 1 when the notice (else the effective) date lies in ``[t, t + horizon)``, as in
training examples (docs/design/0002): the row sees what happened before its instant.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple


class Excluded(StrEnum):
    """Why a row has no label."""

    NOT_MATURED = "not_matured"  # its horizon, and the grace after it, have not passed
    AFTER_NOTICE = "after_notice"  # the account has said that it goes: nothing to predict
    CENSORED = "censored"  # its data end within the horizon, without churn


class Fate(NamedTuple):
    """What became of one account; times in milliseconds, ascending.

    ``churned_ms`` are dates of notice (effective dates where no notice is known), ``returned_ms``
    when it renewed, ``ended_ms`` when its data end.
    """

    churned_ms: tuple[int, ...] = ()
    returned_ms: tuple[int, ...] = ()
    ended_ms: int | None = None


class Maturity(NamedTuple):
    """When a label is known: horizon and grace, as of the last instant that anything is known."""

    horizon_ms: int
    grace_ms: int
    known_until_ms: int


_NOTHING = Fate()


def label_of(at_ms: int, fate: Fate, maturity: Maturity) -> int | Excluded:
    """Label of a row at an instant, or why it has none.

    >>> label_of(10, Fate(churned_ms=(15,)), Maturity(10, 0, 100))
    1
    >>> label_of(10, Fate(churned_ms=(20,)), Maturity(10, 0, 100))
    0
    """
    place = bisect_left(fate.churned_ms, at_ms)
    if place and not _returned(fate, fate.churned_ms[place - 1], at_ms):
        return Excluded.AFTER_NOTICE
    end_ms = at_ms + maturity.horizon_ms
    if end_ms + maturity.grace_ms > maturity.known_until_ms:
        return Excluded.NOT_MATURED
    if place < len(fate.churned_ms) and fate.churned_ms[place] < end_ms:
        return 1
    if fate.ended_ms is not None and fate.ended_ms < end_ms:
        return Excluded.CENSORED
    return 0


def labels_of(
    rows: Iterable[tuple[str, int]], fates: Mapping[str, Fate], maturity: Maturity
) -> tuple[list[int | None], Counter[str]]:
    """Labels of rows (account, time), None for the excluded, which are counted by reason."""
    found: list[int | None] = []
    excluded: Counter[str] = Counter()
    for account_id, at_ms in rows:
        label = label_of(at_ms, fates.get(account_id, _NOTHING), maturity)
        if isinstance(label, Excluded):
            excluded[str(label)] += 1
            found.append(None)
        else:
            found.append(label)
    return found, excluded


def value_at(times_ms: Sequence[int], at_ms: int) -> int | None:
    """Place of the last time at or before an instant in ascending times; None before the first.

    >>> value_at([10, 20], 15), value_at([10, 20], 5)
    (0, None)
    """
    place = bisect_right(times_ms, at_ms)
    return place - 1 if place else None


def _returned(fate: Fate, churned_ms: int, at_ms: int) -> bool:
    place = bisect_right(fate.returned_ms, churned_ms)
    return place < len(fate.returned_ms) and fate.returned_ms[place] <= at_ms
