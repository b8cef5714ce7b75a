"""BANKING77: 13,072 real customer questions, ordinary but for the intent ``terminate_account``.

Source: Casanueva et al., Efficient Intent Detection with Dual Sentence Encoders, NLP4ConvAI 2020,
CC BY 4.0. Nobody in it leaves a company, names a competitor of ours or hedges on a renewal.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl
from benchmarks.language.figures import PER, Share
from benchmarks.language.marks import FALSE_PER_10_000_MAX, QUIET_KINDS, TERMINATE_MIN, Mark

from stream_health.language.extract import Extractor
from stream_health.language.message import Message

FILE: Final = "messages.parquet"
TERMINATE: Final = "terminate_account"
CANCELLATION: Final = "cancellation_intent"


class DataError(ValueError):
    """The directory does not hold what is needed: says what to give."""


class Ordinary(NamedTuple):
    """What was found among ordinary messages."""

    messages: int
    found: Counter[str]  # by kind
    hits: int  # of terminate_account, on its test part
    missed: int
    false: int

    def per_10_000(self, kind: str) -> float:
        """Signals of a kind among 10,000 messages."""
        return PER * self.found[kind] / self.messages

    def marks(self) -> list[Mark]:
        """Every mark on ordinary messages."""
        quiet = [
            Mark(f"false {kind} per 10,000", self.per_10_000(kind), FALSE_PER_10_000_MAX, True)
            for kind in QUIET_KINDS
        ]
        recall = Share.of(self.hits, self.hits + self.missed).value or 0.0
        precision = Share.of(self.hits, self.hits + self.false).value or 0.0
        return [
            *quiet,
            Mark(f"{TERMINATE} as {CANCELLATION}: recall", recall, TERMINATE_MIN),
            Mark(f"{TERMINATE} as {CANCELLATION}: precision", precision, TERMINATE_MIN),
        ]


def read_ordinary(folder: Path, reader: Extractor) -> Ordinary:
    """Read every message of the file.

    Raises
    ------
    DataError
        When the file is not there or lacks a column.
    """
    return judge_ordinary(_rows(folder / FILE), reader)


def judge_ordinary(rows: Iterable[tuple[str, str, str]], reader: Extractor) -> Ordinary:
    """Count over rows of text, label and split."""
    found: Counter[str] = Counter()
    messages = hits = missed = false = 0
    for number, (text, label, split) in enumerate(rows):
        message = Message("bank", str(number), 0, "inbound", "chat", text)
        kinds = {signal.kind for signal in reader.read(message).signals}
        messages += 1
        found.update(kinds)
        if split == "test":
            meant, said = label == TERMINATE, CANCELLATION in kinds
            hits += meant and said
            missed += meant and not said
            false += said and not meant
    return Ordinary(messages, found, hits, missed, false)


def _rows(path: Path) -> list[tuple[str, str, str]]:
    columns = ["text", "label", "split"]
    if not path.is_file():
        msg = f"there is no {FILE} in {path.parent}; give its directory: make language DATA=DIR"
        raise DataError(msg)
    table = pl.read_parquet(path)
    missing = [name for name in columns if name not in table.columns]
    if missing:
        msg = f"{path} has no column {missing[0]!r}, only {', '.join(table.columns)}"
        raise DataError(msg)
    return table.select(columns).rows()
