"""``stream-health worker``: score, learn, dispatch; run as many as wanted."""

from typing import Annotated

import typer

from stream_health.cli import refuse
from stream_health.cli.options import Bootstrap, Config, Partitions, Prefix


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(worker)


def worker(
    *,
    config: Config = None,
    bootstrap: Bootstrap = None,
    prefix: Prefix = None,
    partitions: Partitions = None,
    http_port: Annotated[
        int | None, typer.Option(min=0, max=65_535, help="Health and metrics; 0: a free one.")
    ] = None,
    clock: Annotated[str | None, typer.Option(help="wall, or topic: the feeder ticks.")] = None,
    tick_every: Annotated[
        str | None, typer.Option(help="How far apart ticks are, e.g. 1m (the default) or 1h.")
    ] = None,
    learn: Annotated[
        bool, typer.Option(help="Serve the versions learned here; off: keep the model in force.")
    ] = True,
) -> None:
    """Score accounts, learn from outcomes, dispatch alerts; exactly once, until told to stop."""
    # Imported here: Kafka's client and Faust take a second.
    from stream_health.app.logs import setup_logs  # noqa: PLC0415
    from stream_health.app.settings import load  # noqa: PLC0415
    from stream_health.app.settings_errors import SettingsError  # noqa: PLC0415
    from stream_health.app.settings_kafka import TlsFileError  # noqa: PLC0415
    from stream_health.app.worker import Worker  # noqa: PLC0415
    from stream_health.runtime.application import run_app  # noqa: PLC0415

    flags = {
        "kafka.bootstrap": bootstrap,
        "topics.prefix": prefix,
        "topics.partitions": partitions,
        "worker.http_port": http_port,
        "clock.source": clock,
        "clock.tick_interval_ms": _milliseconds(tick_every),
        "worker.strict_merge": True if clock == "topic" else None,
    }
    try:
        loaded = load(flags, config=config)
        setup_logs(loaded.settings.logging)
        made = Worker(loaded.settings, loaded.policy, learns=learn)
    except (SettingsError, TlsFileError) as error:
        refuse(str(error))
    raise typer.Exit(run_app(made.app))


def _milliseconds(duration: str | None) -> int | None:
    from stream_health.wire.durations import parse_duration_ms  # noqa: PLC0415 - as above

    try:
        return None if duration is None else parse_duration_ms(duration)
    except ValueError as error:
        refuse(f"--tick-every: {error}")
