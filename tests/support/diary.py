"""One account day by day: what its people do, and what is said of it each midnight."""

from collections.abc import Callable, Iterable

from stream_health.domain.account.account import Account
from stream_health.domain.behaviour.almanac import weekday_of
from stream_health.domain.behaviour.observer import Observer
from stream_health.domain.behaviour.state import BehaviourState
from stream_health.domain.behaviour.turnout import Turnout
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import BehaviourSignal
from stream_health.domain.events import AccountEvent, Contact, ProfileUpdate, UsageEvent
from stream_health.domain.policy import Policy

FIRST_DAY = 20_458  # Monday 2026-01-05

Days = Callable[[int], bool]


def weekdays(day: int) -> bool:
    """Monday to Friday."""
    return weekday_of(day) < 5


class Diary:
    """Events go to a real account; ``said`` is what the observer said, in order."""

    def __init__(
        self,
        *,
        policy: Policy | None = None,
        country: str | None = None,
        contacts: tuple[Contact, ...] = (),
        first_day: int = FIRST_DAY,
    ) -> None:
        self.policy = policy or Policy()
        self.account = Account("acme")
        self.state = BehaviourState()
        self.turnout = Turnout()
        self.day = first_day
        self.said: list[BehaviourSignal] = []
        self.stale_mask = 0
        self._number = 0
        segment = (("country", country),) if country else ()
        self.add(ProfileUpdate("acme", "p", first_day * DAY_MS, segment=segment, contacts=contacts))

    def add(self, *events: AccountEvent) -> None:
        """Let something happen."""
        for event in events:
            self.account.apply(event)

    def use(
        self, *, user: str = "ann", name: str = "viewed", feature: str | None = None, **fields: int
    ) -> None:
        """Use the product now: at the hour given, 10 o'clock UTC by default."""
        self._number += 1
        time_ms = self.day * DAY_MS + fields.get("hour", 10) * HOUR_MS
        times = fields.get("times", 1)
        self.add(UsageEvent("acme", f"e{self._number}", time_ms, user, name, feature, times))

    def sleep(self) -> list[BehaviourSignal]:
        """End the day, and have a look at midnight."""
        self.day += 1
        self.account.advance(self.day * 24)
        said = Observer(self.turnout).look(
            self.account,
            self.state,
            self.day * DAY_MS,
            policy=self.policy,
            stale_mask=self.stale_mask,
        )
        self.said += said
        return said

    def live(
        self,
        days: int,
        *,
        on: Days = weekdays,
        users: Iterable[str] = ("ann", "bob", "cat", "dan", "eve", "fay"),
        features: Iterable[str] = (),
        hour: int = 10,
    ) -> None:
        """So many days: on working days every user is there, with every feature."""
        for _ in range(days):
            if on(self.day):
                for user in users:
                    self.use(user=user, hour=hour)
                for feature in features:
                    self.use(feature=feature, hour=hour)
            self.sleep()

    def reopen(self) -> None:
        """Restart: everything is read back from its records."""
        records = dict(self.account.records(dirty_only=False))
        self.account = Account.restore("acme", records.get, hour=self.account.hour)
        self.state = BehaviourState.restore(self.state.snapshot())
        self.turnout = Turnout.restore(self.turnout.snapshot())

    def kinds(self) -> list[str]:
        """Kinds said, in order."""
        return [signal.kind for signal in self.said]
