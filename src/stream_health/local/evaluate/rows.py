"""Scores, labels and accounts put together: the rows that are judged."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from stream_health.learning.quality.figures import LabelledRows
from stream_health.learning.quality.labels import Fate, Maturity, labels_of
from stream_health.local.quality.book import Book
from stream_health.local.quality.scores import Score

GROUPS_MAX: Final = 12
OTHERS: Final = "others"


class Judged(NamedTuple):
    """A score with what became of its account; ``treated`` is None when nobody knows."""

    score: Score
    label: int
    tier: str | None
    segment: str | None
    csm: str | None
    value: float | None
    treated: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Rules: which score flags an account, and which way a score points."""

    flags: Callable[[Score], bool]
    higher_is_riskier: bool = False


class Assembled(NamedTuple):
    """Matured rows, and why the others are none."""

    rows: list[Judged]
    excluded: Counter[str]


def assemble(
    scores: Sequence[Score], fates: Mapping[str, Fate], book: Book, maturity: Maturity
) -> Assembled:
    """Label every score that has matured."""
    labels, excluded = labels_of(((one.account_id, one.at_ms) for one in scores), fates, maturity)
    rows = [
        judged(one, label, book, maturity.horizon_ms)
        for one, label in zip(scores, labels, strict=True)
        if label is not None
    ]
    return Assembled(rows, excluded)


def assemble_labelled(
    scores: Sequence[Score], labels: Mapping[tuple[str, int], int], book: Book, *, horizon_ms: int
) -> Assembled:
    """Take labels as they are given, for the scores of the same account and time."""
    rows, excluded = [], Counter[str]()
    for one in scores:
        label = labels.get((one.account_id, one.at_ms))
        if label is None:
            excluded["no_label"] += 1
        else:
            rows.append(judged(one, label, book, horizon_ms))
    excluded["label_without_score"] = len(labels) - len(rows)
    return Assembled(rows, +excluded)


def judged(score: Score, label: int, book: Book, horizon_ms: int) -> Judged:
    """A score with its label and what the book knows of its account."""
    who = book.who(score.account_id)
    end_ms = score.at_ms + horizon_ms
    treated = book.treated(score.account_id, score.at_ms, end_ms) if book.acted_ms else None
    return Judged(
        score,
        label,
        score.tier or who.tier,
        score.segment or who.segment,
        who.csm,
        who.value,
        treated,
    )


def risk_of(score: Score, judging: Judging) -> float:
    """What the rows are ordered by: the probability where it is known, else the score turned."""
    if score.risk is not None:
        return score.risk
    return score.score if judging.higher_is_riskier else -score.score


def labelled(rows: Sequence[Judged], judging: Judging) -> LabelledRows:
    """The rows as arrays."""
    everyone = [one.value for one in rows]
    known = any(value is not None for value in everyone)
    return LabelledRows(
        account=codes([one.score.account_id for one in rows]),
        time_ms=np.array([one.score.at_ms for one in rows], dtype=np.int64),
        risk=np.array([risk_of(one.score, judging) for one in rows], dtype=np.float64),
        label=np.array([one.label for one in rows], dtype=np.float64),
        flagged=np.array([judging.flags(one.score) for one in rows], dtype=bool),
        group=codes([f"{one.score.at_ms} {one.csm or ''}" for one in rows]),
        value=np.array([one or 0.0 for one in everyone]) if known else None,
        probability=all(one.score.risk is not None for one in rows),
    )


def codes(names: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Number texts in alphabetical order of what there is."""
    numbers = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.fromiter((numbers[name] for name in names), dtype=np.int64, count=len(names))


DIMENSIONS: Final[Mapping[str, Callable[[Judged], str | None]]] = {
    "segment": lambda row: row.segment,
    "tier": lambda row: row.tier,
    "model": lambda row: row.score.model,
    "arm": lambda row: row.score.arm,
    "treated": lambda row: None if row.treated is None else ("yes" if row.treated else "no"),
}


def groups(rows: Sequence[Judged], of: Callable[[Judged], str | None]) -> dict[str, list[int]]:
    """Places of the rows by group, largest first; what is beyond the twelfth is ``others``.

    Rows that nothing is known of are ``unknown``; nothing at all where no row is known.
    """
    found: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        found.setdefault(of(row) or "unknown", []).append(place)
    if set(found) <= {"unknown"}:
        return {}
    ranked = sorted(found, key=lambda name: (-len(found[name]), name))
    kept = {name: found[name] for name in ranked[:GROUPS_MAX]}
    rest = sorted(place for name in ranked[GROUPS_MAX:] for place in found[name])
    return kept | ({OTHERS: rest} if rest else {})
