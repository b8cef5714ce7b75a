"""``stream-health audit``: how good the score in use is, and what the data hold."""

from pathlib import Path
from typing import Annotated

import typer

from stream_health.cli import refuse
from stream_health.cli.options import Config, HigherIs, Outcomes, Quiet, TheirScores, Until


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(audit)


def audit(
    *,
    out: Annotated[Path, typer.Option(help="Directory for the reports (HTML and JSON).")],
    scores: TheirScores = None,
    outcomes: Outcomes = None,
    ours: Annotated[
        Path | None, typer.Option(help="scores.parquet of a replay, put beside theirs.")
    ] = None,
    data: Annotated[
        list[Path] | None, typer.Option(help="History (JSON lines) to look through; repeatable.")
    ] = None,
    higher_is: HigherIs = "better",
    bands: Annotated[str, typer.Option(help="Edges of their bands, ascending.")] = "50,80",
    horizon: Annotated[
        str | None, typer.Option(help="How far ahead churn counts for the curve (90d).")
    ] = None,
    until: Until = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Judge the score a company uses today 30, 60 and 90 days before churn; look into its data."""
    # Imported here: polars takes a moment.
    from stream_health.app.settings import load  # noqa: PLC0415
    from stream_health.app.settings_errors import SettingsError  # noqa: PLC0415
    from stream_health.local.audit.command import AuditRequest, run_audit  # noqa: PLC0415
    from stream_health.local.quality.notes import QualityError  # noqa: PLC0415

    try:
        request = AuditRequest(
            out=out,
            scores=scores,
            outcomes=outcomes,
            ours=ours,
            data=tuple(data or ()),
            higher_is=higher_is,
            bands=bands,
            horizon=horizon,
            until=until,
            quiet=quiet,
        )
        run_audit(request, load(config=config).policy)
    except (SettingsError, QualityError) as error:
        refuse(str(error))
