"""The oracle of the features beside usage, worked out from the list of all events."""

from collections.abc import Callable, Iterable
from statistics import fmean
from typing import Any

from tests.domain.features.naive import SPONSORS, Past, ratio

from stream_health.domain.clocking import DAY_MS

Oracle = dict[str, Callable[[Past], float | None]]


class Thing:
    """A ticket or an invoice: its events in order of time."""

    def __init__(self, events: list[Any]) -> None:
        self.events = events

    def last(self, *kinds: str) -> int:
        """Time of the last event of the kinds, 0 when there is none."""
        times: list[int] = [one.event_time_ms for one in self.events if one.kind in kinds]
        return max(times, default=0)

    @property
    def first_ms(self) -> int:
        """Time of the first event."""
        times: list[int] = [one.event_time_ms for one in self.events]
        return min(times)


class SomeTicket(Thing):
    """A ticket."""

    @property
    def solved_ms(self) -> int | None:
        """When it was last solved; of equal times reopened beats solved beats opened."""
        order = {"opened": 1, "solved": 2, "reopened": 3}
        moves = [(one.event_time_ms, order[one.kind]) for one in self.events if one.kind in order]
        last = max(moves, default=(0, 0))
        return last[0] if last[1] == 2 else None

    @property
    def severity(self) -> int:
        """The last one said, the worse of two at the same time."""
        said = [(one.event_time_ms, -one.severity) for one in self.events if one.severity]
        return -max(said)[1] if said else 3


class SomeInvoice(Thing):
    """An invoice."""

    @property
    def paid_ms(self) -> int:
        """Last payment."""
        return self.last("invoice_paid")

    @property
    def due_ms(self) -> int:
        """The last due time said; of two said at once the later."""
        said = [
            (one.event_time_ms, one.event_time_ms if one.due_at_ms is None else one.due_at_ms)
            for one in self.events
            if one.due_at_ms is not None or one.kind == "invoice_due"
        ]
        return max(said, default=(0, 0))[1]

    @property
    def failed_ms(self) -> int:
        """Last failure."""
        return self.last("payment_failed", "payment_failed_for_good")

    @property
    def attempts(self) -> int:
        """Retry number of the last failure."""
        kinds = ("payment_failed", "payment_failed_for_good")
        said = [(one.event_time_ms, one.retry or 1) for one in self.events if one.kind in kinds]
        return max(said)[1]

    @property
    def is_open(self) -> bool:
        """Not paid, or failed since."""
        return not self.paid_ms or self.failed_ms > self.paid_ms


def tickets_of(past: Past) -> list[SomeTicket]:
    """Each ticket."""
    ids = {one.ticket_id for one in past.tickets}
    return [SomeTicket([one for one in past.tickets if one.ticket_id == key]) for key in ids]


def open_tickets(past: Past) -> list[SomeTicket]:
    """Each ticket not solved."""
    return [one for one in tickets_of(past) if one.solved_ms is None]


def invoices_of(past: Past) -> list[SomeInvoice]:
    """Each invoice."""
    events = [one for one in past.billing if one.kind.startswith(("invoice", "payment"))]
    ids = {one.invoice_id for one in events}
    return [SomeInvoice([one for one in events if one.invoice_id == key]) for key in ids]


def days_ago(past: Past, time_ms: int) -> int:
    """Whole days since an instant."""
    return past.day - time_ms // DAY_MS


def count(past: Past, events: Iterable[Any], first: int, last: int, *kinds: str) -> int:
    """Events of the kinds in a window of days."""
    return sum(1 for one in past.within(events, first, last) if one.kind in kinds)


def verdicts(past: Past, first: int, last: int, *said: str) -> list[Any]:
    """Those among the last 16 verdicts that said so in a window of days."""
    every = [one for one in past.feedback if one.kind == "verdict"][-16:]
    return [one for one in past.within(every, first, last) if one.verdict in said]


def opened_trend(past: Past) -> float | None:
    """New tickets against what is usual."""
    before = count(past, past.tickets, -112, -28, "opened")
    return ratio(3 * count(past, past.tickets, -28, 0, "opened"), before) if before else None


def resolution(past: Past, first: int, last: int) -> float | None:
    """Mean days to solve."""
    days = [
        (one.solved_ms - one.first_ms) / DAY_MS
        for one in tickets_of(past)
        if one.solved_ms is not None and first <= -days_ago(past, one.solved_ms) < last
    ]
    return fmean(days) if days else None


def resolution_trend(past: Past) -> float | None:
    """Time to solve against the past."""
    now, before = resolution(past, -28, 0), resolution(past, -118, -28)
    return None if now is None or before is None else ratio(now, before)


def mean_or_none(values: list[float]) -> float | None:
    """Mean, ``None`` of nothing."""
    return fmean(values) if values else None


TICKETS: Oracle = {
    "tickets_open_total": lambda past: len(open_tickets(past)),
    "tickets_open_load": lambda past: sum(
        {1: 8, 2: 4, 3: 2, 4: 1}[one.severity] for one in open_tickets(past)
    ),
    "tickets_open_oldest_days": lambda past: max(
        (days_ago(past, one.first_ms) for one in open_tickets(past)), default=0
    ),
    "tickets_escalated_28d_total": lambda past: count(past, past.tickets, -28, 1, "escalated"),
    "tickets_reopened_28d_total": lambda past: count(past, past.tickets, -28, 1, "reopened"),
    "tickets_opened_28d_ratio": opened_trend,
    "tickets_resolution_90d_days": lambda past: resolution(past, -90, 1),
    "tickets_resolution_28d_ratio": resolution_trend,
    "tickets_csat_90d_mean": lambda past: mean_or_none(
        [one.csat for one in past.within(past.tickets, -90, 1) if one.csat is not None]
    ),
}


def delays(past: Past) -> list[float]:
    """Days after due, of the invoices paid in 180 days."""
    return [
        (one.paid_ms - one.due_ms) / DAY_MS
        for one in invoices_of(past)
        if not one.is_open and one.due_ms and days_ago(past, one.paid_ms) <= 180
    ]


def failing(past: Past, days: int) -> list[SomeInvoice]:
    """Invoices that failed in the last days and were not made good."""
    return [
        one
        for one in invoices_of(past)
        if one.failed_ms > one.paid_ms and days_ago(past, one.failed_ms) <= days
    ]


def overdue(past: Past) -> int:
    """Days the oldest unpaid invoice is overdue."""
    late = [days_ago(past, one.due_ms) for one in invoices_of(past) if one.is_open and one.due_ms]
    return max(0, *late) if late else 0


def seats_change(past: Past) -> float | None:
    """Seats added against 90 days ago."""
    said = [(one.event_time_ms, one.seats) for one in past.billing if one.seats is not None
            and not one.kind.startswith(("invoice", "payment"))]  # fmt: skip
    if said:
        added: int = sum(
            one.seats - one.previous_seats
            for one in past.within(past.billing, -90, 1)
            if one.kind == "seats_changed" and None not in (one.seats, one.previous_seats)
        )
        seats: int = max(said)[1]
        return added / max(seats - added, 1)
    if past.profile is None or past.profile.seats is None:
        return None
    start_ms = (past.day - 90) * DAY_MS
    then = [
        (one.event_time_ms, one.seats)
        for one in past.profiles
        if one.seats is not None and not one.deleted and one.event_time_ms < start_ms
    ]
    return (past.profile.seats - max(then)[1]) / max(max(then)[1], 1) if then else None


def plan_change(past: Past) -> int:
    """Direction of the last change within 180 days, 0 when they contradict at one instant."""
    moves = [
        (one.event_time_ms, 1 if one.direction == "upgrade" else -1)
        for one in past.within(past.billing, -180, 1)
        if one.kind == "plan_changed" and one.direction
    ]
    last = {direction for time_ms, direction in moves if time_ms == max(moves)[0]}
    return last.pop() if len(last) == 1 else 0


def renewal(past: Past) -> int | None:
    """Days to the renewal, by billing, else by the CRM."""
    said = [(one.event_time_ms, one.renewal_at_ms) for one in past.billing if one.renewal_at_ms]
    if said:
        return -days_ago(past, max(said)[1])
    if past.profile and past.profile.renewal_at_ms is not None:
        return -days_ago(past, past.profile.renewal_at_ms)
    return None


def billing_last(past: Past, kind: str) -> int:
    """Time of the last event of a kind."""
    return Thing(list(past.billing)).last(kind)


BILLING: Oracle = {
    "billing_overdue_days": overdue,
    "billing_delay_180d_days": lambda past: mean_or_none(delays(past)),
    "billing_late_180d_share": lambda past: mean_or_none(
        [float(days >= 1) for days in delays(past)]
    ),
    "billing_retries_total": lambda past: max(
        (one.attempts for one in failing(past, 60)), default=0
    ),
    "billing_lost_payments_total": lambda past: sum(
        one.last("payment_failed_for_good") > one.paid_ms for one in failing(past, 90)
    ),
    "billing_failures_180d_total": lambda past: count(
        past, past.billing, -180, 1, "payment_failed", "payment_failed_for_good"
    ),
    "billing_seats_90d_share": seats_change,
    "billing_plan_180d_direction": plan_change,
    "billing_renewal_days": renewal,
    "billing_notice": lambda past: int(
        billing_last(past, "cancellation_notice") > billing_last(past, "renewed")
    ),
    "billing_renewed_365d": lambda past: int(count(past, past.billing, -365, 1, "renewed") > 0),
}


def since(past: Past, events: Iterable[Any]) -> int | None:
    """Whole days since the last of them."""
    times = [one.event_time_ms for one in events]
    return days_ago(past, max(times)) if times else None


def contacts(past: Past) -> list[Any]:
    """Events in which the customer took part."""
    alone = {"news", "csm_note"}
    return [
        one
        for one in past.engagement
        if one.kind not in alone and not one.kind.endswith(("_missed", "_scheduled"))
    ]


def missed_share(past: Past) -> float | None:
    """Share of planned meetings that were missed."""
    missed = count(past, past.engagement, -90, 1, "meeting_missed", "qbr_missed")
    held = count(past, past.engagement, -90, 1, "meeting_held", "qbr_held")
    return missed / (missed + held) if missed + held else None


def answers(past: Past) -> list[tuple[int, int]]:
    """NPS answers in thousandths, in order of time."""
    return sorted(
        (one.event_time_ms, round(one.value * 1_000))
        for one in past.engagement
        if one.kind == "nps" and one.value is not None
    )


def nps(past: Past) -> float | None:
    """Last NPS answer of the year."""
    found = answers(past)
    return found[-1][1] / 1_000 if found and days_ago(past, found[-1][0]) <= 365 else None


def nps_change(past: Past) -> float | None:
    """Last answer against the one before."""
    found = answers(past)
    return (found[-1][1] - found[-2][1]) / 1_000 if len(found) > 1 else None


def csat(past: Past) -> float | None:
    """Mean survey answer."""
    recent = past.within(past.engagement, -180, 1)
    return mean_or_none(
        [round(one.value * 1_000) / 1_000 for one in recent if one.kind == "csat" and one.value
         is not None]
    )  # fmt: skip


def news(past: Past) -> float | None:
    """Sentiment of the last news, the better of two at once."""
    signs = {"negative": -1, "neutral": 0, "positive": 1}
    found = [
        (one.event_time_ms, signs[one.sentiment])
        for one in past.within(past.engagement, -90, 1)
        if one.kind == "news" and one.sentiment in signs
    ]
    return max(found)[1] if found else None


ENGAGEMENT: Oracle = {
    "engagement_meeting_days": lambda past: since(
        past, [one for one in past.engagement if one.kind in ("meeting_held", "qbr_held")]
    ),
    "engagement_sponsor_days": lambda past: since(
        past, [one for one in contacts(past) if SPONSORS & set(one.roles)]
    ),
    "engagement_contact_days": lambda past: since(past, contacts(past)),
    "engagement_missed_90d_share": missed_share,
    "engagement_nps": nps,
    "engagement_nps_change": nps_change,
    "engagement_csat_180d_mean": csat,
    "engagement_learning_90d_total": lambda past: count(
        past, past.engagement, -90, 1, "training_attended", "webinar_attended"
    ),
    "engagement_community_90d_total": lambda past: count(
        past, past.engagement, -90, 1, "community_post"
    ),
    "engagement_negotiation_30d": lambda past: int(
        count(past, past.engagement, -30, 1, "negotiation_step") > 0
    ),
    "engagement_news_90d_sentiment": news,
}


def age(past: Past) -> int | None:
    """Days as a customer."""
    if past.profile is None or past.profile.started_at_ms is None:
        return None
    return max(days_ago(past, past.profile.started_at_ms), 0)


def sponsors(past: Past) -> int | None:
    """Champions and sponsors among the contacts."""
    if past.profile is None or not past.profile.contacts:
        return None
    return sum(one.role in SPONSORS for one in past.profile.contacts)


REST: Oracle = {
    "profile_age_days": age,
    "profile_sponsors_total": sponsors,
    "outcomes_expanded_365d": lambda past: int(count(past, past.outcomes, -365, 1, "expanded") > 0),
    "outcomes_advocate_365d": lambda past: int(
        count(past, past.outcomes, -365, 1, "became_advocate") > 0
    ),
    "feedback_exit_confirmed_90d": lambda past: int(
        count(past, past.feedback, -90, 1, "champion_exit_confirmed") > 0
    ),
    "feedback_alerts_confirmed_90d": lambda past: len(verdicts(past, -90, 1, "right", "too_late")),
    "feedback_alerts_not_a_risk_90d": lambda past: len(verdicts(past, -90, 1, "not_a_risk")),
    "feedback_known_season": lambda past: int(
        bool(verdicts(past, -13, 1, "known_event") or verdicts(past, -377, -350, "known_event"))
    ),
}
