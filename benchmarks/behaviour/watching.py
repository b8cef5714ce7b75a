"""Watches a simulated book day by day with the real folds and the real observer, no engine."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from time import process_time
from typing import Any

import orjson

from stream_health.app.reading import read_inputs
from stream_health.domain.account.account import Account
from stream_health.domain.behaviour.observer import Observer
from stream_health.domain.behaviour.state import BehaviourState
from stream_health.domain.behaviour.turnout import Turnout
from stream_health.domain.clocking import DAY_MS, HOUR_MS, day_of
from stream_health.domain.effects import BehaviourSignal
from stream_health.domain.engine.presence import has_left
from stream_health.domain.events import AccountEvent
from stream_health.domain.policy import Policy
from stream_health.local.book.book import SimulatedBook
from stream_health.local.replay.history import Line
from stream_health.wire.names import TopicName


class Watching:
    """Every account of a book, looked at as of each midnight; what has left no more."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy or Policy()
        self.observer = Observer(Turnout())
        self.accounts: dict[str, Account] = {}
        self.states: dict[str, BehaviourState] = {}
        self.account_days = 0
        self.looking_seconds = 0.0

    def watch(self, book: SimulatedBook) -> Iterator[BehaviourSignal]:
        """Every signal, in order of time."""
        for day, told in groupby(
            read(book.events()), key=lambda event: day_of(event.event_time_ms)
        ):
            yield from self.look(day * DAY_MS)
            for event in told:
                account = self.accounts.get(event.account_id)
                if account is None:
                    account = self.accounts[event.account_id] = Account(event.account_id)
                    self.states[event.account_id] = BehaviourState()
                account.apply(event)

    def look(self, at_ms: int) -> list[BehaviourSignal]:
        """What a midnight brings."""
        start = process_time()
        day_ms = at_ms - DAY_MS
        used = (account.usage for account in self.accounts.values())
        there = sum(1 for usage in used if usage and usage.last_event_ms >= day_ms)
        self.observer.turnout.close(day_of(day_ms), there)
        said = []
        for account_id, account in self.accounts.items():
            if has_left(account, at_ms):
                continue
            self.account_days += 1
            account.advance(at_ms // HOUR_MS)
            state = self.states[account_id]
            said += self.observer.look(account, state, at_ms, policy=self.policy, stale_mask=0)
        self.looking_seconds += process_time() - start
        return said


def read(lines: Iterable[dict[str, Any]]) -> Iterator[AccountEvent]:
    """Events of a book as the engine takes them."""
    batch: list[Line] = []
    for line in lines:
        value = line["value"]
        data, key = orjson.dumps(value), value["account_id"].encode()
        batch.append(Line(TopicName(line["topic"]), key, data, 1 << 50, 0, 0))
        if len(batch) == 1_000:
            yield from _decode(batch)
            batch = []
    yield from _decode(batch)


def _decode(batch: list[Line]) -> Iterator[AccountEvent]:
    inputs, rejected = read_inputs([line.topic for line in batch], batch)
    if rejected:
        msg = f"the book tells what cannot be read: {next(iter(rejected.values()))}"
        raise ValueError(msg)
    for item in inputs:
        if item is not None:
            yield item  # type: ignore[misc]  # a book has no clock
