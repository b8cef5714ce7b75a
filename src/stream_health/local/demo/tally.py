"""Keeps count of what was said, checks that every explanation adds up, and measures latency."""

from collections import Counter, deque
from collections.abc import Mapping
from typing import Final

from stream_health.domain.account.signals import MESSAGE_SEEN
from stream_health.domain.clocking import ceil_boundary
from stream_health.domain.effects import AlertTransition, ScoreChange
from stream_health.domain.events import SignalEvent
from stream_health.local.book.story import Truth
from stream_health.local.demo.stage import TICK_EVERY_MS
from stream_health.wire.rejected import Rejected

RECENT_MOVES: Final = 8
_NOTABLE_MILLI: Final = 3_000
_PAST_SCORES: Final = 100


class Tally:
    """What has been heard so far.

    Parameters
    ----------
    truth
        What truly happens, by account.
    sent_at
        When each hour of event time was sent, in seconds; filled while the demo runs.
    measured_from_ms
        Event time from which latency counts: before it the workers catch up with history.

    Attributes
    ----------
    moves
        Newest score changes of three points or more.
    fired
        Alerts, in the order heard.
    scores
        Last score of every account.
    unexplained
        What did not add up or could not be read: expected to stay empty.
    messages
        How many messages of each account were read.
    latencies_seconds
        From sending an hour's records until a score made of them was read.
    """

    def __init__(
        self, truth: Mapping[str, Truth], sent_at: Mapping[int, float], *, measured_from_ms: int
    ) -> None:
        self._truth = truth
        self._sent_at = sent_at
        self._measured_from_ms = measured_from_ms
        self.score_changes_total = 0
        self.transitions: Counter[str] = Counter()
        self.moves: deque[ScoreChange] = deque(maxlen=RECENT_MOVES)
        self.fired: list[AlertTransition] = []
        self.scores: dict[str, ScoreChange] = {}
        self.unexplained: list[str] = []
        self.latencies_seconds: list[float] = []
        self.messages: Counter[str] = Counter()
        self._heard_at: dict[str, float] = {}
        self._past: dict[str, deque[tuple[int, int]]] = {}

    def hear(
        self, said: ScoreChange | AlertTransition | SignalEvent | Rejected, *, now: float
    ) -> None:
        """Take in one record, read at ``now`` (seconds on the clock of ``sent_at``)."""
        match said:
            case ScoreChange():
                self._hear_score(said, now)
            case AlertTransition():
                self._hear_alert(said, now)
            case SignalEvent():
                self.messages[said.account_id] += said.kind == MESSAGE_SEEN
            case Rejected():
                self.unexplained.append(f"unreadable: {said.detail}")

    @property
    def heard_total(self) -> int:
        """Scores and alert transitions."""
        return self.score_changes_total + self.transitions.total()

    def truth_of(self, account_id: str) -> Truth | None:
        """What truly happens to an account."""
        return self._truth.get(account_id)

    def score_before(self, account_id: str, as_of_ms: int) -> int | None:
        """Newest score of an account, in thousandths, that was published before an instant."""
        past = self._past.get(account_id, ())
        return next((milli for at_ms, milli in reversed(past) if at_ms < as_of_ms), None)

    def seconds_until(self, alert: AlertTransition, event_time_ms: int) -> float | None:
        """From sending what happened at an instant until an alert was read."""
        sent = self._sent_at.get(ceil_boundary(event_time_ms, TICK_EVERY_MS))
        heard = self._heard_at.get(alert.event_id)
        return None if sent is None or heard is None else max(0.0, heard - sent)

    def _hear_score(self, change: ScoreChange, now: float) -> None:
        self.score_changes_total += 1
        self.scores[change.account_id] = change
        past = self._past.setdefault(change.account_id, deque(maxlen=_PAST_SCORES))
        past.append((change.as_of_ms, change.score_milli))
        previous = change.previous_score_milli
        if not adds_up(change):
            self.unexplained.append(change.event_id)
        if previous is not None and abs(change.score_milli - previous) >= _NOTABLE_MILLI:
            self.moves.append(change)
        if change.as_of_ms >= self._measured_from_ms:
            sent = self._sent_at.get(ceil_boundary(change.as_of_ms, TICK_EVERY_MS))
            if sent is not None:
                self.latencies_seconds.append(max(0.0, now - sent))

    def _hear_alert(self, alert: AlertTransition, now: float) -> None:
        self.transitions[alert.transition] += 1
        if not adds_up(alert):
            self.unexplained.append(alert.event_id)
        if alert.transition == "fired":
            self.fired.append(alert)
            self._heard_at[alert.event_id] = now


def adds_up(said: ScoreChange | AlertTransition) -> bool:
    """Whether the parts of a score, and the causes of a change, sum to it exactly.

    An alert of a hard signal compares with no reference, and has nothing to sum.
    """
    if isinstance(said, AlertTransition):
        candidate = said.candidate
        reference = candidate.reference_milli
        caused = sum(cause.points_milli for cause in candidate.causes)
        return reference is None or candidate.score_milli - reference == caused
    parts = said.base_points_milli + said.other_points_milli + said.clip_points_milli
    parts += sum(factor.points_milli for factor in said.factors)
    previous = said.previous_score_milli
    caused = sum(cause.points_milli for cause in said.causes)
    return parts == said.score_milli and (previous is None or said.score_milli - previous == caused)
