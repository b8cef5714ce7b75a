"""A small book for tests of the dispatcher: candidates by account, clocks, and what is said."""

from stream_health.domain.alerts.dispatcher import Dispatcher
from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.dispatched import ClockWanted, Digest, DispatchOutput, FeedbackCopy
from stream_health.domain.effects import (
    Action,
    AlertCandidate,
    AlertTransition,
    BookSizes,
    CandidateClock,
    Cause,
    DispatchInput,
)
from stream_health.domain.policy import Policy

PARTITIONS = 3
MONDAY_9_MS = (4 * 24 + 9) * HOUR_MS  # 5 January 1970

FALL = AlertCandidate(
    transition="fired",
    alert_kind="score_drop",
    account_id="a0",
    partition=0,
    generation=1,
    as_of_ms=MONDAY_9_MS,
    severity="warning",
    score_milli=60_000,
    reference_milli=80_000,
    reference_how="median_7d",
    reference_at_ms=0,
    causes=(Cause("event", -20_000, "fewer users", "users_7d_total", "usage"),),
    action=Action("outreach.users_leaving", "Call", "kim", 5, "It fell."),
    evidence=(),
    value_at_risk_minor=1_000,
    currency="EUR",
    renewal_at_ms=None,
    csm="kim",
    manager="lee",
    coverage=1.0,
    confidence=1.0,
    model_version="m",
    config_version="c",
    arm="champion",
)
SOURCES = {"usage": "users_7d_total", "billing": "lost_payments_total", "tickets": "open_total"}


def fall(
    number: int, minute: int = 0, *, source: str = "usage", **changes: object
) -> AlertCandidate:
    """Account ``a<number>`` of the partition number it belongs to, minutes after Monday 9:00."""
    cause = Cause("event", -20_000, f"{source} fell", SOURCES[source], source)
    made = FALL._replace(
        account_id=f"a{number}",
        partition=number % PARTITIONS,
        as_of_ms=MONDAY_9_MS + minute * MINUTE_MS,
        causes=(cause,),
    )
    return made._replace(**changes)  # type: ignore[arg-type]  # fields of a candidate


class Book:
    """Drives a dispatcher minute by minute."""

    def __init__(
        self, policy: Policy | None = None, *, sizes: dict[str, int] | None = None
    ) -> None:
        self.policy = policy or Policy()
        self.dispatcher = Dispatcher(self.policy, partitions=PARTITIONS)
        self.outputs: list[DispatchOutput] = []
        if sizes:
            csms = tuple(sorted(sizes))
            counts = tuple(sizes[csm] for csm in csms)
            self.take(BookSizes(0, MONDAY_9_MS - 9 * HOUR_MS, csms, counts))

    def take(self, *items: DispatchInput) -> "Book":
        for item in items:
            self.outputs += self.dispatcher.take(item)
        return self

    def until(self, minute: int) -> "Book":
        """Let the time of every partition number reach a minute after Monday 9:00."""
        until_ms = MONDAY_9_MS + minute * MINUTE_MS
        last_ms = self.dispatcher.watermark_ms
        first_ms = MONDAY_9_MS if last_ms is None else last_ms - last_ms % HOUR_MS + HOUR_MS
        for time_ms in [*range(first_ms, until_ms, HOUR_MS), until_ms]:
            for partition in range(PARTITIONS):
                self.take(CandidateClock(partition, time_ms))
        return self

    def days(self, days: int) -> "Book":
        return self.until(days * DAY_MS // MINUTE_MS)

    @property
    def said(self) -> list[AlertTransition]:
        return [one for one in self.outputs if isinstance(one, AlertTransition)]

    @property
    def digests(self) -> list[Digest]:
        return [one for one in self.outputs if isinstance(one, Digest)]

    @property
    def copies(self) -> list[FeedbackCopy]:
        return [one for one in self.outputs if isinstance(one, FeedbackCopy)]

    @property
    def wanted(self) -> list[ClockWanted]:
        return [one for one in self.outputs if isinstance(one, ClockWanted)]

    def told(self, transition: str = "fired") -> list[str]:
        """Keys of what was said with a transition, in order."""
        return [said.dedup_key for said in self.said if said.transition == transition]
