"""Reads a table of a stranger: CSV, Parquet or JSON lines, with the line of every row."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson
import polars

from stream_health.local.quality.notes import Notes, QualityError

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "account_id": ("account", "accountid", "customer_id", "customer"),
    "as_of": ("asof", "date", "scored_at", "timestamp", "snapshot_at"),
    "score": ("health_score", "health"),
    "effective_date": ("effective_at", "effective", "churn_date"),
    "notice_date": ("notice_at",),
    "kind": ("outcome", "type"),
    "y": ("label", "churned"),
}
"""Other names a column may have; case, spaces and dashes do not matter."""

UNREADABLE: Final = "lines that cannot be read, left out"


class Row(NamedTuple):
    """A row with the line it stands on, the header being line 1 (Parquet: the row number)."""

    line: int
    cells: dict[str, Any]


class Table(NamedTuple):
    """Columns as this project calls them, and the rows."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Row]

    def require(self, columns: Sequence[str], *, what: str) -> None:
        """Refuse a table that lacks a column.

        Raises
        ------
        QualityError
            With the columns it has.
        """
        missing = [column for column in columns if column not in self.columns]
        if missing:
            msg = (
                f"{self.name}: no column {', '.join(missing)}; {what} need the columns "
                f"{', '.join(columns)}, found {', '.join(self.columns) or 'none'}"
            )
            raise QualityError(msg)


def read_table(path: Path, notes: Notes) -> Table:
    """Open a table; the format follows from the ending (.parquet, .jsonl, else CSV).

    CSV may be separated by comma, semicolon or tab, and begin with a byte order mark.

    Raises
    ------
    QualityError
        When the file cannot be read or holds no row.
    """
    try:
        if path.suffix == ".parquet":
            return _parquet(path)
        if path.suffix in {".jsonl", ".ndjson", ".json"}:
            return _json_lines(path, notes)
        return _csv(path, notes)
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise QualityError(msg) from error
    except polars.exceptions.PolarsError as error:
        msg = f"cannot read {path} as Parquet: {error}"
        raise QualityError(msg) from error


def json_values(path: Path, notes: Notes) -> Iterator[tuple[int, dict[str, Any]]]:
    """Objects of a file of JSON lines with their line; others are counted.

    Raises
    ------
    QualityError
        When the file cannot be opened.
    """
    try:
        with path.open("rb") as file:
            for line, text in enumerate(file, start=1):
                if text.isspace():
                    continue
                try:
                    value = orjson.loads(text)
                except orjson.JSONDecodeError as error:
                    notes.add(UNREADABLE, f"{path.name} line {line}: {error}")
                    continue
                if isinstance(value, dict):
                    yield line, value
                else:
                    notes.add(UNREADABLE, f"{path.name} line {line}: no object")
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise QualityError(msg) from error


def renamed(name: str) -> str:
    """A column as this project calls it.

    >>> renamed(" Account-ID "), renamed("Health Score"), renamed("region")
    ('account_id', 'score', 'region')
    """
    plain = "_".join(name.replace("-", " ").replace("_", " ").lower().split())
    return next((ours for ours, others in ALIASES.items() if plain in others), plain)


def _names(given: Sequence[str]) -> list[str]:
    """Columns renamed, but never onto one that is there under its own name."""
    plain = ["_".join(name.replace("-", " ").lower().split()) for name in given]
    return [own if (new := renamed(own)) != own and new in plain else new for own in plain]


def _csv(path: Path, notes: Notes) -> Table:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{path}: not UTF-8 (byte {error.start}); save it as CSV in UTF-8"
        raise QualityError(msg) from error
    lines = text.splitlines()
    header = next((place for place, line in enumerate(lines) if line.strip()), None)
    if header is None:
        msg = f"{path} is empty: give a table with a header line"
        raise QualityError(msg)
    separator = max(",;\t", key=lines[header].count)
    reader = csv.reader(lines[header:], delimiter=separator)
    columns = _names(next(reader))
    rows = []
    for cells in reader:
        line = header + reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            where = f"{path.name} line {line}: {len(cells)} cells, the header has {len(columns)}"
            notes.add(UNREADABLE, where)
            continue
        rows.append(Row(line, dict(zip(columns, map(str.strip, cells), strict=True))))
    if not rows:
        msg = f"{path} has a header and no row"
        raise QualityError(msg)
    return Table(path.name, tuple(columns), rows)


def _parquet(path: Path) -> Table:
    frame = polars.read_parquet(path)
    if frame.is_empty():
        msg = f"{path} has no row"
        raise QualityError(msg)
    columns = _names(frame.columns)
    found = (
        Row(line, dict(zip(columns, cells, strict=True)))
        for line, cells in enumerate(frame.iter_rows(), start=1)
    )
    return Table(path.name, tuple(columns), found)


def _json_lines(path: Path, notes: Notes) -> Table:
    rows, columns = [], dict[str, None]()
    for line, value in json_values(path, notes):
        names = _names(list(value))
        columns.update(dict.fromkeys(names))
        rows.append(Row(line, dict(zip(names, value.values(), strict=True))))
    if not rows:
        msg = f"{path} has no row that can be read"
        raise QualityError(msg)
    return Table(path.name, tuple(columns), rows)
