"""Learns everything again from the durable examples: the same versions, byte for byte."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from stream_health.app.learn_handler import version_of
from stream_health.domain.clocking import DAY_MS, day_of
from stream_health.domain.effects import CensoredExample, DayClosed, TrainingExample
from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION, NAMES
from stream_health.domain.policy import Policy
from stream_health.learning.leakage import Suspect, suspects_among
from stream_health.learning.targets.curriculum import Curriculum
from stream_health.local.model_versions import ModelsError, values_in
from stream_health.local.recording import read_topic
from stream_health.wire.encoded import to_json
from stream_health.wire.internal.models import ModelVersion
from stream_health.wire.internal.training_examples import TRAINING, TrainingRecord
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected


class Rebuilt(NamedTuple):
    """Versions learned again, beside those that were recorded under the same names."""

    versions: tuple[ModelVersion, ...]
    same: tuple[str, ...]
    differing: tuple[str, ...]
    missing: tuple[str, ...]  # recorded, and not made by these examples


def rebuild(
    records: Iterable[TrainingRecord], policy: Policy, *, partitions: int
) -> list[ModelVersion]:
    """Every version the examples give, oldest first."""
    curriculum = Curriculum(policy, CATALOGUE, partitions=partitions)
    days = (day for record in records for day in curriculum.on_record(record))
    versions = (version_of(day) for day in days)
    return [version for version in versions if version is not None]


def compare(made: Iterable[ModelVersion], recorded: Iterable[ModelVersion]) -> Rebuilt:
    """Lay versions beside those of the ``models`` topic; equal means equal bytes."""
    versions = tuple(made)
    by_name = {one.version: to_json(one.scorecard) for one in versions}
    same: list[str] = []
    differing: list[str] = []
    missing: list[str] = []
    for one in recorded:
        mine = by_name.get(one.version)
        if mine is None:
            missing.append(one.version)
        else:
            (same if mine == to_json(one.scorecard) else differing).append(one.version)
    return Rebuilt(versions, tuple(same), tuple(differing), tuple(missing))


def suspected(records: Iterable[TrainingRecord]) -> tuple[Suspect, ...]:
    """Features of today's catalogue that know too much of what became of the accounts."""
    examples = (one for one in records if isinstance(one, TrainingExample))
    return suspects_among(examples, NAMES, CATALOGUE_VERSION)


def with_closed_days(records: Sequence[TrainingRecord]) -> tuple[list[TrainingRecord], int]:
    """Records with the days closed that somebody has to close, and by how many partitions.

    A replay writes examples only, and all of a day before those of the next.
    """
    closed = [record.partition for record in records if isinstance(record, DayClosed)]
    if closed:
        return list(records), max(closed) + 1
    examples = [one for one in records if isinstance(one, TrainingExample | CensoredExample)]
    days = sorted({day_of(one.matured_at_ms) for one in examples})
    return [*records, *(DayClosed(0, (day + 1) * DAY_MS) for day in days)], 1


def records_in(path: Path) -> list[TrainingRecord]:
    """Examples and closed days of a file of JSON lines, as a replay writes them.

    Raises
    ------
    ModelsError
        When the file cannot be read, or a line is no training example.
    """
    return list(_decoded(values_in(path, TopicName.TRAINING_EXAMPLES), str(path)))


async def records_on(
    bootstrap: str, *, prefix: str = "", security: Mapping[str, Any] | None = None
) -> list[TrainingRecord]:
    """Examples and closed days of the ``training-examples`` topic.

    Raises
    ------
    ModelsError
        When a record cannot be read.
    KafkaError
        When nobody answers.
    """
    topic = prefix + TopicName.TRAINING_EXAMPLES
    records = await read_topic(bootstrap, topic, security=security)
    return list(_decoded((record.value for record in records), topic))


def _decoded(values: Iterable[bytes | None], where: str) -> Iterator[TrainingRecord]:
    for record in TRAINING.decode_values([value for value in values if value is not None]):
        if isinstance(record, Rejected):
            msg = f"{where}: no training example ({record.detail})"
            raise ModelsError(msg)
        yield record
