"""``stream-health replay``: the same engine over recorded history, without Kafka."""

from pathlib import Path
from typing import Annotated

import typer

from stream_health.cli import refuse
from stream_health.cli.options import Config


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(replay)


def replay(
    files: Annotated[list[Path], typer.Argument(help="JSON lines in wire format, any order.")],
    *,
    out: Annotated[Path, typer.Option(help="Directory for what it writes.")],
    config: Config = None,
    until: Annotated[str | None, typer.Option(help="Stop before this time (RFC 3339).")] = None,
    score_every: Annotated[
        str | None, typer.Option(help="Also every account's score this often, e.g. 7d or 12h.")
    ] = None,
    score_anchor: Annotated[
        str | None, typer.Option(help="One of those instants (RFC 3339); default Monday 00:00 UTC.")
    ] = None,
    learn: Annotated[
        bool, typer.Option(help="Learn as outcomes mature; off: pin the expert prior.")
    ] = True,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Replay history through the engine; twice the same input gives the same bytes."""
    # Imported here: polars takes a moment.
    from stream_health.app.settings import load  # noqa: PLC0415
    from stream_health.app.settings_errors import SettingsError  # noqa: PLC0415
    from stream_health.local.replay.command import ReplayRequest, run_replay  # noqa: PLC0415
    from stream_health.local.replay.history import HistoryError  # noqa: PLC0415

    try:
        loaded = load(config=config)
        request = ReplayRequest(
            files=tuple(files),
            out=out,
            until=until,
            score_every=score_every,
            score_anchor=score_anchor,
            learn=learn,
            partitions=loaded.settings.topics.partitions,
            language=loaded.settings.language,
            quiet=quiet,
        )
        run_replay(request, loaded.policy)
    except (SettingsError, HistoryError) as error:
        refuse(str(error))
