"""``stream-health demo``: broker, workers and a simulated book, with nothing else running."""

from pathlib import Path
from typing import Annotated

import typer

_SECONDS_MIN = 30.0
_DAYS_PER_SECOND = 2.0


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    *,
    seconds: Annotated[
        float | None,
        typer.Option(
            "--for", help=f"End by itself after so many seconds, {_SECONDS_MIN:.0f} or more."
        ),
    ] = None,
    accounts: Annotated[
        int, typer.Option(min=20, max=5_000, help="Accounts in the simulated book.")
    ] = 200,
    seed: Annotated[int, typer.Option(help="Same seed, same book.")] = 1,
    speed: Annotated[
        float | None,
        typer.Option(
            help=f"Days told per second, {_DAYS_PER_SECOND:g} by default; not with --for."
        ),
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Keep what Kafka holds in this folder.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(help="Write the most telling picture to this SVG file.")
    ] = None,
) -> None:
    """Show everything: Kafka, two workers, 200 accounts with five stories, scores and alerts."""
    if seconds is not None and not seconds >= _SECONDS_MIN:
        _refuse(f"--for {seconds:g} is too short to start and tell a story: give 30 or more")
    if speed is not None and seconds is not None:
        _refuse("--speed and --for exclude each other: --for chooses the speed")
    if speed is not None and not 0 < speed < float("inf"):
        _refuse(f"--speed {speed:g} must be above 0")
    if picture is not None and not picture.parent.is_dir():
        _refuse(f"--picture {picture}: there is no folder {picture.parent}")
    # Imported here: Kafka's client takes a second, and the broker is an extra.
    from rich.console import Console  # noqa: PLC0415

    from stream_health.local.demo.command import run_demo  # noqa: PLC0415
    from stream_health.local.demo.errors import DemoError  # noqa: PLC0415
    from stream_health.local.demo.show import DemoOptions  # noqa: PLC0415

    options = DemoOptions(
        seconds=seconds,
        accounts=accounts,
        seed=seed,
        days_per_second=speed or _DAYS_PER_SECOND,
        data_dir=data_dir,
        picture=picture,
    )
    try:
        run_demo(options, Console())
    except DemoError as error:
        _refuse(str(error))
    except KeyboardInterrupt:
        typer.echo("stopped before the show began")


def _refuse(problem: str) -> None:
    typer.echo(f"error: {problem}", err=True)
    raise typer.Exit(1)
