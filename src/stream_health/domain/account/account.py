"""An account: its sub-states, the open hour, and the records they are kept in."""

from collections.abc import Callable
from typing import Any, Final

from stream_health.domain.account.actions import PLAIN, Action
from stream_health.domain.account.billing import BillingState
from stream_health.domain.account.engagement import EngagementState
from stream_health.domain.account.feedback import FeedbackState
from stream_health.domain.account.outcomes import OutcomesState
from stream_health.domain.account.profile import ProfileState
from stream_health.domain.account.signals import SignalsState
from stream_health.domain.account.tickets import TicketsState
from stream_health.domain.account.usage import UsageState
from stream_health.domain.book.statistics import Peers
from stream_health.domain.clocking import HOUR_MS
from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    EngagementEvent,
    Feedback,
    Outcome,
    ProfileUpdate,
    SignalEvent,
    Source,
    TicketEvent,
    UsageEvent,
)

Record = tuple[Any, ...]
ActionOf = Callable[[str], Action | None]

_SOURCES: Final[dict[type, Source]] = {
    UsageEvent: Source.USAGE,
    TicketEvent: Source.TICKETS,
    BillingEvent: Source.BILLING,
    EngagementEvent: Source.ENGAGEMENT,
    ProfileUpdate: Source.PROFILE,
    Outcome: Source.OUTCOMES,
    Feedback: Source.FEEDBACK,
    SignalEvent: Source.SIGNALS,
}
_NAMES: Final = tuple(source.label for source in Source)
_TAGS: Final = ("u", "t", "b", "e", "p", "o", "k", "g")  # by source
_ALL: Final = (1 << len(_NAMES)) - 1
_CHANGED: Final = tuple(  # by mask of changed sources: place, attribute, tag
    tuple((place, _NAMES[place], _TAGS[place]) for place in range(len(_NAMES)) if mask >> place & 1)
    for mask in range(_ALL + 1)
)
_STATES: Final[tuple[Any, ...]] = (
    UsageState,
    TicketsState,
    BillingState,
    EngagementState,
    ProfileState,
    OutcomesState,
    FeedbackState,
    SignalsState,
)


class Account:
    """Everything folded from the events of one account; a source never heard of is ``None``.

    Parameters
    ----------
    account_id : str
        Whose it is.
    action_of : callable
        What the name of a usage event says: see `ActionNames`.

    Attributes
    ----------
    peers : Peers or None
        Its segment in the same days, as whoever evaluates knows it; no part of the state.

    Examples
    --------
    >>> account = Account("acme")
    >>> account.advance(480_000)
    >>> account.apply(UsageEvent("acme", "e1", 480_000 * HOUR_MS, "ann", "report_viewed"))
    <Source.USAGE: 0>
    >>> account.has(Source.USAGE), account.has(Source.BILLING)
    (True, False)
    >>> [tag for tag, record in account.records(dirty_only=True)]
    ['u', 'n0']
    """

    __slots__ = ("_action_of", "_dirty", "account_id", "heard_mask", "hour", "peers", *_NAMES)

    usage: UsageState | None
    tickets: TicketsState | None
    billing: BillingState | None
    engagement: EngagementState | None
    profile: ProfileState | None
    outcomes: OutcomesState | None
    feedback: FeedbackState | None
    signals: SignalsState | None

    def __init__(self, account_id: str, action_of: ActionOf = PLAIN) -> None:
        self.account_id = account_id
        self._action_of = action_of
        self.hour = 0
        self.heard_mask = 0  # sources ever heard of: bit ``n`` is source ``n``
        self.peers: Peers | None = None
        self._dirty = 0  # a bit per source
        for name in _NAMES:
            setattr(self, name, None)

    def has(self, source: Source) -> bool:
        """Tell whether this source was ever heard of."""
        return bool(self.heard_mask >> source & 1)

    def advance(self, hour: int) -> None:
        """Open an hour (since the epoch); an earlier one than the open one changes nothing.

        Sub-states keep running totals, so that nothing needs to be moved when an hour closes.
        """
        self.hour = max(self.hour, hour)

    def apply(self, event: AccountEvent) -> Source:
        """Fold one event, late or not, and say which sub-state took it.

        What windows no longer reach (older than 400 days) changes nothing.

        Raises
        ------
        TypeError
            If it is not one of the domain's events.
        """
        source = _SOURCES.get(type(event))
        if source is None:
            msg = f"{event!r} is not an event of an account: use one of domain.events"
            raise TypeError(msg)
        hour, event_hour = self.hour, event.event_time_ms // HOUR_MS
        if event_hour > hour:
            self.hour = hour = event_hour
        name = _NAMES[source]
        state = getattr(self, name)
        if state is None:
            made = _STATES[source]
            state = made(self._action_of) if source is Source.USAGE else made()
            setattr(self, name, state)
            self.heard_mask |= 1 << source
        state.apply(event, hour)
        self._dirty |= 1 << source
        return source

    def records(self, *, dirty_only: bool) -> list[tuple[str, Record | None]]:
        """Tags and plain records: all, or those changed since they were last asked for.

        A record of ``None`` deletes what was written under its tag.
        """
        dirty, self._dirty = self._dirty, 0
        records: list[tuple[str, Record | None]] = []
        for place, name, tag in _CHANGED[dirty if dirty_only else _ALL]:
            state = getattr(self, name)
            if state is None:
                continue
            if place == Source.USAGE:
                records += state.records(self.hour, dirty_only=dirty_only)
            else:
                records.append((tag, state.snapshot(self.hour)))
        return records

    @classmethod
    def restore(
        cls,
        account_id: str,
        read: Callable[[str], Record | None],
        *,
        hour: int = 0,
        action_of: ActionOf = PLAIN,
    ) -> "Account":
        """Rebuild an account from its records, read by tag.

        Parameters
        ----------
        account_id : str
            Whose it is.
        read : callable
            Record of a tag, lists in place of tuples allowed; ``None`` when there is none.
        hour : int
            The open hour; 0 when the account will be advanced anyway.
        action_of : callable
            As given before.
        """
        account = cls(account_id, action_of)
        account.hour = hour
        account.usage = UsageState.restore(read, action_of)
        account.heard_mask = int(account.usage is not None)
        for source in list(Source)[1:]:
            record = read(_TAGS[source])
            if record is not None:
                setattr(account, _NAMES[source], _STATES[source].restore(record))
                account.heard_mask |= 1 << source
        return account
