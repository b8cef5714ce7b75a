"""The command, on the labelled messages and on a small table of ordinary ones."""

from pathlib import Path

import polars as pl
import pytest
from benchmarks.language.__main__ import main
from benchmarks.language.labelled import extractor
from benchmarks.language.ordinary import judge_ordinary

from stream_health.language.reading import KINDS

ROWS = [
    ("Please close my account.", "terminate_account", "test"),
    ("What time is it over there?", "terminate_account", "test"),
    ("Where is my card?", "card_arrival", "test"),
    ("Please close my account.", "card_arrival", "train"),
]


@pytest.mark.slow
def test_every_kind_has_a_line_and_every_mark_is_beside_its_figure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pl.DataFrame(ROWS, schema=["text", "label", "split"], orient="row").write_parquet(
        tmp_path / "messages.parquet"
    )
    assert main(["--data", str(tmp_path), "--seconds", "0"]) in {0, 1}
    said = capsys.readouterr().out
    assert all(said.count(f"  {kind} ") >= 2 for kind in KINDS)
    assert "terminate_account as cancellation_intent: recall" in said
    assert said.count("reached") + said.count("MISSED") == 10


@pytest.mark.slow
def test_cancellation_is_judged_on_the_test_part_alone() -> None:
    found = judge_ordinary(ROWS, extractor())
    assert (found.hits, found.missed, found.false) == (1, 1, 0)
    assert found.found["cancellation_intent"] == 2
    assert found.per_10_000("cancellation_intent") == 5_000


@pytest.mark.slow
def test_without_the_file_it_says_what_to_give(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--data", str(tmp_path), "--seconds", "0"]) == 2
    assert "make language DATA=DIR" in capsys.readouterr().err
