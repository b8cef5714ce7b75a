"""The endpoints over real HTTP."""

import json
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from stream_health.app.health import HealthPortError, HealthServer
from stream_health.app.metrics import WorkerMetrics

LOOPBACK = "127.0.0.1"


class Health:
    """A running server and what it believes."""

    def __init__(self) -> None:
        self.metrics = WorkerMetrics()
        self.unready: list[str] = []
        self.stuck: list[str] = []
        self.server = HealthServer(
            LOOPBACK,
            0,
            metrics=self.metrics,
            unready=lambda: self.unready,
            stuck=lambda: self.stuck,
        )

    async def get(self, path: str) -> tuple[int, str]:
        url = f"http://{LOOPBACK}:{self.server.port}{path}"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return response.status, await response.text()


@pytest.fixture
async def health() -> AsyncIterator[Health]:
    running = Health()
    async with running.server:
        yield running


async def test_a_free_port_is_taken_and_told(health: Health) -> None:
    assert health.server.port > 0


@pytest.mark.parametrize(("path", "word"), [("/readyz", "ready"), ("/healthz", "live")])
async def test_without_a_reason_against_it_the_answer_is_yes(
    health: Health, path: str, word: str
) -> None:
    status, text = await health.get(path)
    assert (status, json.loads(text)) == (200, {word: True, "reasons": []})


async def test_not_ready_says_why_and_is_live_all_the_same(health: Health) -> None:
    health.unready = ["score: partition 3 loads, 200 of 900 records"]
    status, text = await health.get("/readyz")
    assert (status, json.loads(text)) == (503, {"ready": False, "reasons": health.unready})
    assert (await health.get("/healthz"))[0] == 200


async def test_a_stuck_worker_is_not_live(health: Health) -> None:
    health.stuck = ["score: partition 3 has stood still for 90 s"]
    status, text = await health.get("/healthz")
    assert (status, json.loads(text)["reasons"]) == (503, health.stuck)


async def test_metrics_are_what_prometheus_reads(health: Health) -> None:
    health.metrics.on_dead_letter("usage-events", "not_json")
    status, text = await health.get("/metrics")
    samples = {
        (sample.name, sample.labels.get("reason")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert status == 200
    assert samples["stream_health_dead_letters_total", "not_json"] == 1
    assert samples["stream_health_worker_ready", None] == 1


async def test_readiness_shows_in_the_metrics(health: Health) -> None:
    health.unready = ["loading"]
    _, text = await health.get("/metrics")
    assert "stream_health_worker_ready 0.0" in text


async def test_another_path_is_not_found(health: Health) -> None:
    assert (await health.get("/"))[0] == 404


async def test_a_port_that_is_taken_is_said_clearly() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        server = HealthServer(LOOPBACK, port, metrics=WorkerMetrics(), unready=list)
        with pytest.raises(HealthPortError, match=rf"{LOOPBACK}:{port} .*worker\.http_port"):
            await server.on_start()


async def test_after_the_stop_the_port_is_free_again() -> None:
    health = Health()
    async with health.server:
        port = health.server.port
    with socket.create_server((LOOPBACK, port)):
        pass
