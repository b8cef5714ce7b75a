"""``/metrics``, ``/healthz`` and ``/readyz`` over HTTP, from inside the worker's own loop.

The answers come from the loop that does the work: when it no longer turns, nothing answers, and
whoever watches sees a timeout.
"""

from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import web
from mode import Service
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from stream_health.app.metrics import WorkerMetrics

Reasons = Callable[[], Sequence[str]]


class HealthPortError(Exception):
    """The address of the health endpoints cannot be listened on."""


def nothing_wrong() -> Sequence[str]:
    """Return no reasons."""
    return ()


class HealthServer(Service):
    """Serves the health of one worker.

    Parameters
    ----------
    host, port
        Where to listen; port 0 takes a free one, which ``port`` tells after the start.
    metrics
        What ``/metrics`` shows.
    unready
        Why the worker is not ready (partitions still loading, no assignment yet); empty when it is.
    stuck
        Why the worker should be restarted (a partition that stands still); empty when it lives.

    Raises
    ------
    HealthPortError
        At the start, when the address is taken or not of this machine.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        metrics: WorkerMetrics,
        unready: Reasons,
        stuck: Reasons = nothing_wrong,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.host = host
        self.port = port
        self._metrics = metrics
        self._unready = unready
        self._stuck = stuck
        self._runner: web.AppRunner | None = None

    async def on_start(self) -> None:
        """Listen."""
        app = web.Application()
        app.router.add_get("/metrics", self._show_metrics)
        app.router.add_get("/healthz", self._show_live)
        app.router.add_get("/readyz", self._show_ready)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            msg = (
                f"cannot listen on {self.host}:{self.port} ({error.strerror}); set "
                "worker.http_host and worker.http_port, port 0 takes a free one"
            )
            raise HealthPortError(msg) from error
        self.port = self._runner.addresses[0][1]

    async def on_stop(self) -> None:
        """Close the port; requests under way are finished."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _show_metrics(self, request: web.Request) -> web.Response:
        del request
        self._metrics.on_ready(ready=not self._unready())
        body = self._metrics.exposition()
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    async def _show_live(self, request: web.Request) -> web.Response:
        del request
        return _answer("live", self._stuck())

    async def _show_ready(self, request: web.Request) -> web.Response:
        del request
        return _answer("ready", self._unready())


def _answer(question: str, reasons: Sequence[str]) -> web.Response:
    """Return 200 without reasons against it, else 503 with them."""
    body = {question: not reasons, "reasons": list(reasons)}
    return web.json_response(body, status=503 if reasons else 200)
