"""Who gets which story, and when stories may begin."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, fields

from stream_health.local.book.company import Company
from stream_health.local.book.story import BAD_STORIES, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """When stories begin, and how many accounts have which, as shares of 0 to 1.

    The bad stories (``told``) take turns, so that each is told before one is told twice. Every
    share is rounded, and one that is not zero has at least one account.

    Attributes
    ----------
    history_days
        Quiet days before the first story may begin. Without days after them nothing happens.
    onset_days
        Stories begin within this many days after the quiet ones; by default in all that remain.
    bad_of_high_value, bad_of_others, expansion
        Shares of the accounts that have a story.
    email_of_high_value
        Share of the high-value accounts with the director's e-mail, the only story told in
        messages: it needs a worker, or ``replay``, to read them.
    unexplained_churn_a_year
        Share of all accounts that leave in a year for no reason the data show.
    quiet_spells
        Share of all accounts that use it less for some weeks, and come back.
    leaves_at_renewal
        Whether who gives notice does so one to three months before the contract would renew, as
        contracts of a year want it. Else the notice has nothing to do with the renewal.

    Raises
    ------
    ValueError
        When a share is none, or a number of days below 0.
    """

    history_days: int = 60
    onset_days: int | None = None
    bad_of_high_value: float = 0.12
    bad_of_others: float = 0.06
    expansion: float = 0.05
    email_of_high_value: float = 0.0
    unexplained_churn_a_year: float = 0.05
    quiet_spells: float = 0.0
    leaves_at_renewal: bool = False
    told: tuple[Story, ...] = BAD_STORIES

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        for one in fields(self):
            given = getattr(self, one.name)
            if one.name in ("told", "leaves_at_renewal"):
                continue
            if one.name.endswith("_days"):
                if given is not None and given < 0:
                    msg = f"{one.name} must be 0 or more, got {given}"
                    raise ValueError(msg)
            elif not 0.0 <= given <= 1.0:
                msg = f"{one.name} must be between 0 and 1, got {given}"
                raise ValueError(msg)

    def onset_days_in(self, days: int) -> int:
        """On how many days of a book of this length a story may begin."""
        left = max(0, days - self.history_days)
        return left if self.onset_days is None else min(self.onset_days, left)

    def cast(self, rng: random.Random, companies: Sequence[Company], days: int) -> list[Story]:
        """Story of each account, in account order."""
        casting = Casting(rng, len(companies))
        onset_days = self.onset_days_in(days)
        if onset_days:
            high = [i for i, one in enumerate(companies) if one.high_value]
            others = [i for i, one in enumerate(companies) if not one.high_value]
            everyone = range(len(companies))
            casting.give(self.told, high, self.bad_of_high_value)
            casting.give(self.told, others, self.bad_of_others)
            casting.give((Story.EXPANSION,), everyone, self.expansion)
            churn = min(1.0, self.unexplained_churn_a_year * onset_days / 365)
            casting.give((Story.UNEXPLAINED_CHURN,), everyone, churn)
            casting.give((Story.DIRECTORS_EMAIL,), high, self.email_of_high_value)
            casting.give((Story.QUIET_SPELL,), everyone, self.quiet_spells)
        return casting.stories


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
