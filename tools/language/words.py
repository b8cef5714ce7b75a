"""The weights of words: examples from phrases and messages, and the fit.

Learns from the phrases beside this file (one file a kind and voice, ``none.txt`` for ordinary
sentences), from labelled messages, and, as ordinary messages, from the training part of BANKING77.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from benchmarks.language.labelled import COMPETITORS, ENGLISH, SETTINGS, Labelled

from stream_health.language.extract import Extractor
from stream_health.language.features import Said, message_features
from stream_health.language.message import INBOUND, Message
from stream_health.language.reading import KINDS
from stream_health.language.word_model import WordModel

PHRASES: Final = Path(__file__).parent / "phrases"

SEED: Final = 7
EPOCHS: Final = 12
RATE: Final = 0.25
SHRINK: Final = 2e-4
SEEN_MIN: Final = 2
ORDINARY_WEIGHT: Final = 0.3
POSITIVE_WEIGHT: Final = 3.0
BIAS: Final = -3.0
ERROR_MIN: Final = 0.01  # smaller ones teach nothing

Weights = dict[str, dict[str, float]]
Array = npt.NDArray[Any]


class Example(NamedTuple):
    """A sentence: its features, the kinds it speaks of, those left open, and how much it counts."""

    features: tuple[str, ...]
    kinds: frozenset[str]
    open_kinds: frozenset[str] = frozenset()
    weight: float = 1.0


class Row(NamedTuple):
    """A labelled message and what the customer says in it; ``features`` are those of it."""

    labelled: Labelled
    said: list[Said]
    features: list[list[str]]


def learn(examples: Sequence[Example]) -> Weights:
    """Fit one logistic regression per kind by AdaGrad, in an order fixed by the seed."""
    seen = Counter(name for one in examples if one.weight >= 1 for name in one.features)
    names = ["", *sorted(name for name, count in seen.items() if name and count >= SEEN_MIN)]
    number = {name: index for index, name in enumerate(names)}
    rows = [
        np.array([0, *(number[name] for name in one.features if name in number)])
        for one in examples
    ]
    labels = np.array([[float(kind in one.kinds) for kind in KINDS] for one in examples])
    counts = np.array([_counts(one) for one in examples])
    fitted = _fit(rows, labels, counts, features=len(names))
    return {
        name: dict(zip(KINDS, map(float, row), strict=True))
        for name, row in zip(names, fitted, strict=True)
    }


def _counts(one: Example) -> list[float]:
    """How much an example counts, by kind."""
    heavier = dict.fromkeys(one.kinds, POSITIVE_WEIGHT)
    return [
        0.0 if kind in one.open_kinds else one.weight * heavier.get(kind, 1.0) for kind in KINDS
    ]


def _fit(rows: Sequence[Array], labels: Array, counts: Array, *, features: int) -> Array:
    weights, squares = np.zeros((features, len(KINDS))), np.ones((features, len(KINDS)))
    weights[0] = BIAS
    order = list(range(len(rows)))
    shuffle = random.Random(SEED)  # noqa: S311  # an order, no secret
    for _ in range(EPOCHS):
        shuffle.shuffle(order)
        for at in order:
            here, row = weights[rows[at]], rows[at]
            log_odds = np.clip(here.sum(0), -30.0, 30.0)
            error = (1 / (1 + np.exp(-log_odds)) - labels[at]) * counts[at]
            error[np.abs(error) < ERROR_MIN] = 0.0
            gradient = error + SHRINK * here * (error != 0)
            squares[row] += gradient * gradient
            weights[row] = here - RATE * gradient / np.sqrt(squares[row])
    return weights


def phrases(reader: Extractor) -> Iterator[Example]:
    """Give the phrases, each as one sentence."""
    for path in sorted(PHRASES.rglob("*.txt")):
        kinds = frozenset({path.stem} & set(KINDS))
        for line in path.read_text("utf-8").splitlines():
            said = reader.said(_written(line.replace("COMPETITOR", COMPETITORS[0])))
            if said:
                words = [word for one in said for word in one.words]
                hits = [hit for one in said for hit in one.hits]
                [features] = message_features([Said(words, hits)])
                yield Example(tuple(features), kinds)


def ordinary(data: Path, reader: Extractor) -> Iterator[Example]:
    """Give the questions of a bank's customers."""
    import polars as pl  # noqa: PLC0415  # only for this option

    table = pl.read_parquet(data / "messages.parquet").filter(pl.col("split") == "train")
    for text, label in table.select("text", "label").iter_rows():
        kinds = frozenset({"cancellation_intent"} if label == "terminate_account" else ())
        open_kinds = frozenset({"frustration", "urgency", "budget_pressure"})
        said = reader.said(_written(text))
        if kinds and len(said) > 1:  # which of them says so is not known
            continue
        for features in message_features(said):
            yield Example(tuple(features), kinds, open_kinds, 1.0 if kinds else ORDINARY_WEIGHT)


def _written(text: str) -> Message:
    return Message("", "", 0, INBOUND, "chat", text)


def rows_of(messages: Iterable[Labelled], reader: Extractor) -> list[Row]:
    """Give what customers say in English messages, and its features."""
    rows = []
    for one in messages:
        if one.language == ENGLISH and one.message.direction == INBOUND:
            said = reader.said(one.message)
            rows += [Row(one, said, message_features(said))] if said else []
    return rows


def examples_of(rows: Iterable[Row], weights: Weights) -> Iterator[Example]:
    """Give the sentences of messages; of a labelled one the likeliest bears the label."""
    model = WordModel(weights)
    for row in rows:
        likeliest = dict(zip(KINDS, model.log_odds(row.features).argmax(0), strict=True))
        bears = {kind: likeliest[kind] for kind in row.labelled.labels}
        for index, features in enumerate(row.features):
            kinds = frozenset(kind for kind, at in bears.items() if at == index)
            open_kinds = frozenset([*row.labelled.either, *bears]) - kinds
            yield Example(tuple(features), kinds, open_kinds)


def reader() -> Extractor:
    """Make an extractor to learn with: only its rules are asked."""
    return Extractor(SETTINGS)
