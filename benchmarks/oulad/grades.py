"""Grades read as answers of the customer: how well it goes, known some days after handing in."""

from pathlib import Path
from typing import Final

import polars as pl
from benchmarks.oulad.tables import PRESENTATION, scan

KNOWN_AFTER_DAYS: Final = 10


def grade_rows(directory: Path, accounts: pl.DataFrame) -> pl.DataFrame:
    """Rows ``day, account, assessment, answer`` (1 to 5), sorted in that order.

    A grade of 0 to 100 is stamped with the day it is known on. Banked results are of an earlier
    presentation, and of exams most are not recorded.
    """
    assessments = scan(directory, "assessments").filter(pl.col("assessment_type") != "Exam")
    submitted = scan(directory, "studentAssessment").filter(
        pl.col("is_banked") == 0, pl.col("score").is_not_null()
    )
    graded = (
        submitted.join(assessments, on="id_assessment", how="inner")
        .select(*PRESENTATION, "id_student", "id_assessment", "date_submitted", "score")
        .collect()
    )
    return (
        accounts.join(graded, on=(*PRESENTATION, "id_student"), how="inner")
        .select(
            "end",
            "left",
            "account",
            day=pl.col("start") + pl.col("date_submitted") + KNOWN_AFTER_DAYS,
            assessment="id_assessment",
            answer=(1.0 + pl.col("score") / 25.0).round(2),
        )
        .filter(
            pl.col("day") <= pl.col("end"),
            pl.col("left").is_null() | (pl.col("left") > pl.col("day")),
        )
        .select("day", "account", "assessment", "answer")
        .sort(pl.all())
    )
