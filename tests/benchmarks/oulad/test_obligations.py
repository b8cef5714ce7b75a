"""Assessments as invoices: one account, one assessment, drawn as days."""

from pathlib import Path

import polars as pl
import pytest
from benchmarks.oulad.obligations import KINDS, billing_rows

DUE = 54


def invoices(
    directory: Path, *, registered: int | None = -30, left: int | None = None,
    submitted: int | None = None, banked: int = 0, assessment_type: str = "TMA",
) -> list[tuple[str, int]]:  # fmt: skip
    """Give (kind, day) of what one account sees of an assessment due on day 54."""
    key = {"code_module": "AAA", "code_presentation": "2013J"}
    book = {"account": 0, **key, "id_student": 1, "start": 0, "end": 268}
    accounts = pl.DataFrame(
        [{**book, "registered": registered, "left": left}],
        schema_overrides=dict.fromkeys(
            ("id_student", "registered", "left", "start", "end"), pl.Int32
        ),
    )
    pl.DataFrame(
        [{**key, "id_assessment": 7, "assessment_type": assessment_type, "date": DUE}],
        schema_overrides={"date": pl.Int32, "id_assessment": pl.Int32},
    ).write_parquet(directory / "assessments.parquet")
    rows = [] if submitted is None else [(7, 1, submitted, banked, 70)]
    columns = ("id_assessment", "id_student", "date_submitted", "is_banked", "score")
    table = pl.DataFrame(rows, schema=[(name, pl.Int32) for name in columns], orient="row")
    table.write_parquet(directory / "studentAssessment.parquet")
    found = billing_rows(directory, accounts)
    return [(KINDS[kind].removeprefix("invoice_"), day) for day, _, kind, *_ in found.iter_rows()]


def test_one_that_is_never_handed_in_becomes_overdue(tmp_path: Path) -> None:
    assert invoices(tmp_path) == [("issued", 40), ("due", 54), ("overdue", 55)]


@pytest.mark.parametrize(
    ("submitted", "expected"),
    [
        (20, [("issued", 20), ("paid", 20)]),
        (50, [("issued", 40), ("paid", 50)]),
        (54, [("issued", 40), ("due", 54), ("paid", 54)]),
        (55, [("issued", 40), ("due", 54), ("overdue", 55), ("paid", 55)]),
        (60, [("issued", 40), ("due", 54), ("overdue", 55), ("paid", 60)]),
    ],
)
def test_it_is_paid_when_handed_in(
    tmp_path: Path, submitted: int, expected: list[tuple[str, int]]
) -> None:
    assert invoices(tmp_path, submitted=submitted) == expected


@pytest.mark.parametrize(
    ("left", "expected"),
    [(40, []), (41, ["issued"]), (54, ["issued"]), (55, ["issued", "due"]),
     (56, ["issued", "due", "overdue"])],
)  # fmt: skip
def test_who_withdrew_owes_nothing_from_that_day(
    tmp_path: Path, left: int, expected: list[str]
) -> None:
    assert [kind for kind, _ in invoices(tmp_path, left=left)] == expected


def test_who_registers_late_gets_it_then_and_not_once_it_was_due(tmp_path: Path) -> None:
    assert invoices(tmp_path, registered=50)[0] == ("issued", 50)
    assert invoices(tmp_path, registered=DUE + 1) == []
    assert invoices(tmp_path, registered=DUE + 1, submitted=60) == [("paid", 60)]
    assert invoices(tmp_path, registered=None) == []


def test_banked_results_and_exams_oblige_nobody(tmp_path: Path) -> None:
    assert invoices(tmp_path, submitted=-1, banked=1) == []
    assert invoices(tmp_path, assessment_type="Exam", submitted=50) == []


def test_what_comes_after_the_end_is_not_known(tmp_path: Path) -> None:
    assert ("paid", 268) in invoices(tmp_path, submitted=268)
    assert ("paid", 269) not in invoices(tmp_path, submitted=269)
