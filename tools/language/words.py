"""The weights of words: examples from phrases and messages, and the fit.

Learns from the phrases beside this file (one file a kind and voice, ``none.txt`` for ordinary
sentences), from labelled messages, and, as ordinary messages, from the training part of BANKING77.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from benchmarks.language.labelled import COMPETITORS, ENGLISH, SETTINGS, Labelled
from tools.language.regression import Problem, fit

from stream_health.language.extract import Extractor
from stream_health.language.features import features_of
from stream_health.language.message import INBOUND, Message
from stream_health.language.reading import KINDS
from stream_health.language.search import Said
from stream_health.language.word_model import PARTS, WordModel

PHRASES: Final = Path(__file__).parent / "phrases"

SEEN_MIN: Final = 2
ORDINARY_WEIGHT: Final = 0.8
MESSAGE_WEIGHT: Final = 2.0
POSITIVE_WEIGHT: Final = 2.0

ALSO: Final = {
    "champion_leaving": {"departed_autoreply", "praise"},
    "departed_autoreply": {"champion_leaving"},
    "cancellation_intent": {"competitor_named", "budget_pressure", "frustration", "praise"},
    "competitor_named": {
        "cancellation_intent",
        "renewal_hedging",
        "budget_pressure",
        "frustration",
        "praise",
    },
    "renewal_hedging": {"competitor_named", "budget_pressure", "frustration"},
    "budget_pressure": {"cancellation_intent", "competitor_named", "renewal_hedging"},
    "frustration": {
        "cancellation_intent",
        "competitor_named",
        "renewal_hedging",
        "urgency",
        "escalation",
    },
    "urgency": {"frustration", "escalation"},
    "escalation": {"frustration", "urgency"},
    "praise": {"advocacy"},
    "advocacy": {"praise"},
}
"""Kinds a phrase may speak of beside the one of its file: "it is between you and Orbitly" names a
competitor, and nobody has written down that it hedges as well.
"""

MOODS: Final = frozenset({"frustration", "urgency"})
"""Of ordinary messages nobody has said who is angry or in a hurry."""

Weights = dict[str, list[int]]
"""As `stream_health.language.word_model.WordWeights`."""

Array = npt.NDArray[Any]


class Example(NamedTuple):
    """A sentence: its features, the kinds it speaks of, those left open, and how much it counts."""

    features: Sequence[str]
    kinds: frozenset[str]
    open_kinds: frozenset[str] = frozenset()
    weight: float = 1.0


class Row(NamedTuple):
    """A labelled message and what the customer says in it; ``features`` are those of it."""

    labelled: Labelled
    said: list[Said]
    features: list[list[str]]


def learn(examples: Sequence[Example]) -> Weights:
    """Fit one logistic regression per kind; features met once say nothing."""
    seen = Counter(name for one in examples for name in one.features)
    names = sorted(name for name, count in seen.items() if count >= SEEN_MIN)
    number = {name: index for index, name in enumerate(names)}
    rows = [[number[name] for name in one.features if name in number] for one in examples]
    labels = np.array([[kind in one.kinds for kind in KINDS] for one in examples], float)
    counts = np.array([_counts(one) for one in examples])
    weights = fit(Problem.of(rows, len(names), labels, counts))
    return dict(zip(["", *names], np.rint(weights * PARTS).astype(int).tolist(), strict=True))


def _counts(one: Example) -> list[float]:
    """How much an example counts, by kind."""
    heavier = dict.fromkeys(one.kinds, POSITIVE_WEIGHT)
    return [
        0.0 if kind in one.open_kinds else one.weight * heavier.get(kind, 1.0) for kind in KINDS
    ]


def phrases(reader: Extractor) -> Iterator[Example]:
    """Give the phrases, each as one sentence."""
    for path in sorted(PHRASES.rglob("*.txt")):
        kinds = frozenset({path.stem} & set(KINDS))
        open_kinds = frozenset(ALSO.get(path.stem, ()))
        for line in path.read_text("utf-8").splitlines():
            said = reader.said(_written(line.replace("COMPETITOR", COMPETITORS[0])))
            if said:
                words = [word for one in said for word in one.words]
                yield Example(features_of(words), kinds, open_kinds)


def ordinary(data: Path, reader: Extractor) -> Iterator[Example]:
    """Give the questions of a bank's customers.

    A mood is left open where a rule finds it. All else is absent, but for those who want to close
    the account.
    """
    import polars as pl  # noqa: PLC0415  # only for this option

    table = pl.read_parquet(data / "messages.parquet").filter(pl.col("split") == "train")
    for text, label in table.select("text", "label").iter_rows():
        kinds = frozenset({"cancellation_intent"} if label == "terminate_account" else ())
        said = reader.said(_written(text))
        if kinds and len(said) > 1:  # which of them says so is not known
            continue
        for one in said:
            open_kinds = MOODS & {hit.kind for hit in one.hits if hit.weight > 0}
            weight = MESSAGE_WEIGHT if kinds else ORDINARY_WEIGHT
            yield Example(features_of(one.words), kinds, open_kinds, weight)


def _written(text: str) -> Message:
    return Message("", "", 0, INBOUND, "chat", text)


def rows_of(messages: Iterable[Labelled], reader: Extractor) -> list[Row]:
    """Give what customers say in English messages, and its features."""
    rows = []
    for one in messages:
        if one.language == ENGLISH and one.message.direction == INBOUND:
            said = reader.said(one.message)
            rows += [Row(one, said, [features_of(each.words) for each in said])] if said else []
    return rows


def examples_of(rows: Iterable[Row], weights: Weights) -> Iterator[Example]:
    """Give the sentences of messages; of a labelled one the likeliest bears the label."""
    model = WordModel.of(weights)
    for row in rows:
        likeliest = dict(zip(KINDS, model.log_odds(row.features).argmax(0), strict=True))
        bears = {kind: likeliest[kind] for kind in row.labelled.labels}
        for index, features in enumerate(row.features):
            kinds = frozenset(kind for kind, at in bears.items() if at == index)
            open_kinds = frozenset([*row.labelled.either, *bears]) - kinds
            yield Example(features, kinds, open_kinds, MESSAGE_WEIGHT)


def reader() -> Extractor:
    """Make an extractor to learn with: only its rules are asked."""
    return Extractor(SETTINGS, words=WordModel.of({"": [0] * len(KINDS)}))
