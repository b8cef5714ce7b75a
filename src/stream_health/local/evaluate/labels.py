"""Labels that were worked out elsewhere: a table, or the training examples of a replay."""

from pathlib import Path
from typing import Final

from stream_health.learning.leakage import Suspect
from stream_health.local.model_rebuild import records_in, suspected
from stream_health.local.model_versions import ModelsError
from stream_health.local.quality.cells import moment_ms, name, truth
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.tables import json_values, read_table

BAD_LABEL: Final = "rows without a readable account, time or label, left out"
CONTRADICTED: Final = "labels that contradict an earlier one of the account and time, left out"


def suspects_in(path: Path | None) -> tuple[Suspect, ...]:
    """Features of training examples that alone tell who left; of other labels nothing is known."""
    if path is None or path.suffix not in {".jsonl", ".ndjson"}:
        return ()
    try:
        return suspected(records_in(path))
    except ModelsError:
        return ()  # labels of another kind, which carry no features


def read_labels(path: Path, notes: Notes) -> dict[tuple[str, int], int]:
    """Labels by account and time.

    A table has the columns account_id, as_of and y (0 or 1). Of training examples those that
    predict churn are taken.

    Raises
    ------
    QualityError
        When a column is missing, or no label can be read.
    """
    found: dict[tuple[str, int], int] = {}
    if path.suffix in {".jsonl", ".ndjson"}:
        rows = (
            (line, value.get("account_id"), value.get("snapshot_at", value.get("as_of")),
             value.get("label", value.get("y")))
            for line, value in json_values(path, notes)
            if value.get("kind", "example") == "example" and value.get("target", "churn") == "churn"
        )  # fmt: skip
    else:
        table = read_table(path, notes)
        table.require(["account_id", "as_of", "y"], what="labels")
        rows = (
            (row.line, row.cells["account_id"], row.cells["as_of"], row.cells["y"])
            for row in table.rows
        )
    for line, account, at, label in rows:
        where = f"{path.name} line {line}"
        account_id, at_ms, churned = name(account), moment_ms(at, notes, where), truth(label)
        if account_id is None or at_ms is None or churned is None:
            notes.add(BAD_LABEL, f"{where}: {account!r}, {at!r}, {label!r}")
            continue
        if found.setdefault((account_id, at_ms), int(churned)) != int(churned):
            notes.add(CONTRADICTED, where)
    if not found:
        msg = (
            f"{path} has no label that can be read: {'; '.join(notes.lines(path.name)) or 'no row'}"
        )
        raise QualityError(msg)
    return found
