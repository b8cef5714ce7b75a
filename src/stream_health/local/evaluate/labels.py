"""Labels that were worked out elsewhere: a table, or the training examples of a replay."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from stream_health.domain.features.catalogue import CATALOGUE_VERSION, NAMES
from stream_health.learning.leakage import Suspect, suspects_among
from stream_health.local.quality.cells import moment_ms, name, truth
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.tables import json_values, read_table

BAD_LABEL: Final = "rows without a readable account, time or label, left out"
CONTRADICTED: Final = "labels that contradict an earlier one of the account and time, left out"


class Labels(NamedTuple):
    """Labels by account and time.

    ``suspects`` are features that alone tell who left; of labels without features nothing is known.
    """

    of: Mapping[tuple[str, int], int]
    suspects: tuple[Suspect, ...] = ()


class _Example(NamedTuple):
    target: str
    catalogue_version: str
    label: int
    values: Sequence[float | None]


class _Row(NamedTuple):
    line: int
    account: Any
    at: Any
    label: Any
    values: Any = None  # of today's features, where they stand beside the label


def read_labels(path: Path, notes: Notes) -> Labels:
    """Read labels, and the features beside them.

    A table has the columns account_id, as_of and y (0 or 1). Of training examples those that
    predict churn are taken.

    Raises
    ------
    QualityError
        When a column is missing, or no label can be read.
    """
    found: dict[tuple[str, int], int] = {}
    examples: list[_Example] = []
    json_lines = path.suffix in {".jsonl", ".ndjson"}
    for row in _of_json_lines(path, notes) if json_lines else _of_table(path, notes):
        where = f"{path.name} line {row.line}"
        account_id, at_ms = name(row.account), moment_ms(row.at, notes, where)
        churned = truth(row.label)
        if account_id is None or at_ms is None or churned is None:
            notes.add(BAD_LABEL, f"{where}: {row.account!r}, {row.at!r}, {row.label!r}")
            continue
        if found.setdefault((account_id, at_ms), int(churned)) != int(churned):
            notes.add(CONTRADICTED, where)
        if row.values is not None:
            examples.append(_Example("churn", CATALOGUE_VERSION, int(churned), row.values))
    if not found:
        msg = (
            f"{path} has no label that can be read: {'; '.join(notes.lines(path.name)) or 'no row'}"
        )
        raise QualityError(msg)
    return Labels(found, suspects_among(examples, NAMES, CATALOGUE_VERSION))


def _of_json_lines(path: Path, notes: Notes) -> Iterator[_Row]:
    for line, value in json_values(path, notes):
        if value.get("kind", "example") == "example" and value.get("target", "churn") == "churn":
            at = value.get("snapshot_at", value.get("as_of"))
            label = value.get("label", value.get("y"))
            yield _Row(line, value.get("account_id"), at, label, _todays_values(value))


def _todays_values(value: Mapping[str, Any]) -> list[float | None] | None:
    values = value.get("values")
    if value.get("catalogue_version") != CATALOGUE_VERSION or not isinstance(values, list):
        return None
    fits = len(values) == len(NAMES)
    return values if fits and all(isinstance(one, int | float | None) for one in values) else None


def _of_table(path: Path, notes: Notes) -> Iterator[_Row]:
    table = read_table(path, notes)
    table.require(["account_id", "as_of", "y"], what="labels")
    for row in table.rows:
        yield _Row(row.line, row.cells["account_id"], row.cells["as_of"], row.cells["y"])
