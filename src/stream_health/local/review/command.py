"""What ``stream-health review`` does: pick accounts and write a sheet, or read one back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from stream_health.domain.policy import Policy
from stream_health.learning.quality.labels import Maturity
from stream_health.local.audit.command import parse_bands
from stream_health.local.audit.ours import paired
from stream_health.local.evaluate.command import duration, moment, write
from stream_health.local.quality import html
from stream_health.local.quality.book import read_book
from stream_health.local.quality.cells import moment_ms
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.outcomes import read_outcomes
from stream_health.local.quality.scores import Score, read_scores
from stream_health.local.quality.tables import json_values
from stream_health.local.review.picking import ACCOUNTS_MAX, ACCOUNTS_MIN, pick
from stream_health.local.review.sheet import read_sheet, rows_of, to_csv, to_page
from stream_health.local.review.verdict import WHO, verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequest:
    """The command line of a review, as it was given."""

    out: Path
    scores: Path | None = None
    ours: Path | None = None
    changes: Path | None = None
    accounts: Path | None = None
    read: Path | None = None
    outcomes: Path | None = None
    count: int = 36
    higher_is: str = "better"
    as_of: str | None = None
    horizon: str | None = None
    grace: str | None = None
    until: str | None = None
    quiet: bool = False


def run_review(request: ReviewRequest, policy: Policy) -> dict[str, Any]:
    """Write a sheet, or say who was right.

    Raises
    ------
    QualityError
        When a file cannot be used, or what was given is neither.
    """
    if request.read is not None:
        if request.outcomes is None:
            msg = "--read tells who was right by what happened: give --outcomes FILE"
            raise QualityError(msg)
        return _judge(request, request.read, request.outcomes, policy=policy)
    if request.scores is None or request.ours is None:
        msg = (
            "give the score in use with --scores FILE and ours with --ours FILE to write a sheet, "
            "or --read SHEET.csv with --outcomes FILE to judge one"
        )
        raise QualityError(msg)
    if not ACCOUNTS_MIN <= request.count <= ACCOUNTS_MAX:
        msg = (
            f"--count {request.count}: a sprint looks at {ACCOUNTS_MIN} to {ACCOUNTS_MAX} accounts"
        )
        raise QualityError(msg)
    return _pick(request, request.scores, request.ours)


def _pick(request: ReviewRequest, scores: Path, ours: Path) -> dict[str, Any]:
    notes = Notes()
    until_ms = moment(request.as_of, "--as-of")
    theirs = _latest(read_scores(scores, notes), until_ms)
    pair = paired(theirs, read_scores(ours, notes))
    if len(pair[0]) < len(theirs):
        less = len(theirs) - len(pair[0])
        notes.add("accounts of theirs without a score of ours, left out", "", less)
    bands = parse_bands("50", request.higher_is)
    picked = pick(pair[0], pair[1], bands=bands, count=request.count)
    if len(picked) < ACCOUNTS_MIN:
        notes.add("accounts is all they disagree about", "", len(picked))
    times = {one.account_id: one.theirs.at_ms for one in picked}
    factors = {} if request.changes is None else factors_as_of(request.changes, times, notes)
    book = None if request.accounts is None else read_book(request.accounts, notes)
    csms = {} if book is None else {name: who.csm for name, who in book.accounts.items()}
    rows = rows_of(picked, factors, csms)
    report: dict[str, Any] = {
        "what": "review sheet",
        "accounts_compared": len(pair[0]),
        "accounts": [
            {**row, "their_rank": one.their_rank, "our_rank": one.our_rank}
            for row, one in zip(rows, picked, strict=True)
        ],
        "warnings": notes.lines(),
    }
    write(request.out, "review", report, to_page(rows))
    try:
        (request.out / "review.csv").write_text(to_csv(rows), encoding="utf-8")
    except OSError as error:
        msg = f"cannot write to {request.out}: {error.strerror}"
        raise QualityError(msg) from error
    console = Console(quiet=request.quiet)
    console.print(f"{len(rows)} of {len(pair[0])} accounts to review", highlight=False)
    _end(console, report["warnings"], f"{request.out / 'review'}.csv, .html and .json")
    return report


def _latest(scores: Sequence[Score], until_ms: int | None) -> list[Score]:
    """The last score of each account, by an instant if one is given."""
    found = {one.account_id: one for one in scores if until_ms is None or one.at_ms <= until_ms}
    if not found:
        msg = "no score of theirs is as old as --as-of"
        raise QualityError(msg)
    newest = max(one.at_ms for one in found.values())
    recent = newest - 45 * 86_400_000  # who has had no score since is no customer any more
    return [found[account] for account in sorted(found) if found[account].at_ms >= recent]


def factors_as_of(path: Path, times: Mapping[str, int], notes: Notes) -> dict[str, list[str]]:
    """Texts of the weightiest factors of each account's last score by its time."""
    found: dict[str, list[str]] = {}
    for line, record in json_values(path, notes):
        value = record.get("value", record)
        account_id = str(value.get("account_id")) if isinstance(value, dict) else ""
        if account_id not in times:
            continue
        at_ms = moment_ms(value.get("as_of"), notes, f"{path.name} line {line}")
        if at_ms is not None and at_ms <= times[account_id]:
            found[account_id] = [_words(one) for one in value.get("factors", ())[:3]]
    return found


def _words(factor: Mapping[str, Any]) -> str:
    return f"{factor.get('text') or factor['feature']} ({factor['points']:+.1f})"


def _judge(
    request: ReviewRequest, sheet: Path, outcomes: Path, *, policy: Policy
) -> dict[str, Any]:
    notes = Notes()
    called = read_sheet(sheet, notes)
    known = read_outcomes(outcomes, notes)
    learning = policy.learning
    horizon_ms = duration(request.horizon, learning.churn_horizon_ms, "--horizon")
    grace_ms = duration(request.grace, learning.grace_ms, "--grace")
    until_ms = moment(request.until, "--until") or known.last_ms
    found = verdicts(called, known.fates, Maturity(horizon_ms, grace_ms, until_ms))
    report = {"what": "review", **found, "warnings": notes.lines()}
    write(request.out, "verdict", report, _page(report))
    console = Console(quiet=request.quiet)
    table = Table(title=f"{report['known']} of {report['accounts']} known, "
                        f"{report['left']} left")  # fmt: skip
    for column in ("who", "calls", "right", "wrong", "share right"):
        table.add_column(column)
    for who in WHO:
        one = report["right"][who]
        cells = (str(one["calls"]), str(one["right"]), str(one["wrong"]))
        table.add_row(who, *cells, html.percent(one["share"]))
    console.print(table)
    console.print(f"{report['not_yet_known']} not yet known", highlight=False)
    _end(console, report["warnings"], f"{request.out / 'verdict'}.html and .json")
    return report


def _page(report: Mapping[str, Any]) -> str:
    right = [
        [who, one["calls"], one["right"], one["wrong"], html.percent(one["share"])]
        for who, one in report["right"].items()
    ]
    each = [
        [
            one["account_id"],
            "not yet known" if one["left"] is None else "left" if one["left"] else "stayed",
            *(one["calls"][who] for who in WHO),
        ]
        for one in report["each"]
    ]
    parts = [
        html.text(
            f"{report['known']} of {report['accounts']} accounts are known, {report['left']} left; "
            f"{report['not_yet_known']} not yet known, {report['cannot_be_known']} never."
        ),
        html.table(["who", "calls", "right", "wrong", "share right"], right),
        html.heading("Every account"),
        html.table(["account", "what happened", *WHO], each, texts=(1, 2, 3, 4)),
        html.warnings(report["warnings"]),
    ]
    return html.page("Who was right", parts)


def _end(console: Console, lines: Sequence[str], written: str) -> None:
    for line in lines:
        console.print(f"note: {line}", markup=False, highlight=False)
    console.print(written, markup=False, highlight=False)
