"""``stream-health broker``: a real Kafka on this machine, until Ctrl-C."""

import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

_LOOK_SECONDS = 0.2


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

    asked_to_stop = threading.Event()
    _set_on_signals(asked_to_stop)
    typer.echo("starting Apache Kafka ...", err=True)
    try:
        with EmbeddedBroker(data_dir, port) as running:
            typer.echo(running.bootstrap)
            typer.echo(f"data and kafka.log in {running.data_dir}; Ctrl-C stops it", err=True)
            while not asked_to_stop.wait(_LOOK_SECONDS):
                if (code := running.wait(0)) is not None:
                    tail = running.log_tail()
                    typer.echo(f"error: Kafka ended by itself, exit code {code}:\n{tail}", err=True)
                    raise typer.Exit(1)
    except BrokerError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error


def _no_options() -> None:
    """Take no options before the command's name."""


def _set_on_signals(event: threading.Event) -> None:
    """Let Ctrl-C and SIGTERM end the wait, and not interrupt a start half way."""

    def ask(signum: int, frame: FrameType | None) -> None:
        del signum, frame
        event.set()

    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGTERM, ask)
