"""Decides what the ``alerts`` topic says: candidates and clocks in, transitions out."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from stream_health.domain.alerts.critical import NEW_SIGNAL
from stream_health.domain.alerts.episode import dedup_key
from stream_health.domain.alerts.lifecycle import OK, SNOOZED, next_state
from stream_health.domain.alerts.open_alert import OpenAlert, depth_milli
from stream_health.domain.effects import (
    AlertCandidate,
    AlertTransition,
    CandidateClock,
    DispatchInput,
)
from stream_health.domain.policy import Policy

CLOCK_PREFIX: Final = "clock/"


def transition_id(key: str, generation: int, transition: str, sequence: int) -> str:
    """Id of a transition, the same whoever works it out: 32 hexadecimal digits.

    >>> transition_id("score_drop/acme", 1, "fired", 0)
    '9f22b8ae710381a7580408be2c73036e'
    """
    text = f"{key}|{generation}|{transition}|{sequence}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Dispatcher:
    """Life cycle of every alert, over the candidates of all partition numbers.

    *At least once.* A candidate or a clock that comes again changes nothing: within an alert
    neither generation nor ``as_of_ms`` goes back, and at one instant each transition is asked
    for once.

    *Timers* (acknowledgement expired, snooze over, escalation in business hours) run by the clock
    of the account's own partition number, so the result does not depend on how partition numbers
    interleave. An alert that is over is forgotten after its cooldown,
    and a candidate without an alert that lies further back than that is one that comes again.

    ``ignored_total`` counts by name what led to nothing: ``repeated`` or
    ``<transition>_in_<state>``.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.ignored_total: Counter[str] = Counter()
        self._alerts: dict[str, OpenAlert] = {}
        self._keys: dict[int, set[str]] = {}  # partition -> keys of its alerts
        self._clocks: dict[int, int] = {}
        self._dirty: set[str] = set()

    def take(self, item: DispatchInput) -> list[AlertTransition]:
        """Apply what an engine says."""
        if isinstance(item, CandidateClock):
            return self.on_clock(item)
        return self.on_candidate(item) if isinstance(item, AlertCandidate) else []

    def on_candidate(self, candidate: AlertCandidate) -> list[AlertTransition]:
        """Apply what a condition asks for."""
        key = dedup_key(candidate.alert_kind, candidate.account_id)
        alert = self._alerts.get(key)
        if self._is_forgotten(candidate) if alert is None else alert.is_repeat(candidate):
            self.ignored_total["repeated"] += 1
            return []
        if alert is None or candidate.generation > alert.candidate.generation:
            if next_state(OK, candidate.transition) is None:
                return self._ignore(candidate.transition, OK)
            alert = OpenAlert(candidate)
            self._alerts[key] = alert
            self._keys.setdefault(candidate.partition, set()).add(key)
        self._dirty.add(key)
        alert.take(candidate)
        said = []
        if self._wakes(alert, candidate):
            said += self._go(key, alert, "woken", candidate.as_of_ms)
        return said + self._go(key, alert, candidate.transition, candidate.as_of_ms)

    def on_clock(self, clock: CandidateClock) -> list[AlertTransition]:
        """Run the timers of one partition number that are due by its full hour."""
        if clock.time_ms <= self._clocks.get(clock.partition, -1):
            self.ignored_total["repeated"] += 1
            return []
        self._clocks[clock.partition] = clock.time_ms
        self._dirty.add(f"{CLOCK_PREFIX}{clock.partition}")
        said: list[AlertTransition] = []
        for key in sorted(self._keys.get(clock.partition, ())):
            alert = self._alerts[key]
            if alert.over_ms is not None:
                if clock.time_ms - alert.over_ms >= self.policy.alerts.cooldown_ms:
                    self._forget(key, clock.partition)
                continue
            transition = alert.due(clock.time_ms, self.policy)
            if transition is not None:
                self._dirty.add(key)
                said += self._go(key, alert, transition, clock.time_ms)
        return said

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """Key and plain values of alerts and clocks, ``None`` for a forgotten one; clears dirt."""
        clocks = {f"{CLOCK_PREFIX}{number}": time for number, time in self._clocks.items()}
        keys = self._dirty if dirty_only else self._dirty | clocks.keys() | self._alerts.keys()
        for key in sorted(keys):
            alert = self._alerts.get(key)
            if key in clocks:
                yield key, (clocks[key],)
            else:
                yield key, None if alert is None else alert.snapshot()
        self._dirty.clear()

    @classmethod
    def restore(
        cls, policy: Policy, records: Iterable[tuple[str, tuple[Any, ...] | None]]
    ) -> "Dispatcher":
        """Rebuild from records, the last of each key; behaves as the original ever after."""
        dispatcher = cls(policy)
        for key, record in dict(records).items():
            if record is None:
                continue
            if key.startswith(CLOCK_PREFIX):
                dispatcher._clocks[int(key.removeprefix(CLOCK_PREFIX))] = record[0]
                continue
            alert = OpenAlert.restore(record)
            dispatcher._alerts[key] = alert
            dispatcher._keys.setdefault(alert.candidate.partition, set()).add(key)
        return dispatcher

    def open_alerts(self) -> Counter[tuple[str, str]]:
        """Count what is not over, by state and severity."""
        return Counter(
            (alert.state, alert.candidate.severity)
            for alert in self._alerts.values()
            if alert.over_ms is None
        )

    def _wakes(self, alert: OpenAlert, candidate: AlertCandidate) -> bool:
        """Tell whether a sleeping alert got worse by 5 points, or another critical signal came."""
        if alert.state != SNOOZED or candidate.transition != "updated":
            return False
        worse_milli = depth_milli(candidate) - alert.snoozed_depth_milli
        return (
            candidate.reason == NEW_SIGNAL or worse_milli >= self.policy.alerts.worse_points_milli
        )

    def _go(
        self, key: str, alert: OpenAlert, transition: str, as_of_ms: int
    ) -> list[AlertTransition]:
        state = next_state(alert.state, transition)
        if state is None:
            return self._ignore(transition, alert.state)
        alert.enter(state, as_of_ms=as_of_ms, policy=self.policy)
        sequence, generation = alert.sequence, alert.candidate.generation
        alert.sequence += 1
        event_id = transition_id(key, generation, transition, sequence)
        return [
            AlertTransition(
                event_id, key, generation, sequence, transition, as_of_ms, alert.candidate
            )
        ]

    def _ignore(self, transition: str, state: str) -> list[AlertTransition]:
        self.ignored_total[f"{transition}_in_{state}"] += 1
        return []

    def _is_forgotten(self, candidate: AlertCandidate) -> bool:
        """Tell whether a candidate is as old as what was forgotten: then it comes again."""
        clock_ms = self._clocks.get(candidate.partition, -1)
        return clock_ms - candidate.as_of_ms >= self.policy.alerts.cooldown_ms

    def _forget(self, key: str, partition: int) -> None:
        del self._alerts[key]
        self._keys[partition].discard(key)
        self._dirty.add(key)
