"""Support: load, severity, waiting, resolution and satisfaction."""

from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.account.tickets import TicketsState
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Feature, Monotone, Ttl
from stream_health.domain.features.windowed import against, closed_days, last_days

SEVERITY_LOAD: Final = {1: 8, 2: 4, 3: 2, 4: 1}


def _open_total(account: Account, hour: int) -> float | None:  # noqa: ARG001 - only events change it
    tickets = account.tickets
    return None if tickets is None else len(tickets.open)


def _open_load(account: Account, hour: int) -> float | None:  # noqa: ARG001 - only events change it
    tickets = account.tickets
    if tickets is None:
        return None
    return sum(SEVERITY_LOAD.get(one.severity, 1) for one in tickets.open)


def _open_oldest(account: Account, hour: int) -> float | None:
    tickets = account.tickets
    if tickets is None:
        return None
    if not tickets.open:
        return 0
    oldest_ms = min(one.first_ms for one in tickets.open)
    return max(hour // HOURS_PER_DAY - oldest_ms // DAY_MS, 0)


def _escalated(account: Account, hour: int) -> float | None:
    tickets = account.tickets
    return None if tickets is None else last_days(tickets.escalated, hour, 28)


def _reopened(account: Account, hour: int) -> float | None:
    tickets = account.tickets
    return None if tickets is None else last_days(tickets.reopened, hour, 28)


def _opened_trend(account: Account, hour: int) -> float | None:
    tickets = account.tickets
    if tickets is None:
        return None
    before = closed_days(tickets.opened, hour, 84, ago=28)
    return against(3 * closed_days(tickets.opened, hour, 28), before) if before else None


def _resolution_days(tickets: TicketsState, start_day: int, end_day: int) -> float | None:
    """Mean days from first word to solved, of the tickets solved on ``[start_day, end_day)``."""
    solved, duration_ms = tickets.solved_between(start_day * DAY_MS, end_day * DAY_MS)
    return duration_ms / solved / DAY_MS if solved else None


def _resolution(account: Account, hour: int) -> float | None:
    tickets, day = account.tickets, hour // HOURS_PER_DAY
    return None if tickets is None else _resolution_days(tickets, day - 90, day + 1)


def _resolution_trend(account: Account, hour: int) -> float | None:
    tickets, day = account.tickets, hour // HOURS_PER_DAY
    if tickets is None:
        return None
    now = _resolution_days(tickets, day - 28, day)
    before = _resolution_days(tickets, day - 118, day - 28)
    return None if now is None or before is None else against(now, before)


def _csat(account: Account, hour: int) -> float | None:
    tickets = account.tickets
    if tickets is None:
        return None
    answers = last_days(tickets.csat_total, hour, 90)
    return last_days(tickets.csat_sum, hour, 90) / answers if answers else None


FEATURES = (
    Feature(
        name="tickets_open_total",
        unit="tickets",
        source=Source.TICKETS,
        window="now",
        ttl=Ttl.EVENT,
        meaning="Support tickets waiting",
        text="{value} support [ticket is|tickets are] open",
        zero_text="no support ticket is open",
        edges=(1, 3, 6, 10),
        points=(200, 0, -500, -1_000, -1_800),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_open_total,
    ),
    Feature(
        name="tickets_open_load",
        unit="points",
        source=Source.TICKETS,
        window="now",
        ttl=Ttl.EVENT,
        meaning="Open tickets weighted by severity (critical 8, high 4, normal 2, low 1)",
        text="open tickets weigh {value} by severity",
        zero_text="no open ticket weighs anything",
        edges=(1, 4, 8, 16),
        points=(200, 0, -1_000, -2_500, -4_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_open_load,
    ),
    Feature(
        name="tickets_open_oldest_days",
        unit="days",
        source=Source.TICKETS,
        window="now",
        ttl=Ttl.DAY,
        meaning="Days the oldest open ticket has waited",
        text="the oldest open ticket has waited {value} [day|days]",
        edges=(3, 7, 14, 30),
        points=(100, -200, -700, -1_500, -2_500),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_open_oldest,
    ),
    Feature(
        name="tickets_escalated_28d_total",
        unit="tickets",
        source=Source.TICKETS,
        window="28 days",
        ttl=Ttl.DAY,
        meaning="Escalations in the last 28 days",
        text="{value} [ticket was|tickets were] escalated in the last 28 days",
        zero_text="no ticket was escalated in the last 28 days",
        edges=(1, 2, 4),
        points=(0, -1_500, -3_000, -4_500),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_escalated,
    ),
    Feature(
        name="tickets_reopened_28d_total",
        unit="tickets",
        source=Source.TICKETS,
        window="28 days",
        ttl=Ttl.DAY,
        meaning="Tickets reopened in the last 28 days",
        text="{value} [ticket was|tickets were] reopened in the last 28 days",
        zero_text="no ticket was reopened in the last 28 days",
        edges=(1, 3),
        points=(0, -600, -1_500),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_reopened,
    ),
    Feature(
        name="tickets_opened_28d_ratio",
        unit="ratio",
        source=Source.TICKETS,
        window="28 days against the 84 before",
        ttl=Ttl.DAY,
        meaning="New tickets against what is usual",
        text="new tickets are {value} of what is usual",
        edges=(0.3, 1.5, 3.0),
        points=(-200, 100, -600, -1_600),
        unknown_points=0,
        monotone=Monotone.NONE,
        compute=_opened_trend,
    ),
    Feature(
        name="tickets_resolution_90d_days",
        unit="days",
        source=Source.TICKETS,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="Mean days until a ticket was solved",
        text="tickets took {value} [day|days] to solve",
        edges=(1, 3, 7, 14),
        points=(400, 200, 0, -600, -1_200),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_resolution,
    ),
    Feature(
        name="tickets_resolution_28d_ratio",
        unit="ratio",
        source=Source.TICKETS,
        window="28 days against the 90 before",
        ttl=Ttl.DAY,
        meaning="Time to solve against the account's own past",
        text="solving takes {value} of the time it used to take",
        edges=(0.8, 1.25, 2.0),
        points=(300, 0, -700, -1_500),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_resolution_trend,
    ),
    Feature(
        name="tickets_csat_90d_mean",
        unit="points",
        source=Source.TICKETS,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="Satisfaction with support, 1 to 5",
        text="support is rated {value} of 5",
        edges=(2, 3, 3.5, 4.5),
        points=(-3_000, -1_800, -800, 200, 800),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_csat,
    ),
)
