"""The sheet CSMs fill in: written as CSV and as a page, and read back."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from stream_health.local.quality import html
from stream_health.local.quality.cells import moment_ms, name
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.tables import read_table
from stream_health.local.review.picking import THEY_SAY_RISK, WE_SAY_RISK, Picked
from stream_health.wire.times import format_time

FACTORS_TOTAL: Final = 3
COLUMNS: Final = (
    "account_id",
    "as_of",
    "disagreement",
    "their_score",
    "their_riskier_than",
    "our_score",
    "our_riskier_than",
    "our_churn_risk",
    *(f"factor_{number}" for number in range(1, FACTORS_TOTAL + 1)),
    "csm",
    "csm_call",
    "csm_reason",
)
BAD_CALL: Final = "calls that are neither risk nor fine, taken as none"

_CALLS: Final[Mapping[str, str]] = {
    "risk": "risk", "at risk": "risk", "churn": "risk", "yes": "risk", "red": "risk",
    "fine": "fine", "ok": "fine", "healthy": "fine", "no": "fine", "green": "fine",
}  # fmt: skip
_GUARDED: Final = ("=", "+", "-", "@")
_BOXES: Final = "[__]_risk [__]_fine".replace("_", "\N{NO-BREAK SPACE}")


class Called(NamedTuple):
    """A row of a sheet that came back. Calls are risk or fine, None when the CSM made none."""

    account_id: str
    at_ms: int
    their_call: str
    our_call: str
    csm_call: str | None


def rows_of(
    picked: Iterable[Picked], factors: Mapping[str, Sequence[str]], csms: Mapping[str, str | None]
) -> list[dict[str, str]]:
    """Cells of the sheet; the call and its reason are left to the CSM."""
    found = []
    for one in picked:
        texts = [*factors.get(one.account_id, ()), "", "", ""][:FACTORS_TOTAL]
        risk = one.ours.risk
        cells = {
            "account_id": one.account_id,
            "as_of": format_time(one.theirs.at_ms),
            "disagreement": one.stratum,
            "their_score": f"{one.theirs.score:g}",
            "their_riskier_than": f"{one.their_rank:.0%}",
            "our_score": f"{one.ours.score:g}",
            "our_riskier_than": f"{one.our_rank:.0%}",
            "our_churn_risk": "" if risk is None else f"{risk:.4f}",
            "csm": csms.get(one.account_id) or "",
            "csm_call": "",
            "csm_reason": "",
        }
        cells |= {f"factor_{place}": text for place, text in enumerate(texts, start=1)}
        found.append(cells)
    return found


def to_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """Make the sheet a CSV; a text a spreadsheet would take for a formula gets a quote before it.

    >>> to_csv([{"account_id": "=1+1"}]).splitlines()[1][:6]
    "'=1+1,"
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _guarded(cell) for key, cell in row.items()} for row in rows)
    return text.getvalue()


def to_page(rows: Sequence[Mapping[str, str]]) -> str:
    """Make the sheet a page to print: room for the call beside each account."""
    columns = [
        "account", "theirs", "riskier than", "ours", "riskier than", "our risk",
        "what moves our score", "call", "reason",
    ]  # fmt: skip
    cells: list[list[Any]] = [
        [
            row["account_id"],
            row["their_score"],
            row["their_riskier_than"],
            row["our_score"],
            row["our_riskier_than"],
            row["our_churn_risk"],
            "; ".join(
                row[f"factor_{n}"] for n in range(1, FACTORS_TOTAL + 1) if row[f"factor_{n}"]
            ),
            _BOXES,
            "_" * 20,
        ]
        for row in rows
    ]
    days = ", ".join(sorted({row["as_of"][:10] for row in rows}))
    parts = [
        html.text(
            "Two scores put these accounts in different places of their order. Say of each what "
            "you expect: risk (it will leave within the horizon) or fine, and why. Fill in "
            "csm_call and csm_reason in the CSV; once the horizon has passed, reading it back says "
            "who was right. The score that ranked an account riskier is taken to have said risk."
        ),
        html.text(f"Scores of {days}. Riskier than: share of the accounts.", "soft"),
    ]
    for stratum in (WE_SAY_RISK, THEY_SAY_RISK):
        of_it = [cell for cell, row in zip(cells, rows, strict=True)
                 if row["disagreement"] == stratum]  # fmt: skip
        parts += [
            html.heading(f"{stratum[:1].upper()}{stratum[1:]}: {len(of_it)}"),
            html.table(columns, of_it, texts=(6, 7, 8)),
        ]
    return html.page("Review of the scores", parts)


def read_sheet(path: Path, notes: Notes) -> list[Called]:
    """Read a sheet that CSMs have filled in.

    Raises
    ------
    QualityError
        When it is no such sheet.
    """
    table = read_table(path, notes)
    table.require(["account_id", "as_of", "disagreement", "csm_call"], what="a review sheet")
    found: dict[str, Called] = {}
    for row in table.rows:
        where = f"{path.name} line {row.line}"
        account_id = name(row.cells["account_id"])
        at_ms = moment_ms(row.cells["as_of"], notes, where)
        stratum = row.cells["disagreement"]
        if account_id is None or at_ms is None or stratum not in {WE_SAY_RISK, THEY_SAY_RISK}:
            notes.add("rows that are none of a review sheet, left out", where)
            continue
        word = str(row.cells["csm_call"] or "").strip().lower()
        if word and word not in _CALLS:
            notes.add(BAD_CALL, f"{where}: {word!r}")
        ours = "risk" if stratum == WE_SAY_RISK else "fine"
        theirs = "fine" if ours == "risk" else "risk"
        account_id = account_id.removeprefix("'") if _is_guarded(account_id) else account_id
        if account_id in found:
            notes.add("accounts that stand twice on the sheet, the last one kept", where)
        found[account_id] = Called(account_id, at_ms, theirs, ours, _CALLS.get(word))
    if not found:
        msg = f"{path} has no row of a review sheet: {'; '.join(notes.lines(path.name))}"
        raise QualityError(msg)
    return list(found.values())


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_GUARDED) else cell


def _is_guarded(cell: str) -> bool:
    return cell.startswith("'") and cell[1:].startswith(_GUARDED)
