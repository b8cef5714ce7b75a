"""An A/B test of two scorecards: which arm an account is in, and for how long."""

from typing import Any, NamedTuple
from zlib import crc32

from stream_health.domain.clocking import HOUR_MS, ceil_boundary, next_boundary
from stream_health.domain.engine.control import ActivateModel

CHAMPION_ARM = "champion"
TRIAL_ARM = "trial"


class Trial(NamedTuple):
    """A version that serves a share of the accounts in ``[start_ms, until_ms)``, full hours.

    An account stays in its arm as long as the trial lasts: it is a hash of version and id.
    """

    version: str
    share: float
    start_ms: int
    until_ms: int

    def is_on(self, at_ms: int) -> bool:
        """Tell whether the trial runs at an instant."""
        return self.start_ms <= at_ms < self.until_ms

    def has(self, account_id: str) -> bool:
        """Tell whether the account is served by the version on trial.

        >>> trial = Trial("m-1", 0.5, 0, 1)
        >>> sum(trial.has(f"account-{i}") for i in range(1_000))
        452
        """
        return crc32(f"arm/{self.version}/{account_id}".encode()) < self.share * 2**32

    @classmethod
    def of(cls, order: ActivateModel, *, now_ms: int) -> "Trial":
        """Trial an order asks for: from the hour it names on, never in the past."""
        asked_ms = order.effective_at_ms or 0
        start_ms = max(ceil_boundary(asked_ms, HOUR_MS), next_boundary(now_ms, HOUR_MS))
        until_ms = ceil_boundary(order.until_ms or 0, HOUR_MS)
        return cls(order.version, order.share or 0.0, start_ms, until_ms)

    @classmethod
    def restore(cls, record: tuple[Any, ...] | None) -> "Trial | None":
        """Rebuild from a state record."""
        return None if record is None else cls(*record)
