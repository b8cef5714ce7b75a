"""``stream-health model``: the versions that were cut, any of them as a table, and what differs."""

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stream_health.cli import refuse
from stream_health.cli.options import Config, Prefix

if TYPE_CHECKING:
    from stream_health.domain.policy import Policy
    from stream_health.wire.internal.models import ModelVersion

model = typer.Typer(
    help="The model: list its versions, show one, compare, promote, roll back, rebuild.",
    no_args_is_help=True,
)

From = Annotated[
    Path | None, typer.Option("--from", help="A file of versions: models.jsonl of a replay.")
]
Bootstrap = Annotated[
    str | None, typer.Option(help="Broker addresses, host:port,...: read the models topic.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(model, name="model")


@model.command()
def show(
    *,
    version: Annotated[
        str | None, typer.Option(help="Its name; the newest by default, or: prior.")
    ] = None,
    target: Annotated[str, typer.Option(help="churn, expansion or advocacy.")] = "churn",
    file: From = None,
    bootstrap: Bootstrap = None,
    prefix: Prefix = None,
    config: Config = None,
) -> None:
    """Print a version, bin by bin; without --from or --bootstrap the expert prior."""
    from stream_health.local.model_versions import ModelsError, printed, scorecard_of  # noqa: PLC0415  # Kafka's client takes a second to import

    if target not in ("churn", "expansion", "advocacy"):
        refuse(f"{target!r} is no target: churn, expansion or advocacy")
    policy, versions = versions_of(file, bootstrap, prefix=prefix, config=config)
    try:
        text = printed(scorecard_of(versions, version, policy), policy, target=target)
        typer.echo(text, nl=False)
    except ModelsError as error:
        refuse(str(error))


@model.command(name="diff")
def show_difference(
    old: Annotated[str, typer.Argument(help="A version, or: prior.")],
    new: Annotated[str, typer.Argument(help="Another one.")],
    *,
    file: From = None,
    bootstrap: Bootstrap = None,
    prefix: Prefix = None,
    config: Config = None,
) -> None:
    """Print every bin whose points differ between two versions, and thresholds that moved."""
    from stream_health.local.model_versions import ModelsError, differing, scorecard_of  # noqa: PLC0415  # as above

    policy, versions = versions_of(file, bootstrap, prefix=prefix, config=config)
    try:
        one, other = (scorecard_of(versions, name, policy) for name in (old, new))
        text = differing(one, other)
    except (ModelsError, ValueError) as error:
        refuse(str(error))
    typer.echo(text or f"{old} and {new} say the same of every account\n", nl=False)


@model.command(name="list")
def list_versions(
    *,
    file: From = None,
    bootstrap: Bootstrap = None,
    prefix: Prefix = None,
    config: Config = None,
) -> None:
    """Print every version: when it was cut, of how many examples, how well it predicted them.

    Says, too, which ones the learner kept back, and by what check.
    """
    from stream_health.local.model_versions import kept_back_by  # noqa: PLC0415  # as above

    if file is None and bootstrap is None:
        refuse("where are the versions? give --from models.jsonl or --bootstrap host:port")
    _, versions = versions_of(file, bootstrap, prefix=prefix, config=config)
    typer.echo(
        f"{'version':32}{'cut at':12}{'examples':>10}{'churned':>9}{'log loss':>10}{'auc':>8}"
    )
    for version in versions:
        report = version.report.get("learner", {})
        typer.echo(
            f"{version.version:32}{_day(version.cut_at_ms):12}"
            f"{report.get('examples_total', 0):>10,}{report.get('churned_total', 0):>9,}"
            f"{_figure(report.get('log_loss')):>10}{_figure(report.get('auc')):>8}"
            + "".join(f"  kept back: {check}" for check in kept_back_by(version))
        )
    if not versions:
        typer.echo("no version has been cut yet: the expert prior is in force")


def versions_of(
    file: Path | None, bootstrap: str | None, *, prefix: str | None, config: Path | None
) -> "tuple[Policy, list[ModelVersion]]":
    """Policy in force, and the versions of a file or a broker; ends the command on any mistake."""
    from aiokafka.errors import KafkaError  # noqa: PLC0415  # as above

    from stream_health.app.settings import load  # noqa: PLC0415
    from stream_health.app.settings_errors import SettingsError  # noqa: PLC0415
    from stream_health.app.settings_kafka import TlsFileError  # noqa: PLC0415
    from stream_health.local.model_versions import (  # noqa: PLC0415
        ModelsError,
        versions_in,
        versions_on,
    )
    from stream_health.runtime.errors import NoBrokerError  # noqa: PLC0415

    if file is not None and bootstrap is not None:
        refuse("--from and --bootstrap exclude each other: versions come from one place")
    flags: dict[str, Any] = {"kafka.bootstrap": bootstrap, "topics.prefix": prefix}
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # the one line below says it all
    try:
        loaded = load(flags, config=config)
        if file is not None:
            return loaded.policy, versions_in(file)
        if bootstrap is None:
            return loaded.policy, []
        kafka = loaded.settings.kafka
        reading = versions_on(
            bootstrap, prefix=loaded.settings.topics.prefix, security=kafka.client_kwargs()
        )
        return loaded.policy, asyncio.run(reading)
    except KafkaError as error:
        refuse(f"no answer from {bootstrap}: {error}")
    except (SettingsError, TlsFileError, ModelsError, NoBrokerError) as error:
        refuse(str(error))


def _day(time_ms: int) -> str:
    from stream_health.wire.times import format_time  # noqa: PLC0415  # as above

    return format_time(time_ms)[:10]


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
