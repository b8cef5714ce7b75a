"""Support tickets of an account, each folded from whatever was heard of it."""

from bisect import bisect_left
from itertools import accumulate
from typing import Any, Final, NamedTuple

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import TicketEvent
from stream_health.domain.windows import PrefixSums

DAYS_KEPT: Final = 400
TICKETS_MAX: Final = 192

Record = tuple[Any, ...]

_STATES: Final = {"opened": 1, "solved": 2, "reopened": 3}  # of equal time, the greater holds
_SOLVED: Final = _STATES["solved"]
_UNSAID: Final = 0


class Ticket(NamedTuple):
    """What is known of one ticket. Every field is a minimum or a maximum, in any order the same.

    ``state`` is ``(time, code)`` of the last event that opened, solved or reopened it, and
    ``rated`` is ``(time, -severity)`` of the last event that said one: of equal times the worse
    severity holds.
    """

    first_ms: int
    last_ms: int
    state: tuple[int, int] = (0, 0)
    rated: tuple[int, int] = (0, 0)

    @property
    def is_open(self) -> bool:
        """Not solved, or reopened since."""
        return self.state[1] != _SOLVED

    @property
    def solved_ms(self) -> int | None:
        """When it was last solved; ``None`` while it is open."""
        return self.state[0] if self.state[1] == _SOLVED else None

    @property
    def severity(self) -> int:
        """From 1, critical, to 4, low; 3 when nobody said."""
        return -self.rated[1] or 3


def fold_ticket(ticket: Ticket | None, event: TicketEvent) -> Ticket:
    """Give a ticket one more event.

    >>> solved = TicketEvent("a", "2", 50, "solved", "T-1")
    >>> opened = TicketEvent("a", "1", 10, "opened", "T-1", severity=1)
    >>> one = fold_ticket(fold_ticket(None, opened), solved)
    >>> one == fold_ticket(fold_ticket(None, solved), opened)
    True
    >>> one.is_open, one.severity, one.solved_ms - one.first_ms
    (False, 1, 40)
    """
    time_ms = event.event_time_ms
    old = ticket or Ticket(time_ms, time_ms)
    code = _STATES.get(event.kind, _UNSAID)
    return Ticket(
        min(old.first_ms, time_ms),
        max(old.last_ms, time_ms),
        max(old.state, (time_ms, code)) if code else old.state,
        old.rated if event.severity is None else max(old.rated, (time_ms, -event.severity)),
    )


class TicketsState:
    """The last 192 tickets, open ones first, and counts by day for 400 days.

    Attributes
    ----------
    tickets : dict
        By ticket id. Beyond the bound the ticket longest untouched goes, solved ones first.
    opened, reopened, escalated : PrefixSums
        Events by day.
    csat_total, csat_sum : PrefixSums
        Answers by day, and the sum of their values (1 bad to 5).
    """

    __slots__ = (
        "_open",
        "_solved",
        "csat_sum",
        "csat_total",
        "escalated",
        "opened",
        "reopened",
        "tickets",
    )

    def __init__(self) -> None:
        self.tickets: dict[str, Ticket] = {}
        self.opened = PrefixSums(DAYS_KEPT)
        self.reopened = PrefixSums(DAYS_KEPT)
        self.escalated = PrefixSums(DAYS_KEPT)
        self.csat_total = PrefixSums(DAYS_KEPT)
        self.csat_sum = PrefixSums(DAYS_KEPT)
        self._open: list[Ticket] | None = None  # worked out when asked for, until the next event
        self._solved: tuple[list[int], list[int]] | None = None

    def apply(self, event: TicketEvent, hour: int) -> None:
        """Fold one event."""
        day = event.event_time_ms // DAY_MS
        if day < hour // 24 - DAYS_KEPT:
            return
        self._open = self._solved = None
        tickets = self.tickets
        tickets[event.ticket_id] = fold_ticket(tickets.get(event.ticket_id), event)
        if len(tickets) > TICKETS_MAX:
            self._forget_one()
        match event.kind:
            case "opened":
                self.opened.add(day, 1)
            case "reopened":
                self.reopened.add(day, 1)
            case "escalated":
                self.escalated.add(day, 1)
        if event.csat is not None:
            self.csat_total.add(day, 1)
            self.csat_sum.add(day, event.csat)

    def _forget_one(self) -> None:
        def worth(ticket_id: str) -> tuple[bool, int, str]:
            ticket = self.tickets[ticket_id]
            return ticket.is_open, ticket.last_ms, ticket_id

        del self.tickets[min(self.tickets, key=worth)]

    @property
    def open(self) -> list[Ticket]:
        """Tickets that wait."""
        if self._open is None:
            self._open = [ticket for ticket in self.tickets.values() if ticket.is_open]
        return self._open

    def solved_between(self, start_ms: int, end_ms: int) -> tuple[int, int]:
        """How many were solved in ``[start_ms, end_ms)``, and after how many milliseconds in sum.

        A ticket counts from the first that was heard of it to the last time it was solved.
        """
        if self._solved is None:
            solved = sorted(
                (ticket.state[0], ticket.state[0] - ticket.first_ms)
                for ticket in self.tickets.values()
                if not ticket.is_open
            )
            totals = accumulate((duration for _, duration in solved), initial=0)
            self._solved = ([time_ms for time_ms, _ in solved], list(totals))
        times_ms, totals_ms = self._solved
        first, last = bisect_left(times_ms, start_ms), bisect_left(times_ms, end_ms)
        return last - first, totals_ms[last] - totals_ms[first]

    def _daily(self) -> tuple[PrefixSums, ...]:
        return self.opened, self.reopened, self.escalated, self.csat_total, self.csat_sum

    def snapshot(self, hour: int) -> Record:
        """Plain values, without what is solved and older than 400 days."""
        day = hour // 24
        oldest_ms = (day - DAYS_KEPT) * DAY_MS
        tickets = sorted(
            (ticket_id, ticket.first_ms, ticket.last_ms, *ticket.state, *ticket.rated)
            for ticket_id, ticket in self.tickets.items()
            if ticket.is_open or ticket.last_ms >= oldest_ms
        )
        counters = (counter.dump(day - DAYS_KEPT, day + 1) for counter in self._daily())
        return (tuple(tickets), tuple(counters))

    @classmethod
    def restore(cls, record: Record) -> "TicketsState":
        """Rebuild from what `snapshot` gave."""
        state = cls()
        for ticket_id, first_ms, last_ms, *rest in record[0]:
            state_ms, code, rated_ms, severity = rest
            state.tickets[ticket_id] = Ticket(
                first_ms, last_ms, (state_ms, code), (rated_ms, severity)
            )
        for counter, amounts in zip(state._daily(), record[1], strict=True):
            counter.load(amounts)
        return state
