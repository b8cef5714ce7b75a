"""What a recorded history holds: each signal's source, frequency, completeness and freshness."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from stream_health.learning.quality.figures import number
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.tables import json_values
from stream_health.wire.catalogue import CATALOGUE
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time, parse_time_ms
from stream_health.wire.topic import Direction

DAY_MS: Final = 86_400_000
WEEK_MS: Final = 7 * DAY_MS
OTHER_TOPIC: Final = "records of topics that are no input, passed over"
NO_TIME: Final = "records without account or time, left out"

_INPUTS: Final = {
    str(topic.name) for topic in CATALOGUE.values() if topic.direction is Direction.INPUT
} | {str(TopicName.SIGNALS)}
_TIMES: Final = ("occurred_at", "updated_at")


@dataclass(slots=True)
class _Signal:
    """One kind of record of one source."""

    records: int = 0
    accounts: set[str] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    first_ms: int = 1 << 62
    last_ms: int = -(1 << 62)

    def add(self, account_id: str, at_ms: int) -> None:
        self.records += 1
        self.accounts.add(account_id)
        self.days.add(at_ms // DAY_MS)
        self.first_ms, self.last_ms = min(self.first_ms, at_ms), max(self.last_ms, at_ms)

    @property
    def longest_gap_days(self) -> int:
        """Most days in a row without a record of anybody, between the first and the last."""
        days = sorted(self.days)
        return max((b - a - 1 for a, b in pairwise(days)), default=0)


def signals_of(files: Sequence[Path], notes: Notes) -> dict[str, Any]:
    """Every signal of some files of history.

    Raises
    ------
    QualityError
        When a file cannot be read, or nothing of it is an input.
    """
    signals: dict[tuple[str, str], _Signal] = {}
    filled: dict[str, Counter[str]] = {}
    for path in files:
        for line, record in json_values(path, notes):
            topic, value = record.get("topic"), record.get("value")
            if topic not in _INPUTS:
                notes.add(OTHER_TOPIC, f"{path.name} line {line}: {topic!r}")
                continue
            if value is None:
                continue  # a tombstone says that an account is gone, nothing about it
            at_ms = _time_of(value)
            if at_ms is None or not isinstance(value.get("account_id"), str):
                notes.add(NO_TIME, f"{path.name} line {line}")
                continue
            kind = str(value.get("kind") or value.get("name") or "profile")
            signals.setdefault((topic, kind), _Signal()).add(value["account_id"], at_ms)
            filled.setdefault(topic, Counter()).update(
                name for name, cell in value.items() if cell not in (None, "", [], {})
            )
    if not signals:
        msg = f"nothing in {', '.join(map(str, files))} is a record of an input topic: "
        msg += "; ".join(notes.lines()) or "no row"
        raise QualityError(msg)
    return _report(signals, filled)


def _report(
    signals: dict[tuple[str, str], _Signal], filled: dict[str, Counter[str]]
) -> dict[str, Any]:
    everyone = set[str]().union(*(one.accounts for one in signals.values()))
    last_ms = max(one.last_ms for one in signals.values())
    first_ms = min(one.first_ms for one in signals.values())
    weeks = max((last_ms - first_ms) / WEEK_MS, 1 / 7)
    totals: Counter[str] = Counter()
    for (topic, _), one in signals.items():
        totals[topic] += one.records
    return {
        "records": sum(totals.values()),
        "accounts": len(everyone),
        "first": format_time(first_ms),
        "last": format_time(last_ms),
        "sources_missing": sorted(_INPUTS - set(totals)),
        "signals": [
            {
                "source": topic,
                "kind": kind,
                "records": one.records,
                "accounts": len(one.accounts),
                "share_of_accounts": number(len(one.accounts) / len(everyone)),
                "records_per_account_week": number(one.records / len(one.accounts) / weeks),
                "first": format_time(one.first_ms),
                "last": format_time(one.last_ms),
                "days_since_last": (last_ms - one.last_ms) // DAY_MS,
                "longest_gap_days": one.longest_gap_days,
            }
            for (topic, kind), one in sorted(signals.items())
        ],
        "completeness": [
            {"source": topic, "field": name, "filled": number(count / totals[topic])}
            for topic in sorted(filled)
            for name, count in sorted(filled[topic].items())
        ],
    }


def _time_of(value: Any) -> int | None:
    if not isinstance(value, dict):
        return None
    for name in _TIMES:
        if isinstance(text := value.get(name), str):
            try:
                return parse_time_ms(text)
            except ValueError:
                return None
    return None
