"""Whose a data directory is, and what is wrong with one that is refused."""

from pathlib import Path

import pytest

from stream_health.local.broker import DataDirectoryError
from stream_health.local.broker.directory import (
    MARKER,
    SPACE_BYTES_MIN,
    DataDirectory,
    require_space,
)


def test_an_empty_folder_becomes_ours_and_keeps_its_cluster_id(tmp_path: Path) -> None:
    with DataDirectory(tmp_path).claimed():
        first = DataDirectory(tmp_path).cluster_id
    with DataDirectory(tmp_path).claimed():
        assert DataDirectory(tmp_path).cluster_id == first
    assert len(first) == 22


def test_a_folder_with_foreign_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DataDirectoryError, match=r"thesis\.txt"), DataDirectory(tmp_path).claimed():
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with (
        pytest.raises(DataDirectoryError, match="a folder you can write to"),
        DataDirectory(file).claimed(),
    ):
        pass


def test_a_claim_holds_until_its_block_ends(tmp_path: Path) -> None:
    with DataDirectory(tmp_path).claimed():
        with pytest.raises(DataDirectoryError, match="in use"), DataDirectory(tmp_path).claimed():
            pass
        with pytest.raises(DataDirectoryError, match="in use"), DataDirectory(tmp_path).claimed():
            pass
    with DataDirectory(tmp_path).claimed() as lock_fd:
        assert lock_fd > 0


def test_a_damaged_marker_is_shown(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text("{", encoding="utf-8")
    with pytest.raises(DataDirectoryError, match=MARKER):
        _ = DataDirectory(tmp_path).cluster_id


def test_a_full_disk_is_refused_with_both_numbers(tmp_path: Path) -> None:
    require_space(SPACE_BYTES_MIN, tmp_path)
    with pytest.raises(DataDirectoryError, match=r"199 MB free on the disk.* at least 200 MB"):
        require_space(SPACE_BYTES_MIN - 1, tmp_path)


def test_the_log_of_the_start_before_is_put_aside(tmp_path: Path) -> None:
    directory = DataDirectory(tmp_path)
    directory.log_path.write_text("first start\n", encoding="utf-8")
    directory.write_settings(server="", logging="")
    assert (tmp_path / "kafka.log.1").read_text(encoding="utf-8") == "first start\n"
    assert directory.log_tail().startswith("(no log")
    directory.log_path.write_text("".join(f"{n}\n" for n in range(50)), encoding="utf-8")
    assert directory.log_tail(lines_max=2) == "48\n49"
