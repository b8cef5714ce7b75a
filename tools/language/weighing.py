"""How much rules and words count together: a logistic regression per kind over whole messages.

A message is as sure as its surest sentence, so the fit goes to and fro: pick the surest sentence of
each message, fit, pick again. The words of a message are judged by weights learned without it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from benchmarks.language.labelled import COMPETITORS, Labelled

from stream_health.language.extract import Extractor
from stream_health.language.reading import KINDS
from stream_health.language.settings import LanguageSettings
from stream_health.language.weighing import Evidence
from stream_health.language.word_model import WordModel, WordWeights

PRIOR: Final = Evidence(
    always=-0.5,
    ruled=1.0,
    rules=0.6,
    denied=-4.0,
    words_beside=0.3,
    words_alone=0.8,
    against=-0.7,
)
"""What a person would say; the less there is to learn from, the nearer the fit stays."""

TRUST: Final = Evidence(
    always=2.0,
    ruled=5.0,
    rules=45.0,
    denied=5.0,
    words_beside=45.0,
    words_alone=45.0,
    against=125.0,
)
"""Precision of the prior of each weight."""

LEAVING: Final = Evidence(
    always=-1.0,
    ruled=1.0,
    rules=1.0,
    denied=-4.0,
    words_beside=0.3,
    words_alone=0.8,
    against=-1.0,
)
"""Set by hand. Half of the labelled messages with words of a farewell are written to mislead, in
a mailbox hardly any is: learned from them, "Friday is my last day" would be no more than likely.
"""

ROUNDS: Final = 6
STEPS: Final = 25

Array = npt.NDArray[Any]


class Told(NamedTuple):
    """A labelled message: by kind, the evidence of each sentence, a row each."""

    labelled: Labelled
    evidence: dict[str, Array]


def folds(messages: Sequence[Labelled]) -> Iterator[tuple[list[Labelled], list[Labelled]]]:
    """Give each half of the messages with the other half; a voice is in one half only."""
    styles = sorted({one.style for one in messages})
    for half in (0, 1):
        apart = {style for index, style in enumerate(styles) if index % 2 == half}
        yield (
            [one for one in messages if one.style in apart],
            [one for one in messages if one.style not in apart],
        )


def evidence_of(messages: Sequence[Labelled], weights: WordWeights) -> list[Told]:
    """Gather what speaks for and against each kind in messages."""
    reader = Extractor(LanguageSettings(competitors=COMPETITORS), words=WordModel(weights))
    return [
        Told(one, {kind: np.array(rows) for kind, rows in reader.evidence(one.message).items()})
        for one in messages
    ]


def fitted(told: Sequence[Told]) -> dict[str, dict[str, float]]:
    """Fit every kind."""
    return {
        kind: {
            name: round(float(weight), 3)
            for name, weight in zip(Evidence._fields, _weights(kind, told), strict=True)
        }
        for kind in KINDS
    }


def _weights(kind: str, told: Sequence[Told]) -> Array:
    return np.array(LEAVING) if kind == "champion_leaving" else _fit(kind, told)


def _fit(kind: str, told: Sequence[Told]) -> Array:
    ours = [one for one in told if kind in one.evidence and kind not in one.labelled.either]
    labels = np.array([float(kind in one.labelled.labels) for one in ours])
    weights = np.array(PRIOR)
    for _ in range(ROUNDS):
        rows = [one.evidence[kind] for one in ours]
        surest = np.array([row[np.argmax(row @ weights)] for row in rows])
        weights = _newton(surest, labels, weights)
    return weights


def _newton(rows: Array, labels: Array, weights: Array) -> Array:
    prior, trust = np.array(PRIOR), np.array(TRUST)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30.0, 30.0)))
        slope = rows.T @ (chance - labels) + trust * (weights - prior)
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(trust)
        weights = weights - np.linalg.solve(bend, slope)
    return weights
