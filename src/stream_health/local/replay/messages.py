"""The reading stage of a replay: messages of history become signals, as the worker makes them.

A message stands just before the signals of its time, and its own signals take its place: the order
the scoring would see had the signals been in their topic all along. Recorded signals of a message
that is read here are left out, so history recorded with both says nothing twice.
"""

from collections.abc import Callable, Iterator

import orjson

from stream_health.app.read_handler import Read, Reader
from stream_health.domain.effects import SignalJudged
from stream_health.language.extract import Extractor
from stream_health.local.replay.history import Line
from stream_health.wire.encoded import Encoded
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected

_UNTIL_ITS_OWN_TIME = 0


class MessageReading:
    """Takes the lines of a history one by one and gives those the engine reads.

    Parameters
    ----------
    say
        Told of each signal that was read.
    bury
        Told of each message that could not be read, and why.
    """

    def __init__(
        self,
        extractor: Extractor,
        *,
        say: Callable[[Encoded], None],
        bury: Callable[[Line, Rejected], None],
    ) -> None:
        self._reader = Reader(extractor, {})
        self._say = say
        self._bury = bury
        self._read_ids: set[tuple[object, object]] = set()  # of the messages of one instant
        self._instant_ms = 0

    def of(self, line: Line) -> Iterator[Line]:
        """Yield the line itself, or in the place of a message its signals."""
        if line.topic == TopicName.MESSAGE_EVENTS:
            yield from self._signals(line)
            return
        if line.topic == TopicName.ACCOUNT_PROFILES:
            self._reader.profile(line)
        if line.topic != TopicName.SIGNALS or not self._was_read(line):
            yield line

    def learn(self, judged: SignalJudged) -> None:
        """Take what a person's verdict says of a signal that was read."""
        self._reader.verdict(judged)

    def _signals(self, line: Line) -> Iterator[Line]:
        read = self._reader.message(line, ahead_max_ms=_UNTIL_ITS_OWN_TIME)
        if not isinstance(read, Read):
            self._bury(line, read)
            return
        if line.timestamp != self._instant_ms:
            self._instant_ms = line.timestamp
            self._read_ids.clear()
        self._read_ids.add((read.message.account_id, read.message.event_id))
        for said in read.said:
            yield Line(str(said.topic), said.key, said.value, line.timestamp, 0, 0)
            self._say(said)

    def _was_read(self, line: Line) -> bool:
        if line.timestamp != self._instant_ms or line.value is None:
            return False
        value = orjson.loads(line.value)
        source = value.get("source") if isinstance(value, dict) else None
        if not isinstance(source, dict) or source.get("topic") != TopicName.MESSAGE_EVENTS:
            return False
        return (value.get("account_id"), source.get("event_id")) in self._read_ids
