"""Grades: on the day they are known, not before, and only of what was handed in and marked."""

from pathlib import Path

import polars as pl
import pytest
from benchmarks.oulad.grades import grade_rows

KEY = {"code_module": "AAA", "code_presentation": "2013J"}


def grades(
    directory: Path, *, submitted: int = 50, score: float | None = 70.0, kind: str = "TMA",
    banked: int = 0, left: int | None = None,
) -> list[tuple[int, float]]:  # fmt: skip
    """Give (day, answer) of what one account is told."""
    book = {"account": 0, **KEY, "id_student": 1, "start": 1_000, "end": 1_268, "left": left}
    pl.DataFrame([{**KEY, "id_assessment": 7, "assessment_type": kind, "date": 54}]).write_parquet(
        directory / "assessments.parquet"
    )
    row = {"id_assessment": 7, "id_student": 1, "date_submitted": submitted}
    pl.DataFrame([{**row, "is_banked": banked, "score": score}]).write_parquet(
        directory / "studentAssessment.parquet"
    )
    found = grade_rows(directory, pl.DataFrame([book]))
    return [(day, answer) for day, _, _, answer in found.iter_rows()]


@pytest.mark.parametrize(("score", "answer"), [(0.0, 1.0), (70.0, 3.8), (100.0, 5.0)])
def test_a_grade_is_told_ten_days_after_handing_in(
    tmp_path: Path, score: float, answer: float
) -> None:
    assert grades(tmp_path, score=score) == [(1_060, answer)]


def test_what_nobody_marked_or_an_earlier_presentation_did_is_not_told(tmp_path: Path) -> None:
    assert grades(tmp_path, score=None) == []
    assert grades(tmp_path, banked=1) == []
    assert grades(tmp_path, kind="Exam") == []


def test_nothing_is_told_after_the_end_or_to_those_who_left(tmp_path: Path) -> None:
    assert grades(tmp_path, submitted=258) != []
    assert grades(tmp_path, submitted=259) == []
    assert grades(tmp_path, left=1_060) == []
    assert grades(tmp_path, left=1_061) != []
