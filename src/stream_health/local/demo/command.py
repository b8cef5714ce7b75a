"""What ``stream-health demo`` does around a show: the broker, the folder for logs, the signals."""

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from aiokafka.errors import KafkaError
from rich.console import Console

from stream_health.app.settings_layers import CONFIG_VARIABLE
from stream_health.local.broker import BrokerError, EmbeddedBroker
from stream_health.local.demo.errors import DemoError
from stream_health.local.demo.keepsake import Keepsake
from stream_health.local.demo.screen import screen_for
from stream_health.local.demo.show import DemoOptions, Show
from stream_health.runtime.errors import NoBrokerError

_OWN_VARIABLES = CONFIG_VARIABLE.rpartition("_")[0] + "_"


def run_demo(options: DemoOptions, console: Console) -> None:
    """Run the demo from nothing to nothing.

    Raises
    ------
    DemoError
        When it could not go on; the message says where to look.
    """
    started = time.monotonic()
    _forget_settings()
    for name in ("aiokafka", "kafka", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is raised
    screen = screen_for(console)
    if options.picture is not None:
        screen = Keepsake(screen, options.picture)
    with _leaving_on_signals(), _folder_for_logs() as folder:
        try:
            screen.say("starting Apache Kafka (its first use fetches 45 MB) ...")
            with EmbeddedBroker(options.data_dir) as broker:
                screen.say(f"Kafka serves on {broker.bootstrap}; two workers start")
                show = Show(
                    options, broker.bootstrap, folder=folder, screen=screen, started=started
                )
                try:
                    asyncio.run(show.run())
                finally:
                    _ignore_signals()
        except (BrokerError, NoBrokerError, KafkaError, OSError) as error:
            raise DemoError(str(error)) from error
    screen.say("everything has stopped")


def _forget_settings() -> None:
    """Settings made for another installation are not for this one."""
    for name in [name for name in os.environ if name.startswith(_OWN_VARIABLES)]:
        del os.environ[name]


@contextlib.contextmanager
def _folder_for_logs() -> Iterator[Path]:
    """Kept when something went wrong, with a word where."""
    folder = Path(tempfile.mkdtemp(prefix="stream-health-demo-"))
    try:
        yield folder
    except DemoError as error:
        if not any(folder.iterdir()):
            folder.rmdir()
            raise
        msg = f"{error}\nlogs of the workers are in {folder}"
        raise DemoError(msg) from error
    except KeyboardInterrupt:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _leaving_on_signals() -> Iterator[None]:
    """Before and after the show, a signal leaves every ``with`` block in order."""
    old = {number: signal.signal(number, _leave) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)


def _leave(signum: int, frame: FrameType | None) -> None:
    del signum, frame
    _ignore_signals()
    raise KeyboardInterrupt


def _ignore_signals() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
