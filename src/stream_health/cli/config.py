"""``stream-health config``: what is in force, where it came from, and whether a file is right."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from stream_health.cli import refuse

config = typer.Typer(
    help="The settings: show what is in force, check a file.", no_args_is_help=True
)


class Format(StrEnum):
    """How settings are printed."""

    TOML = "toml"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(config, name="config")


@config.command()
def show(
    *,
    file: Annotated[Path | None, typer.Option("--config", help="Settings file (TOML).")] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TOML,
) -> None:
    """Print every setting in force, and where each came from; secrets are masked."""
    # Imported here: they bring Kafka's client, which takes a second.
    from stream_health.app.settings import load  # noqa: PLC0415
    from stream_health.app.settings_errors import SettingsError  # noqa: PLC0415
    from stream_health.app.settings_show import as_json, as_toml  # noqa: PLC0415

    try:
        loaded = load(config=file)
    except SettingsError as error:
        refuse(str(error))
    typer.echo(as_json(loaded) if form is Format.JSON else as_toml(loaded).rstrip("\n"))


@config.command()
def check(file: Annotated[Path, typer.Argument(help="Settings file (TOML).")]) -> None:
    """Say whether a file is right, by itself: the environment is left out."""
    from stream_health.app.settings import load  # noqa: PLC0415 - as above
    from stream_health.app.settings_errors import SettingsError  # noqa: PLC0415 - as above

    try:
        loaded = load(config=file, environ={})
    except SettingsError as error:
        refuse(str(error))
    typer.echo(f"{file}: ok, policy version {loaded.policy.version}")
