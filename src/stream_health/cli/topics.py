"""``stream-health topics``: create, check and describe the topics of the catalogue."""

import asyncio
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from stream_health.cli import refuse
from stream_health.cli.options import Bootstrap, Config, Partitions, Prefix

if TYPE_CHECKING:
    from stream_health.app.topics_admin import Installation
    from stream_health.runtime.admin import Difference

T = TypeVar("T")

_DAY_MS = 24 * 60 * 60 * 1_000

topics = typer.Typer(help="The topics on Kafka: create, check, describe.", no_args_is_help=True)

Replication = Annotated[
    int | None, typer.Option(help="Copies of each partition of a new topic; -1: the broker's own.")
]
KeepHistory = Annotated[
    bool, typer.Option(help="Keep records whatever their age, to push history through.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(topics, name="topics")


@topics.command()
def create(
    *,
    bootstrap: Bootstrap = None,
    partitions: Partitions = None,
    prefix: Prefix = None,
    replication_factor: Replication = None,
    keep_history: KeepHistory = False,
    config: Config = None,
) -> None:
    """Create what is missing; refuse when a topic that exists is not as it should be."""
    from stream_health.app.topics_admin import TopicConflictError, create_topics  # noqa: PLC0415  # Kafka's client takes a second to import

    flags = {
        "kafka.bootstrap": bootstrap,
        "topics.partitions": partitions,
        "topics.prefix": prefix,
        "topics.replication_factor": replication_factor,
    }
    installation = _installation(flags, config=config, keep_history=keep_history)
    try:
        created = _run(create_topics(installation))
    except TopicConflictError as error:
        _show(error.differences)
        refuse(
            "nothing was created: delete or change the topics above, choose another --prefix, "
            "or give the settings they have"
        )
    for name in created:
        typer.echo(f"created {name}")
    typer.echo(f"{len(created)} created, {len(installation.specs()) - len(created)} were there")


@topics.command()
def check(
    *,
    bootstrap: Bootstrap = None,
    partitions: Partitions = None,
    prefix: Prefix = None,
    keep_history: KeepHistory = False,
    config: Config = None,
) -> None:
    """Compare the topics with the catalogue; exit code 1 when one differs or is missing."""
    from stream_health.app.topics_admin import check_topics  # noqa: PLC0415  # as above

    flags = {
        "kafka.bootstrap": bootstrap,
        "topics.partitions": partitions,
        "topics.prefix": prefix,
    }
    installation = _installation(flags, config=config, keep_history=keep_history)
    differences = _run(check_topics(installation))
    if differences:
        _show(differences)
        refuse(
            "run `stream-health topics create` for the missing ones, change or delete the others"
        )
    typer.echo(f"all {len(installation.specs())} topics are as they should be")


@topics.command()
def describe(
    *,
    partitions: Annotated[int, typer.Option(min=1, max=1_000)] = 4,
    prefix: Annotated[str, typer.Option(help="Put before every topic's name.")] = "",
) -> None:
    """Print the catalogue; needs no Kafka."""
    from stream_health.wire.catalogue import CATALOGUE  # noqa: PLC0415  # so that --help is quick

    table = Table("topic", "direction", "partitions", "cleanup", "kept", "key", "personal")
    for topic in CATALOGUE.values():
        table.add_row(
            prefix + topic.name,
            topic.direction,
            str(topic.partitions(partitions)),
            topic.cleanup,
            "last of each key" if topic.retention_days is None else f"{topic.retention_days} days",
            topic.key,
            "yes" if topic.personal else "no",
        )
    _console().print(table)


def _installation(
    flags: dict[str, Any], *, config: Path | None, keep_history: bool
) -> "Installation":
    from stream_health.app.settings import load_settings  # noqa: PLC0415  # as above
    from stream_health.app.settings_errors import SettingsError  # noqa: PLC0415
    from stream_health.app.settings_kafka import TlsFileError  # noqa: PLC0415
    from stream_health.app.topics_admin import Installation  # noqa: PLC0415

    try:
        settings = load_settings(flags, config=config)
        client_kwargs = settings.kafka.client_kwargs()
    except (SettingsError, TlsFileError) as error:
        refuse(str(error))
    return Installation(
        bootstrap=settings.kafka.bootstrap,
        prefix=settings.topics.prefix,
        partitions=settings.topics.partitions,
        replication=settings.topics.replication_factor,
        keep_history=keep_history,
        client_kwargs=client_kwargs,
    )


def _run(work: Coroutine[Any, Any, T]) -> T:
    from aiokafka.errors import KafkaError  # noqa: PLC0415  # as above

    from stream_health.runtime.errors import NoBrokerError  # noqa: PLC0415

    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # the one line below says it all
    try:
        return asyncio.run(work)
    except (NoBrokerError, KafkaError) as error:
        refuse(str(error))


def _show(differences: "list[Difference]") -> None:
    table = Table("topic", "setting", "expected", "actual")
    for each in differences:
        table.add_row(
            each.topic,
            each.setting,
            _with_days(each.setting, each.expected),
            "missing" if each.found is None else _with_days(each.setting, each.found),
        )
    _console().print(table)


def _with_days(setting: str, value: str) -> str:
    days, rest = divmod(int(value), _DAY_MS) if setting == "retention.ms" else (0, 1)
    return value if rest or days < 1 else f"{value} ({days} days)"


def _console() -> Console:
    """Return a console that folds no column when the output is no terminal."""
    console = Console()
    return console if console.is_terminal else Console(width=160)
