"""Decides over the whole book, in event time: what is told, together, later, or not at all.

Nothing is decided before every partition number has come that far, so the order in which their
records arrived leaves no trace. What engines said waits until then; between two items the timers
ring that are due: full hours, and the end of a group's wait.
"""

from collections.abc import Iterable
from typing import Final

from stream_health.domain.alerts.alert_book import (
    ACTION_DISMISSED,
    ACTION_TAKEN,
    BOOK_SCOPE,
    AlertBook,
)
from stream_health.domain.alerts.budget import NoiseBudget
from stream_health.domain.alerts.condition import SCORE_DROP
from stream_health.domain.alerts.critical import CRITICAL_SIGNAL
from stream_health.domain.alerts.digest import digest
from stream_health.domain.alerts.episode import CRITICAL, dedup_key
from stream_health.domain.alerts.group_feedback import hear_group
from stream_health.domain.alerts.grouped_alert import is_grouped_key
from stream_health.domain.alerts.grouping import Grouping
from stream_health.domain.alerts.lifecycle import FIRING, INHIBITED, PENDING
from stream_health.domain.alerts.open_alert import NOISE_BUDGET, OpenAlert
from stream_health.domain.alerts.parents import Parents
from stream_health.domain.alerts.shared_cause import weight
from stream_health.domain.alerts.shelf import Shelf
from stream_health.domain.alerts.waiting_room import Item, WaitingRoom
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.dispatched import DispatchOutput
from stream_health.domain.effects import (
    AlertCandidate,
    AlertFeedback,
    AlertTransition,
    BookSizes,
    FeedsChanged,
)
from stream_health.domain.playbook.business_time import business_day_starts
from stream_health.domain.policy import Policy

BUDGET: Final = "budget"
"""Reason of an alert that was held back and is told now that the budget allows it."""
_HOUR: Final = "hour"
_ENDS: Final = frozenset({"cleared", "resolved", "retracted"})


class BookLane:
    """All alerts but critical signals, which are told at once and only have a say here."""

    def __init__(self, policy: Policy, book: AlertBook) -> None:
        self.policy = policy
        self.book = book
        self.room = WaitingRoom()
        self.budget = NoiseBudget(week_alerts_max=policy.dispatch.week_alerts_max)
        self.grouping = Grouping(book)
        self.parents = Parents(book)
        self.shelf = Shelf("lane")
        self._due_ms: dict[str, int] = {}  # CSM -> end of the wait of what waits to be told

    def advance(self, watermark_ms: int) -> list[DispatchOutput]:
        """Decide everything up to a time that every partition number has reached."""
        said: list[DispatchOutput] = []
        while True:
            timer_ms, item_ms = self._next_timer_ms(), self.room.first_ms()
            if timer_ms is not None and timer_ms <= watermark_ms and (
                item_ms is None or timer_ms <= item_ms
            ):  # fmt: skip
                said += self._ring(timer_ms)
            elif item_ms is not None and item_ms < watermark_ms:
                said += self._apply(self.room.pop())
            else:
                return said

    def keys(self) -> list[str]:
        """Keys of the alerts that are decided here."""
        critical = f"{CRITICAL_SIGNAL}/"
        return sorted(key for key in self.book.alerts if not key.startswith(critical))

    def restored(self) -> None:
        """Work out again when the waits end; after a restore."""
        self._due_ms = {}
        for key in self.keys():
            self._let_wait(self.book.alerts[key])

    @property
    def _hour_ms(self) -> int:
        value = self.shelf.get(_HOUR)
        return -HOUR_MS if value is None else int(value[0])

    def _next_timer_ms(self) -> int | None:
        """The next full hour while there is anything to time, or the end of a wait."""
        busy = any(not key.startswith(f"{CRITICAL_SIGNAL}/") for key in self.book.alerts)
        times = list(self._due_ms.values())
        if busy or self.book.experience.pasts.items() or self.budget.shelf.items():
            times.append(self._hour_ms + HOUR_MS)
        return min(times, default=None)

    def _ring(self, now_ms: int) -> list[DispatchOutput]:
        said: list[DispatchOutput] = []
        if now_ms == self._hour_ms + HOUR_MS:
            self.shelf.put(_HOUR, (now_ms,))
            said += self._hourly(now_ms)
        due = sorted(csm for csm, due_ms in self._due_ms.items() if due_ms <= now_ms)
        return [*said, *self._decide(due, now_ms)] if due else said

    def _hourly(self, now_ms: int) -> list[DispatchOutput]:
        """Timers of alerts and groups, the digest at the start of a business day."""
        keys = self.keys()
        said: list[DispatchOutput] = [*self.book.ring(keys, now_ms)]
        for key in keys:
            if is_grouped_key(key):
                said += self._settle(key, now_ms)
        hours = self.policy.business_hours
        if business_day_starts(now_ms - HOUR_MS, now_ms, hours):
            said += self._digests(now_ms)
        if now_ms % DAY_MS == 0:
            self.budget.forget(now_ms)
            self.book.experience.expire(now_ms, BOOK_SCOPE)
        return said

    def _apply(self, item: Item) -> list[DispatchOutput]:
        now_ms = item.as_of_ms
        if now_ms >= self._hour_ms + HOUR_MS:  # nothing was there to be timed
            self.shelf.put(_HOUR, (now_ms - now_ms % HOUR_MS,))
        if isinstance(item, AlertCandidate):
            if item.alert_kind == CRITICAL_SIGNAL:
                return [*self._on_critical(item)]
            return [*self._on_candidate(item)]
        if isinstance(item, AlertFeedback):
            return self._on_feedback(item)
        if isinstance(item, BookSizes):
            self.grouping.on_sizes(item)
            return []
        if isinstance(item, FeedsChanged):
            return [*self.grouping.on_feeds(item, now_ms)]
        self.book.experience.on_outcome(item.account_id, BOOK_SCOPE, item.kind)
        return []

    def _on_candidate(self, candidate: AlertCandidate) -> list[AlertTransition]:
        now_ms = candidate.as_of_ms
        alert = self.book.admit(candidate, now_ms=self._hour_ms)
        if alert is None:
            return []
        if candidate.transition == "fired" and not alert.is_open:
            alert.waits_since_ms = now_ms
            self._let_wait(alert)
            return []
        if alert.waits_since_ms is not None:
            return self._while_waiting(alert, candidate)
        parent = alert.parent
        said = self.book.step(alert, candidate)
        if parent == NOISE_BUDGET and alert.state == INHIBITED and candidate.severity == CRITICAL:
            said += self._tell([alert.key], now_ms)
        if alert.over_ms is not None:
            said += self._after_end(alert.key, parent, now_ms)
        return said

    def _while_waiting(self, alert: OpenAlert, candidate: AlertCandidate) -> list[AlertTransition]:
        """What ends before it was told was never there; what changes is told as it then is."""
        if candidate.transition not in _ENDS:
            if candidate.transition != "updated":
                self.book.ignore(candidate.transition, "waiting")
            return []
        alert.waits_since_ms = None
        if alert.state == PENDING:
            return self.book.go(alert.key, "cleared", candidate.as_of_ms)
        alert.over_ms = candidate.as_of_ms
        return []

    def _on_critical(self, candidate: AlertCandidate) -> list[AlertTransition]:
        """A critical signal explains a fall that it leads; without it the fall stands alone."""
        now_ms = candidate.as_of_ms
        covered, left = self.parents.on_critical(candidate)
        said: list[AlertTransition] = []
        for key in covered:
            parent_key = dedup_key(candidate.alert_kind, candidate.account_id)
            said += self.grouping.inhibit(key, parent_key, now_ms)
        return said + self._tell_uncovered(left, now_ms)

    def _on_feedback(self, feedback: AlertFeedback) -> list[DispatchOutput]:
        now_ms = feedback.as_of_ms
        if feedback.kind in {ACTION_TAKEN, ACTION_DISMISSED}:
            mine = [alert for key in self.keys() if (alert := self.book.alerts[key])
                    .candidate.account_id == feedback.account_id
                    and feedback.dedup_key in {None, key}]  # fmt: skip
            return [said for alert in mine for said in self.book.act(alert, feedback)]
        return hear_group(self.book, self.grouping, feedback, now_ms)

    def _let_wait(self, alert: OpenAlert) -> None:
        if alert.waits_since_ms is None:
            return
        csm = alert.candidate.csm or ""
        due_ms = alert.waits_since_ms + self.policy.dispatch.group_wait_ms
        self._due_ms[csm] = min(due_ms, self._due_ms.get(csm, due_ms))

    def _decide(self, csms: list[str], now_ms: int) -> list[AlertTransition]:
        """The wait of these CSMs is over: what is explained is inhibited, the rest is told."""
        for csm in csms:
            del self._due_ms[csm]
        waiting = [key for key in self.keys() if self._is_waiting(key, csms)]
        said: list[AlertTransition] = []
        joined: set[str] = set()
        for key in waiting:
            alert = self.book.alerts[key]
            parent = self.parents.of(alert)
            group = None if parent else self.grouping.covering(alert, now_ms)
            if parent:
                said += self.grouping.inhibit(key, parent, now_ms)
            elif group:
                said += self.grouping.join(key, group, now_ms)
                joined.add(group)
        for group in sorted(joined):
            said += self.book.go(group, "updated", now_ms, reason="members")
        alone = [key for key in waiting if self._is_waiting(key, csms)]
        for found in self.grouping.find(alone, now_ms):
            if found.csm is not None:
                self.budget.spend(found.csm, now_ms)
            said += self.grouping.open(found, now_ms)
        return said + self._tell((key for key in alone if self._is_waiting(key, csms)), now_ms)

    def _is_waiting(self, key: str, csms: list[str]) -> bool:
        alert = self.book.alerts[key]
        return alert.waits_since_ms is not None and (alert.candidate.csm or "") in csms

    def _tell(self, keys: Iterable[str], now_ms: int) -> list[AlertTransition]:
        """Tell the weightiest first, as far as the budget goes; critical ones in any case."""
        said: list[AlertTransition] = []
        for key in sorted(keys, key=lambda one: (-weight(self.book.alerts[one], now_ms), one)):
            alert = self.book.alerts[key]
            csm, alert.waits_since_ms = alert.candidate.csm, None
            if alert.candidate.severity == CRITICAL or self.budget.free(csm, now_ms):
                self.budget.spend(csm, now_ms)
                told = "uninhibited" if alert.state == INHIBITED else "fired"
                reason = BUDGET if alert.parent == NOISE_BUDGET else None
                said += self.book.go(key, told, now_ms, reason=reason)
                for child in self.parents.children(key) if alert.state == FIRING else ():
                    said += self.grouping.inhibit(child, key, now_ms)
                continue
            alert.held = True
            if alert.state == INHIBITED:
                alert.parent = NOISE_BUDGET
                self.book.put(key, alert)
            else:
                said += self.grouping.inhibit(key, NOISE_BUDGET, now_ms)
        return said

    def _tell_uncovered(self, keys: list[str], now_ms: int) -> list[AlertTransition]:
        """Tell what nothing inhibits any more, unless another parent does."""
        alone = []
        for key in keys:
            alert = self.book.alerts[key]
            parent = self.parents.of(alert)
            if parent is None:
                alone.append(key)
            else:
                alert.parent = parent
                self.book.put(key, alert)
        return self._tell(alone, now_ms)

    def _settle(self, parent_key: str, now_ms: int) -> list[AlertTransition]:
        said, left = self.grouping.settle(parent_key, now_ms)
        return said + self._tell_uncovered(left, now_ms)

    def _after_end(self, key: str, parent: str, now_ms: int) -> list[AlertTransition]:
        """What an ended alert explained stands alone; what explained it may be over too."""
        said = self._settle(parent, now_ms) if parent else []
        if key.startswith(f"{SCORE_DROP}/"):
            said += self._tell_uncovered(self.grouping.left_of(key), now_ms)
        return said

    def _digests(self, now_ms: int) -> list[DispatchOutput]:
        """Tell the weightiest of those held back as far as the budget goes; list the rest."""
        held = [key for key in self.keys() if self.book.alerts[key].parent == NOISE_BUDGET]
        said: list[DispatchOutput] = [*self._tell(held, now_ms)]
        left = [key for key in held if self.book.alerts[key].parent == NOISE_BUDGET]
        return said + list(digest(self.book, self.budget, left, now_ms))
