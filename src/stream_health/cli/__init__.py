"""The command line: parse, call one room, print.

One file per command, and `options` that several share; each command has ``register(app)`` and
imports its room only when it runs, so that ``stream-health --help`` stays quick and a missing extra
only matters to the command that needs it.
"""

import importlib
import pkgutil
from typing import NoReturn

import typer

app = typer.Typer(
    name="stream-health",
    help="Real-time, explained, exactly-once health scores of customer accounts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Register every command found in this package, then parse and run."""
    for name in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        module = importlib.import_module(f"{__name__}.{name}")
        if hasattr(module, "register"):
            module.register(app)
    app()


def refuse(problems: str) -> NoReturn:
    """Say every line as an error of its own, and end with exit code 1."""
    for line in problems.splitlines():
        typer.echo(f"error: {line}", err=True)
    raise typer.Exit(1)
