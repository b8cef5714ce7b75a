"""``stream-health evaluate``: how good recorded scores were, from what became of the accounts."""

from pathlib import Path
from typing import Annotated

import typer

from stream_health.cli import refuse
from stream_health.cli.options import Config, Quiet, Until


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(evaluate)


def evaluate(
    *,
    scores: Annotated[
        Path,
        typer.Option(help="scores.parquet or score-changes.jsonl of a replay, or a CSV table."),
    ],
    out: Annotated[Path, typer.Option(help="Directory for evaluation.html and evaluation.json.")],
    outcomes: Annotated[
        Path | None,
        typer.Option(help="CSV (account_id, kind, effective_date), history, or .truth.jsonl."),
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option(help="Instead: CSV or Parquet (account_id, as_of, y), training examples."),
    ] = None,
    accounts: Annotated[
        Path | None,
        typer.Option(help="CSV (account_id, tier, segment, csm, value) or history."),
    ] = None,
    alerts: Annotated[Path | None, typer.Option(help="alerts.jsonl of the replay.")] = None,
    horizon: Annotated[
        str | None, typer.Option(help="How far ahead churn counts; default from the settings, 90d.")
    ] = None,
    grace: Annotated[
        str | None, typer.Option(help="Wait this long for outcomes recorded late (14d).")
    ] = None,
    until: Until = None,
    every: Annotated[
        str, typer.Option(help="Of score changes, the score in force is taken this often.")
    ] = "7d",
    flag_risk: Annotated[
        float | None, typer.Option(help="Flag from this risk on; default: as the scores say.")
    ] = None,
    capacity: Annotated[int, typer.Option(help="Accounts a CSM can work on per time.", min=1)] = 10,
    resamples: Annotated[int, typer.Option(help="Draws behind the intervals.", min=0)] = 200,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Judge scores by matured outcomes: one page to read, and the same figures as JSON."""
    # Imported here: polars takes a moment.
    from stream_health.app.settings import load  # noqa: PLC0415
    from stream_health.app.settings_errors import SettingsError  # noqa: PLC0415
    from stream_health.local.evaluate.command import EvaluateRequest, run_evaluate  # noqa: PLC0415
    from stream_health.local.quality.notes import QualityError  # noqa: PLC0415

    try:
        request = EvaluateRequest(
            scores=scores,
            outcomes=outcomes,
            labels=labels,
            out=out,
            accounts=accounts,
            alerts=alerts,
            horizon=horizon,
            grace=grace,
            until=until,
            every=every,
            flag_risk=flag_risk,
            capacity=capacity,
            resamples=resamples,
            quiet=quiet,
        )
        run_evaluate(request, load(config=config).policy)
    except (SettingsError, QualityError) as error:
        refuse(str(error))
