"""What the dispatcher says beside the transitions of alerts. Ids are deterministic."""

from typing import NamedTuple

from stream_health.domain.effects import AlertCandidate, AlertTransition


class DigestEntry(NamedTuple):
    """One alert that was held back, as the digest lists it."""

    dedup_key: str
    generation: int
    since_ms: int
    candidate: AlertCandidate


class Digest(NamedTuple):
    """What was held back from a CSM, best first. ``csm`` is empty for accounts without one."""

    event_id: str
    csm: str
    as_of_ms: int
    sent_total: int  # alerts sent within the last 7 days
    budget_total: int  # how many there may be
    entries: tuple[DigestEntry, ...]


class ClockWanted(NamedTuple):
    """The dispatcher waits for a partition, which had reached one time, to reach another."""

    partition: int
    reached_ms: int
    until_ms: int


class FeedbackCopy(NamedTuple):
    """A verdict on a grouped alert, passed on to the alert of one member."""

    partition: int
    event_id: str
    account_id: str
    as_of_ms: int
    author: str
    dedup_key: str
    verdict: str


class FiredAlert(NamedTuple):
    """An alert that fired, of one account or of several; the first is the one it is judged by."""

    dedup_key: str
    generation: int
    as_of_ms: int
    account_ids: tuple[str, ...]


class AlertsClosed(NamedTuple):
    """Every alert before the end of this day has been said; ``csms_total`` people have accounts."""

    day_end_ms: int
    csms_total: int


DispatchOutput = AlertTransition | Digest | ClockWanted | FeedbackCopy
"""What the dispatcher says."""
