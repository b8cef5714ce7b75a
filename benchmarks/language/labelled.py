"""The labelled messages of ``tests/language/messages``, and what was read out of each."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from stream_health.language.extract import Extractor
from stream_health.language.message import Message
from stream_health.language.settings import LanguageSettings

FOLDER: Final = Path(__file__).parents[2] / "tests" / "language" / "messages"
COMPETITORS: Final = ("Orbitly", "Klarvo", "Ridgeline", "Hubstone", "DeskPilot", "Brightdesk")
OWN_NAMES: Final = ("Tessel",)
SETTINGS: Final = LanguageSettings(competitors=COMPETITORS, own_names=OWN_NAMES)
ENGLISH: Final = "en"


class Labelled(NamedTuple):
    """A message with what should be found in it; ``either`` counts neither way."""

    message: Message
    labels: frozenset[str]
    either: frozenset[str]
    sentiment: str
    language: str
    style: str

    @property
    def author(self) -> str:
        """Who wrote it: the first part of its id."""
        return self.message.event_id.split("-")[0]


class Judged(NamedTuple):
    """A labelled message and what was found: the confidence by kind."""

    labelled: Labelled
    found: Mapping[str, float]
    sentiment: float | None


def labelled(part: str) -> list[Labelled]:
    """Read a part, ``development`` or ``measured``."""
    lines = (FOLDER / f"{part}.jsonl").read_bytes().splitlines()
    return [_labelled(line) for line in lines]


def extractor() -> Extractor:
    """Make the extractor as it comes, with the competitors of the labelled messages."""
    return Extractor(SETTINGS)


def judged(messages: Sequence[Labelled], reader: Extractor) -> list[Judged]:
    """Read every message."""
    done = []
    for one in messages:
        reading = reader.read(one.message)
        found = {signal.kind: signal.confidence for signal in reading.signals}
        done.append(Judged(one, found, reading.sentiment))
    return done


def _labelled(line: bytes) -> Labelled:
    row = orjson.loads(line)
    message = Message(
        "acme",
        row["message_id"],
        0,
        row["direction"],
        row["channel"],
        row["text"],
        subject=row.get("subject"),
        contact="c-1",
        role=row.get("sender", {}).get("role"),
    )
    labels, either = frozenset(row["labels"]), frozenset(row["either"])
    return Labelled(message, labels, either, row["sentiment"], row["language"], row["style"])
