"""How much rules and words count together: a logistic regression per kind over whole messages.

A message is as sure as its surest sentence, so the fit goes to and fro: pick the surest sentence of
each message, fit, pick again. The words of a message are judged by weights learned without it.
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
from stream_health.language.weighing import Evidence
from stream_health.language.word_model import WordModel, WordWeights

RULES_FIRST: Final = Evidence(
    always=-0.5,
    ruled=1.0,
    rules=0.6,
    denied=-4.0,
    words_beside=0.3,
    words_alone=0.8,
    against=-0.7,
)
"""What a person would say; the less there is to learn from, the nearer the fit stays."""

WORDS_FIRST: Final = Evidence(
    always=0.0,
    ruled=1.5,
    rules=0.3,
    denied=-4.0,
    words_beside=1.0,
    words_alone=1.0,
    against=-0.6,
)
"""What was best, on authors nobody had learned from, for kinds of which most phrases tell."""

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

WORDS_TRUST: Final = 4.0
"""How much more the prior counts where words come first: here they were learned from half of the
messages, and look worse than they are.
"""

MOST_TOLD: Final = ("cancellation_intent", "competitor_named", "renewal_hedging")

LEAVING: Final = WORDS_FIRST._replace(always=-0.3, against=-1.0)
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


def folds(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    """Give each half of the messages with the other half; a voice is in one half only."""
    styles = sorted({one.labelled.style for one in rows})
    for half in (0, 1):
        apart = {style for index, style in enumerate(styles) if index % 2 == half}
        yield (
            [one for one in rows if one.labelled.style in apart],
            [one for one in rows if one.labelled.style not in apart],
        )


def evidence_of(rows: Sequence[Row], weights: WordWeights) -> list[Told]:
    """Gather what speaks for and against each kind in messages."""
    model = WordModel(weights)
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
            for name, weight in zip(Evidence._fields, _weights(kind, told), strict=True)
        }
        for kind in KINDS
    }


def _weights(kind: str, told: Sequence[Told]) -> Array:
    return np.array(LEAVING) if kind == "champion_leaving" else _fit(kind, told)


def _fit(kind: str, told: Sequence[Told]) -> Array:
    ours = [one for one in told if kind in one.evidence and kind not in one.labelled.either]
    labels = np.array([float(kind in one.labelled.labels) for one in ours])
    prior = np.array(WORDS_FIRST if kind in MOST_TOLD else RULES_FIRST)
    trust = np.array(TRUST) * (WORDS_TRUST if kind in MOST_TOLD else 1.0)
    weights = prior
    for _ in range(ROUNDS):
        rows = [one.evidence[kind] for one in ours]
        surest = np.array([row[np.argmax(row @ weights)] for row in rows])
        weights = _newton(surest, labels, weights, prior=prior, trust=trust)
    return weights


def _newton(rows: Array, labels: Array, weights: Array, *, prior: Array, trust: Array) -> Array:
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30.0, 30.0)))
        slope = rows.T @ (chance - labels) + trust * (weights - prior)
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(trust)
        weights = weights - np.linalg.solve(bend, slope)
    return weights
