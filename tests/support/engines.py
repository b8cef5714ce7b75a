"""Runs the engine over streams the way a worker does: in batches, with crashes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import Effect
from stream_health.domain.engine.engine import Engine, Input, Step
from stream_health.domain.engine.registry import STORY_TAG
from stream_health.domain.engine.settings import EngineSettings
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Learning, Policy
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scorecard import Scorecard

Record = tuple[Any, ...]


def quick_policy(**changes: Any) -> Policy:
    """The default policy with horizons of days, so that labels mature within a test."""
    learning = Learning(
        churn_horizon_ms=3 * DAY_MS,
        expansion_horizon_ms=5 * DAY_MS,
        advocacy_horizon_ms=5 * DAY_MS,
        grace_ms=DAY_MS,
    )
    return replace(Policy(learning=learning), **changes)


class MemoryState:
    """Committed records in memory; what an engine reads when it is opened."""

    def __init__(self) -> None:
        self.records: dict[tuple[str | None, str], Record] = {}

    def account_ids(self) -> Iterable[str]:
        """Accounts that have a story."""
        return [account for account, tag in self.records if account and tag == STORY_TAG]

    def read(self, account_id: str | None, tag: str) -> Record | None:
        """One committed record."""
        return self.records.get((account_id, tag))

    def apply(self, step: Step) -> None:
        """Commit what a step changed."""
        for account_id, tag, record in step.records:
            if record is None:
                self.records.pop((account_id, tag), None)
            else:
                self.records[account_id, tag] = record


@dataclass
class Run:
    """What a run made durable."""

    state: MemoryState = field(default_factory=MemoryState)
    effects: list[Effect] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    engine: Engine | None = None

    def of(self, kind: type[Effect]) -> list[Effect]:
        """Effects of one kind, in order."""
        return [effect for effect in self.effects if isinstance(effect, kind)]


def settings(policy: Policy | None = None, **changes: Any) -> EngineSettings:
    """Engine settings for one partition that owns every account."""
    policy = policy or quick_policy()
    cards: dict[str, Scorecard] = {"prior": prior(policy, CATALOGUE)}
    given: dict[str, Any] = {
        "partition": 0,
        "policy": policy,
        "models": cards.get,
        "partition_of": lambda _: 0,
        "tick_interval_ms": HOUR_MS,
    }
    return EngineSettings(**(given | changes))


def run(
    inputs: Sequence[Input],
    given: EngineSettings,
    *,
    seed: int | None = None,
    crash_share: float = 0.0,
    batch_max: int = 199,
) -> Run:
    """Process all inputs; with a seed in random batches, after some steps with a crash.

    A crash forgets everything not committed; the next engine is opened from the state and is given
    the records after the last committed position.
    """
    random, done = Random(seed), Run()
    engine = Engine(given, done.state)
    position = 0
    while position < len(inputs):
        length = len(inputs) if seed is None else random.randint(1, batch_max)
        batch = list(inputs[position : position + length])
        crashed = False
        consumed = 0
        for step in engine.process(batch):
            done.state.apply(step)
            done.effects += step.effects
            done.refused += [(position + refused.place, refused.reason) for refused in step.refused]
            consumed = step.consumed
            if random.random() < crash_share:
                crashed = True
                break
        position += consumed
        if crashed:
            engine = Engine(given, done.state)
    done.engine = engine
    return done
