"""What an engine is given besides its state."""

from collections.abc import Callable
from dataclasses import dataclass

from stream_health.domain.engine.agenda import Period
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.scorecard import Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """What an engine is given besides its state.

    ``models`` finds a scorecard by version (None: unknown here); ``partition_of`` says to which
    partition number an account belongs. Without ``keeps_state`` steps carry no records of
    accounts: for a run that is never resumed. ``tick_interval_ms`` is added to the tolerance for
    records ahead of the newest tick, where whoever feeds the topics ticks rarely.
    """

    partition: int
    policy: Policy
    models: Callable[[str], Scorecard | None]
    partition_of: Callable[[str], int]
    initial_model: str = "prior"
    sampling: Period | None = None
    recent_ids_max: int = 200_000
    keeps_state: bool = True
    tick_interval_ms: int = 0
