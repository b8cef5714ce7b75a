"""Random but repeatable streams of domain events for the laws of the engine."""

from random import Random

from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.engine.control import Tick
from stream_health.domain.engine.engine import Input
from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    Contact,
    EngagementEvent,
    Feedback,
    Outcome,
    ProfileUpdate,
    SignalEvent,
    TicketEvent,
    UsageEvent,
)

START_MS = 1_767_571_200_000  # Monday 2026-01-05 00:00 UTC

_TICKETS = ("opened", "updated", "escalated", "reopened", "solved", "csat")
_BILLING = (
    "invoice_issued",
    "invoice_due",
    "invoice_paid",
    "invoice_overdue",
    "payment_failed",
    "payment_failed_for_good",
    "seats_changed",
    "cancellation_notice",
)
_ENGAGEMENT = ("meeting_held", "meeting_missed", "nps", "training_attended", "csm_note")
_SIGNALS = ("frustration", "praise", "champion_leaving", "cancellation_intent", "urgency")


class Stream:
    """Events of a few accounts over some days, some of them late, in merged order.

    ``inputs`` has a tick per hour; every event is later than its tick except those drawn late.
    """

    def __init__(self, seed: int, *, accounts: int = 4, days: int = 12, per_day: int = 12) -> None:
        self.random = Random(seed)
        self.accounts = [f"acct-{number}" for number in range(accounts)]
        self.days = days
        self.events: list[AccountEvent] = []
        self._number = 0
        for account_id in self.accounts:
            self._profile(account_id, START_MS)
        for _ in range(days * per_day):
            self._draw()
        self.events.sort(key=lambda event: event.event_time_ms)
        self.inputs = self._merge()

    def _id(self) -> str:
        self._number += 1
        return f"e{self._number}"

    def _time(self) -> int:
        """Often on a boundary, because that is where mistakes live."""
        span = self.days * DAY_MS
        unit = self.random.choice((1, MINUTE_MS, HOUR_MS, DAY_MS))
        return START_MS + self.random.randrange(span) // unit * unit

    def _profile(self, account_id: str, time_ms: int) -> None:
        draw = self.random
        self.events.append(
            ProfileUpdate(
                account_id,
                self._id(),
                time_ms,
                tier=draw.choice(("high", "high", "standard")),
                arr_minor=draw.randrange(1_000_000, 9_000_000),
                currency="EUR",
                seats=draw.choice((None, 5, 20)),
                started_at_ms=START_MS - draw.randrange(400) * DAY_MS,
                renewal_at_ms=START_MS + draw.randrange(200) * DAY_MS,
                csm="csm-1",
                manager="manager-1",
                contacts=(Contact("c1", "champion"), Contact("c2", "user")),
                deleted=time_ms > START_MS and draw.random() < 0.3,
            )
        )

    def _draw(self) -> None:
        """Add one event of a source drawn by its share."""
        account_id, time_ms = self.random.choice(self.accounts), self._time()
        share = self.random.random()
        for limit, make in (
            (0.60, self._usage),
            (0.72, self._ticket),
            (0.82, self._billing),
            (0.88, self._engagement),
            (0.94, self._signal),
            (0.97, self._feedback),
            (0.985, self._outcome),
        ):
            if share < limit:
                self.events.append(make(account_id, time_ms))
                return
        self._profile(account_id, time_ms)

    def _usage(self, account_id: str, time_ms: int) -> AccountEvent:
        draw = self.random
        return UsageEvent(
            account_id,
            self._id(),
            time_ms,
            user_id=f"u{draw.randrange(6)}",
            name=draw.choice(("login", "report_viewed", "export")),
            feature=draw.choice((None, "reports", "boards", "api")),
            times=draw.choice((1, 1, 5)),
        )

    def _ticket(self, account_id: str, time_ms: int) -> AccountEvent:
        draw = self.random
        return TicketEvent(
            account_id,
            self._id(),
            time_ms,
            kind=draw.choice(_TICKETS),
            ticket_id=f"t{draw.randrange(4)}",
            severity=draw.choice((None, 1, 2, 3, 4)),
            csat=draw.choice((None, 1, 3, 5)),
        )

    def _billing(self, account_id: str, time_ms: int) -> AccountEvent:
        draw = self.random
        return BillingEvent(
            account_id,
            self._id(),
            time_ms,
            kind=draw.choice(_BILLING),
            invoice_id=f"i{draw.randrange(4)}",
            amount_minor=10_000,
            currency="EUR",
            due_at_ms=time_ms + draw.randrange(-10, 20) * DAY_MS,
            seats=draw.randrange(1, 30),
            previous_seats=draw.randrange(1, 30),
        )

    def _engagement(self, account_id: str, time_ms: int) -> AccountEvent:
        draw = self.random
        return EngagementEvent(
            account_id,
            self._id(),
            time_ms,
            kind=draw.choice(_ENGAGEMENT),
            roles=draw.choice(((), ("champion",), ("executive_sponsor",))),
            value=draw.choice((None, 2.0, 9.0)),
        )

    def _signal(self, account_id: str, time_ms: int) -> AccountEvent:
        draw = self.random
        return SignalEvent(
            account_id,
            self._id(),
            time_ms,
            kind=draw.choice(_SIGNALS),
            confidence=draw.choice((0.5, 0.95)),
            contact="c1",
            role=draw.choice((None, "champion", "user")),
        )

    def _feedback(self, account_id: str, time_ms: int) -> AccountEvent:
        draw = self.random
        return Feedback(
            account_id,
            self._id(),
            time_ms,
            kind=draw.choice(("acknowledged", "verdict", "snoozed", "action_taken")),
            author="csm-1",
            dedup_key=f"{draw.choice(('score_drop', 'critical_signal'))}/{account_id}",
            verdict=draw.choice(("right", "not_a_risk", "known_event")),
            until_ms=time_ms + 3 * DAY_MS,
        )

    def _outcome(self, account_id: str, time_ms: int) -> AccountEvent:
        draw = self.random
        return Outcome(
            account_id,
            self._id(),
            time_ms,
            kind=draw.choice(("churned", "renewed", "expanded")),
            notice_at_ms=draw.choice((None, time_ms)),
            effective_at_ms=draw.choice((None, time_ms + DAY_MS, time_ms + 30 * DAY_MS)),
        )

    def _merge(self) -> list[Input]:
        """Events by arrival: one in twelve comes hours or days late; a tick per hour."""
        draw = self.random
        arrivals: list[tuple[int, int, Input]] = []
        for place, event in enumerate(self.events):
            late_ms = draw.randrange(3 * DAY_MS) if draw.random() < 1 / 12 else 0
            arrivals.append((event.event_time_ms + late_ms, place + 1, event))
        for hour in range(self.days * 24 + 1):
            time_ms = START_MS + hour * HOUR_MS
            arrivals.append((time_ms, 0, Tick(time_ms)))
        return [item for _, _, item in sorted(arrivals, key=lambda row: row[:2])]
