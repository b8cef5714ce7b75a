"""The topics of the catalogue on a real Kafka: create what is missing, refuse what differs."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from stream_health.runtime.admin import Difference, TopicAdmin, TopicSpec
from stream_health.runtime.errors import NoBrokerError, TopicMismatchError
from stream_health.wire.catalogue import CATALOGUE, DEFAULT_PARTITIONS

log = logging.getLogger(__name__)

ANSWER_SECONDS_MAX: Final = 20.0
_ABSENT: Final = "exists"
_LOOK_AGAIN_SECONDS: Final = 0.05
_CONNECT_AGAIN_SECONDS: Final = 1.0
_OPERATORS_OWN: Final = "retention.ms"  # how long records are kept is not for a worker to judge


class TopicConflictError(Exception):
    """Topics exist that are not as the catalogue says; nothing was created.

    Attributes
    ----------
    differences
        Everything that is not as it should be, missing topics left out.
    """

    def __init__(self, differences: list[Difference]) -> None:
        lines = "\n".join(str(difference) for difference in differences)
        super().__init__(f"{lines}\ndelete or change these topics, or choose another --prefix")
        self.differences = differences


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where the topics live and what they are called.

    Attributes
    ----------
    bootstrap
        Broker addresses, ``host:port`` separated by commas.
    prefix
        Put before every topic's name.
    partitions
        Of every topic keyed by account, at least 1.
    replication
        Copies of each partition of a new topic; -1 takes the broker's default.
    keep_history
        Keep records whatever their age.
    client_kwargs
        Passed to the Kafka client: security settings.
    """

    bootstrap: str
    prefix: str = ""
    partitions: int = DEFAULT_PARTITIONS
    replication: int = -1
    keep_history: bool = False
    client_kwargs: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def specs(self) -> list[TopicSpec]:
        """Return what each topic of the catalogue should be here.

        >>> Installation(bootstrap="b:1", prefix="test.").specs()[0].name
        'test.usage-events'
        """
        return [
            TopicSpec(
                self.prefix + topic.name,
                topic.partitions(self.partitions),
                topic.config(keep_history=self.keep_history),
                self.replication,
            )
            for topic in CATALOGUE.values()
        ]


async def check_topics(installation: Installation) -> list[Difference]:
    """Return everything about the topics that is not as it should be; empty when all is well.

    Raises
    ------
    NoBrokerError
        When nobody answers in time.
    """
    async with _connected(installation) as admin:
        return await admin.differences(installation.specs())


async def create_topics(installation: Installation) -> list[str]:
    """Create the topics that are missing and return their names.

    Raises
    ------
    NoBrokerError
        When nobody answers in time.
    TopicConflictError
        When a topic that exists differs; then none is created.
    """
    async with _connected(installation) as admin:
        differences = await admin.differences(installation.specs())
        conflicts = [found for found in differences if found.setting != _ABSENT]
        if conflicts:
            raise TopicConflictError(conflicts)
        created = await admin.create_missing(installation.specs())
        while any(
            found.setting == _ABSENT for found in await admin.differences(installation.specs())
        ):
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)  # brokers learn of new topics a little later
        return created


async def require_topics(installation: Installation, *, connect_seconds_max: float = 30.0) -> None:
    """Return when a broker answers and every topic can be worked with.

    Parameters
    ----------
    connect_seconds_max
        How long to wait for a broker that does not answer yet.

    Raises
    ------
    NoBrokerError
        When nobody answers in that time.
    TopicMismatchError
        When a topic is missing or differs: all of them, and the command to run.
    """
    deadline, said = time.monotonic() + connect_seconds_max, False
    while True:
        try:
            found = await check_topics(installation)
            break
        except NoBrokerError as error:
            if time.monotonic() > deadline:
                raise
            if not said:
                log.warning("%s Trying for %.0f s.", error, connect_seconds_max)
                said = True
            await asyncio.sleep(_CONNECT_AGAIN_SECONDS)
    wrong = [difference for difference in found if difference.setting != _OPERATORS_OWN]
    if wrong:
        raise TopicMismatchError("; ".join([*map(str, wrong), _advice(installation, wrong)]))


def _advice(installation: Installation, wrong: list[Difference]) -> str:
    if any(difference.setting != _ABSENT for difference in wrong):
        return "change or delete them, or set topics.partitions and topics.prefix to what there is"
    prefix = f" --prefix {installation.prefix}" if installation.prefix else ""
    return (
        f"run: stream-health topics create --bootstrap {installation.bootstrap}{prefix} "
        f"--partitions {installation.partitions}"
    )


@asynccontextmanager
async def _connected(installation: Installation) -> AsyncIterator[TopicAdmin]:
    try:
        async with (
            asyncio.timeout(ANSWER_SECONDS_MAX),
            TopicAdmin(installation.bootstrap, installation.client_kwargs) as admin,
        ):
            yield admin
    except TimeoutError as error:
        raise NoBrokerError(installation.bootstrap) from error
