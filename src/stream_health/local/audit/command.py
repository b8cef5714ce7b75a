"""What ``stream-health audit`` does: the score in use, or the data, judged and written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from stream_health.domain.policy import Policy
from stream_health.learning.quality.figures import figures_of, number
from stream_health.learning.quality.labels import Fate, Maturity
from stream_health.learning.quality.ranking import Ranking
from stream_health.local.audit.ours import at_their_alarm_rate, paired
from stream_health.local.audit.page import audit_page, data_page
from stream_health.local.audit.rates import DAY_MS, Bands, rates
from stream_health.local.audit.signals import signals_of
from stream_health.local.evaluate.command import NO_SCORES, duration, moment, write
from stream_health.local.evaluate.rows import Judging, assemble, labelled
from stream_health.local.quality.book import Book
from stream_health.local.quality.html import percent
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.outcomes import read_outcomes
from stream_health.local.quality.scores import Score, read_scores
from stream_health.wire.times import format_time


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRequest:
    """The command line of an audit, as it was given."""

    out: Path
    scores: Path | None = None
    outcomes: Path | None = None
    ours: Path | None = None
    data: tuple[Path, ...] = ()
    higher_is: str = "better"
    bands: str = "50,80"
    horizon: str | None = None
    until: str | None = None
    quiet: bool = False


def run_audit(request: AuditRequest, policy: Policy) -> list[dict[str, Any]]:
    """Audit what was given and write the reports.

    Raises
    ------
    QualityError
        When a file cannot be used, or nothing was given.
    """
    if (request.scores is None) != (request.outcomes is None):
        msg = "a score is audited by outcomes: give both --scores FILE and --outcomes FILE"
        raise QualityError(msg)
    if request.scores is None and not request.data:
        msg = "nothing to audit: give --scores FILE and --outcomes FILE, or --data FILE"
        raise QualityError(msg)
    console = Console(quiet=request.quiet)
    found = []
    if request.scores is not None and request.outcomes is not None:
        report = audit_scores(request, request.scores, request.outcomes, policy=policy)
        write(request.out, "audit", report, audit_page(report))
        _show(console, report)
        console.print(f"{request.out / 'audit'}.html and .json", markup=False, highlight=False)
        found.append(report)
    if request.data:
        notes = Notes()
        report = {"what": "data audit", **signals_of(request.data, notes)}
        report["warnings"] = notes.lines()
        write(request.out, "data", report, data_page(report))
        _show_data(console, report)
        console.print(f"{request.out / 'data'}.html and .json", markup=False, highlight=False)
        found.append(report)
    return found


def audit_scores(
    request: AuditRequest, scores: Path, outcomes: Path, *, policy: Policy
) -> dict[str, Any]:
    """Judge the score in use, and ours beside it."""
    notes = Notes()
    bands = parse_bands(request.bands, request.higher_is)
    horizon_ms = duration(request.horizon, policy.learning.churn_horizon_ms, "--horizon")
    theirs = read_scores(scores, notes)
    known = read_outcomes(outcomes, notes)
    last_ms = max(one.at_ms for one in theirs)
    until_ms = moment(request.until, "--until") or max(last_ms, known.last_ms)
    strangers = sorted(set(known.fates) - {one.account_id for one in theirs})
    if strangers:
        notes.add(NO_SCORES, ", ".join(strangers[:3]), len(strangers))
    report: dict[str, Any] = {"what": "score audit", "higher_is": request.higher_is}
    pair: tuple[Sequence[Score], Sequence[Score]] | None = None
    if request.ours is not None:
        pair = paired(theirs, read_scores(request.ours, notes))
        if len(pair[0]) < len(theirs):
            less = len(theirs) - len(pair[0])
            notes.add("scores of theirs without one of ours, left out of both", "", less)
        theirs = list(pair[0])
    maturity = Maturity(horizon_ms, 0, until_ms)
    report |= {
        "known_until": format_time(until_ms),
        "horizon_days": number(horizon_ms / DAY_MS),
        "scores": len(theirs),
        "accounts": len({one.account_id for one in theirs}),
        "churned_accounts": _churned(theirs, known.fates, until_ms),
        "theirs": _judged(theirs, known.fates, bands=bands, maturity=maturity),
    }
    if pair is not None:
        ours = Bands((policy.bands.critical_points, policy.bands.healthy_points), False)
        report["ours"] = _judged(list(pair[1]), known.fates, bands=ours, maturity=maturity)
        report["same_alarms"] = at_their_alarm_rate(
            pair, known.fates, bands=bands, known_until_ms=until_ms
        )
    return {**report, "warnings": notes.lines()}


def parse_bands(text: str, higher_is: str) -> Bands:
    """Edges of bands, ascending.

    Raises
    ------
    QualityError
        When they are none.
    """
    if higher_is not in {"better", "riskier"}:
        msg = f"--higher-is {higher_is}: say better or riskier"
        raise QualityError(msg)
    try:
        edges = tuple(float(part) for part in text.split(","))
    except ValueError:
        edges = ()
    if not edges or list(edges) != sorted(set(edges)):
        msg = f"--bands {text}: give ascending numbers with commas between, e.g. 50,80"
        raise QualityError(msg)
    return Bands(edges, higher_is == "riskier")


def _churned(scores: Sequence[Score], fates: Mapping[str, Fate], until_ms: int) -> int:
    accounts = {one.account_id for one in scores}
    return sum(
        any(at_ms <= until_ms for at_ms in fates[account].churned_ms)
        for account in accounts & fates.keys()
    )


def _judged(
    scores: Sequence[Score], fates: Mapping[str, Fate], *, bands: Bands, maturity: Maturity
) -> dict[str, Any]:
    judging = Judging(
        flags=lambda one: bands.place(one.score) == 0, higher_is_riskier=bands.higher_is_riskier
    )
    rows = labelled(assemble(scores, fates, Book({}, {}), maturity).rows, judging)
    return {
        "bands": list(bands.names),
        "rates": rates(scores, fates, bands=bands, known_until_ms=maturity.known_until_ms),
        "figures": figures_of(rows),
        "roc_curve": [[number(x), number(y)] for x, y in Ranking(rows.risk, rows.label).curve(100)],
    }


def _show(console: Console, report: Mapping[str, Any]) -> None:
    table = Table(title=f"audit: {report['accounts']:,} accounts, "
                        f"{report['churned_accounts']:,} churned")  # fmt: skip
    for name in ("whose", "days before", "band", "true-positive rate", "false-positive rate"):
        table.add_column(name)
    for who in ("theirs", "ours"):
        for one in report.get(who, {}).get("rates", ()):
            for band in one["by_band"]:
                table.add_row(
                    who,
                    str(one["days_before"]),
                    band["band"],
                    percent(band["true_positive_rate"]),
                    percent(band["false_positive_rate"]),
                )
    console.print(table)
    for line in report["warnings"]:
        console.print(f"note: {line}", markup=False, highlight=False)


def _show_data(console: Console, report: Mapping[str, Any]) -> None:
    table = Table(title=f"data: {report['records']:,} records of {report['accounts']:,} accounts")
    for name in ("source", "signal", "records", "complete", "per account-week", "days old"):
        table.add_column(name)
    for one in report["signals"]:
        table.add_row(
            one["source"],
            one["kind"],
            f"{one['records']:,}",
            percent(one["share_of_accounts"]),
            f"{one['records_per_account_week']:.2f}",
            str(one["days_since_last"]),
        )
    console.print(table)
    if report["sources_missing"]:
        console.print(f"missing: {', '.join(report['sources_missing'])}", highlight=False)
    for line in report["warnings"]:
        console.print(f"note: {line}", markup=False, highlight=False)
