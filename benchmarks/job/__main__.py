"""``python -m benchmarks.job``: the full job on a real Kafka, as one table."""

import argparse
import asyncio
import logging
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from benchmarks.job.catch_up import catch_up, come_back, fill
from benchmarks.job.figures import table
from benchmarks.job.plan import Plan
from benchmarks.job.stage import Stage
from benchmarks.job.steady import steady
from benchmarks.job.team import NotDoneError

from stream_health.local.broker import EmbeddedBroker


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all phases and print what was measured; 1 when a phase did not end."""
    logging.getLogger("aiokafka").setLevel(logging.ERROR)  # new topics: "retrying" is normal
    try:
        plan = _plan(arguments)
        with EmbeddedBroker() as broker, tempfile.TemporaryDirectory() as logs:
            stage = Stage(broker, plan, logs=Path(logs), now_ms=time.time_ns() // 1_000_000)
            asyncio.run(_run(stage))
    except (NotDoneError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


async def _run(stage: Stage) -> None:
    print(f"load of this machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    await stage.create_topics()
    print(table("History", await fill(stage)), flush=True)
    print(table("Catching up with a backlog", await catch_up(stage)), flush=True)
    print(table("Restart", await come_back(stage)), flush=True)
    if stage.plan.steady_seconds:
        print(table("Steady, in real time", await steady(stage)), flush=True)


def _plan(arguments: Sequence[str] | None) -> Plan:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.job", description=__doc__)
    defaults = Plan()
    for field in fields(Plan):
        default = getattr(defaults, field.name)
        flag = f"--{field.name.replace('_', '-')}"
        parser.add_argument(flag, type=type(default), default=default, help=f"default: {default}")
    return Plan(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    raise SystemExit(main())
