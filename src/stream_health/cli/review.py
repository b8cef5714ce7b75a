"""``stream-health review``: a validation sprint over accounts two scores disagree about."""

from pathlib import Path
from typing import Annotated

import typer

from stream_health.cli import refuse
from stream_health.cli.options import Config, HigherIs, Outcomes, Quiet, TheirScores, Until


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(review)


def review(
    *,
    out: Annotated[Path, typer.Option(help="Directory for the sheet or the verdict.")],
    scores: TheirScores = None,
    ours: Annotated[
        Path | None, typer.Option(help="scores.parquet or score-changes.jsonl of a replay.")
    ] = None,
    changes: Annotated[
        Path | None, typer.Option(help="score-changes.jsonl of the replay: brings the factors.")
    ] = None,
    accounts: Annotated[
        Path | None, typer.Option(help="History, or account_id, csm: brings the CSM.")
    ] = None,
    read: Annotated[Path | None, typer.Option(help="A sheet that was filled in.")] = None,
    outcomes: Outcomes = None,
    count: Annotated[int, typer.Option(help="How many accounts, 30 to 40.")] = 36,
    higher_is: HigherIs = "better",
    as_of: Annotated[str | None, typer.Option(help="Scores as of this day; default: last.")] = None,
    horizon: Annotated[str | None, typer.Option(help="How far ahead churn counts (90d).")] = None,
    grace: Annotated[
        str | None, typer.Option(help="Wait for outcomes recorded late (14d).")
    ] = None,
    until: Until = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Write a sheet of 30 to 40 accounts to review; read it back to see who was right."""
    # Imported here: polars takes a moment.
    from stream_health.app.settings import load  # noqa: PLC0415
    from stream_health.app.settings_errors import SettingsError  # noqa: PLC0415
    from stream_health.local.quality.notes import QualityError  # noqa: PLC0415
    from stream_health.local.review.command import ReviewRequest, run_review  # noqa: PLC0415

    try:
        request = ReviewRequest(
            out=out,
            scores=scores,
            ours=ours,
            changes=changes,
            accounts=accounts,
            read=read,
            outcomes=outcomes,
            count=count,
            higher_is=higher_is,
            as_of=as_of,
            horizon=horizon,
            grace=grace,
            until=until,
            quiet=quiet,
        )
        run_review(request, load(config=config).policy)
    except (SettingsError, QualityError) as error:
        refuse(str(error))
