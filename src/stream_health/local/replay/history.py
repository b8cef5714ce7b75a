"""Recorded history: JSON lines in wire format, in any order, read back merged by event time.

A line is ``{"topic": ..., "value": {...}}``; a tombstone is ``{"topic": ..., "key": ACCOUNT,
"time": ..., "value": null}``. Only the place of each line is kept in memory (24 bytes), not the
line, so that millions of events fit.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from stream_health.app.reading import ENGINE_TOPICS
from stream_health.domain.book.statistics import Book, BookOpened
from stream_health.domain.effects import ModelActivated
from stream_health.domain.engine.control import ActivateModel, OpenBook
from stream_health.wire.contract import Contract
from stream_health.wire.internal.clock import CLOCK
from stream_health.wire.internal.models import MODELS, ModelVersion
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected
from stream_health.wire.times import parse_time_ms

TIME_FIELDS: Final = ("occurred_at", "updated_at", "time")

HISTORY_TOPICS: Final = (
    *(topic for topic in ENGINE_TOPICS if topic != TopicName.SIGNALS),
    TopicName.MESSAGE_EVENTS,  # what is read from them takes their place
    TopicName.SIGNALS,
)
_RANK: Final[Mapping[str, int]] = {topic: rank for rank, topic in enumerate(HISTORY_TOPICS)}


class HistoryError(ValueError):
    """A file that cannot be history: says which line, and what to do."""


class Line(NamedTuple):
    """One record of history, with what a Kafka record would carry."""

    topic: str
    key: bytes | None
    value: bytes | None
    timestamp: int
    partition: int
    offset: int


class History:
    r"""The lines of one or more files, by (event time, topic, place in the files).

    Attributes
    ----------
    passed_over_total : int
        Lines of topics that neither the scoring nor the reading of messages takes.
    messages_total : int
        Lines that are messages.
    activations : list of (partition number, ActivateModel)
        Model versions that took effect when the history was made, at their exact instants, and
        trials that were asked for.
    models : list of ModelVersion
        The versions themselves.
    books : dict of str to Book
        Statistics of the book that were sent to the partitions, by version.
    opened : list of BookOpened
        From when each partition went by which of them.
    unreadable : list of (file name, line number, reason)
        Lines that are not JSON, or carry no topic or time.

    Examples
    --------
    >>> import tempfile
    >>> value = b'{"account_id":"a","occurred_at":"2026-01-01T00:00:00Z"}'
    >>> line = b'{"topic":"usage-events","value":' + value + b"}"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "events.jsonl")
    ...     _ = path.write_bytes(line + b"\n")
    ...     history = History([path])
    ...     [record.timestamp for record in history]
    [1767225600000]
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = list(paths)
        self._times = array("q")
        self._places = array("q")  # offset of the line within its file
        self._files = array("h")
        self._ranks = array("b")
        self.passed_over_total = 0
        self.messages_total = 0
        self.activations: list[tuple[int, ActivateModel]] = []
        self.models: list[ModelVersion] = []
        self.books: dict[str, Book] = {}
        self.opened: list[BookOpened] = []
        self.unreadable: list[tuple[str, int, str]] = []
        self._sorted = True
        for number, path in enumerate(self._paths):
            self._index(number, path)
        self._order: Sequence[int] = range(len(self._times))
        if not self._sorted:
            keys = list(zip(self._times, self._ranks, strict=True))
            self._order = sorted(self._order, key=keys.__getitem__)

    def __len__(self) -> int:
        """How many records there are."""
        return len(self._times)

    @property
    def first_ms(self) -> int | None:
        """Time of the earliest record."""
        return self._times[self._order[0]] if len(self) else None

    @property
    def median_ms(self) -> int | None:
        """Time with as many records before it as after it."""
        return self._times[self._order[len(self) // 2]] if len(self) else None

    def __iter__(self) -> Iterator[Line]:
        """Every record in merged order; ``partition`` and ``offset`` are left at 0."""
        handles = [path.open("rb") for path in self._paths]
        try:
            at = [-1] * len(handles)
            for index in self._order:
                number, place = self._files[index], self._places[index]
                handle = handles[number]
                if at[number] != place:
                    handle.seek(place)
                text = handle.readline()
                at[number] = place + len(text)
                yield _line(orjson.loads(text), self._times[index])
        finally:
            for handle in handles:
                handle.close()

    def _index(self, number: int, path: Path) -> None:
        place = 0
        try:
            with path.open("rb") as handle:
                for line_number, text in enumerate(handle, start=1):
                    if not text.isspace():
                        self._note(number, place, text, line_number)
                    place += len(text)
        except OSError as error:
            msg = f"cannot read {path}: {error.strerror}; give files of JSON lines in wire format"
            raise HistoryError(msg) from error

    def _note(self, number: int, place: int, text: bytes, line_number: int) -> None:
        try:
            record = orjson.loads(text)
            if not isinstance(record, dict):
                msg = f"got {type(record).__name__}, a line is an object"
                raise TypeError(msg)  # noqa: TRY301 - one place says what is unreadable
            topic = record["topic"]
            rank = _RANK.get(topic)
            if topic in (TopicName.CLOCK, TopicName.MODELS):
                self._note_control(record)
                return
            if rank is None:
                self.passed_over_total += 1
                return
            record["value"]  # null is a tombstone, nothing at all is a mistake
            time_ms = _time_of(record)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            missing = isinstance(error, KeyError)
            reason = f"no field {error}" if missing else f"{type(error).__name__}: {error}"
            self.unreadable.append((self._paths[number].name, line_number, reason))
            return
        times = self._times
        if times and (time_ms, rank) < (times[-1], self._ranks[-1]):
            self._sorted = False
        self.messages_total += topic == TopicName.MESSAGE_EVENTS
        times.append(time_ms)
        self._places.append(place)
        self._files.append(number)
        self._ranks.append(rank)

    def book_orders(self, partition: int) -> list[OpenBook]:
        """Statistics of the book at the instants at which a partition opened them."""
        return [
            OpenBook(one.effective_at_ms - 1, self.books[one.version], one.effective_at_ms)
            for one in self.opened
            if one.partition == partition and one.version in self.books
        ]

    def _note_control(self, record: Mapping[str, Any]) -> None:
        """Keep models and statistics of the book; ticks are made anew by whoever replays."""
        contract: Contract[Any] = CLOCK if record["topic"] == TopicName.CLOCK else MODELS
        (item,) = contract.decode_values([orjson.dumps(record["value"])])
        if isinstance(item, Rejected):
            raise TypeError(item.detail)
        if isinstance(item, ModelVersion):
            self.models.append(item)
        elif isinstance(item, ActivateModel) and item.by == "trial":
            self.activations.append((int(record["key"]), item))
        elif isinstance(item, OpenBook):
            self.books[item.book.version] = item.book
        elif isinstance(item, BookOpened):
            self.opened.append(item)
        elif isinstance(item, ModelActivated):
            at_ms = item.effective_at_ms
            order = ActivateModel(at_ms - 1, item.version, at_ms)
            self.activations.append((item.partition, order))


def line_of(record: Mapping[str, Any]) -> Line:
    """Make a line of one record in wire format.

    Raises
    ------
    ValueError
        When it carries no time, or one that cannot be read.
    """
    return _line(record, _time_of(record))


def _time_of(record: Mapping[str, Any]) -> int:
    value = record.get("value")
    for holder in (value, record):
        if isinstance(holder, dict):
            for name in TIME_FIELDS:
                if isinstance(text := holder.get(name), str):
                    return parse_time_ms(text)
    msg = f"no time: give one of {', '.join(TIME_FIELDS)}"
    raise ValueError(msg)


def _line(record: Mapping[str, Any], time_ms: int) -> Line:
    value, key = record["value"], record.get("key")
    if key is None and isinstance(value, dict):
        key = value.get("account_id")
    return Line(
        record["topic"],
        key.encode() if isinstance(key, str) else None,
        None if value is None else orjson.dumps(value),
        time_ms,
        0,
        0,
    )
