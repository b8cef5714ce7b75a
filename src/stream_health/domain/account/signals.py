"""Dated observations from text and behaviour."""

from typing import Any, Final

from stream_health.domain.account.engagement import SPONSOR_ROLES
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import SignalEvent
from stream_health.domain.windows import RecentDays, Strongest

DAYS_KEPT: Final = 400
LEAVING: Final = frozenset({"champion_leaving", "departed_autoreply"})
MESSAGE_SEEN: Final = "message_seen"  # that a message came or went, whatever it said
SPONSOR_LEAVING: Final = "sponsor_leaving"  # one who leaves and is known to be a sponsor

Record = tuple[Any, ...]


class SignalsState:
    """The strongest signal of each kind in any recent window, confidence in thousandths.

    Signals made by the scoring itself are not heard. Who leaves in the role of champion or sponsor
    is kept as a kind of its own beside. Of messages only the days on which some came or went are
    kept: ``inbound_days``, ``outbound_days``.
    """

    __slots__ = ("inbound_days", "kinds", "outbound_days")

    def __init__(self) -> None:
        self.kinds: dict[str, Strongest] = {}
        self.inbound_days = RecentDays()
        self.outbound_days = RecentDays()

    def apply(self, event: SignalEvent, hour: int) -> None:
        """Fold one event."""
        time_ms = event.event_time_ms
        if event.own or time_ms // DAY_MS < hour // 24 - DAYS_KEPT:
            return
        if event.kind == MESSAGE_SEEN:
            if event.direction == "inbound":
                self.inbound_days.add(time_ms // DAY_MS)
            elif event.direction == "outbound":
                self.outbound_days.add(time_ms // DAY_MS)
            return
        confidence_milli = round(event.confidence * 1_000)
        self._of(event.kind).add(time_ms, confidence_milli)
        if event.kind in LEAVING and event.role in SPONSOR_ROLES:
            self._of(SPONSOR_LEAVING).add(time_ms, confidence_milli)

    def _of(self, kind: str) -> Strongest:
        found = self.kinds.get(kind)
        if found is None:
            found = self.kinds[kind] = Strongest()
        return found

    def strongest_milli(self, kinds: tuple[str, ...], start_ms: int) -> int:
        """Greatest confidence, 0 to 1000, of the kinds since an instant; 0 when there is none."""
        strongest = 0
        for kind in kinds:
            seen = self.kinds.get(kind)
            if seen is not None:
                strongest = max(strongest, seen.since(start_ms) or 0)
        return strongest

    def snapshot(self, hour: int) -> Record:
        """Plain values."""
        start = hour // 24 - DAYS_KEPT
        start_ms = start * DAY_MS
        dumps = ((kind, seen.dump(start_ms)) for kind, seen in sorted(self.kinds.items()))
        return (
            self.inbound_days.dump(start),
            self.outbound_days.dump(start),
            *((kind, dump) for kind, dump in dumps if dump),
        )

    @classmethod
    def restore(cls, record: Record) -> "SignalsState":
        """Rebuild from what `snapshot` gave."""
        state = cls()
        inbound, outbound, *dumps = record
        state.inbound_days.load(inbound)
        state.outbound_days.load(outbound)
        for kind, dump in dumps:
            state._of(kind).load(dump)
        return state
