"""What an account's behaviour leaves behind: weeks that are over, key users, what was said."""

from typing import Any, Final, NamedTuple

from stream_health.domain.behaviour.kinds import SILENCE

WEEKS_KEPT: Final = 28

Record = tuple[Any, ...]


class Week(NamedTuple):
    """A week that is over. ``user_days`` is 0 where it tells nothing: unused, or data was lost."""

    number: int  # weeks since the epoch, from Monday on
    uses: int
    user_days: int
    features: int  # different ones in use


class Said(NamedTuple):
    """A signal that is not over: the day it was said on, and what it is measured by."""

    day: int
    level: int


class BehaviourState:
    """One record per account, written when a week closes or a signal begins or ends.

    Attributes
    ----------
    weeks : list of Week
        The last 28 that are over, oldest first.
    weekdays : int
        Mask of the weekdays the account works on; 0 while not known.
    key_users : tuple
        ``(user id, role or None)`` of the people whose silence matters.
    said : dict
        What was said and is not over, by kind and subject.
    seats : int
        Seats at the last look; -1 while not known.
    """

    __slots__ = ("dirty", "key_users", "said", "seats", "weekdays", "weeks")

    def __init__(self) -> None:
        self.weeks: list[Week] = []
        self.weekdays = 0
        self.key_users: tuple[tuple[str, str | None], ...] = ()
        self.said: dict[str, Said] = {}
        self.seats = -1
        self.dirty = False

    def close(self, week: Week) -> None:
        """Note a week that is over."""
        self.weeks.append(week)
        del self.weeks[:-WEEKS_KEPT]
        self.dirty = True

    def say(self, key: str, said: Said) -> None:
        """Note that something was said; it is not said again until it is over."""
        self.said[key] = said
        self.dirty = True

    def rearm(self, key: str) -> None:
        """Note that something is over, if it was said."""
        if self.said.pop(key, None) is not None:
            self.dirty = True

    def forget(self, before_day: int) -> None:
        """Forget what was said before a day; a silence lasts until it is broken."""
        for key in [key for key, said in self.said.items() if said.day < before_day]:
            if key != SILENCE:
                self.rearm(key)

    def snapshot(self) -> Record:
        """Plain values, in the order of ``restore``."""
        return (
            tuple(tuple(week) for week in self.weeks),
            self.weekdays,
            self.key_users,
            tuple((key, *said) for key, said in sorted(self.said.items())),
            self.seats,
        )

    @classmethod
    def restore(cls, record: Record) -> "BehaviourState":
        """Rebuild from a snapshot; behaves as the original ever after."""
        state = cls()
        weeks, state.weekdays, users, said, state.seats = record
        state.weeks = [Week(*week) for week in weeks]
        state.key_users = tuple((user, role) for user, role in users)
        state.said = {key: Said(day, level) for key, day, level in said}
        return state
