"""``stream-health signals``: what the extractor reads in a message, with the words it rests on."""

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stream_health.cli import refuse

if TYPE_CHECKING:
    from stream_health.language.errors import LanguageError
    from stream_health.language.message import Message
    from stream_health.language.reading import Reading

STDIN = "-"


class Format(StrEnum):
    """How signals are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(signals)


def signals(
    file: Annotated[
        str, typer.Argument(help="An e-mail (.eml), a text (.txt), JSON lines (.jsonl), or -.")
    ],
    *,
    competitors: Annotated[
        str, typer.Option(help="Names of competitors to look for, with commas between.")
    ] = "",
    own_names: Annotated[
        str, typer.Option(help="Names of your own company and product, with commas between.")
    ] = "",
    output: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TABLE,
    evidence: Annotated[bool, typer.Option(help="Show the sentence a signal rests on.")] = True,
) -> None:
    """Print the signals in a message, or in each message of a file of JSON lines."""
    # Imported here: the lexicons take a moment.
    from stream_health.language.errors import LanguageError  # noqa: PLC0415
    from stream_health.language.extract import Extractor  # noqa: PLC0415
    from stream_health.language.settings import LanguageSettings  # noqa: PLC0415

    try:
        settings = LanguageSettings(
            competitors=_listed(competitors), own_names=_listed(own_names), evidence=evidence
        )
        extractor = Extractor(settings)
        failed = False
        show = _print_line if output is Format.JSONL else _print_table
        for message in _messages(file):
            if isinstance(message, LanguageError):
                typer.echo(f"error: {file}: {message}", err=True)
                failed = True
            else:
                show(message, extractor.read(message))
    except LanguageError as error:
        refuse(f"{file}: {error}")
    except OSError as error:
        refuse(f"cannot read {file!r}: {error.strerror}")
    if failed:
        raise typer.Exit(1)


def _listed(names: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in names.split(","))))


def _messages(file: str) -> Iterator["Message | LanguageError"]:
    from stream_health.language.email_file import parse_email  # noqa: PLC0415
    from stream_health.language.errors import LanguageError  # noqa: PLC0415
    from stream_health.language.message_lines import parse_line  # noqa: PLC0415
    from stream_health.language.plain_text import parse_text  # noqa: PLC0415

    raw = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    suffix = _guess(raw) if file == STDIN else Path(file).suffix.lower()
    name = "stdin" if file == STDIN else Path(file).stem
    if suffix == ".eml":
        yield parse_email(raw)
    elif suffix == ".txt":
        yield parse_text(raw, event_id=name)
    elif suffix == ".jsonl":
        for number, line in enumerate(raw.splitlines(), start=1):
            if line.strip():
                try:
                    yield parse_line(line, number=number)
                except LanguageError as error:
                    yield error
    else:
        message = f"what is in a file named so is not known, got {suffix!r}: .eml, .txt or .jsonl"
        raise LanguageError(message)


def _guess(raw: bytes) -> str:
    """Tell what comes from a pipe: JSON lines, an e-mail with its headers, or plain text."""
    if raw.lstrip().startswith(b"{"):
        return ".jsonl"
    head = raw.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0].lower()
    return ".eml" if b"\nfrom:" in b"\n" + head and b"\nsubject:" in b"\n" + head else ".txt"


def _print_line(message: "Message", reading: "Reading") -> None:
    typer.echo(
        json.dumps(
            {
                "message_id": message.event_id,
                "signals": [
                    {"kind": one.kind, "confidence": one.confidence, "evidence": one.evidence}
                    for one in reading.signals
                ],
                "sentiment": reading.sentiment,
                "language": reading.seen.language,
            },
            ensure_ascii=False,
        )
    )


def _print_table(message: "Message", reading: "Reading") -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    mood = "not read" if reading.sentiment is None else f"{reading.sentiment:+.2f}"
    title = f"{message.event_id}: sentiment {mood}, language {reading.seen.language}"
    table = Table("signal", "confidence", "evidence", title=Text(title), title_justify="left")
    for one in reading.signals:
        table.add_row(one.kind, f"{one.confidence:.2f}", Text(one.evidence or ""))
    console = Console(soft_wrap=False)
    console.print(table if reading.signals else Text(f"{title}, no signals"))
