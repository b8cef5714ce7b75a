"""One partition number of the reading: messages in, signals out. No text stays behind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from stream_health.app.contact_roles import ContactRoles
from stream_health.app.metrics import WorkerMetrics
from stream_health.app.producing import bury, to_output
from stream_health.app.reading import DEFAULT_AHEAD_MAX_MS, future
from stream_health.app.settings_sections import LanguageSection
from stream_health.app.taught_reading import TaughtReading
from stream_health.domain.effects import SignalJudged
from stream_health.domain.events import ProfileUpdate
from stream_health.language.extract import Extractor
from stream_health.language.message import Message
from stream_health.language.reading import Reading
from stream_health.language.settings import LanguageSettings
from stream_health.runtime.batch import Batch, Output, Record, Transaction
from stream_health.runtime.partitioner import partition_of
from stream_health.wire.contract import RawRecord
from stream_health.wire.decode import decode_batch, decode_messages
from stream_health.wire.encoded import Encoded
from stream_health.wire.internal.signal_verdicts import SIGNAL_VERDICTS
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.text_signals import encode_reading
from stream_health.wire.rejected import Rejected, RejectReason

READER_TOPICS: Final = (
    TopicName.ACCOUNT_PROFILES,
    TopicName.SIGNAL_VERDICTS,
    TopicName.MESSAGE_EVENTS,
)
"""What the reading takes; of equal times the message comes last."""


def extractor_of(section: LanguageSection) -> Extractor:
    """Make the extractor the settings describe."""
    return Extractor(
        LanguageSettings(
            competitors=section.competitors,
            own_names=section.own_names,
            evidence=section.evidence,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadKit:
    """What the handlers of all partition numbers share."""

    extractor: Extractor
    partitions: int
    prefix: str
    metrics: WorkerMetrics
    ahead_max_ms: int = DEFAULT_AHEAD_MAX_MS


class Read(NamedTuple):
    """A message that was read, and the records that say so."""

    message: Message
    reading: Reading
    said: list[Encoded]


class Reader:
    """Reads the messages of one partition number, knowing its profiles and what verdicts taught.

    Used alike by the worker and by ``replay``: same records, same signals.
    """

    def __init__(self, extractor: Extractor, state: Mapping[bytes, bytes]) -> None:
        self._roles = ContactRoles(state)
        self._taught = TaughtReading(state)
        self._extractor = extractor.taught_by(self._taught.learner)

    def profile(self, record: RawRecord) -> None:
        """Take a profile; one that cannot be read is buried by the scoring."""
        (update,) = decode_batch(TopicName.ACCOUNT_PROFILES, [record])
        if isinstance(update, ProfileUpdate):
            self._roles.update(update)

    def verdict(self, judged: SignalJudged) -> None:
        """Take what a person's verdict says of a signal that was read."""
        self._taught.hear(judged)

    def message(self, record: RawRecord, *, ahead_max_ms: int) -> Read | Rejected:
        """Read one message."""
        (message,) = decode_messages([record])
        if isinstance(message, Rejected):
            return message
        if message.event_time_ms > record.timestamp + ahead_max_ms:
            return future(message.event_time_ms, record.timestamp)
        message = self._roles.known(message)
        self._taught.catch_up(record.timestamp)
        reading = self._extractor.read(message)
        said = encode_reading(message, reading, version=self._extractor.version)
        return Read(message, reading, said)

    def changes(self) -> dict[bytes, bytes | None]:
        """Records that were replaced since the last call; None where one goes."""
        return self._roles.changes() | self._taught.changes()


class ReadHandler:
    """Drives a reader; made anew each time the partition number is opened."""

    def __init__(self, kit: ReadKit, partition: int, state: Mapping[bytes, bytes]) -> None:
        self._kit = kit
        self._partition = partition
        self._reader = Reader(kit.extractor, state)

    def process(self, batch: Batch) -> Iterator[Transaction]:
        """Read a batch; its signals, and the roles it brought, become durable together."""
        outputs: list[Output] = []
        for record in batch.records:
            topic = record.topic.removeprefix(self._kit.prefix)
            if topic == TopicName.MESSAGE_EVENTS:
                outputs += self._read(record)
            elif topic == TopicName.SIGNAL_VERDICTS:
                outputs += self._learn(record)
            else:
                self._reader.profile(record)
        yield Transaction(len(batch.records), outputs, self._reader.changes())

    def _read(self, record: Record) -> list[Output]:
        kit = self._kit
        read = self._reader.message(record, ahead_max_ms=kit.ahead_max_ms)
        if isinstance(read, Rejected):
            return [bury(record, TopicName.MESSAGE_EVENTS, read, kit=kit)]
        owner = partition_of(read.message.account_id.encode(), kit.partitions)
        if owner != self._partition:
            detail = (
                f"account {read.message.account_id!r} belongs to partition {owner}, came on "
                f"{self._partition}: the producer must partition by Kafka's murmur2"
            )
            why = Rejected(RejectReason.WRONG_PARTITION, detail)
            return [bury(record, TopicName.MESSAGE_EVENTS, why, kit=kit)]
        kit.metrics.on_message(read.reading)
        return [to_output(one, prefix=kit.prefix) for one in read.said]

    def _learn(self, record: Record) -> list[Output]:
        judged = SIGNAL_VERDICTS.decode_record(record)
        if isinstance(judged, Rejected):
            return [bury(record, TopicName.SIGNAL_VERDICTS, judged, kit=self._kit)]
        self._reader.verdict(judged)
        return []
