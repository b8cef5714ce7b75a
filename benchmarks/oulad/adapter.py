"""Tables in, events in wire format out, lazily and in order of event time.

Day *d* of a presentation is stamped *d* 00:00 UTC. Within an instant the order is that of the
topics, then of the accounts.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from benchmarks.oulad.grades import grade_rows
from benchmarks.oulad.obligations import KINDS, billing_rows
from benchmarks.oulad.tables import accounts, check, csm_of, tier_of
from benchmarks.oulad.usage import usage_rows

from stream_health.domain.clocking import DAY_MS
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time

Event = dict[str, Any]


class _People(NamedTuple):
    """Looked up by account number."""

    account_ids: list[str]
    user_ids: list[str]


_Reader = Callable[[pl.DataFrame, str, _People], Iterator[Event]]


def events(directory: Path, *, presentation: str | None = None) -> Iterator[Event]:
    """Every event of the directory, or of one presentation: ``{"topic": ..., "value": {...}}``.

    A tombstone, ``{"topic": ..., "key": ..., "time": ..., "value": None}``, says that the data of
    an account that never withdrew ends there. The tables are read and checked at once, the events
    made as they are taken: 0.5 GB of memory for 5 million clicks.

    Raises
    ------
    DataError
        When the directory lacks a table or a column, or holds nothing of the presentation.
    """
    check(directory)
    book = accounts(directory, presentation)
    people = _People(book["account_id"].to_list(), book["id_student"].cast(pl.String).to_list())
    sources: list[tuple[pl.DataFrame, _Reader]] = [
        (usage_rows(directory, book), _usage),
        (billing_rows(directory, book), _billing),
        (grade_rows(directory, book), _engagement),
        (_profile_rows(book), _profiles),
        (_tombstone_rows(book), _tombstones),
        (_outcome_rows(book), _outcomes),
    ]
    return _in_order(sources, people)


def _in_order(sources: Sequence[tuple[pl.DataFrame, _Reader]], people: _People) -> Iterator[Event]:
    days = [_by_day(frame) for frame, _ in sources]
    for day in sorted(set[int]().union(*days)):
        for (frame, read), places in zip(sources, days, strict=True):
            if day in places:
                yield from read(frame.slice(*places[day]), time_of(day), people)


def time_of(day: int) -> str:
    """Midnight that starts a day since the epoch, as it is written on the wire.

    >>> time_of(1)
    '1970-01-02T00:00:00.000Z'
    """
    return format_time(day * DAY_MS)


def _by_day(frame: pl.DataFrame) -> dict[int, tuple[int, int]]:
    """Place (offset, length) of each day in a frame sorted by day."""
    runs = frame.select(pl.col("day").rle()).unnest("day")
    places: dict[int, tuple[int, int]] = {}
    offset = 0
    for length, day in runs.select("len", "value").iter_rows():
        places[day] = (offset, length)
        offset += length
    return places


def _usage(rows: pl.DataFrame, time: str, people: _People) -> Iterator[Event]:
    day = time[:10]
    topic = TopicName.USAGE_EVENTS.value
    for _, account, site, clicks, feature, turn in rows.iter_rows():
        yield {
            "topic": topic,
            "value": {
                "event_id": f"{day}-{site}-{turn}",
                "account_id": people.account_ids[account],
                "user_id": people.user_ids[account],
                "occurred_at": time,
                "name": "page.viewed",
                "feature": feature,
                "count": clicks,
            },
        }


def _billing(rows: pl.DataFrame, time: str, people: _People) -> Iterator[Event]:
    for _, account, kind, invoice, due in rows.iter_rows():
        yield {
            "topic": TopicName.BILLING_EVENTS.value,
            "value": {
                "event_id": f"{invoice}-{KINDS[kind]}",
                "account_id": people.account_ids[account],
                "occurred_at": time,
                "kind": KINDS[kind],
                "invoice_id": str(invoice),
                "due_at": time_of(due),
            },
        }


def _engagement(rows: pl.DataFrame, time: str, people: _People) -> Iterator[Event]:
    for _, account, assessment, answer in rows.iter_rows():
        yield {
            "topic": TopicName.ENGAGEMENT_EVENTS.value,
            "value": {
                "event_id": f"{assessment}-grade",
                "account_id": people.account_ids[account],
                "occurred_at": time,
                "kind": "csat",
                "contacts": [{"contact_id": people.user_ids[account]}],
                "value": answer,
            },
        }


def _profile_rows(book: pl.DataFrame) -> pl.DataFrame:
    return (
        book.filter(pl.col("registered").is_not_null())
        .select("account", "code_module", "start", "end", day="registered")
        .sort("day", "account")
    )


def _profiles(rows: pl.DataFrame, time: str, people: _People) -> Iterator[Event]:
    for account, module, start, end, _ in rows.iter_rows():
        account_id = people.account_ids[account]
        yield {
            "topic": TopicName.ACCOUNT_PROFILES.value,
            "value": {
                "account_id": account_id,
                "updated_at": time,
                "segment": {"code_module": module},
                "tier": tier_of(account_id),
                "seats": 1,
                "started_at": time_of(start),
                "renewal_at": time_of(end),
                "csm": csm_of(account_id),
            },
        }


def _tombstone_rows(book: pl.DataFrame) -> pl.DataFrame:
    stayed = book.filter(pl.col("left").is_null())
    return stayed.select("account", day=pl.col("end") + 1).sort("day", "account")


def _tombstones(rows: pl.DataFrame, time: str, people: _People) -> Iterator[Event]:
    for account in rows["account"]:
        key = people.account_ids[account]
        yield {"topic": TopicName.ACCOUNT_PROFILES.value, "key": key, "time": time, "value": None}


def _outcome_rows(book: pl.DataFrame) -> pl.DataFrame:
    left = book.filter(pl.col("left").is_not_null())
    return left.select("account", day="left").sort("day", "account")


def _outcomes(rows: pl.DataFrame, time: str, people: _People) -> Iterator[Event]:
    for account in rows["account"]:
        yield {
            "topic": TopicName.ACCOUNT_OUTCOMES.value,
            "value": {
                "account_id": people.account_ids[account],
                "occurred_at": time,
                "kind": "churned",
                "cause": "voluntary",
                "notice_at": time,
                "effective_at": time,
            },
        }
