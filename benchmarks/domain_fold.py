"""What the domain's folds and features cost, without Kafka: ``python benchmarks/domain_fold.py``.

Prints microseconds of CPU time per event folded, per account evaluated, written and restored, and
the packed size of each record. Marks of the prototypes: 3.5 us a fold, 15 us all features.
"""

from collections import Counter
from collections.abc import Callable
from random import Random
from time import process_time
from typing import Any

import msgspec

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import (
    AccountEvent,
    BillingEvent,
    EngagementEvent,
    ProfileUpdate,
    SignalEvent,
    Source,
    TicketEvent,
    UsageEvent,
)
from stream_health.domain.features.catalogue import CATALOGUE, values

FIRST_DAY = 20_000
DAYS = 90
ACCOUNTS = 300
END_HOUR = (FIRST_DAY + DAYS) * 24


def use(random: Random) -> list[AccountEvent]:
    """Give 90 days of use by twelve people per account, in order of time."""
    events: list[AccountEvent] = []
    for day in range(DAYS):
        for number in range(ACCOUNTS):
            for turn in range(random.randrange(14)):
                time_ms = (FIRST_DAY + day) * DAY_MS + random.randrange(DAY_MS)
                user, name = (
                    f"user-{random.randrange(12)}",
                    random.choice(("page", "login", "export")),
                )
                feature = random.choice((None, f"feature-{random.randrange(8)}"))
                event = UsageEvent(
                    f"account-{number}", f"e{day}-{number}-{turn}", time_ms, user, name, feature, 1,
                    random.choice((None, 5_000)),
                )  # fmt: skip
                events.append(event)
    return sorted(events, key=lambda event: event.event_time_ms)


def relations(account_id: str) -> list[AccountEvent]:
    """Give twenty tickets, three invoices, a meeting, a profile and a signal."""
    start_ms = FIRST_DAY * DAY_MS
    events: list[AccountEvent] = [
        EngagementEvent(account_id, "m", start_ms, "meeting_held", roles=("champion",)),
        ProfileUpdate(account_id, "p", start_ms, seats=20, started_at_ms=start_ms),
        SignalEvent(account_id, "g", start_ms, "praise", 0.9),
    ]
    for number in range(20):
        opened_ms = start_ms + 4 * number * DAY_MS
        ticket = f"T-{number}"
        events.append(TicketEvent(account_id, f"o{number}", opened_ms, "opened", ticket, 3))
        events.append(TicketEvent(account_id, f"s{number}", opened_ms + DAY_MS, "solved", ticket))
    for number in range(3):
        due_ms = start_ms + 30 * number * DAY_MS
        invoice = f"I-{number}"
        events.append(BillingEvent(account_id, f"i{number}", due_ms, "invoice_due", invoice))
        events.append(
            BillingEvent(account_id, f"j{number}", due_ms + DAY_MS, "invoice_paid", invoice)
        )
    return events


def timed(what: str, work: Callable[[], Any], *, times: int) -> Any:
    """Run the work once and print its time in microseconds per item."""
    start = process_time()
    found = work()
    print(f"{what:36} {(process_time() - start) / times * 1e6:8.2f} us")
    return found


def main() -> None:
    """Measure and print."""
    accounts = {f"account-{number}": Account(f"account-{number}") for number in range(ACCOUNTS)}
    for account_id, account in accounts.items():
        for event in relations(account_id):
            account.apply(event)
        account.hour = 0
    events = use(Random(1))
    pairs = [(accounts[event.account_id], event) for event in events]
    timed(
        "fold a usage event",
        lambda: [account.apply(event) for account, event in pairs],
        times=len(events),
    )
    every = list(accounts.values())
    for account in every:
        account.advance(END_HOUR)
    again = lambda: [[one.compute(account, END_HOUR) for one in CATALOGUE] for account in every]  # noqa: E731
    timed(f"all {len(CATALOGUE)} features, new day", again, times=ACCOUNTS)
    timed("all features, again", again, times=ACCOUNTS)
    for source in Source:
        timed(f"  {source.label}", lambda source=source: [  # type: ignore[misc]  # bound now
            values(account, END_HOUR, source) for account in every
        ], times=ACCOUNTS)  # fmt: skip
    _records(every)


def _records(every: list[Account]) -> None:
    records = timed(
        "write every record",
        lambda: [dict(account.records(dirty_only=False)) for account in every],
        times=len(every),
    )
    sizes: Counter[str] = Counter()
    packed: list[dict[str, bytes]] = []
    for found in records:
        packed.append({tag: msgspec.msgpack.encode(record) for tag, record in found.items()})
        for tag, data in packed[-1].items():
            sizes[tag] += len(data)
    print("bytes per record", {tag: size // len(every) for tag, size in sizes.items()})

    def restore(store: dict[str, bytes]) -> Account:
        return Account.restore(
            "account", lambda tag: msgspec.msgpack.decode(store[tag]) if tag in store else None
        )

    timed(
        "unpack and restore an account", lambda: [restore(one) for one in packed], times=len(packed)
    )


if __name__ == "__main__":
    main()
