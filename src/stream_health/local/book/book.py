"""The book: who is in it, which stories are told, and everything that happens in order of time."""

import random
from collections.abc import Iterator
from typing import Any, Final

from stream_health.domain.clocking import DAY_MS
from stream_health.local.book.billing import bill
from stream_health.local.book.company import Market, draw_company
from stream_health.local.book.engagement import engage
from stream_health.local.book.habits import keep_habits
from stream_health.local.book.life import Entry, Life
from stream_health.local.book.plot import Plot
from stream_health.local.book.script import YEAR_DAYS, write_script
from stream_health.local.book.story import Story, Truth, tell
from stream_health.local.book.support import ask
from stream_health.local.book.usage import use

_NOTICE_BEFORE_RENEWAL_DAYS: Final = (30, 91)


class SimulatedBook:
    """Accounts with known truth; everything follows from the seed.

    Parameters
    ----------
    seed
        Same seed and sizes, same bytes.
    accounts, days
        Size of the book and length of its history, both at least 1.
    start_ms
        When it begins; rounded down to midnight UTC.
    plot
        When stories begin, and how many accounts have which.
    market
        Who is in it.

    Raises
    ------
    ValueError
        When a size is below 1.

    Examples
    --------
    >>> book = SimulatedBook(1, accounts=3, days=2, start_ms=0)
    >>> [next(book.events())["topic"], len(book.truth())]
    ['account-profiles', 3]
    """

    def __init__(
        self, seed: int, *, accounts: int, days: int, start_ms: int, plot: Plot | None = None,
        market: Market | None = None,
    ) -> None:  # fmt: skip
        for name, size in (("accounts", accounts), ("days", days)):
            if size < 1:
                msg = f"a book needs at least 1 of {name}, got {size}"
                raise ValueError(msg)
        self._seed = seed
        self._days = days
        self._start_ms = start_ms - start_ms % DAY_MS
        self._plot = plot or Plot()
        self._companies = [
            draw_company(self._random(f"company/{index}"), index, days, market or Market())
            for index in range(accounts)
        ]
        self._truths = self._tell()
        if self._plot.leaves_at_renewal:
            self._end_with_contracts()

    def truth(self) -> list[Truth]:
        """What truly happens to each account, in account order."""
        return list(self._truths)

    def events(self) -> Iterator[dict[str, Any]]:
        """Everything that happens, in order of event time, as ``{"topic": ..., "value": ...}``.

        Only what is planned ahead is kept in memory. Can be asked for more than once.
        """
        lives = [
            Life(
                self._random(f"life/{index}"),
                index,
                company=company,
                truth=truth,
                start_ms=self._start_ms,
            )
            for index, (company, truth) in enumerate(
                zip(self._companies, self._truths, strict=True)
            )
        ]
        for life in lives:
            write_script(life, self._days)
        for day in range(self._days):
            day_ms = self._start_ms + day * DAY_MS
            entries = [entry for life in lives for entry in _live(life, day_ms)]
            entries.sort(key=lambda entry: entry[:3])
            for entry in entries:
                yield {"topic": entry.topic.value, "value": entry.value}

    def _tell(self) -> list[Truth]:
        plot, rng = self._plot, self._random("plan")
        stories = plot.cast(rng, self._companies, self._days)
        onset_days = max(1, plot.onset_days_in(self._days))
        truths = []
        for company, story in zip(self._companies, stories, strict=True):
            drawn = rng.randrange(onset_days)
            # The e-mail comes first: on a slow machine, too, a demo gets that far.
            wait = 0 if story is Story.DIRECTORS_EMAIL else drawn
            onset_day = plot.history_days + wait
            truths.append(tell(rng, company, story, onset_day=onset_day, start_ms=self._start_ms))
        return truths

    def _end_with_contracts(self) -> None:
        """Let a notice come some time before the contract would renew."""
        rng = self._random("contracts")
        for index, truth in enumerate(self._truths):
            if truth.notice_ms is None:
                continue
            effective_ms = truth.notice_ms + rng.randrange(*_NOTICE_BEFORE_RENEWAL_DAYS) * DAY_MS
            self._truths[index] = truth._replace(effective_ms=effective_ms)
            renewal_day = (effective_ms - self._start_ms) // DAY_MS % YEAR_DAYS
            self._companies[index] = self._companies[index]._replace(renewal_day=renewal_day)

    def _random(self, name: str) -> random.Random:
        """Randomness of one part, so that more of one thing changes nothing of another."""
        return random.Random(f"{self._seed}/{name}")  # noqa: S311 - a simulation, no secret


def _live(life: Life, day_ms: int) -> list[Entry]:
    """Live one day and take what is due on it."""
    if not life.has_left(day_ms):
        use(life, day_ms)
        ask(life, day_ms)
        bill(life, day_ms)
        engage(life, day_ms)
        keep_habits(life, day_ms)
    return life.due(day_ms)
