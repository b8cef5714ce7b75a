"""The two ways to look at a demo: a live picture on a terminal, plain lines anywhere else."""

from collections.abc import Callable
from typing import Final, NamedTuple, Protocol, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from stream_health.domain.effects import AlertTransition
from stream_health.local.demo.summary import quantile
from stream_health.local.demo.tally import Tally
from stream_health.local.demo.words import alert_headline, alert_lines, minute, move_line

REFRESHES_A_SECOND: Final = 4
_LATEST_LATENCIES: Final = 200
_ALERTS_SHOWN: Final = 6
_PLAIN_EVERY_SECONDS: Final = 5.0


class Moment(NamedTuple):
    """Where the demo stands right now."""

    phase: str
    time_ms: int
    sent_total: int
    sent_per_second: float
    processed_total: int
    processed_per_second: float
    behind_records: int
    partitions: tuple[int, ...]


class Screen(Protocol):
    """Something that can show a demo."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *failure: object) -> None:
        """Leave the terminal as it was."""

    def say(self, text: str) -> None:
        """One line that stays."""

    def show(self, moment: Moment, tally: Tally, *, now: float) -> None:
        """Bring the picture up to date; ``now`` in seconds."""


def screen_for(console: Console) -> Screen:
    """Live where there is a terminal, plain lines where there is none."""
    return LiveScreen(console) if console.is_terminal else PlainScreen(console)


def status_line(moment: Moment, tally: Tally) -> str:
    """Where the demo stands, in one line."""
    latest = tally.latencies_seconds[-_LATEST_LATENCIES:]
    latency = f"p50 {quantile(latest, 0.5):.2f} s" if latest else "not measured yet"
    return (
        f"{minute(moment.time_ms)}  {moment.sent_per_second:,.0f} events/s sent, "
        f"{moment.processed_per_second:,.0f}/s processed, {moment.behind_records:,} waiting, "
        f"latency {latency}, {tally.score_changes_total:,} score changes, "
        f"{len(tally.fired)} alerts"
    )


class _News:
    """What a screen has not shown yet of a list that grows."""

    def __init__(self) -> None:
        self._shown = 0

    def of(self, fired: list[AlertTransition]) -> list[AlertTransition]:
        new = fired[self._shown :]
        self._shown = len(fired)
        return new


class PlainScreen:
    """Lines only: every alert in full as it comes, and now and then where it stands."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._news = _News()
        self._said_at: float | None = None

    def __enter__(self) -> Self:
        """Nothing to prepare."""
        return self

    def __exit__(self, *failure: object) -> None:
        """Nothing to clean up."""

    def say(self, text: str) -> None:
        """Print a line, unbroken."""
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    def show(self, moment: Moment, tally: Tally, *, now: float) -> None:
        """Print what is new."""
        for alert in self._news.of(tally.fired):
            self.say("")
            _tell(self.say, alert, tally)
        if self._said_at is None or now - self._said_at >= _PLAIN_EVERY_SECONDS:
            self._said_at = now
            self.say(status_line(moment, tally))


class LiveScreen:
    """A picture that is redrawn: figures, the scores that move, the alerts, the newest in full."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(
            console=console, refresh_per_second=REFRESHES_A_SECOND, auto_refresh=False
        )

    def __enter__(self) -> Self:
        """Take over the lower part of the terminal."""
        self._live.__enter__()
        return self

    def __exit__(self, *failure: object) -> None:
        """Give it back, the last picture standing."""
        self._live.stop()

    def say(self, text: str) -> None:
        """Print a line above the picture."""
        self._console.print(text, markup=False, highlight=False)

    def show(self, moment: Moment, tally: Tally, *, now: float) -> None:
        """Draw."""
        del now
        self._live.update(picture(moment, tally), refresh=True)


def picture(moment: Moment, tally: Tally) -> RenderableType:
    """The whole picture."""
    parts: list[RenderableType] = [_figures(moment, tally)]
    moves = [Text(move_line(change), no_wrap=True, overflow="ellipsis") for change in tally.moves]
    parts.append(Panel(Group(*moves), title="scores that moved 3 points or more", height=10))
    if tally.fired:
        heads = [
            Text(alert_headline(alert), no_wrap=True, overflow="ellipsis", style=_style(alert))
            for alert in tally.fired[-_ALERTS_SHOWN:]
        ]
        lines: list[str] = []
        _tell(lines.append, tally.fired[-1], tally)
        newest = [Text(line, no_wrap=True, overflow="ellipsis") for line in lines]
        parts.append(Panel(Group(*heads), title=f"alerts: {len(tally.fired)}"))
        parts.append(Panel(Group(*newest), title="the newest alert"))
    return Group(*parts)


def _figures(moment: Moment, tally: Tally) -> RenderableType:
    latest = tally.latencies_seconds[-_LATEST_LATENCIES:]
    partitions = " + ".join(str(number) for number in moment.partitions) or "none yet"
    grid = Table.grid(expand=True, padding=(0, 2))
    grid.add_row(
        f"[b]{moment.phase}[/b]",
        f"{minute(moment.time_ms)} (event time)",
        f"partitions of the workers: {partitions}",
    )
    grid.add_row(
        f"{moment.sent_total:,} events sent, [b]{moment.sent_per_second:,.0f}[/b] a second",
        f"[b]{moment.processed_per_second:,.0f}[/b] a second processed, "
        f"{moment.behind_records:,} waiting",
        f"sent to score read: p50 [b]{quantile(latest, 0.5):.2f}[/b] s, "
        f"p95 {quantile(latest, 0.95):.2f} s",
    )
    grid.add_row(
        f"{tally.score_changes_total:,} score changes",
        f"alerts: {len(tally.fired)}",
        f"{len(tally.unexplained)} explanations that do not add up",
    )
    return Panel(grid, title="stream-health demo")


def _tell(say: Callable[[str], None], alert: AlertTransition, tally: Tally) -> None:
    account_id = alert.candidate.account_id
    truth, score = tally.truth_of(account_id), tally.scores.get(account_id)
    for line in alert_lines(alert, truth, score):
        say(line)


def _style(alert: AlertTransition) -> str:
    return "bold red" if alert.candidate.severity == "critical" else "yellow"
