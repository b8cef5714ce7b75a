"""What workers on a broker made durable, and what a replay of the same topics says it should be."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from stream_health.app.model_shelf import PRIOR, ModelShelf
from stream_health.app.state_reader import StoredState
from stream_health.domain.engine.engine import Engine
from stream_health.domain.engine.settings import EngineSettings
from stream_health.domain.policy import Policy
from stream_health.local.recording import read_state, read_topic, record_history
from stream_health.local.replay.history import History
from stream_health.local.replay.outputs import ReplayOutputs
from stream_health.local.replay.runner import Replay, ReplayPlan
from stream_health.runtime.partitioner import partition_of
from stream_health.wire.names import TopicName


@dataclass
class Outcome:
    """The parts that must agree, in a form that can be compared.

    Attributes
    ----------
    sub_states
        Records of every account's sub-states, as of its partition's time.
    points_milli
        Final score of every account before clipping.
    transitions
        Key, generation, sequence, transition, id, time and score of every alert transition.
    examples
        Training examples as they were written.
    """

    sub_states: dict[str, Any] = field(default_factory=dict)
    points_milli: dict[str, int] = field(default_factory=dict)
    transitions: list[tuple[Any, ...]] = field(default_factory=list)
    examples: list[bytes] = field(default_factory=list)

    def differences(self, other: "Outcome") -> list[str]:
        """Say what does not agree; empty when all does."""
        found = []
        for name, mine, yours in (
            ("sub-states", self.sub_states, other.sub_states),
            ("points", self.points_milli, other.points_milli),
        ):
            accounts = sorted(
                account for account in {*mine, *yours} if mine.get(account) != yours.get(account)
            )
            if accounts:
                found.append(f"{name} of {len(accounts)} accounts differ, e.g. {accounts[0]}")
        for name, these, those in (
            ("transitions of alerts", self.transitions, other.transitions),
            ("training examples", self.examples, other.examples),
        ):
            if these != those:
                odd = sorted(set(map(str, these)) ^ set(map(str, those)))
                found.append(f"{len(odd)} {name} differ, e.g. {odd[0][:200] if odd else 'order'}")
        return found

    def take(self, engine: Engine) -> None:
        """Add the accounts of one partition number, as of its time."""
        partition = engine.partition
        at_ms = partition.state.time_ms or 0
        for account_id, entry in partition.registry.live.items():
            partition.duties.settle(entry, at_ms)
            records = entry.account.records(dirty_only=False)
            # A deletion is left to whoever has written: a replay has not.
            self.sub_states[account_id] = [one for one in records if one[1] is not None]
            self.points_milli[account_id] = entry.story.total_milli


async def outcome_on_kafka(
    bootstrap: str, *, prefix: str, policy: Policy, partitions: int, learned: bool = False
) -> Outcome:
    """Read state, alerts and examples from the broker."""
    found, shelf = Outcome(), ModelShelf(policy)
    if learned:
        for record in await read_topic(bootstrap, prefix + TopicName.MODELS):
            shelf.put(record.key, record.value)
    for number, state in (await read_state(bootstrap, prefix + TopicName.ACCOUNT_STATE)).items():
        settings = EngineSettings(
            partition=number,
            policy=policy,
            models=shelf.get,
            partition_of=lambda account_id: partition_of(account_id.encode(), partitions),
            initial_model=PRIOR,
        )
        found.take(Engine(settings, StoredState(state)))
    alerts = [r.value for r in await read_topic(bootstrap, prefix + TopicName.ALERTS)]
    examples = [r.value for r in await read_topic(bootstrap, prefix + TopicName.TRAINING_EXAMPLES)]
    _fill(found, alerts, examples)
    return found


async def outcome_of_replay(
    bootstrap: str, folder: Path, *, prefix: str, policy: Policy, partitions: int, learned: bool
) -> Outcome:
    """Replay the source topics; with ``learned`` the recorded activations are put in place."""
    path = folder / "recorded.jsonl"
    await record_history(bootstrap, path, prefix=prefix)
    history = History([path])
    if not learned:
        history.activations.clear()
    ticks = await read_topic(bootstrap, prefix + TopicName.CLOCK)
    plan = ReplayPlan(
        policy=policy,
        partitions=partitions,
        learn=False,
        until_ms=max(tick.timestamp for tick in ticks),  # both as of the same instant
    )
    with ReplayOutputs(folder / "out") as outputs:
        replay = Replay(plan, history, outputs)
        replay.run()
    expected = Outcome()
    for lane in replay.lanes:
        expected.take(lane.engine)
    alerts = (folder / "out" / "alerts.jsonl").read_bytes().splitlines()
    examples = (folder / "out" / "training-examples.jsonl").read_bytes().splitlines()
    _fill(expected, alerts, examples)
    return expected


def _fill(outcome: Outcome, alerts: list[bytes], examples: list[bytes]) -> None:
    said = ("dedup_key", "generation", "sequence", "transition", "event_id", "as_of", "score")
    outcome.transitions = sorted(
        tuple(value[name] for name in said) for value in map(orjson.loads, alerts)
    )
    kept = [one for one in examples if orjson.loads(one)["kind"] != "day_closed"]
    outcome.examples = sorted(kept)
