"""The load of the job: a large book with a few very active accounts, as records in wire format.

Activity follows zipf(1.1), nine events in ten are usage. The same seed makes the same records.
"""

from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

from stream_health.local.replay.history import Line
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time

EVENTS_PER_DAY: Final = 1_000_000
"""Of the whole book at full rate: 50 per account and day where there are 20,000 accounts."""

_SKEW: Final = 1.1
_EVENTS_PER_USER: Final = 10  # a day; the busiest account then has some thousand users
_NAMES: Final = ("page.viewed", "login", "report.viewed", "export.made", "record.edited")
_MEETINGS: Final = ("meeting_held", "training_attended", "community_post")
_PAYMENTS: Final = ("invoice_paid", "invoice_paid", "payment_failed")


class Span(NamedTuple):
    """Where in event time some events lie, evenly spread: ``[start_ms, end_ms)``."""

    start_ms: int
    end_ms: int
    events: int


class Load:
    """A book of accounts and what happens to them.

    Parameters
    ----------
    accounts
        How many, at least 1.
    high_value
        How many of them are scored in real time, chosen at random.
    seed
        Of everything drawn.

    Examples
    --------
    >>> load = Load(accounts=3, high_value=1, seed=1)
    >>> [line.key for line in load.profiles(time_ms=0)]
    [b'account-00000', b'account-00001', b'account-00002']
    >>> len(list(load.events(Span(0, 1_000, 10))))
    10
    """

    def __init__(self, *, accounts: int, high_value: int, seed: int = 1) -> None:
        self._random = Random(seed)
        self.accounts = [f"account-{number:05d}" for number in range(accounts)]
        self.high_value = frozenset(self._random.sample(self.accounts, high_value))
        weights = [1 / rank**_SKEW for rank in range(1, accounts + 1)]
        self._random.shuffle(weights)  # the busiest are not all in one partition
        self._reach = list(accumulate(weights))
        a_day = EVENTS_PER_DAY / 50 * accounts / self._reach[-1] / _EVENTS_PER_USER
        self._users = [max(3, int(weight * a_day)) for weight in weights]
        self._tickets: dict[int, str] = {}  # open ones, by account
        self._invoices: dict[int, str] = {}
        self._made = 0

    def profiles(self, *, time_ms: int) -> Iterator[Line]:
        """One profile per account, all of one time."""
        for number, account in enumerate(self.accounts):
            tier = "high" if account in self.high_value else "standard"
            yield _line(
                TopicName.ACCOUNT_PROFILES,
                account,
                time_ms,
                f'"updated_at":"{format_time(time_ms)}","tier":"{tier}","plan":"team",'
                f'"seats":{self._users[number] + 2},"started_at":"2024-07-01",'
                f'"renewal_at":"2027-07-01","segment":{{"size":"mid"}}',
            )

    def history(self, span: Span) -> Iterator[Line]:
        """Events of a thinned past; every second one goes round the accounts: all have some.

        Usage carries a count, so that the thinned past is about as heavy as the full present.
        """
        return self._spread(span, self._evenly_or_not, count=12)

    def events(self, span: Span) -> Iterator[Line]:
        """Events at full weight, accounts by their activity."""
        return self._spread(span, self._by_activity, count=1)

    def event(self, time_ms: int) -> Line:
        """One event, now."""
        return self._event(self._by_activity(), time_ms, count=1)

    def _spread(self, span: Span, choose: Callable[[], int], *, count: int) -> Iterator[Line]:
        width_ms = span.end_ms - span.start_ms
        for place in range(span.events):
            time_ms = span.start_ms + width_ms * place // span.events
            yield self._event(choose(), time_ms, count=count)

    def _by_activity(self) -> int:
        return bisect(self._reach, self._random.random() * self._reach[-1])

    def _evenly_or_not(self) -> int:
        if self._made % 2:
            return self._by_activity()
        return self._made // 2 % len(self.accounts)

    def _event(self, number: int, time_ms: int, *, count: int) -> Line:
        self._made += 1
        draw, account = self._random.random(), self.accounts[number]
        common = f'"event_id":"e-{self._made:08d}","occurred_at":"{format_time(time_ms)}",'
        if draw < 0.90:
            topic, rest = TopicName.USAGE_EVENTS, self._usage(number, count)
        elif draw < 0.95:
            topic, rest = TopicName.TICKET_EVENTS, self._ticket(number)
        elif draw < 0.98:
            topic, rest = TopicName.BILLING_EVENTS, self._payment(number, time_ms)
        else:
            kind = self._random.choice(_MEETINGS)
            topic, rest = TopicName.ENGAGEMENT_EVENTS, f'"kind":"{kind}"'
        return _line(topic, account, time_ms, common + rest)

    def _usage(self, number: int, count: int) -> str:
        random = self._random
        user, feature = int(random.random() * self._users[number]), int(random.random() * 12)
        name = _NAMES[int(random.random() * len(_NAMES))]
        return (
            f'"user_id":"user-{user:05d}","name":"{name}","feature":"feature-{feature}",'
            f'"count":{count},"duration_ms":{int(random.random() * 60_000)}'
        )

    def _ticket(self, number: int) -> str:
        ticket = self._tickets.pop(number, None)
        kind = "opened" if ticket is None else "solved"
        if ticket is None:
            ticket = self._tickets[number] = f"t-{self._made}"
        return f'"kind":"{kind}","ticket_id":"{ticket}","severity":{1 + self._made % 4}'

    def _payment(self, number: int, time_ms: int) -> str:
        invoice = self._invoices.pop(number, None)
        kind = "invoice_due" if invoice is None else self._random.choice(_PAYMENTS)
        if invoice is None:
            invoice = self._invoices[number] = f"i-{self._made}"
        due = format_time(time_ms)[: len("2026-01-31")]
        return (
            f'"kind":"{kind}","invoice_id":"{invoice}","due_at":"{due}",'
            '"amount":{"amount_minor":99900,"currency":"EUR"}'
        )


def _line(topic: TopicName, account: str, time_ms: int, rest: str) -> Line:
    value = f'{{"account_id":"{account}",{rest}}}'.encode()
    return Line(topic, account.encode(), value, time_ms, 0, 0)
