"""One account day by day: what is due, what is drawn, and nothing after it has left."""

import random
from typing import Any, NamedTuple

from stream_health.domain.clocking import DAY_MS, day_of
from stream_health.local.book.company import Company
from stream_health.local.book.story import Mood, Truth, mood_of
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time


class Entry(NamedTuple):
    """One event, in the order of the book."""

    time_ms: int
    account: int
    number: int
    topic: TopicName
    value: dict[str, Any]


class Life:
    """An account with its agenda: parts of a day may plan events for later days.

    Parameters
    ----------
    rng
        Its own randomness: what one account does changes no other.
    index
        Its place in the book, which breaks ties in time.
    company
        Who it is.
    truth
        What happens to it.
    start_ms
        Midnight (UTC) of day 0.
    """

    def __init__(
        self, rng: random.Random, index: int, *, company: Company, truth: Truth, start_ms: int
    ) -> None:
        self.rng = rng
        self.company = company
        self.truth = truth
        self.start_ms = start_ms
        self._index = index
        self._number = 0
        self._agenda: dict[int, list[Entry]] = {}

    def emit(self, time_ms: int, topic: TopicName, **fields: Any) -> None:
        """Plan an event; missing fields (None) are left out."""
        self._number += 1
        account_id = self.company.account_id
        time_field = "updated_at" if topic is TopicName.ACCOUNT_PROFILES else "occurred_at"
        value: dict[str, Any] = {
            "event_id": f"{account_id}-{self._number}",
            "account_id": account_id,
            time_field: format_time(time_ms),
        }
        value.update((name, field) for name, field in fields.items() if field is not None)
        entry = Entry(time_ms, self._index, self._number, topic, value)
        self._agenda.setdefault(day_of(time_ms), []).append(entry)

    def due(self, day_ms: int) -> list[Entry]:
        """Take the events of a day off the agenda; an account that has left does nothing."""
        left_ms = self.truth.effective_ms
        return [
            entry
            for entry in self._agenda.pop(day_of(day_ms), ())
            if left_ms is None or entry.time_ms <= left_ms
        ]

    def has_left(self, time_ms: int) -> bool:
        """Whether the account is gone at this instant."""
        return self.truth.effective_ms is not None and time_ms > self.truth.effective_ms

    def mood(self, day_ms: int) -> Mood:
        """How the story shows at the end of a day."""
        return mood_of(self.truth, day_ms + DAY_MS - 1)

    def office_ms(self, day_ms: int) -> int:
        """Draw an instant within local office hours of a day."""
        hour = 9.0 - self.company.utc_offset_hours + self.rng.random() * 8.0
        return day_ms + int(hour % 24.0 * DAY_MS / 24.0)

    def day_number(self, day_ms: int) -> int:
        """Days since the start of the simulation."""
        return (day_ms - self.start_ms) // DAY_MS


def is_weekend(day_ms: int) -> bool:
    """Whether the UTC day is a Saturday or Sunday (the epoch was a Thursday).

    >>> is_weekend(0), is_weekend(2 * DAY_MS), is_weekend(4 * DAY_MS)
    (False, True, False)
    """
    return day_of(day_ms) % 7 in (2, 3)
