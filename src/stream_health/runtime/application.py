"""Make a Faust app for partition runtimes, and run it to its end."""

import asyncio
import logging
import signal
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import faust
from faust.app.base import BootStrategy
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Transport
from mode.supervisors import CrashingSupervisor

log = logging.getLogger(__name__)


class _AgentsOnly(BootStrategy):
    """Start agents, tasks and timers, but none of Faust's own Kafka clients and no web server.

    Faust's consumer crashes when no topic is subscribed, joins a group of its own, and empties
    channels when that group is rebalanced; the runtimes bring their own consumers.
    """

    enable_kafka = False
    enable_web = False


class _IdleConsumer(Consumer):
    """Faust's streams ask for a consumer; it is never started, so it needs no loop of its own."""

    def _new_consumer_thread(self) -> AIOKafkaConsumerThread:
        return AIOKafkaConsumerThread(
            self, loop=self.loop, thread_loop=self.loop, beacon=self.beacon
        )


class _IdleTransport(Transport):
    Consumer = _IdleConsumer


class AgentsApp(faust.App):
    """A Faust app whose agents read channels only; it keeps nothing on disk."""

    BootStrategy = _AgentsOnly

    def _new_transport(self) -> Transport:
        return _IdleTransport(self.conf.broker_consumer, self)

    async def on_first_start(self) -> None:
        """Make no data directory: there are no Faust tables."""

    async def on_start(self) -> None:
        """Fix the settings; Faust would make a consumer here, and with it an event loop."""
        self.finalize()


class ExpectedRetries(logging.Filter):
    """Drops the warning that comes with almost every transaction and means nothing (KIP-890).

    The broker answers the first write of a transaction with it while the markers of the last one
    are being written; aiokafka tries again after ``retry_backoff_ms``.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is to be logged."""
        message = record.getMessage()
        return not ("retrying" in message and "NotEnoughReplicasError" in message)


def create_app(name: str, bootstrap: str, **options: Any) -> AgentsApp:
    """Return a Faust app for agents on the channels of partition runtimes.

    Parameters
    ----------
    name
        App id, for logs.
    bootstrap
        Broker addresses; Faust wants to know them though the runtimes connect by themselves.
    options
        Any further setting of ``faust.App``.

    Examples
    --------
    >>> create_app("count", "localhost:9092").conf.web_enabled
    False
    """
    brokers = [f"kafka://{address.strip()}" for address in bootstrap.split(",")]
    defaults: dict[str, Any] = {
        "broker": brokers,
        "store": "memory://",
        "datadir": Path(tempfile.gettempdir()) / name,
        "web_enabled": False,
        "topic_allow_declare": False,
        "topic_disable_leader": True,
        # Faust would log an exception in an agent and take the next batch.
        "agent_supervisor": CrashingSupervisor,
    }
    return AgentsApp(name, **(defaults | options))


def run_app(
    app: faust.App,
    *,
    stop_signals: Iterable[signal.Signals] = (signal.SIGINT, signal.SIGTERM),
    on_started: Callable[[], None] | None = None,
) -> int:
    """Run an app until a signal comes or a service crashes.

    Faust's own worker does this too, but sets up logging by itself and sleeps two seconds on its
    way out.

    Returns
    -------
    int
        Exit code: 0 after a signal, 1 after a crash, which has been logged.
    """
    logging.getLogger("aiokafka.producer.sender").addFilter(ExpectedRetries())
    with asyncio.Runner() as runner:  # not uvloop's loop: docs/design/0003, Clients
        return runner.run(_serve(app, stop_signals, on_started))


async def _serve(
    app: faust.App,
    stop_signals: Iterable[signal.Signals],
    on_started: Callable[[], None] | None,
) -> int:
    loop = asyncio.get_running_loop()
    asyncio.set_event_loop(loop)  # mode asks the policy for the loop, not the running task
    stop = asyncio.Event()
    for number in stop_signals:
        loop.add_signal_handler(number, stop.set)
    running = asyncio.ensure_future(_start_and_wait(app, on_started))
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([running, stopping], return_when=asyncio.FIRST_COMPLETED)
        await app.stop()
        if not stopping.done():
            await running  # raises what made the app end
    except Exception:
        log.exception("%s ends because of an error", app.conf.id)
        return 1
    finally:
        running.cancel()
        stopping.cancel()
    if app.crash_reason is not None:
        reason = app.crash_reason
        log.error("%s ends because of %s: %s", app.conf.id, type(reason).__name__, reason)
        return 1
    return 0


async def _start_and_wait(app: faust.App, on_started: Callable[[], None] | None) -> None:
    await app.start()
    if on_started is not None:
        on_started()
    await app.wait()
