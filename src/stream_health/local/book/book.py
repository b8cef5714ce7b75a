"""The book: who is in it, which stories are told, and everything that happens in order of time."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from stream_health.domain.clocking import DAY_MS
from stream_health.local.book.billing import bill
from stream_health.local.book.company import Company, draw_company
from stream_health.local.book.engagement import engage
from stream_health.local.book.life import Entry, Life
from stream_health.local.book.script import write_script
from stream_health.local.book.story import BAD_STORIES, Story, Truth, tell
from stream_health.local.book.support import ask
from stream_health.local.book.usage import use


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How many accounts have which story, as shares of 0 to 1.

    Of high-value accounts the bad stories take turns, so that each is told before one is told
    twice. Every share is rounded, and one that is not zero has at least one account.
    """

    bad_of_high_value: float = 0.12
    bad_of_others: float = 0.06
    expansion: float = 0.05
    unexplained_churn_a_year: float = 0.05

    def __post_init__(self) -> None:
        """Refuse what is no share."""
        for name in self.__slots__:
            share = getattr(self, name)
            if not 0.0 <= share <= 1.0:
                msg = f"{name} must be between 0 and 1, got {share}"
                raise ValueError(msg)


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
    history_days
        Quiet days before the first story may begin. Without days after them nothing happens.
    onset_days
        Stories begin within this many days after the quiet ones; by default in all that remain.
    shares
        How many accounts have which story.

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

    def __init__(  # noqa: PLR0913 - all keyword-only settings of one thing
        self,
        seed: int,
        *,
        accounts: int,
        days: int,
        start_ms: int,
        history_days: int = 60,
        onset_days: int | None = None,
        shares: Shares | None = None,
    ) -> None:
        for name, size in (("accounts", accounts), ("days", days)):
            if size < 1:
                msg = f"a book needs at least 1 of {name}, got {size}"
                raise ValueError(msg)
        self._seed = seed
        self._days = days
        self._start_ms = start_ms - start_ms % DAY_MS
        self._first_onset = history_days
        left = max(0, days - history_days)
        self._onset_days = left if onset_days is None else min(onset_days, left)
        self._companies = [
            draw_company(self._random(f"company/{index}"), index, days) for index in range(accounts)
        ]
        self._truths = self._plan(shares or Shares())

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

    def _plan(self, shares: Shares) -> list[Truth]:
        rng = self._random("plan")
        casting = Casting(rng, len(self._companies))
        if self._onset_days:
            high = [i for i, one in enumerate(self._companies) if one.high_value]
            others = [i for i, one in enumerate(self._companies) if not one.high_value]
            everyone = range(len(self._companies))
            churn = shares.unexplained_churn_a_year * self._onset_days / 365
            casting.give(BAD_STORIES, high, shares.bad_of_high_value)
            casting.give(BAD_STORIES, others, shares.bad_of_others)
            casting.give((Story.EXPANSION,), everyone, shares.expansion)
            casting.give((Story.UNEXPLAINED_CHURN,), everyone, min(1.0, churn))
        return [
            self._tell(rng, company, story)
            for company, story in zip(self._companies, casting.stories, strict=True)
        ]

    def _tell(self, rng: random.Random, company: Company, story: Story) -> Truth:
        onset_day = self._first_onset + rng.randrange(max(1, self._onset_days))
        return tell(rng, company, story, onset_day=onset_day, start_ms=self._start_ms)

    def _random(self, name: str) -> random.Random:
        """Randomness of one part, so that more of one thing changes nothing of another."""
        return random.Random(f"{self._seed}/{name}")  # noqa: S311 - a simulation, no secret


class Casting:
    """Gives stories to accounts that have none yet."""

    def __init__(self, rng: random.Random, accounts: int) -> None:
        self.stories = [Story.STEADY] * accounts
        self._rng = rng

    def give(self, told: tuple[Story, ...], among: Sequence[int], share: float) -> None:
        """Give a share of the accounts one of the stories, taking turns."""
        steady = [index for index in among if self.stories[index] is Story.STEADY]
        wanted = min(len(steady), max(round(share * len(among)), 1 if share else 0))
        for turn, index in enumerate(self._rng.sample(steady, wanted)):
            self.stories[index] = told[turn % len(told)]


def _live(life: Life, day_ms: int) -> list[Entry]:
    """Live one day and take what is due on it."""
    if not life.has_left(day_ms):
        use(life, day_ms)
        ask(life, day_ms)
        bill(life, day_ms)
        engage(life, day_ms)
    return life.due(day_ms)
