"""Options that are the same in several commands."""

from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[Path | None, typer.Option(help="Settings file (TOML).")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing.")]

# Of an installation on Kafka; what is not given comes from the settings.
Bootstrap = Annotated[str | None, typer.Option(help="Broker addresses, host:port,...")]
Prefix = Annotated[str | None, typer.Option(help="Put before every topic's name.")]
Partitions = Annotated[
    int | None, typer.Option(min=1, max=1_000, help="Of every topic keyed by account.")
]

# Of judging scores.
TheirScores = Annotated[
    Path | None, typer.Option(help="The score in use: account_id, as_of, score.")
]
HigherIs = Annotated[
    str, typer.Option(help="What a higher score of theirs means: better or riskier.")
]
Outcomes = Annotated[
    Path | None, typer.Option(help="account_id, kind, effective_date; or history.")
]
Until = Annotated[
    str | None, typer.Option(help="Outcomes are complete up to here; default: the last date.")
]
