"""Clicks read as product usage: one row per student, page, day and line of the table."""

from pathlib import Path

import polars as pl
from benchmarks.oulad.tables import ENROLMENT, scan


def usage_rows(directory: Path, accounts: pl.DataFrame) -> pl.DataFrame:
    """Rows ``day, account, site, clicks, turn, feature``, sorted in that order.

    ``feature`` is the kind of the page. ``turn`` numbers lines that agree in day, account and page,
    so that an event id can be made of what the line says and not of where it stands.
    """
    pages = scan(directory, "vle").unique("id_site")
    page = ("day", "account", "site")
    rows = (
        scan(directory, "studentVle")
        .join(accounts.lazy().select(*ENROLMENT, "account", "start"), on=ENROLMENT, how="inner")
        .join(pages, on="id_site", how="left")
        .select(
            "account",
            day=pl.col("start") + pl.col("date"),
            site=pl.col("id_site"),
            clicks=pl.col("sum_click"),
            feature=pl.col("activity_type").fill_null("unknown").cast(pl.Categorical),
        )
        .sort(*page, "clicks")
        .collect()
    )
    # Equal lines stand together, so a turn is the distance from the first of them.
    index = pl.int_range(pl.len(), dtype=pl.UInt32)
    starts = pl.any_horizontal(*[pl.col(name) != pl.col(name).shift() for name in page])
    first = pl.when(starts.fill_null(value=True)).then(index).forward_fill()
    return rows.select(*page, "clicks", "feature", turn=index - first)
