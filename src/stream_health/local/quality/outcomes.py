"""What became of the accounts: a stranger's table, a recorded history, or a book's known truth."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from stream_health.learning.quality.labels import Fate
from stream_health.local.quality.cells import moment_ms, name
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.tables import Row, json_values, read_table

BAD_DATE: Final = "outcomes without a readable date, left out"
UNKNOWN_KIND: Final = "outcomes of another kind than churned, renewed, expanded, became_advocate"
REPEATED: Final = "outcomes that repeat one, counted once"
BEFORE_NOTICE: Final = "outcomes that take effect before their notice; the earlier date counts"

_CHURNED: Final = {"churned", "churn", "cancelled", "canceled", "lost", "closed"}
_RETURNED: Final = {"renewed", "renewal", "returned", "reactivated", "won_back"}
_OTHERS: Final = {"expanded", "became_advocate"}
_ENDED: Final = {"data_ended", "censored", "transferred", "merged"}


class Outcomes(NamedTuple):
    """Fates by account, and the last instant at which anything was known to have happened."""

    fates: dict[str, Fate]
    last_ms: int
    churned_total: int


class _Said(NamedTuple):
    account_id: str
    kind: str
    at_ms: int


def read_outcomes(path: Path, notes: Notes) -> Outcomes:
    """Outcomes of a file.

    Takes tables with the columns account_id, kind and effective_date (and notice_date, which
    counts before it), history as JSON lines (``account-outcomes`` and tombstones of
    ``account-profiles``), and the truth beside a simulated book.

    Raises
    ------
    QualityError
        When a column is missing, or no outcome can be read.
    """
    if path.suffix in {".jsonl", ".ndjson"}:
        said, seen_ms = _of_history(path, notes)
    else:
        table = read_table(path, notes)
        table.require(["account_id", "kind", "effective_date"], what="outcomes")
        said = [one for row in table.rows if (one := _of_row(row, notes, path.name))]
        seen_ms = None
    if not said and seen_ms is None and not path.name.endswith(".truth.jsonl"):
        said_of_it = "; ".join(notes.lines(path.name)) or "no row"
        msg = f"{path} has no outcome that can be read: {said_of_it}"
        raise QualityError(msg)
    is_truth = path.name.endswith(".truth.jsonl")  # knows what has not happened yet
    dated_ms = 0 if is_truth else max((one.at_ms for one in said), default=0)
    last_ms = dated_ms if seen_ms is None else seen_ms
    fates = fates_of(said)
    return Outcomes(fates, last_ms, sum(bool(fate.churned_ms) for fate in fates.values()))


def fates_of(said: Iterable["_Said"]) -> dict[str, Fate]:
    """Gather what was said of each account."""
    gathered: dict[str, dict[str, set[int]]] = {}
    for one in said:
        gathered.setdefault(one.account_id, {}).setdefault(one.kind, set()).add(one.at_ms)
    return {
        account_id: Fate(
            tuple(sorted(kinds.get("churned", ()))),
            tuple(sorted(kinds.get("returned", ()))),
            min(kinds["ended"]) if "ended" in kinds else None,
        )
        for account_id, kinds in gathered.items()
    }


def _of_row(row: Row, notes: Notes, file: str) -> _Said | None:
    where = f"{file} line {row.line}"
    account_id = name(row.cells.get("account_id"))
    effective_ms = moment_ms(row.cells.get("effective_date"), notes, where)
    notice_ms = moment_ms(row.cells.get("notice_date"), notes, where)
    if account_id is None or (effective_ms is None and notice_ms is None):
        notes.add(BAD_DATE, f"{where}: {row.cells.get('effective_date')!r}")
        return None
    kind = _kind(row.cells.get("kind"))
    if kind is None:
        notes.add(UNKNOWN_KIND, f"{where}: {row.cells.get('kind')!r}")
        return None
    if notice_ms is not None and effective_ms is not None and effective_ms < notice_ms:
        notes.add(BEFORE_NOTICE, where)
    known = [at for at in (notice_ms, effective_ms) if at is not None]
    return _Said(account_id, kind, min(known))


def _kind(cell: Any) -> str | None:
    word = str(cell or "").strip().lower().replace(" ", "_").replace("-", "_")
    for kinds, ours in ((_CHURNED, "churned"), (_RETURNED, "returned"), (_ENDED, "ended")):
        if word in kinds:
            return ours
    return "other" if word in _OTHERS else None


def _of_history(path: Path, notes: Notes) -> tuple[list[_Said], int | None]:
    """Outcomes of JSON lines; the second is the time of the newest record, None without one."""
    said: list[_Said] = []
    newest_ms: int | None = None
    for line, record in json_values(path, notes):
        where = f"{path.name} line {line}"
        topic, value = record.get("topic"), record.get("value", record)
        if not isinstance(value, dict | None):
            notes.add(BAD_DATE, where)
            continue
        if isinstance(value, dict) and topic in (None, "account-outcomes"):
            one = _of_value(value, notes, where)
            said += [] if one is None else [one]
        at = record.get("time") if value is None else value.get("occurred_at")
        at_ms = None if at is None else moment_ms(at, notes, where)
        newest_ms = max(newest_ms or 0, at_ms) if at_ms is not None else newest_ms
        if topic == "account-profiles" and value is None and at_ms is not None:
            said.append(_Said(str(record.get("key")), "ended", at_ms))
    return said, newest_ms


def _of_value(value: dict[str, Any], notes: Notes, where: str) -> _Said | None:
    """One outcome, or one account's truth; None for an account nothing happens to."""
    account_id, kind = name(value.get("account_id")), _kind(value.get("kind", "churned"))
    told = [value.get("notice_at"), value.get("effective_at")]
    if "story" in value:
        kind = "churned"
        if told == [None, None]:
            return None
    times = [moment_ms(at, notes, where) for at in told if at is not None]
    known = [at for at in times if at is not None]
    if not known and (at_ms := moment_ms(value.get("occurred_at"), notes, where)) is not None:
        known = [at_ms]
    if account_id is None or not known:
        notes.add(BAD_DATE, where)
        return None
    if kind is None:
        notes.add(UNKNOWN_KIND, f"{where}: {value.get('kind')!r}")
        return None
    return _Said(account_id, kind, known[0])
