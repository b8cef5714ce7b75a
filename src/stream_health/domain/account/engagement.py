"""Meetings, surveys, training, community, negotiation and news of an account."""

from typing import Any, Final

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import EngagementEvent
from stream_health.domain.windows import PrefixSums

DAYS_KEPT: Final = 400
SPONSOR_ROLES: Final = frozenset({"champion", "executive_sponsor"})

Record = tuple[Any, ...]

_HELD: Final = frozenset({"meeting_held", "qbr_held"})
_MISSED: Final = frozenset({"meeting_missed", "qbr_missed"})
_LEARNING: Final = frozenset({"training_attended", "webinar_attended"})
_ONE_SIDED: Final = frozenset(
    {"meeting_missed", "qbr_missed", "meeting_scheduled", "qbr_scheduled", "news", "csm_note"}
)
_SENTIMENTS: Final = {"negative": -1, "neutral": 0, "positive": 1}


class EngagementState:
    """Counts by day for 400 days, and when each kind of contact last happened.

    Attributes
    ----------
    held, missed, learning, community : PrefixSums
        Meetings held and missed, trainings and webinars, community posts, by day.
    csat_total, csat_sum_milli : PrefixSums
        CSAT answers by day and the sum of their values, 1 bad to 5, in thousandths.
    nps : tuple
        The last two answers, newest first, each ``(time, 0 to 10 in thousandths)``.
    met_ms, sponsor_met_ms, contact_ms, negotiated_ms : int
        Last meeting held, last contact with a champion or sponsor, last contact in which the
        customer took part, last negotiation step; zero when never.
    news : tuple of int
        ``(time, sentiment -1, 0 or 1)`` of the last news; zeros when never.
    """

    __slots__ = (
        "community",
        "contact_ms",
        "csat_sum_milli",
        "csat_total",
        "held",
        "learning",
        "met_ms",
        "missed",
        "negotiated_ms",
        "news",
        "nps",
        "sponsor_met_ms",
    )

    def __init__(self) -> None:
        self.held = PrefixSums(DAYS_KEPT)
        self.missed = PrefixSums(DAYS_KEPT)
        self.learning = PrefixSums(DAYS_KEPT)
        self.community = PrefixSums(DAYS_KEPT)
        self.csat_total = PrefixSums(DAYS_KEPT)
        self.csat_sum_milli = PrefixSums(DAYS_KEPT)
        self.nps: tuple[tuple[int, int], ...] = ()
        self.news = (0, 0)
        self.met_ms = 0
        self.sponsor_met_ms = 0
        self.contact_ms = 0
        self.negotiated_ms = 0

    def apply(self, event: EngagementEvent, hour: int) -> None:
        """Fold one event."""
        time_ms, kind = event.event_time_ms, event.kind
        day = time_ms // DAY_MS
        if day < hour // 24 - DAYS_KEPT:
            return
        if kind in _HELD:
            self.held.add(day, 1)
            self.met_ms = max(self.met_ms, time_ms)
        elif kind in _MISSED:
            self.missed.add(day, 1)
        elif kind in _LEARNING:
            self.learning.add(day, 1)
        elif kind == "community_post":
            self.community.add(day, 1)
        elif kind == "negotiation_step":
            self.negotiated_ms = max(self.negotiated_ms, time_ms)
        elif kind == "news" and event.sentiment in _SENTIMENTS:
            self.news = max(self.news, (time_ms, _SENTIMENTS[event.sentiment]))
        elif event.value is not None:
            self._answer(kind, time_ms, round(event.value * 1_000))
        if kind not in _ONE_SIDED:
            self.contact_ms = max(self.contact_ms, time_ms)
            if SPONSOR_ROLES.intersection(event.roles):
                self.sponsor_met_ms = max(self.sponsor_met_ms, time_ms)

    def _answer(self, kind: str, time_ms: int, value_milli: int) -> None:
        if kind == "nps":
            self.nps = tuple(sorted((*self.nps, (time_ms, value_milli)), reverse=True)[:2])
        elif kind == "csat":
            self.csat_total.add(time_ms // DAY_MS, 1)
            self.csat_sum_milli.add(time_ms // DAY_MS, value_milli)

    def _daily(self) -> tuple[PrefixSums, ...]:
        csat = (self.csat_total, self.csat_sum_milli)
        return (self.held, self.missed, self.learning, self.community, *csat)

    def snapshot(self, hour: int) -> Record:
        """Plain values."""
        day = hour // 24
        return (
            tuple(counter.dump(day - DAYS_KEPT, day + 1) for counter in self._daily()),
            self.nps,
            self.news,
            (self.met_ms, self.sponsor_met_ms, self.contact_ms, self.negotiated_ms),
        )

    @classmethod
    def restore(cls, record: Record) -> "EngagementState":
        """Rebuild from what `snapshot` gave."""
        state = cls()
        counters, nps, news, last = record
        for counter, amounts in zip(state._daily(), counters, strict=True):
            counter.load(amounts)
        state.nps = tuple((time_ms, value) for time_ms, value in nps)
        state.news = (news[0], news[1])
        state.met_ms, state.sponsor_met_ms, state.contact_ms, state.negotiated_ms = last
        return state
