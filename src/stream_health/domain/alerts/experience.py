"""What past alerts led to, by what was done about them: the ground of advice."""

from typing import Final

from stream_health.domain.alerts.shelf import Shelf
from stream_health.domain.effects import Advice

NOTHING_DONE: Final = "nothing"
OTHER: Final = "other"
OUTCOMES: Final = (
    "recovered", "renewed", "expanded", "handled", "unchanged", "churned", "wrong",
)  # fmt: skip
HELPED: Final = frozenset({"recovered", "renewed", "expanded", "handled"})
ACTIONS_MAX: Final = 24  # counted by name per kind and theme; the rest is ``other``
PASTS_MAX: Final = 16  # alerts per account whose outcome is waited for

CAUTION: Final = 10
"""Alerts' worth of the average that is mixed into every share, so that few cases prove little."""
TOLD_FROM: Final = 5  # cases of an action before its share is told

_BY_REASON: Final = {
    "recovered": "recovered",
    "corrected": "wrong",
    "stale_data": "wrong",
    "known_event": "wrong",
    "not_a_risk": "wrong",
    "already_handled": "handled",
}
_BY_OUTCOME: Final = {
    "renewed": "renewed",
    "expanded": "expanded",
    "became_advocate": "expanded",
    "churned": "churned",
}


class Experience:
    """Counts of outcomes per scope, kind and theme of alert, and action.

    An alert is counted once: by what the customer did within the horizon after it was told, else
    by how it ended. One a person calls wrong is counted at once.

    Examples
    --------
    >>> experience = Experience(horizon_ms=1_000)
    >>> for number in range(5):
    ...     about = ("book", "score_drop", "champion_left")
    ...     experience.remember(f"a{number}", about, ("call",), fired_ms=0, reason="recovered")
    >>> experience.expire(1_000)
    >>> experience.advice(("book", "score_drop", "champion_left"))[0].tried_total
    5
    """

    def __init__(self, *, horizon_ms: int) -> None:
        self.horizon_ms = horizon_ms
        self.counts = Shelf("experience")
        self.pasts = Shelf("past")

    def remember(
        self,
        account_id: str,
        about: tuple[str, str, str],
        actions: tuple[str, ...],
        *,
        fired_ms: int,
        reason: str,
    ) -> None:
        """Note an alert that was told and has ended; ``about`` is scope, kind and theme."""
        action = actions[-1] if actions else NOTHING_DONE
        ended = _BY_REASON.get(reason, "unchanged")
        if ended == "wrong":
            self._count(about, action, ended)
            return
        pasts = self.pasts.get(account_id) or ()
        if len(pasts) >= PASTS_MAX:
            self._settle(pasts[0])
            pasts = pasts[1:]
        self.pasts.put(account_id, (*pasts, (*about, action, fired_ms, ended)))

    def on_outcome(self, account_id: str, scope: str, kind: str) -> None:
        """Count the account's past alerts of a scope by what became of the account."""
        outcome, kept = _BY_OUTCOME.get(kind), []
        for past in self.pasts.get(account_id) or ():
            if outcome is None or past[0] != scope:
                kept.append(past)
            else:
                self._count(tuple(past[:3]), past[3], outcome)
        self._keep(account_id, kept)

    def expire(self, now_ms: int, scope: str | None = None) -> None:
        """Count those whose horizon has passed by how they ended, in all scopes or in one."""
        for account_id, pasts in self.pasts.items():
            old = [
                past
                for past in pasts
                if past[4] <= now_ms - self.horizon_ms and scope in {None, past[0]}
            ]
            if old:
                for past in old:
                    self._settle(past)
                self._keep(account_id, [past for past in pasts if past not in old])

    def advice(self, about: tuple[str, str, str]) -> tuple[Advice, ...]:
        """What was done and what it led to, what helped most first.

        Shares are shrunk to that of all actions for the same kind and theme; an action with fewer
        than five cases is left out.
        """
        prefix = "|".join(about) + "|"
        rows = [(key.removeprefix(prefix), counts) for key, counts in self.counts.items()
                if key.startswith(prefix)]  # fmt: skip
        tried = sum(sum(counts) for _, counts in rows)
        if not tried:
            return ()
        average = sum(_helped(counts) for _, counts in rows) / tried
        told = [
            Advice(
                action=action,
                tried_total=sum(counts),
                helped_share=round(
                    (_helped(counts) + CAUTION * average) / (sum(counts) + CAUTION), 4
                ),
                outcomes=tuple(name for name, count in zip(OUTCOMES, counts, strict=True) if count),
                counts=tuple(count for count in counts if count),
            )
            for action, counts in rows
            if sum(counts) >= TOLD_FROM
        ]
        return tuple(sorted(told, key=lambda one: (-one.helped_share, one.action)))

    def _settle(self, past: tuple[object, ...]) -> None:
        scope, kind, theme, action, _, ended = map(str, past)
        self._count((scope, kind, theme), action, ended)

    def _keep(self, account_id: str, pasts: list[tuple[object, ...]]) -> None:
        if pasts:
            self.pasts.put(account_id, tuple(pasts))
        else:
            self.pasts.drop(account_id)

    def _count(self, about: tuple[str, ...], action: str, outcome: str) -> None:
        prefix = "|".join(about) + "|"
        if self.counts.get(prefix + action) is None:
            known = sum(key.startswith(prefix) for key, _ in self.counts.items())
            action = action if known < ACTIONS_MAX else OTHER
        counts = list(self.counts.get(prefix + action) or (0,) * len(OUTCOMES))
        counts[OUTCOMES.index(outcome)] += 1
        self.counts.put(prefix + action, tuple(counts))


def _helped(counts: tuple[int, ...]) -> int:
    return sum(n for name, n in zip(OUTCOMES, counts, strict=True) if name in HELPED)
