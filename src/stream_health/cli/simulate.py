"""``stream-health simulate``: a book with known truth as a file, for ``replay`` and for trying."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(simulate)


def simulate(
    *,
    accounts: Annotated[int, typer.Option(help="Accounts in the book, at least 1.")],
    days: Annotated[int, typer.Option(help="Length of its history, at least 1.")],
    out: Annotated[
        Path, typer.Option(help="File for the events; replaced when it is there already.")
    ],
    seed: Annotated[int, typer.Option(help="Same seed and sizes, same bytes.")] = 1,
    start: Annotated[str, typer.Option(help="First day.")] = "2025-01-06",
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Write a simulated book in wire format, and what truly happens beside it (.truth.jsonl)."""
    # Imported here so that --help stays quick.
    from stream_health.local.simulate import (  # noqa: PLC0415
        SimulationError,
        SimulationRequest,
        run_simulation,
    )

    request = SimulationRequest(
        accounts=accounts, days=days, seed=seed, out=out, start=start, quiet=quiet
    )
    try:
        run_simulation(request)
    except SimulationError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
