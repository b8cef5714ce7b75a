"""Law 6: a transition is never emitted twice; after 60 quiet days every alert has ended.

Random lives of one account: scores by the hour, gaps, doubt, signals, feedback, rebases,
corrections; its candidates reach the dispatcher at least once, repeated from any point.
"""

from collections.abc import Iterable

from hypothesis import event, example, given
from hypothesis import strategies as st
from tests.support.thorough import thorough

from stream_health.domain.alerts.alert_book import transition_id
from stream_health.domain.alerts.candidate import AccountFacts, candidate
from stream_health.domain.alerts.condition import SCORE_DROP, Evaluation, ScoreDropCondition
from stream_health.domain.alerts.critical import (
    CRITICAL_SIGNAL,
    CriticalSignal,
    CriticalSignalCondition,
)
from stream_health.domain.alerts.dispatcher import Dispatcher
from stream_health.domain.alerts.episode import ConditionChange
from stream_health.domain.alerts.history import ScoreHistory
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import AlertCandidate, AlertTransition, CandidateClock
from stream_health.domain.events import Feedback
from stream_health.domain.policy import Policy

POLICY = Policy()
FACTS = AccountFacts("acme", 0, None, None, None, None, None, 1.0, 1.0, "m", "c", "champion")
FIRST_HOUR = 24_000
QUIET_DAYS = 60


class Book:
    """One account, its conditions, and the dispatcher behind a log that repeats itself."""

    def __init__(self) -> None:
        self.hour = FIRST_HOUR
        self.score = 80_000
        self.doubt = False
        self.history = ScoreHistory()
        self.drop = ScoreDropCondition()
        self.critical = CriticalSignalCondition()
        self.dispatcher = Dispatcher(POLICY)
        self.log: list[AlertCandidate | CandidateClock] = []
        self.said: list[AlertTransition] = []
        self.events = 0
        self.run(24 * 8)

    @property
    def now_ms(self) -> int:
        return self.hour * HOUR_MS

    def run(self, hours: int) -> None:
        for _ in range(hours):
            self.hour += 1
            self.history.note(self.now_ms, self.score)
            now = Evaluation(self.now_ms, self.score, feeds_fresh=not self.doubt)
            rules = POLICY.alerts
            self._ask(SCORE_DROP, self.drop.evaluate(now, history=self.history, policy=rules))
            asked = self.critical.evaluate(
                as_of_ms=self.now_ms, score_milli=self.score, policy=rules
            )
            self._ask(CRITICAL_SIGNAL, asked)
            self._send(CandidateClock(0, self.now_ms))

    def gap(self, hours: int) -> None:
        self.hour += hours

    def move(self, points: int) -> None:
        self.score = points * 1_000

    def lose_sight(self, hours: int) -> None:
        self.doubt = True
        self.run(hours)
        self.doubt = False

    def rebase(self, points: int) -> None:
        self.score += points * 1_000
        self.history.shift(points * 1_000)
        self.drop.shift(points * 1_000)

    def correct(self, points: int) -> None:
        since_ms = self.now_ms - 2 * DAY_MS
        self.score += points * 1_000
        self.history.shift(points * 1_000, since_ms=since_ms)
        self.drop.correct(points * 1_000, since_ms=since_ms)

    def signal(self, kind: str) -> None:
        self.events += 1
        signal = CriticalSignal(kind, f"s{self.events}", self.now_ms)
        asked = self.critical.signal(signal, as_of_ms=self.now_ms, score_milli=self.score)
        self._ask(CRITICAL_SIGNAL, asked)

    def hear(self, kind: str) -> None:
        self.events += 1
        for alert_kind, condition in ((SCORE_DROP, self.drop), (CRITICAL_SIGNAL, self.critical)):
            feedback = Feedback(
                "acme", f"f{self.events}", self.now_ms, "verdict", "kim", f"{alert_kind}/acme"
            )._replace(verdict=kind)
            if kind in {"acknowledged", "snoozed"}:
                feedback = feedback._replace(kind=kind, until_ms=self.now_ms + 3 * DAY_MS)
            heard = condition.hear(
                feedback,
                account_id="acme",
                as_of_ms=self.now_ms,
                score_milli=self.score,
                policy=POLICY.alerts,
            )
            self._ask(alert_kind, heard.changes)

    def repeat(self, last: int) -> None:
        for record in self.log[-last:]:
            assert self._apply(record) == []

    def restart(self, _: int = 0) -> None:
        self.drop = ScoreDropCondition.restore(self.drop.snapshot())
        self.critical = CriticalSignalCondition.restore(self.critical.snapshot())
        self.history = ScoreHistory.restore(self.history.snapshot())
        records = dict(self.dispatcher.records(dirty_only=False))
        self.dispatcher = Dispatcher.restore(POLICY, records.items())

    def _ask(self, kind: str, changes: Iterable[ConditionChange]) -> None:
        for change in changes:
            self._send(candidate(change, kind, FACTS))

    def _send(self, record: AlertCandidate | CandidateClock) -> None:
        self.log.append(record)
        self.said += self._apply(record)

    def _apply(self, record: AlertCandidate | CandidateClock) -> list[AlertTransition]:
        said = self.dispatcher.take(record)
        return [one for one in said if isinstance(one, AlertTransition)]


def turn(name: str, values: st.SearchStrategy[int] | st.SearchStrategy[str]) -> st.SearchStrategy[
    tuple[str, int | str]
]:  # fmt: skip
    return st.tuples(st.just(name), values)


TURNS = st.one_of(
    turn("run", st.sampled_from((1, 5, 13, 25, 80, 400))),
    turn("move", st.sampled_from((85, 80, 74, 66, 60, 54, 45, 30))),
    turn("gap", st.sampled_from((1, 30, 500))),
    turn("lose_sight", st.sampled_from((1, 30, 200))),
    turn("rebase", st.sampled_from((-12, 12))),
    turn("correct", st.sampled_from((-8, 8, 20))),
    turn("signal", st.sampled_from(("champion_exit", "cancellation_notice"))),
    turn("hear", st.sampled_from(("acknowledged", "snoozed", "right", "known_event"))),
    turn("repeat", st.sampled_from((1, 3, 40))),
    turn("restart", st.just(0)),
)


@thorough(60)
@example(turns=[("run", 1), ("move", 60), ("run", 13), ("hear", "acknowledged")], blind=False)
@given(turns=st.lists(TURNS, min_size=4, max_size=16), blind=st.booleans())
def test_no_transition_is_said_twice_and_quiet_ends_every_alert(
    turns: list[tuple[str, int | str]], *, blind: bool
) -> None:
    book = Book()
    for name, value in turns:
        getattr(book, name)(value)
    book.doubt = blind  # quiet may also mean that the feeds went stale
    book.run(24 * QUIET_DAYS)

    ids = [said.event_id for said in book.said]
    assert len(ids) == len(set(ids))
    for said in book.said:
        key, generation = said.dedup_key, said.generation
        assert said.event_id == transition_id(key, generation, said.transition, said.sequence)
    assert book.dispatcher.open_alerts() == {}
    assert (book.drop.state, book.critical.state) == ("ok", "ok")
    assert set(book.dispatcher.ignored_total) <= {
        "repeated",
        "acknowledged_in_acknowledged",
        "acknowledged_in_waiting",  # of an alert nobody has been told of yet: say it again then
    }
    event(f"fired {min(3, sum(said.transition == 'fired' for said in book.said))}")
