"""The directory of tables: what it must hold, and who the accounts are.

Days in the tables are relative to the start of a presentation; here they become days since the
epoch (UTC), so that everything can be put in one order.
"""

import hashlib
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

EPOCH: Final = date(1970, 1, 1)

# Fixed Mondays near the real starts, whole weeks apart: a snapshot every 7 days of the presentation
# is then a snapshot every Monday, whichever presentation.
STARTS: Final = {"2013B": date(2013, 2, 4), "2013J": date(2013, 10, 7)}

PRESENTATION: Final = ("code_module", "code_presentation")
ENROLMENT: Final = (*PRESENTATION, "id_student")

# Columns that are read; whatever else a table holds is left alone.
TABLES: Final = {
    "courses": (*PRESENTATION, "module_presentation_length"),
    "studentRegistration": (*ENROLMENT, "date_registration", "date_unregistration"),
    "studentVle": (*ENROLMENT, "date", "id_site", "sum_click"),
    "vle": ("id_site", "activity_type"),
    "assessments": (*PRESENTATION, "id_assessment", "assessment_type", "date"),
    "studentAssessment": ("id_assessment", "id_student", "date_submitted", "is_banked", "score"),
}

CSMS_TOTAL: Final = 20


class DataError(ValueError):
    """The directory is not what it should be: says what is missing and what to give."""


def check(directory: Path) -> None:
    """Refuse a directory that lacks a table or a column.

    Raises
    ------
    DataError
        With everything that is missing.
    """
    if not directory.is_dir():
        msg = f"no directory {str(directory)!r}; {expected()}"
        raise DataError(msg)
    missing = [f"{name}.parquet" for name in TABLES if not _path(directory, name).is_file()]
    if missing:
        msg = f"{str(directory)!r} lacks {', '.join(missing)}; {expected()}"
        raise DataError(msg)
    for name, columns in TABLES.items():
        try:
            held = pl.read_parquet_schema(_path(directory, name))
        except (pl.exceptions.PolarsError, OSError) as error:
            msg = f"cannot read {name}.parquet: {error}"
            raise DataError(msg) from error
        lacking = [column for column in columns if column not in held]
        if lacking:
            msg = f"{name}.parquet lacks the columns {', '.join(lacking)}; {expected()}"
            raise DataError(msg)


def expected() -> str:
    """What to give, in one sentence."""
    return (
        "give a directory with the tables of the Open University Learning Analytics Dataset, "
        f"presentations {' and '.join(STARTS)}, as parquet: "
        f"{', '.join(f'{name}.parquet' for name in TABLES)} (see benchmarks/oulad/README.md)"
    )


def scan(directory: Path, name: str) -> pl.LazyFrame:
    """Read the columns of a table that matter here."""
    return pl.scan_parquet(_path(directory, name)).select(TABLES[name])


def accounts(directory: Path, presentation: str | None = None) -> pl.DataFrame:
    """One row per enrolment, in order of account id.

    Days are since the epoch: ``start``, ``end`` (the last day anything is known of), ``registered``
    (null when not said) and ``left`` (withdrawal up to ``end``; null when still there by then: a
    withdrawal after the end is not known when the data ends).

    Raises
    ------
    DataError
        When a presentation has no start date here, or no enrolment is left.
    """
    frame = (
        scan(directory, "studentRegistration")
        .join(scan(directory, "courses"), on=PRESENTATION, how="inner")
        .filter(True if presentation is None else pl.col("code_presentation") == presentation)
        .collect()
    )
    unknown = set(frame["code_presentation"].unique()) - set(STARTS)
    if unknown or frame.is_empty():
        msg = f"no start date for {sorted(unknown)}" if unknown else f"nothing of {presentation!r}"
        msg = f"{msg}; known presentations are {', '.join(STARTS)}"
        raise DataError(msg)
    starts = {name: (start - EPOCH).days for name, start in STARTS.items()}
    start = pl.col("code_presentation").replace_strict(starts, return_dtype=pl.Int32)
    left = start + pl.col("date_unregistration")
    return (
        frame.with_columns(
            start=start,
            end=start + pl.col("module_presentation_length"),
            registered=start + pl.col("date_registration"),
        )
        .with_columns(
            account_id=pl.concat_str(ENROLMENT, separator="-"),
            left=pl.when(left <= pl.col("end")).then(left),
        )
        .select(*ENROLMENT, "account_id", "start", "end", "registered", "left")
        .sort("account_id")
        .with_row_index("account")
    )


def tier_of(account_id: str) -> str:
    """One account in ten is ``high``, by a stable hash of its id.

    >>> tier_of("BBB-2013J-11391"), tier_of("AAA-2013J-11391")
    ('standard', 'standard')
    """
    return "high" if _hash(account_id, "tier") % 10 == 0 else "standard"


def csm_of(account_id: str) -> str:
    """Who looks after the account, one of twenty.

    >>> csm_of("BBB-2013J-11391") == csm_of("BBB-2013J-11391")
    True
    """
    return f"csm-{_hash(account_id, 'csm') % CSMS_TOTAL:02}"


def _hash(account_id: str, salt: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{salt}\0{account_id}".encode()).digest()[:8], "big")


def _path(directory: Path, name: str) -> Path:
    return directory / f"{name}.parquet"
