"""The commands: convert, marks, sample."""

from pathlib import Path

import pytest
from benchmarks.oulad.__main__ import main
from benchmarks.oulad.adapter import Event


def test_converting_twice_writes_the_same_bytes(
    sample: Path, sample_events: list[Event], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    for out in (first, second):
        assert main(["convert", "--data", str(sample), "--out", str(out)]) == 0
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().count(b"\n") == len(sample_events)
    assert f"{len(sample_events):,}" in capsys.readouterr().out


def test_a_sample_is_decided_by_its_seed(tmp_path: Path) -> None:
    written = []
    for number, seed in enumerate((1, 1, 2)):
        tables, out = tmp_path / f"tables-{number}", tmp_path / f"{number}.jsonl"
        arguments = ["--out", str(tables), "--accounts", "8", "--seed", str(seed)]
        assert main(["sample", *arguments]) == 0
        assert main(["convert", "--data", str(tables), "--out", str(out)]) == 0
        written.append(out.read_bytes())
    assert written[0] == written[1] != written[2]


def test_without_data_it_says_what_to_give(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "events.jsonl"
    assert main(["convert", "--data", "", "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "make oulad DATA=DIR" in said
    assert "studentVle.parquet" in said
    assert not out.exists()


def test_a_wrong_directory_leaves_no_file_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "events.jsonl"
    assert main(["convert", "--data", str(tmp_path), "--out", str(out)]) == 2
    assert "lacks courses.parquet" in capsys.readouterr().err
    assert not out.exists()
