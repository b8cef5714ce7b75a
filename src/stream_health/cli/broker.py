"""``stream-health broker``: a real Kafka on this machine, until Ctrl-C."""

import signal
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    if app.registered_callback is None:
        # typer takes an app of one command for that command, and would refuse its name.
        app.callback()(_no_options)
    app.command(name="broker")(broker)


def broker(
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Keep records in this folder; without it they go when the broker stops."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65_535, help="Port on 127.0.0.1; without it any free one."),
    ] = None,
) -> None:
    """Run a real Apache Kafka on 127.0.0.1 until Ctrl-C. Its first use fetches it (45 MB)."""
    # Imported here so that the other commands run without the extra.
    from stream_health.local.broker import BrokerError, EmbeddedBroker  # noqa: PLC0415

    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    try:
        typer.echo("starting Apache Kafka ...", err=True)
        with EmbeddedBroker(data_dir, port) as running:
            typer.echo(running.bootstrap)
            where = f"process {running.pid}, data and kafka.log in {running.data_dir}"
            typer.echo(f"{where}; Ctrl-C stops it", err=True)
            code = running.wait()
            tail = running.log_tail()
        typer.echo(f"error: Kafka ended by itself, exit code {code}:\n{tail}", err=True)
        raise typer.Exit(1)
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
    except BrokerError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error


def _no_options() -> None:
    """Take no options before the command's name."""


def _stop(signum: int, frame: FrameType | None) -> None:
    """Leave the ``with`` block wherever it is, a start under way too, and leave it only once."""
    del signum, frame
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt
