"""What is played: a quiet history, then six stories, ending at the last midnight before now."""

import itertools
import zlib
from collections.abc import Iterator
from typing import Any, Final

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.book.story import Truth
from stream_health.local.replay.history import Line, line_of
from stream_health.wire.names import TopicName

QUIET_DAYS: Final = 35
"""Trends look at four weeks and alerts at medians of a week and a month: all must be filled."""

ONSET_DAYS: Final = 5
STORY_DAYS: Final = 60
"""A silent fade takes about seven weeks until it is 15 points deep."""

DAYS: Final = QUIET_DAYS + ONSET_DAYS + STORY_DAYS
TICK_EVERY_MS: Final = 2 * HOUR_MS
HISTORY_TICK_EVERY_MS: Final = DAY_MS
"""Coarser than in real life: every tick is a round of transactions, and months pass in a minute."""

_PLOT: Final = Plot(
    history_days=QUIET_DAYS,
    onset_days=ONSET_DAYS,
    bad_of_high_value=0.36,
    email_of_high_value=0.01,  # one
    unexplained_churn_a_year=0.0,
)
_USERS_KEPT_PER_MILLE: Final = 400
_CLICKS_KEPT_PER_MILLE: Final = 150
"""Of the people (but the first of each account), and of what they do besides logging in. Sampled
alike everywhere, so that trends stay as they are, and months of a book of 200 fit in a minute."""


class Stage:
    """One book on the calendar.

    Parameters
    ----------
    seed, accounts
        Of the book.
    now_ms
        Nothing happens later.
    """

    def __init__(self, seed: int, *, accounts: int, now_ms: int) -> None:
        self.end_ms = now_ms - now_ms % DAY_MS
        self.begin_ms = self.end_ms - DAYS * DAY_MS
        self.stories_ms = self.begin_ms + QUIET_DAYS * DAY_MS
        self.accounts = accounts
        self.book = SimulatedBook(
            seed, accounts=accounts, days=DAYS, start_ms=self.begin_ms, plot=_PLOT
        )

    def truth(self) -> dict[str, Truth]:
        """What truly happens, by account."""
        return {truth.account_id: truth for truth in self.book.truth()}

    def acts(self) -> tuple[Iterator[Line], Iterator[Line]]:
        """What to feed, in order of event time: the quiet history, and after it the rest."""
        lines = (line_of(event) for event in self.book.events() if _kept(event))
        begun: list[Line] = []

        def history() -> Iterator[Line]:
            for line in lines:
                if line.timestamp >= self.stories_ms:
                    begun.append(line)
                    return
                yield line

        return history(), itertools.chain(begun, lines)


def _kept(event: dict[str, Any]) -> bool:
    if event["topic"] != TopicName.USAGE_EVENTS:
        return True
    value = event["value"]
    user_id = value["user_id"]
    if not user_id.endswith("-00") and _draw(user_id) >= _USERS_KEPT_PER_MILLE:
        return False
    return value["name"] == "login" or _draw(value["event_id"]) < _CLICKS_KEPT_PER_MILLE


def _draw(name: str) -> int:
    """Draw 0 to 999, the same for the same name."""
    return zlib.crc32(name.encode()) % 1_000
