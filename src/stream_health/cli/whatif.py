"""``stream-health whatif``: what a changed configuration or model would have done."""

from pathlib import Path
from typing import Annotated

import typer

from stream_health.cli import refuse
from stream_health.cli.options import Quiet


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(whatif)


def whatif(
    files: Annotated[list[Path], typer.Argument(help="Recorded history: JSON lines, any order.")],
    *,
    out: Annotated[Path, typer.Option(help="Directory for the report and both replays.")],
    config: Annotated[
        Path | None, typer.Option(help="The changed settings (TOML); default: as the base.")
    ] = None,
    base: Annotated[
        Path | None, typer.Option(help="The settings of today (TOML); default: the defaults.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Serve this model version throughout, or: prior.")
    ] = None,
    base_model: Annotated[
        str | None, typer.Option(help="Serve this one in the base; default: learn as it goes.")
    ] = None,
    models: Annotated[
        Path | None, typer.Option("--from", help="models.jsonl that holds the versions.")
    ] = None,
    resamples: Annotated[int, typer.Option(help="Draws behind the intervals.", min=0)] = 100,
    quiet: Quiet = False,
) -> None:
    """Replay history with today's and changed settings and compare; nothing is sent anywhere."""
    # Imported here: polars takes a moment.
    from stream_health.app.settings import load  # noqa: PLC0415
    from stream_health.app.settings_errors import SettingsError  # noqa: PLC0415
    from stream_health.local.quality.notes import QualityError  # noqa: PLC0415
    from stream_health.local.replay.history import HistoryError  # noqa: PLC0415
    from stream_health.local.whatif.command import (  # noqa: PLC0415
        WhatIfRequest,
        run_whatif,
        setting_of,
    )

    try:
        before, after = load(config=base), load(config=config or base)
        partitions = before.settings.topics.partitions
        request = WhatIfRequest(
            files=tuple(files),
            out=out,
            base=setting_of(before.policy, partitions, model=base_model, models=models),
            new=setting_of(after.policy, partitions, model=model, models=models),
            resamples=resamples,
            quiet=quiet,
        )
        run_whatif(request)
    except (SettingsError, HistoryError, QualityError) as error:
        refuse(str(error))
