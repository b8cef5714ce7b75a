"""Assessments read as invoices: issued, due, paid (handed in), overdue.

Every row is stamped with the day it became known and holds nothing known only later.
"""

from pathlib import Path
from typing import Final

import polars as pl
from benchmarks.oulad.tables import PRESENTATION, scan

ISSUED_BEFORE_DAYS: Final = 14

# Order within a day: an invoice is due or overdue at 00:00, what is handed in that day comes after.
KINDS: Final = ("invoice_issued", "invoice_due", "invoice_overdue", "invoice_paid")


def billing_rows(directory: Path, accounts: pl.DataFrame) -> pl.DataFrame:
    """Rows ``day, account, kind (index into KINDS), invoice, due``, sorted in that order.

    An invoice is issued 14 days before it is due, at registration when that is later, or when it is
    paid if that is earlier; to accounts that are there by then and registered before it is due.
    Banked results (carried over from an earlier presentation) oblige nobody, and neither do exams,
    whose results are mostly not recorded, and assessments without a due date.
    """
    invoices = _invoices(directory, accounts)
    day, due, paid, left = pl.col("day"), pl.col("due"), pl.col("paid"), pl.col("left")
    issued = pl.min_horizontal(pl.max_horizontal("registered", due - ISSUED_BEFORE_DAYS), paid)
    obliged = (pl.col("registered") <= due) & (left.is_null() | (left > day))
    happened = {
        "invoice_issued": (issued, obliged),
        "invoice_due": (due, obliged & (paid.is_null() | (paid >= due))),
        "invoice_overdue": (due + 1, obliged & (paid.is_null() | (paid > due))),
        "invoice_paid": (paid, paid.is_not_null()),
    }
    rows = [
        invoices.with_columns(day=when, kind=pl.lit(KINDS.index(kind), pl.UInt8)).filter(
            condition, day <= pl.col("end")
        )
        for kind, (when, condition) in happened.items()
    ]
    return pl.concat(rows).select("day", "account", "kind", "invoice", "due").sort(pl.all())


def _invoices(directory: Path, accounts: pl.DataFrame) -> pl.DataFrame:
    """Every account with every assessment of its module, and when it was handed in, if ever."""
    submitted = scan(directory, "studentAssessment").collect()
    assessments = (
        scan(directory, "assessments")
        .filter(pl.col("date").is_not_null(), pl.col("assessment_type") != "Exam")
        .collect()
    )
    start = pl.col("start")
    return (
        accounts.join(assessments, on=PRESENTATION)
        .join(submitted, on=("id_assessment", "id_student"), how="left")
        .filter(pl.col("is_banked").is_null() | (pl.col("is_banked") == 0))
        .select(
            "account",
            "registered",
            "left",
            "end",
            invoice=pl.col("id_assessment"),
            due=start + pl.col("date"),
            paid=start + pl.col("date_submitted"),
        )
    )
