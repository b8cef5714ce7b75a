"""What a detector sees of an account on one day, and what it says about it."""

from typing import Final, NamedTuple

from stream_health.domain.account.account import Account
from stream_health.domain.behaviour.almanac import Counted
from stream_health.domain.behaviour.rarity import confidence_of
from stream_health.domain.behaviour.state import BehaviourState
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import Source
from stream_health.domain.policy import Behaviour

CONFIDENCE_MAX: Final = 0.99  # chance is never the only thing that can be wrong
CALM_DAYS: Final = 30  # after a spike or a removal; then it may be said again
NEW_NORMAL_DAYS: Final = 180  # after which what fell is how it is now


class Observation(NamedTuple):
    """Something unusual. ``subject`` tells apart what may be seen of several at a time.

    ``since_day`` is the day its id speaks of (the onset), ``level`` what its end is measured by.
    """

    kind: str
    confidence: float
    evidence: str
    since_day: int
    subject: str = ""
    source: Source = Source.USAGE
    contact: str | None = None
    role: str | None = None
    silent_days: int | None = None
    level: int = 0

    @property
    def key(self) -> str:
        """Under which it is remembered."""
        return key_of(self.kind, self.subject)


def key_of(kind: str, subject: str = "") -> str:
    """Under which something said is remembered.

    >>> key_of("silence"), key_of("key_user_silent", "ann")
    ('silence', 'key_user_silent/ann')
    """
    return f"{kind}/{subject}" if subject else kind


class Sight:
    """An account at a boundary: its closed days end before ``day``, the open one.

    ``counted`` are the days that count for this account. A plain class, because one is made per
    account and day.
    """

    __slots__ = ("account", "at_ms", "counted", "day", "rules", "silence_after_ms", "state")

    def __init__(
        self,
        account: Account,
        state: BehaviourState,
        *,
        at_ms: int,
        rules: Behaviour,
        silence_after_ms: int,
        counted: Counted,
    ) -> None:
        self.account = account
        self.state = state
        self.at_ms = at_ms
        self.day = at_ms // DAY_MS
        self.rules = rules
        self.silence_after_ms = silence_after_ms
        self.counted = counted

    def paused(self, last_day: int, days_min: int) -> bool:
        """Tell whether so many days that count have passed since a day."""
        if self.day - last_day <= days_min:  # most are there every day: no need to count
            return False
        return self.counted.count(last_day + 1, self.day) >= days_min

    def confidence(self, chance_per_year: float) -> float:
        """Confidence in what chance alone shows this often."""
        found = confidence_of(chance_per_year, onsets_per_year=self.rules.onsets_per_year)
        return round(min(found, CONFIDENCE_MAX), 3)

    def was_said(self, kind: str, subject: str = "", *, within_days: int = NEW_NORMAL_DAYS) -> bool:
        """Tell whether it was said and is not over; what is older than that is over."""
        key = key_of(kind, subject)
        said = self.state.said.get(key)
        if said is None:
            return False
        if said.day <= self.day - within_days:
            self.state.rearm(key)
            return False
        return True
