"""``python -m tools.language [--data DIR]``: learn the weights of words, and write them.

Learns from the phrases beside this file (one file a kind and voice, ``none.txt`` for ordinary
sentences), the
development part of the labelled messages, and, as ordinary messages, the training part of
BANKING77 when ``--data`` names its directory. The measured part is never read.
"""

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.language.labelled import COMPETITORS

from stream_health.language.competitors import CompetitorNames
from stream_health.language.own_words import own_words
from stream_health.language.reading import KINDS
from stream_health.language.sentences import split
from stream_health.language.word_model import WEIGHTS_FILE, word_features, word_log_odds

ROOT: Final = Path(__file__).parents[2]
PHRASES: Final = Path(__file__).parent / "phrases"
DEVELOPMENT: Final = ROOT / "tests/language/messages/development.jsonl"
OUT: Final = ROOT / "src/stream_health/language" / WEIGHTS_FILE

SEED: Final = 7
EPOCHS: Final = 12
RATE: Final = 0.25
SHRINK: Final = 2e-4
SEEN_MIN: Final = 2
ORDINARY_WEIGHT: Final = 0.3
POSITIVE_WEIGHT: Final = 3.0
WEIGHT_MIN: Final = 0.2

Weights = dict[str, dict[str, float]]


class Example(NamedTuple):
    """A sentence: its features, the kinds it speaks of, those left open, and how much it counts."""

    features: tuple[str, ...]
    kinds: frozenset[str]
    open_kinds: frozenset[str] = frozenset()
    weight: float = 1.0


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="directory with messages.parquet (BANKING77)")
    data = parser.parse_args().data
    fixed = [*_phrases(), *(_ordinary(data) if data else ())]
    weights = learn(fixed)
    weights = learn([*fixed, *_messages(weights)])
    kept = {
        name: {kind: round(one, 2) for kind, one in sorted(row.items()) if abs(one) >= WEIGHT_MIN}
        for name, row in sorted(weights.items())
    }
    rows = {name: row for name, row in kept.items() if row}
    about = "made by python -m tools.language" + (
        " --data, with BANKING77 (CC BY 4.0)" * bool(data)
    )
    OUT.write_text(json.dumps({"about": about, "weights": rows}, ensure_ascii=False, indent=0))


def learn(examples: list[Example]) -> Weights:
    """Fit one logistic regression per kind by AdaGrad, in an order fixed by the seed."""
    seen = Counter(name for one in examples if one.weight >= 1 for name in one.features)
    known = {name for name, count in seen.items() if count >= SEEN_MIN}
    examples = [
        one._replace(features=tuple(sorted(known.intersection(one.features)))) for one in examples
    ]
    weights: Weights = {name: {} for name in sorted(known)}
    weights[""] = dict.fromkeys(KINDS, -3.0)
    for kind in KINDS:
        _learn_kind(kind, examples, weights)
    return weights


def _learn_kind(kind: str, examples: list[Example], weights: Weights) -> None:
    shuffle = random.Random(SEED)  # noqa: S311  # an order, no secret
    order = [one for one in examples if kind not in one.open_kinds]
    own: dict[str, float] = {"": -3.0}
    squares: dict[str, float] = {}
    for _ in range(EPOCHS):
        shuffle.shuffle(order)
        for one in order:
            names = ("", *one.features)
            log_odds = sum(own.get(name, 0.0) for name in names)
            label = kind in one.kinds
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))) - label
            error *= one.weight * (POSITIVE_WEIGHT if label else 1.0)
            if abs(error) < 0.01:
                continue
            for name in names:
                gradient = error + SHRINK * own.get(name, 0.0)
                squares[name] = squares.get(name, 1.0) + gradient * gradient
                own[name] = own.get(name, 0.0) - RATE * gradient / math.sqrt(squares[name])
    for name, value in own.items():
        weights[name][kind] = value


def _phrases() -> Iterator[Example]:
    for path in sorted(PHRASES.rglob("*.txt")):
        kinds = frozenset({path.stem} & set(KINDS))
        for line in path.read_text("utf-8").splitlines():
            words = [word for sentence in split(line) for word in sentence.words]
            yield Example(tuple(sorted(word_features(words))), kinds)


def _ordinary(data: Path) -> Iterator[Example]:
    import polars as pl  # noqa: PLC0415  # only for this option

    table = pl.read_parquet(data / "messages.parquet").filter(pl.col("split") == "train")
    for text, label in table.select("text", "label").iter_rows():
        kinds = frozenset({"cancellation_intent"} if label == "terminate_account" else ())
        open_kinds = frozenset({"frustration", "urgency", "budget_pressure"})
        for sentence in split(text) if not kinds else ():
            features = tuple(sorted(word_features(sentence.words)))
            yield Example(features, kinds, open_kinds, ORDINARY_WEIGHT)


def _messages(weights: Weights) -> Iterator[Example]:
    """Give the sentences of labelled messages; of a labelled one the likeliest bears the label."""
    names = CompetitorNames(COMPETITORS)
    for line in DEVELOPMENT.read_text("utf-8").splitlines():
        message = json.loads(line)
        if message["language"] != "en" or message["direction"] != "inbound":
            continue
        rows = [names.replaced(one.words) for one in split(own_words(message["text"]).text)]
        scores = [word_log_odds(words, weights) for words in rows]
        bears = {
            kind: max(range(len(rows)), key=lambda index, kind=kind: scores[index][kind])  # type: ignore[misc]
            for kind in message["labels"]
            if rows
        }
        yield from _labelled(rows, bears, message["either"])


def _labelled(
    rows: list[Sequence[str]], bears: dict[str, int], either: Iterable[str]
) -> Iterator[Example]:
    for index, words in enumerate(rows):
        kinds = frozenset(kind for kind, at in bears.items() if at == index)
        open_kinds = frozenset([*either, *bears]) - kinds
        yield Example(tuple(sorted(word_features(words))), kinds, open_kinds)


if __name__ == "__main__":
    main()
