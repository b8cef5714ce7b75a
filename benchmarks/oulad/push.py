"""Pushes real input through a real Kafka and two workers, and holds the result against a replay."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from stream_health.app.settings import load
from stream_health.app.topics_admin import Installation, create_topics
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.policy import Policy
from stream_health.local.agreement import Outcome, outcome_of_replay, outcome_on_kafka
from stream_health.local.broker import EmbeddedBroker
from stream_health.local.catch_up import wait_until_done
from stream_health.local.feeder import feeder_to
from stream_health.local.fleet import Fleet
from stream_health.local.recording import read_topic
from stream_health.local.replay.history import History
from stream_health.wire.names import TopicName

PARTITIONS = 4
WORKERS = 2
SECONDS_MAX = 3_000.0
MAX_IDLE_MS = 10_000  # of the feeder: what passes while it pauses is no longer in merged order


class DisagreementError(Exception):
    """Broker and replay do not say the same."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """Figures of one push."""

    learned: bool
    events_total: int
    seconds: float
    score_changes: int
    transitions: Counter[str]
    examples: Counter[str]
    models: int

    def lines(self) -> list[str]:
        """Say the figures, a line each."""
        rate = self.events_total / self.seconds
        model = "learned, recorded activations" if self.learned else "pinned to the prior"
        return [
            f"model: {model}",
            f"events {self.events_total:,} in {self.seconds:,.1f} s: {rate:,.0f} a second",
            f"score changes {self.score_changes:,}, model versions {self.models:,}",
            f"alert transitions {sum(self.transitions.values()):,}: {_said(self.transitions)}",
            f"training examples {sum(self.examples.values()):,}: {_said(self.examples)}",
        ]


def push(history: History, config: Path, *, learned: bool) -> Pushed:
    """Push a history through a broker of its own, and compare.

    Raises
    ------
    DisagreementError
        When sub-states, scores, alerts or examples are not those of the replay.
    """
    policy = load(config=config, environ={}).policy
    with tempfile.TemporaryDirectory() as folder, EmbeddedBroker() as broker:
        return asyncio.run(
            _push(history, config, policy, place=(broker.bootstrap, Path(folder)), learned=learned)
        )


async def _push(
    history: History, config: Path, policy: Policy, *, place: tuple[str, Path], learned: bool
) -> Pushed:
    bootstrap, folder = place
    await create_topics(Installation(bootstrap=bootstrap, partitions=PARTITIONS, keep_history=True))
    started = time.perf_counter()
    environment = {"STREAM_HEALTH_WORKER__MAX_IDLE_MS": str(MAX_IDLE_MS)}
    arguments = _arguments(bootstrap, config, learned=learned)
    with Fleet(arguments, logs=folder, environment=environment) as fleet:
        for _ in range(WORKERS):
            fleet.start()
        async with feeder_to(bootstrap, partitions=PARTITIONS, tick_every_ms=DAY_MS) as feeder:
            await feeder.feed(iter(history))
        await wait_until_done(
            bootstrap, application_id="stream-health", prefix="", seconds_max=SECONDS_MAX
        )
        seconds = time.perf_counter() - started
        fleet.stop()
    found = await outcome_on_kafka(
        bootstrap, prefix="", policy=policy, partitions=PARTITIONS, learned=learned
    )
    expected = await outcome_of_replay(
        bootstrap, folder, prefix="", policy=policy, partitions=PARTITIONS, learned=learned
    )
    _check(found, expected)
    return Pushed(
        learned=learned,
        events_total=feeder.sent_total,
        seconds=seconds,
        score_changes=len(await read_topic(bootstrap, TopicName.SCORE_CHANGES)),
        transitions=Counter(transition[3] for transition in found.transitions),
        examples=Counter(map(_fate_in, found.examples)),
        models=len(await read_topic(bootstrap, TopicName.MODELS)),
    )


def _arguments(bootstrap: str, config: Path, *, learned: bool) -> Sequence[str]:
    return [
        "--bootstrap", bootstrap, "--partitions", str(PARTITIONS), "--config", str(config),
        "--clock", "topic", "--tick-every", "1d", "--http-port", "0",
        "--learn" if learned else "--no-learn",
    ]  # fmt: skip


def _check(found: Outcome, expected: Outcome) -> None:
    differences = expected.differences(found)
    if differences:
        raise DisagreementError("\n".join(differences))


def _fate_in(example: bytes) -> str:
    """What a training example says of its account: churned, stayed, or the kind without a label."""
    value = orjson.loads(example)
    if value["kind"] != "example":
        return str(value["kind"])
    return "churned" if value["label"] else "stayed"


def _said(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))
