"""Reads single cells of a stranger's table: ids, times, numbers. What cannot be is None."""

import math
from datetime import UTC, date, datetime
from typing import Any, Final

from stream_health.local.quality.notes import Notes
from stream_health.wire.times import BadTimeError, parse_day_or_time_ms

NO_OFFSET: Final = "times without an offset, taken as UTC"
OTHER_OFFSET: Final = "times with another offset than UTC, converted"

_UTC_ENDS: Final = ("Z", "z", "+00:00", "-00:00", "+0000", "+00")


def moment_ms(cell: Any, notes: Notes, where: str) -> int | None:
    """Milliseconds since the epoch of a day, a time or what Parquet holds; None when it is none.

    A day is its midnight UTC. Times without an offset are taken as UTC and counted, since mixed
    zones are the commonest mistake in such files.

    >>> moment_ms("1970-01-02", Notes(), ""), moment_ms("soon", Notes(), "")
    (86400000, None)
    """
    if isinstance(cell, datetime):
        aware = cell if cell.tzinfo is not None else cell.replace(tzinfo=UTC)
        return round(aware.timestamp() * 1_000)
    if isinstance(cell, date):
        cell = cell.isoformat()
    if not isinstance(cell, str) or not cell:
        return None
    try:
        at = datetime.fromisoformat(cell)
        plain_day = len(cell) <= len("2026-01-31")
        if at.tzinfo is None and not plain_day:
            notes.add(NO_OFFSET, where)
            cell = at.replace(tzinfo=UTC).isoformat()
        elif at.tzinfo is not None and not cell.endswith(_UTC_ENDS):
            notes.add(OTHER_OFFSET, where)
        return parse_day_or_time_ms(at.date().isoformat() if plain_day else cell)
    except (BadTimeError, ValueError):
        return None


def real(cell: Any) -> float | None:
    """A finite number; None when it is none.

    >>> real("72.5"), real(""), real("n/a"), real(True)
    (72.5, None, None, None)
    """
    if isinstance(cell, bool) or cell is None:
        return None
    try:
        value = float(cell)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def name(cell: Any) -> str | None:
    """A text that says something, without blanks around it; None when it says nothing."""
    if cell is None:
        return None
    return str(cell).strip() or None


def truth(cell: Any) -> bool | None:
    """Yes or no, as people write it.

    >>> truth("Yes"), truth("0"), truth(1.0), truth("perhaps")
    (True, False, True, None)
    """
    word = str(cell).strip().lower()
    if word in {"1", "1.0", "true", "yes", "y"}:
        return True
    return False if word in {"0", "0.0", "false", "no", "n"} else None
