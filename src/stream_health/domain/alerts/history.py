"""The score history of one high-value account, and the reference a drop is measured from."""

from typing import Any, Final, NamedTuple

from stream_health.domain.alerts.window import SlotWindow
from stream_health.domain.clocking import DAY_MS, HOUR_MS, HOURS_PER_DAY, WEEK_MS

CORRECTION_REACH_MS: Final = WEEK_MS


class Median(NamedTuple):
    """A low median of the newest ``span`` units; it counts with at least ``minimum`` scores."""

    how: str
    unit_ms: int
    span: int
    minimum: int


WEEK: Final = Median("median_7d", HOUR_MS, 168, 48)
MONTH: Final = Median("median_30d", DAY_MS, 30, 15)
QUARTER: Final = Median("median_90d", DAY_MS, 90, 45)
_MEDIANS: Final = (WEEK, MONTH, QUARTER)

# Kept a correction's reach longer, so that the reference of then can be worked out again.
HOURS_KEPT: Final = WEEK.span + CORRECTION_REACH_MS // HOUR_MS + HOURS_PER_DAY
DAYS_KEPT: Final = QUARTER.span + CORRECTION_REACH_MS // DAY_MS + 1


class Reference(NamedTuple):
    """What a drop is measured from. ``how``: median_7d, median_30d, median_90d, signal."""

    value_milli: int
    how: str
    at_ms: int


class ScoreHistory:
    """Hourly scores of 7 days and daily scores (at midnight UTC) of 90 days.

    The reference is the highest of the low medians of 7 days (hourly), 30 and 90 days (daily),
    each over the last full hours or midnights up to ``as_of_ms``. A low median is a score that was
    really there, so the causes since then can be told. Against the highest score an alert would cry
    wolf, against the previous one nothing is found (measured, see ``docs/design``).

    A median counts only with enough behind it: 48 of 168 hours, so that an account scored since
    yesterday does not alert on its first noise but a fall in its second week is found; half of the
    days of the longer ones (15, 45), because the median of fewer would be that of a shorter window.
    A score that is missing (worker down, account not watched) stays missing.

    Examples
    --------
    >>> history = ScoreHistory()
    >>> for hour in range(60):
    ...     history.note(hour * 3_600_000, 80_000 if hour < 50 else 60_000)
    >>> history.reference(60 * 3_600_000)
    Reference(value_milli=80000, how='median_7d', at_ms=176400000)
    """

    __slots__ = ("_asked", "_days", "_hours")

    def __init__(self) -> None:
        self._hours = SlotWindow(WEEK.span, size=HOURS_KEPT)
        self._days = SlotWindow(MONTH.span, QUARTER.span, size=DAYS_KEPT)
        self._asked = tuple((self._window(rule), rule.span, rule.minimum) for rule in _MEDIANS)

    def note(self, time_ms: int, score_milli: int) -> None:
        """Remember the score as of a full hour; a repeated hour is replaced.

        Raises
        ------
        ValueError
            When the time is no full hour, or lies before one already seen.
        """
        if time_ms % HOUR_MS:
            msg = f"time_ms={time_ms} is no full hour: scores are noted at boundaries only"
            raise ValueError(msg)
        self._hours.put(time_ms // HOUR_MS, score_milli)
        if time_ms % DAY_MS == 0:
            self._days.put(time_ms // DAY_MS, score_milli)

    def reference(self, as_of_ms: int) -> Reference | None:
        """Highest of the medians, the shorter window on a tie; ``None`` with too little history.

        ``at_ms`` is the newest hour (midnight) of that window which had the value.

        Raises
        ------
        ValueError
            When the time lies before one already seen.
        """
        return self._highest(as_of_ms, self._medians(as_of_ms))

    def level(self, as_of_ms: int) -> int | None:
        """Value of the reference alone, in a third of the time."""
        known = [milli for milli in self._medians(as_of_ms) if milli is not None]
        return max(known) if known else None

    def reference_then(self, then_ms: int) -> Reference | None:
        """Work out what ``reference`` would have said at a past time, of the scores as corrected.

        ``None`` when that lies further back than a correction reaches.
        """
        newest_ms = (self._hours.newest or 0) * HOUR_MS
        if then_ms < newest_ms - CORRECTION_REACH_MS - DAY_MS:
            return None
        return self._highest(
            then_ms,
            [
                self._window(rule).median_low_at(
                    then_ms // rule.unit_ms, rule.span, minimum=rule.minimum
                )
                for rule in _MEDIANS
            ],
        )

    def last_at(self, score_milli: int, *, as_of_ms: int) -> int | None:
        """Newest hour of the week, else midnight, at which the score was this high or higher."""
        for rule in (WEEK, QUARTER):
            slot = self._window(rule).latest_at_least(
                rule.span, score_milli, until=as_of_ms // rule.unit_ms
            )
            if slot is not None:
                return slot * rule.unit_ms
        return None

    def _medians(self, as_of_ms: int) -> list[int | None]:
        self._hours.advance(as_of_ms // HOUR_MS)
        self._days.advance(as_of_ms // DAY_MS)
        return [window.median_low(span, minimum=minimum) for window, span, minimum in self._asked]

    def _highest(self, as_of_ms: int, medians: list[int | None]) -> Reference | None:
        best_milli: int | None = None
        best = WEEK
        for rule, value in zip(_MEDIANS, medians, strict=True):
            if value is not None and (best_milli is None or value > best_milli):
                best_milli, best = value, rule
        if best_milli is None:
            return None
        until = as_of_ms // best.unit_ms
        slot = self._window(best).latest_slot(best.span, best_milli, until=until)
        return Reference(best_milli, best.how, slot * best.unit_ms)

    def _window(self, median: Median) -> SlotWindow:
        return self._hours if median.unit_ms == HOUR_MS else self._days

    def shift(self, delta_milli: int, *, since_ms: int | None = None) -> None:
        """Move the past: all of it (new model or configuration) or since a time (correction).

        A correction reaches at most 7 days back from the newest noted hour.
        """
        if since_ms is None:
            self._hours.shift(delta_milli)
            self._days.shift(delta_milli)
            return
        if self._hours.newest is None:
            return
        since_ms = max(since_ms, self._hours.newest * HOUR_MS - CORRECTION_REACH_MS)
        self._hours.shift(delta_milli, since_slot=-(-since_ms // HOUR_MS))
        self._days.shift(delta_milli, since_slot=-(-since_ms // DAY_MS))

    def restart(self, since_ms: int) -> None:
        """Accept the level since then as the new normal: what came before is forgotten."""
        self._hours.forget_before(-(-since_ms // HOUR_MS))
        self._days.forget_before(-(-since_ms // DAY_MS))

    def snapshot(self) -> tuple[Any, ...]:
        """Plain values, in the order of ``restore``; under two kilobytes."""
        return (*self._hours.snapshot(), *self._days.snapshot())

    @classmethod
    def restore(cls, record: tuple[Any, ...]) -> "ScoreHistory":
        """Rebuild from a snapshot; behaves as the original ever after."""
        history = cls()
        history._hours.restore(record[0:2])
        history._days.restore(record[2:4])
        return history
