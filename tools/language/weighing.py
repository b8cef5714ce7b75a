"""How much rules and words count together: a logistic regression per kind over whole messages.

A message is as sure as its surest sentence, and a little surer for the second, so the fit goes to
and fro: pick the surest sentence of each message, fit, pick again. The words of a message are
judged by weights learned without it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from benchmarks.language.labelled import Labelled
from tools.language.words import Row

from stream_health.language.auto_reply import is_automatic
from stream_health.language.reading import KINDS
from stream_health.language.rules import KINDS_OF_SIGNALS
from stream_health.language.search import Clues, clues_in
from stream_health.language.weighing import Evidence, of_message
from stream_health.language.word_model import WordModel, WordWeights

PRIOR: Final = Evidence(
    always=0.0,
    ruled=1.5,
    rules=0.3,
    denied=-4.0,
    words_beside=1.0,
    words_alone=1.0,
    against=-0.6,
)
"""What was best on authors nobody had learned from."""

TRUST: Final = Evidence(
    always=8.0,
    ruled=20.0,
    rules=180.0,
    denied=20.0,
    words_beside=180.0,
    words_alone=180.0,
    against=500.0,
)
"""Precision of the prior of each weight: the fit moves little but what is always there."""

PARTS: Final = 3
ROUNDS: Final = 6
STEPS: Final = 25

Array = npt.NDArray[Any]


class Told(NamedTuple):
    """A labelled message: by kind, the evidence of each sentence, a row each."""

    labelled: Labelled
    evidence: dict[str, Array]


def folds(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    """Give each part of the messages with the others; an author is in one part only."""
    authors = sorted({one.labelled.author for one in rows})
    for part in range(PARTS):
        apart = set(authors[part::PARTS])
        yield (
            [one for one in rows if one.labelled.author in apart],
            [one for one in rows if one.labelled.author not in apart],
        )


def evidence_of(rows: Sequence[Row], weights: WordWeights) -> list[Told]:
    """Gather what speaks for and against each kind in messages."""
    model = WordModel.of(weights)
    return [Told(one.labelled, _evidence(one, clues_in(one.said, model))) for one in rows]


def _evidence(row: Row, clues: Clues) -> dict[str, Array]:
    message = row.labelled.message
    automatic = is_automatic(message.subject, message.text)
    return {
        kind.name: np.array([clues.evidence(at, kind.name) for at in range(len(row.said))])
        for kind in KINDS_OF_SIGNALS
        if kind.heard(automatic=automatic)
    }


def fitted(told: Sequence[Told]) -> dict[str, dict[str, float]]:
    """Fit every kind."""
    return {
        kind: {
            name: round(float(weight), 3)
            for name, weight in zip(Evidence._fields, fit(kind, told), strict=True)
        }
        for kind in KINDS
    }


def fit(kind: str, told: Sequence[Told]) -> Array:
    """Fit the weights of one kind."""
    ours = [one for one in told if kind in one.evidence and kind not in one.labelled.either]
    labels = np.array([float(kind in one.labelled.labels) for one in ours])
    rows = [one.evidence[kind] for one in ours]
    weights = np.array(PRIOR)
    for _ in range(ROUNDS):
        sentences = [row @ weights for row in rows]
        surest = np.array([row[one.argmax()] for row, one in zip(rows, sentences, strict=True)])
        more = np.array([of_message(one) - one.max() for one in sentences])
        weights = _newton(surest, more, labels, weights)
    return weights


def _newton(rows: Array, more: Array, labels: Array, weights: Array) -> Array:
    """Fit the weights of rows to whose log-odds ``more`` is added."""
    prior, trust = np.array(PRIOR), np.array(TRUST)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights + more, -30.0, 30.0)))
        slope = rows.T @ (chance - labels) + trust * (weights - prior)
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(trust)
        weights = weights - np.linalg.solve(bend, slope)
    return weights
