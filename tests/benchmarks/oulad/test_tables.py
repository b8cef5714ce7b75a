"""What a directory must hold, and the hashes of accounts."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from benchmarks.oulad.sample import write_sample
from benchmarks.oulad.tables import DataError, accounts, check, csm_of, tier_of

IDS = [f"AAA-2013J-{number}" for number in range(20_000)]


def test_one_account_in_ten_is_high_value() -> None:
    share = Counter(map(tier_of, IDS))["high"] / len(IDS)
    assert share == pytest.approx(0.1, abs=0.01)


def test_twenty_csms_share_the_accounts_evenly_whatever_the_tier() -> None:
    counts = Counter(csm_of(one) for one in IDS if tier_of(one) == "high")
    assert len(counts) == 20
    assert max(counts.values()) < 2 * min(counts.values())


def test_tiers_stay_as_they_are() -> None:
    assert [one for one in IDS[:40] if tier_of(one) == "high"] == [
        f"AAA-2013J-{number}" for number in (2, 11, 36)
    ]


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    write_sample(tmp_path, accounts_total=4)
    (tmp_path / "vle.parquet").unlink()
    with pytest.raises(DataError, match=r"lacks vle\.parquet; give a directory"):
        check(tmp_path)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    write_sample(tmp_path, accounts_total=4)
    path = tmp_path / "courses.parquet"
    pl.read_parquet(path).drop("module_presentation_length").write_parquet(path)
    with pytest.raises(DataError, match=r"courses\.parquet lacks .* module_presentation_length"):
        check(tmp_path)


def test_what_is_no_parquet_is_named(tmp_path: Path) -> None:
    write_sample(tmp_path, accounts_total=4)
    (tmp_path / "vle.parquet").write_bytes(b"id_site,activity_type\n")
    with pytest.raises(DataError, match=r"cannot read vle\.parquet"):
        check(tmp_path)


def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no directory"):
        check(tmp_path / "elsewhere")


def test_a_presentation_that_is_not_there_is_refused(sample: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nothing of '2015X'; known presentations are 2013B"):
        accounts(sample, "2015X")
    write_sample(tmp_path, accounts_total=4)
    for name in ("courses", "studentRegistration"):
        path = tmp_path / f"{name}.parquet"
        later = pl.read_parquet(path).with_columns(code_presentation=pl.lit("2014B"))
        later.unique().write_parquet(path)
    with pytest.raises(DataError, match=r"no start date for \['2014B'\]"):
        accounts(tmp_path)


def test_demographic_columns_are_never_read(sample: Path) -> None:
    named = set(accounts(sample).columns)
    assert named == {
        "account", "code_module", "code_presentation", "id_student", "account_id", "start", "end",
        "registered", "left",
    }  # fmt: skip
