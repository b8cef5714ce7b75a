"""What ``stream-health evaluate`` does: read, judge, write the page and the figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
from rich.console import Console
from rich.table import Table

from stream_health.domain.policy import Policy
from stream_health.learning.leakage import Suspect
from stream_health.learning.quality.labels import Fate, Maturity
from stream_health.local.evaluate.labels import read_labels
from stream_health.local.evaluate.page import estimates, evaluation_page
from stream_health.local.evaluate.report import Material, evaluation
from stream_health.local.evaluate.rows import Assembled, Judging, assemble, assemble_labelled
from stream_health.local.quality.alerts import read_alerts
from stream_health.local.quality.book import Book, read_book
from stream_health.local.quality.html import shown
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.outcomes import read_outcomes
from stream_health.local.quality.scores import Score, on_grid, read_scores
from stream_health.wire.durations import parse_duration_ms
from stream_health.wire.times import parse_day_or_time_ms

NO_SCORES: Final = "accounts with an outcome and without any score"
REPORT_NAME: Final = "evaluation"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateRequest:
    """The command line of an evaluation, as it was given."""

    scores: Path
    outcomes: Path | None
    labels: Path | None
    out: Path
    accounts: Path | None = None
    alerts: Path | None = None
    horizon: str | None = None
    grace: str | None = None
    until: str | None = None
    every: str = "7d"
    flag_risk: float | None = None
    capacity: int = 10
    resamples: int = 200
    quiet: bool = False


def run_evaluate(request: EvaluateRequest, policy: Policy) -> dict[str, Any]:
    """Judge and write ``evaluation.html`` and ``evaluation.json``; returns the figures.

    Raises
    ------
    QualityError
        When a file cannot be used, or nothing has matured.
    """
    notes = Notes()
    material = gather(request, policy, notes)
    found = material.suspects
    report = {
        "what": "evaluation",
        **evaluation(material),
        "suspects": [one._asdict() for one in found],
        "warnings": [*notes.lines(), *map(str, found)],
    }
    write(request.out, REPORT_NAME, report, evaluation_page(report))
    show(Console(quiet=request.quiet), report, request.out)
    return report


def gather(request: EvaluateRequest, policy: Policy, notes: Notes) -> Material:
    """Read everything that was given."""
    if (request.outcomes is None) == (request.labels is None):
        msg = "what became of the accounts? give either --outcomes FILE or --labels FILE"
        raise QualityError(msg)
    horizon_ms = duration(request.horizon, policy.learning.churn_horizon_ms, "--horizon")
    grace_ms = duration(request.grace, policy.learning.grace_ms, "--grace")
    scores = read_scores(request.scores, notes)
    last_ms = max(one.at_ms for one in scores)
    book = _book(request, notes)
    fates: Mapping[str, Fate] | None = None
    suspects: tuple[Suspect, ...] = ()
    if request.labels is not None:
        maturity = Maturity(horizon_ms, 0, last_ms + horizon_ms)
        labels = read_labels(request.labels, notes)
        suspects = labels.suspects
        assembled = assemble_labelled(scores, labels.of, book, horizon_ms=horizon_ms)
    elif request.outcomes is not None:
        outcomes = read_outcomes(request.outcomes, notes)
        until_ms = moment(request.until, "--until") or max(last_ms, outcomes.last_ms)
        maturity, fates = Maturity(horizon_ms, grace_ms, until_ms), outcomes.fates
        if request.scores.suffix == ".jsonl":
            every_ms = duration(request.every, 0, "--every")
            anchor_ms = policy.learning.snapshot_anchor_ms
            scores = on_grid(scores, every_ms=every_ms, anchor_ms=anchor_ms, until_ms=last_ms + 1)
        known = {one.account_id for one in scores}
        strangers = sorted(set(fates) - known)
        if strangers:
            notes.add(NO_SCORES, ", ".join(strangers[:3]), len(strangers))
        assembled = assemble(scores, fates, book, maturity)
    _require_rows(assembled, maturity)
    flags = flagging(policy.flag_risk, policy.bands.critical_points)
    if request.flag_risk is not None:
        flags = flagging(request.flag_risk, policy.bands.critical_points, as_said=False)
    return Material(
        scores=scores,
        assembled=assembled,
        judging=Judging(flags=flags),
        maturity=maturity,
        book=book,
        bands=(policy.bands.critical_points, policy.bands.healthy_points),
        fates=fates,
        alerts=None if request.alerts is None else read_alerts(request.alerts, notes),
        k=request.capacity,
        resamples=request.resamples,
        suspects=suspects,
    )


def flagging(
    risk: float, critical_points: float, *, as_said: bool = True
) -> Callable[[Score], bool]:
    """Say which scores flag: by risk, without one in the lowest band.

    ``as_said`` goes by the flag of the score itself where it has one: the operating point that was
    served then.
    """

    def flags(score: Score) -> bool:
        if as_said and score.flagged is not None:
            return score.flagged
        return score.risk >= risk if score.risk is not None else score.score < critical_points

    return flags


def _book(request: EvaluateRequest, notes: Notes) -> Book:
    """Accounts from their own file, else from the history the outcomes came in."""
    path = request.accounts
    if path is None and request.outcomes is not None and request.outcomes.suffix == ".jsonl":
        path = request.outcomes
    return Book({}, {}) if path is None else read_book(path, notes)


def _require_rows(assembled: Assembled, maturity: Maturity) -> None:
    if assembled.rows:
        return
    why = ", ".join(f"{count:,} {why}" for why, count in assembled.excluded.items())
    days = maturity.horizon_ms / 86_400_000
    msg = (
        f"no score can be judged ({why}): a score counts {days:g} days after it, and the grace "
        "after that; give --until DATE if outcomes are complete to a later day, or a shorter "
        "--horizon"
    )
    raise QualityError(msg)


def duration(text: str | None, default_ms: int, option: str) -> int:
    """Milliseconds of an option, else the default.

    Raises
    ------
    QualityError
        When it is no duration.
    """
    if text is None:
        return default_ms
    try:
        found = parse_duration_ms(text)
    except ValueError as error:
        msg = f"{option}: {error}"
        raise QualityError(msg) from error
    if not found and option != "--grace":
        msg = f"{option} {text}: must be more than nothing"
        raise QualityError(msg)
    return found


def moment(text: str | None, option: str) -> int | None:
    """Instant of an option, None when it was not given.

    Raises
    ------
    QualityError
        When it is no day or time.
    """
    try:
        return None if text is None else parse_day_or_time_ms(text)
    except ValueError as error:
        msg = f"{option}: {error}"
        raise QualityError(msg) from error


def write(out: Path, name: str, report: Mapping[str, Any], page: str) -> None:
    """Write a report as JSON and as a page.

    Raises
    ------
    QualityError
        When the directory cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        text = orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        (out / f"{name}.json").write_bytes(text)
        (out / f"{name}.html").write_text(page, encoding="utf-8")
    except OSError as error:
        msg = f"cannot write to {out}: {error.strerror}; give another directory with --out"
        raise QualityError(msg) from error


def show(console: Console, report: Mapping[str, Any], out: Path) -> None:
    """Sum up on the console."""
    overall, maturity = report["overall"], report["maturity"]
    table = Table(title="evaluation", show_header=False)
    table.add_row("scores judged", f"{maturity['matured']:,} of {maturity['scores']:,}")
    table.add_row("churned", f"{overall['churned_rows']:,} ({shown(overall['base_rate'])})")
    for name in ("auc", "auc_within_period", "pr_auc", "lift_top_decile", "log_loss"):
        if name in overall:
            table.add_row(name.replace("_", " "), shown(overall[name]))
    if "calibrated_bins" in overall:
        tenths = f"{overall['calibrated_bins']} of {len(overall['reliability'])}"
        table.add_row("calibrated tenths", tenths)
    for part in ("operating_point", "at_capacity"):
        for name, value in overall[part].items():
            at = "top list: " if part == "at_capacity" else "flagged: "
            table.add_row(at + name.replace("_", " "), shown(value))
    for part in ("early_warning", "stability", "alert_load"):
        for name, value in estimates(report[part] or {}).items():
            table.add_row(name.replace("_", " "), shown(value))
    console.print(table)
    for line in report["warnings"]:
        console.print(f"note: {line}", markup=False, highlight=False)
    console.print(f"{out / REPORT_NAME}.html and .json", markup=False, highlight=False)
