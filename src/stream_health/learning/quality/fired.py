"""Alerts that fired, kept by day until what became of their accounts is known."""

from collections.abc import Iterator
from typing import Any

from stream_health.domain.clocking import DAY_MS, day_of
from stream_health.domain.dispatched import AlertsClosed, FiredAlert

Alert = tuple[int, str, tuple[str, ...]]  # when, its id, its accounts: the first one is judged


class FiredDay:
    """Alerts of one day, and how many people they could reach."""

    __slots__ = ("alerts", "csms_total")

    def __init__(self, alerts: list[Alert], csms_total: int = 0) -> None:
        self.alerts = alerts
        self.csms_total = csms_total


class FiredAlerts:
    """Days of alerts, oldest first, with note of what changed.

    Attributes
    ----------
    closed_ms : int or None
        No alert before this will follow; None while nobody said so.
    """

    def __init__(self) -> None:
        self.closed_ms: int | None = None
        self._days: dict[int, FiredDay] = {}
        self._dirty: set[int] = set()

    def add(self, alert: FiredAlert) -> None:
        """Keep an alert that fired; the same one again changes nothing."""
        day = self._day(day_of(alert.as_of_ms))
        kept = (alert.as_of_ms, f"{alert.dedup_key}/{alert.generation}", alert.account_ids)
        if kept not in day.alerts:
            day.alerts.append(kept)

    def close(self, closed: AlertsClosed) -> None:
        """Note that every alert before the end of a day is here, and for how many people."""
        newest = day_of(closed.day_end_ms) - 1
        first = newest if self.closed_ms is None else day_of(self.closed_ms)
        for day in range(first, newest + 1):
            self._day(day).csms_total = closed.csms_total
        self.closed_ms = max(self.closed_ms or 0, closed.day_end_ms)

    def of(self, account_id: str) -> list[int]:
        """When alerts of an account fired that are still kept."""
        return [
            at_ms
            for day in self._days.values()
            for at_ms, _, accounts in day.alerts
            if account_id in accounts
        ]

    def pop_until(self, end_ms: int) -> Iterator[FiredDay]:
        """Give away the days that end by an instant, each with its alerts in order."""
        for day in sorted(self._days):
            if (day + 1) * DAY_MS > end_ms:
                return
            found = self._days.pop(day)
            self._dirty.add(day)
            found.alerts.sort()
            yield found

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(day, plain tuple)``, ``None`` for what was given away; clears the dirt."""
        for number in sorted(self._dirty if dirty_only else self._dirty | self._days.keys()):
            day = self._days.get(number)
            kept = None if day is None else (day.csms_total, tuple(sorted(day.alerts)))
            yield str(number), kept
        self._dirty.clear()

    def restore(self, number: str, record: tuple[Any, ...]) -> None:
        """Take over one record."""
        csms_total, alerts = record
        kept = [(at_ms, key, tuple(accounts)) for at_ms, key, accounts in alerts]
        self._days[int(number)] = FiredDay(kept, csms_total)

    def _day(self, number: int) -> FiredDay:
        self._dirty.add(number)
        return self._days.setdefault(number, FiredDay([]))
