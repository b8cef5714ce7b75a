"""What ``stream-health simulate`` does: a simulated book as a file, with its truth beside it."""

from dataclasses import dataclass
from pathlib import Path

import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from stream_health.domain.clocking import DAY_MS
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.replay.history import line_of
from stream_health.wire.times import parse_day_or_time_ms

TRUTH_SUFFIX = ".truth.jsonl"


class SimulationError(Exception):
    """A book that cannot be made or written; the message says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationRequest:
    """The command line of a simulation, as it was given."""

    accounts: int
    days: int
    seed: int
    out: Path
    start: str
    quiet: bool = False


def truth_path(out: Path) -> Path:
    """Where the truth of a file of events lies.

    >>> truth_path(Path("book.jsonl")).name
    'book.truth.jsonl'
    """
    return out.with_suffix(TRUTH_SUFFIX)


def run_simulation(request: SimulationRequest) -> int:
    """Write events and truth, over files of these names; returns how many events.

    Raises
    ------
    SimulationError
        When a number makes no sense, or a file cannot be written.
    """
    try:
        book = SimulatedBook(
            request.seed,
            accounts=request.accounts,
            days=request.days,
            start_ms=parse_day_or_time_ms(request.start),
        )
    except ValueError as error:
        raise SimulationError(str(error)) from error
    console = Console(stderr=True, quiet=request.quiet)
    truth = truth_path(request.out)
    for path in (request.out, truth):
        if path.exists():
            console.print(f"replacing {path}", highlight=False, markup=False)
    try:
        events_total = _write_events(book, request, console)
        truth.write_bytes(b"".join(_json(one.to_dict()) for one in book.truth()))
    except OSError as error:
        msg = f"cannot write {request.out}: {error.strerror}; give another file with --out"
        raise SimulationError(msg) from error
    console.print(f"{events_total:,} events in {request.out}, the truth in {truth}", markup=False)
    quiet_days = Plot().history_days
    if request.days <= quiet_days:
        console.print(f"no story in it: the first {quiet_days} days are quiet, give more --days")
    return events_total


def _write_events(book: SimulatedBook, request: SimulationRequest, console: Console) -> int:
    events_total, first_day = 0, None
    with request.out.open("wb") as file, _progress(console) as progress:
        task = progress.add_task("simulating days", total=request.days)
        for event in book.events():
            file.write(_json(event))
            events_total += 1
            day = line_of(event).timestamp // DAY_MS if events_total % 1_000 == 1 else None
            if day is not None:
                first_day = day if first_day is None else first_day
                progress.update(task, completed=day - first_day)
        progress.update(task, completed=request.days)
    return events_total


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=console.quiet,
    )
