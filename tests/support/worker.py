"""Real worker processes on topics of their own: started, asked over HTTP, awaited."""

import asyncio
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from prometheus_client.parser import text_string_to_metric_families

from stream_health.app.topics_admin import Installation, create_topics
from stream_health.domain.clocking import DAY_MS
from stream_health.local.catch_up import wait_until_done
from stream_health.local.fleet import Fleet
from stream_health.local.recording import read_topic

DONE_SECONDS = 120.0

# A feeder on a starved machine pauses for longer than the default waits for it, and what passes
# then is no longer in merged order.
MAX_IDLE_MS = 3_000


def began_ms(days: int) -> int:
    """Midnight at which a book of so many days begins that ends yesterday."""
    return (time.time_ns() // 1_000_000 // DAY_MS - days - 1) * DAY_MS


@dataclass(frozen=True)
class Site:
    """An installation: its topics, and workers that are started one by one."""

    bootstrap: str
    prefix: str
    fleet: Fleet

    @property
    def application_id(self) -> str:
        return self.prefix.rstrip(".")

    async def started(self) -> int:
        """Start a worker and wait until it is ready; give its number."""
        number = self.fleet.start()
        await self.until(lambda: self.asked(number, "readyz")[0] == 200, what="readiness")
        return number

    async def done(self) -> None:
        """Wait until everything written so far is worked off."""
        try:
            await wait_until_done(
                self.bootstrap,
                application_id=self.application_id,
                prefix=self.prefix,
                seconds_max=DONE_SECONDS,
            )
        except TimeoutError:
            raise AssertionError("not done in time\n" + self.tails()) from None

    async def until(self, condition: Any, *, what: str, seconds_max: float = 40.0) -> None:
        """Wait until a condition holds; fail with the workers' logs when it does not."""
        deadline = time.monotonic() + seconds_max
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"no {what} in {seconds_max:.0f} s\n" + self.tails())
            await asyncio.sleep(0.1)

    async def values(self, topic: str) -> list[Any]:
        """Committed values of a topic."""
        return [
            orjson.loads(r.value) for r in await read_topic(self.bootstrap, self.prefix + topic)
        ]

    def port_of(self, number: int) -> int | None:
        """Port of a worker's health endpoints, once it has said it."""
        found = re.search(rb"http://127\.0\.0\.1:(\d+)", self.fleet.log_of(number).read_bytes())
        return int(found[1]) if found else None

    def asked(self, number: int, path: str) -> tuple[int, str]:
        """Status (0: nobody answers) and body of one of a worker's endpoints."""
        port = self.port_of(number)
        if port is None:
            return 0, ""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def metrics(self, number: int) -> dict[tuple[str, ...], float]:
        """Samples of a worker by name and label values in order of label names."""
        _, text = self.asked(number, "metrics")
        return {
            (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def errors_of(self, number: int) -> list[str]:
        """Messages a worker has logged as errors, those of Kafka's client left out."""
        lines = self.fleet.log_of(number).read_text().splitlines()
        said = [json.loads(line) for line in lines if line.startswith("{")]
        return [
            line["message"]
            for line in said
            if line["level"] == "error" and line["logger"].startswith("stream_health")
        ]

    def tails(self) -> str:
        """The ends of all logs."""
        logs = sorted(self.fleet.log_of(0).parent.glob("worker-*.log"))
        return "\n---\n".join(log.read_text()[-3_000:] for log in logs)


@asynccontextmanager
async def site(
    bootstrap: str,
    folder: Path,
    *,
    prefix: str,
    partitions: int = 2,
    options: Sequence[str] = (),
    policy_toml: str = "",
    creates: bool = True,
) -> AsyncIterator[Site]:
    """Create the topics, give a site without workers, stop those that were started."""
    if creates:
        await create_topics(
            Installation(
                bootstrap=bootstrap, prefix=prefix, partitions=partitions, keep_history=True
            )
        )
    config = folder / "settings.toml"
    config.write_text(policy_toml)
    arguments = [
        "--bootstrap", bootstrap, "--prefix", prefix, "--partitions", str(partitions),
        "--http-port", "0", "--config", str(config), *options,
    ]  # fmt: skip
    environment = {
        "STREAM_HEALTH_WORKER__APPLICATION_ID": prefix.rstrip("."),
        "STREAM_HEALTH_WORKER__MAX_IDLE_MS": str(MAX_IDLE_MS),
    }
    with Fleet(arguments, logs=folder, environment=environment) as fleet:
        yield Site(bootstrap, prefix, fleet)
