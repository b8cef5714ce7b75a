"""``stream-health model arms``: what a trial has shown so far."""

from typing import TYPE_CHECKING

import typer

from stream_health.cli import refuse
from stream_health.cli.model import Bootstrap, From, model
from stream_health.cli.model_change import examples_of
from stream_health.cli.options import Config, Prefix

if TYPE_CHECKING:
    from stream_health.learning.quality.bootstrap import Estimate


def register(app: typer.Typer) -> None:
    """Add the command to `model`, which its own module adds to the program."""
    del app
    model.command()(arms)


def arms(
    *, file: From = None, bootstrap: Bootstrap = None, prefix: Prefix = None, config: Config = None
) -> None:
    """Compare the arms of every trial on matured examples, with 95 % intervals by account.

    --from is the training-examples.jsonl of a replay.
    """
    from stream_health.domain.effects import TrainingExample  # noqa: PLC0415  # numpy takes a while
    from stream_health.learning.quality.arms import FIGURES, compare_arms  # noqa: PLC0415

    records = examples_of(file, bootstrap, prefix=prefix, config=config)
    found = compare_arms([one for one in records if isinstance(one, TrainingExample)])
    if not found:
        refuse("no matured example was served by a version on trial: a label takes its horizon")
    for one in found:
        typer.echo(f"{one.version} on trial: {one.trial_rows:,} rows, {one.champion_rows:,} beside")
        typer.echo(f"{'':22}{'trial':>28}{'champion':>28}{'difference':>28}")
        for name in FIGURES:
            cells = (one.trial[name], one.champion[name], one.difference[name])
            typer.echo(f"  {name.replace('_', ' '):20}" + "".join(f"{_cell(c):>28}" for c in cells))


def _cell(estimate: "Estimate") -> str:
    value, low, high = estimate
    return "-" if value != value else f"{value:.4f} [{low:.4f}, {high:.4f}]"  # noqa: PLR0124 - NaN
