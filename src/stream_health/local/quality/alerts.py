"""Alerts that fired, from the transitions a replay or the topic holds."""

from pathlib import Path

from stream_health.learning.quality.load import Raised
from stream_health.local.quality.cells import moment_ms, name
from stream_health.local.quality.notes import Notes
from stream_health.local.quality.tables import json_values


def read_alerts(path: Path, notes: Notes) -> list[Raised]:
    """Transitions ``fired``, by time; a grouped alert counts once, by its first member.

    Raises
    ------
    QualityError
        When the file cannot be read. A file without alerts is a quiet time, no error.
    """
    found = []
    for line, record in json_values(path, notes):
        value = record.get("value", record)
        if not isinstance(value, dict) or value.get("transition") != "fired":
            continue
        where = f"{path.name} line {line}"
        at_ms = moment_ms(value.get("as_of"), notes, where)
        members = tuple(one for one in map(name, value.get("members") or ()) if one is not None)
        account_id = name(value.get("account_id")) or (members[0] if members else None)
        if at_ms is None or account_id is None:
            notes.add("alerts without account or time, left out", where)
            continue
        found.append(Raised(account_id, at_ms, name(value.get("csm")), members))
    return sorted(found, key=lambda one: (one.at_ms, one.account_id))
