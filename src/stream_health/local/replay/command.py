"""What ``stream-health replay`` does: index the history, replay it with a progress bar, sum up."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from stream_health.app.settings_sections import LanguageSection
from stream_health.domain.clocking import MINUTE_MS
from stream_health.domain.engine.agenda import Period
from stream_health.domain.features.catalogue import CATALOGUE_VERSION
from stream_health.domain.policy import Policy
from stream_health.local.replay.history import History, HistoryError
from stream_health.local.replay.outputs import ReplayOutputs
from stream_health.local.replay.runner import Replay, ReplayPlan
from stream_health.wire.durations import parse_duration_ms
from stream_health.wire.times import optional_time, parse_day_or_time_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayRequest:
    """The command line of a replay, as it was given."""

    files: tuple[Path, ...]
    out: Path
    until: str | None
    score_every: str | None
    score_anchor: str | None
    learn: bool
    partitions: int
    quiet: bool
    language: LanguageSection = field(default_factory=LanguageSection)


def run_replay(request: ReplayRequest, policy: Policy) -> dict[str, Any]:
    """Replay and write everything; returns the summary.

    Raises
    ------
    HistoryError
        When a file cannot be read, or an argument makes no sense.
    """
    plan = _plan(request, policy)
    console = Console(stderr=True, quiet=request.quiet)
    console.print(f"reading {', '.join(str(path) for path in request.files)}")
    history = History(request.files)
    started = time.perf_counter()
    with _progress(console) as progress, _outputs(request.out) as outputs:
        task = progress.add_task("replaying", total=len(history))
        replay = Replay(
            plan, history, outputs, on_progress=lambda done: progress.update(task, completed=done)
        )
        replay.run()
        if plan.sampling is not None:
            outputs.write_scores()
        summary = outputs.write_summary(_facts(replay, history))
    seconds = time.perf_counter() - started
    _show(console, summary, events_per_second=replay.records_total / max(seconds, 1e-9))
    return summary


def _plan(request: ReplayRequest, policy: Policy) -> ReplayPlan:
    sampling = None
    if request.score_every is None and request.score_anchor is not None:
        msg = f"--score-anchor {request.score_anchor} needs --score-every, e.g. 7d"
        raise HistoryError(msg)
    try:
        if request.score_every is not None:
            anchor_ms = (
                policy.learning.snapshot_anchor_ms
                if request.score_anchor is None
                else parse_day_or_time_ms(request.score_anchor)
            )
            sampling = Period(_every_ms(request.score_every), anchor_ms)
        until_ms = None if request.until is None else parse_day_or_time_ms(request.until)
    except ValueError as error:
        raise HistoryError(str(error)) from error
    return ReplayPlan(
        policy=policy,
        language=request.language,
        partitions=request.partitions,
        learn=request.learn,
        until_ms=until_ms,
        sampling=sampling,
    )


def _every_ms(text: str) -> int:
    every_ms = parse_duration_ms(text)
    if every_ms % MINUTE_MS or not every_ms:
        msg = f"--score-every {text} must be whole minutes, at least 1m"
        raise HistoryError(msg)
    return every_ms


@contextmanager
def _outputs(directory: Path) -> Iterator[ReplayOutputs]:
    """Open the outputs; a full disk is met while they are written."""
    try:
        with ReplayOutputs(directory) as outputs:
            yield outputs
    except OSError as error:
        where = error.filename or directory
        msg = f"cannot write to {where}: {error.strerror}; give another directory with --out"
        raise HistoryError(msg) from error


def _facts(replay: Replay, history: History) -> dict[str, Any]:
    end_ms = replay.time_ms
    partitions = [lane.engine.partition for lane in replay.lanes]
    return {
        "first_event": optional_time(history.first_ms),
        "time_reached": optional_time(end_ms),
        "records": replay.records_total,
        "lines_passed_over": history.passed_over_total,
        "lines_unreadable": [
            {"file": file, "line": line, "reason": reason}
            for file, line, reason in history.unreadable
        ],
        "accounts": sum(len(one.registry.live) for one in partitions),
        "accounts_high_value": sum(len(one.agenda.high_value) for one in partitions),
        "partitions": replay.plan.partitions,
        "config_version": replay.plan.policy.version,
        "catalogue_version": CATALOGUE_VERSION,
        "model_version": partitions[0].duties.evaluator.model_version,
    }


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=console.quiet,
    )


def _show(console: Console, summary: dict[str, Any], *, events_per_second: float) -> None:
    table = Table(title="replay", show_header=False)
    for name, value in summary.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {count:,}" for key, count in value.items())  # noqa: PLW2901
        table.add_row(name.replace("_", " "), str(value))
    table.add_row("events a second", f"{events_per_second:,.0f}")
    console.print(table)
