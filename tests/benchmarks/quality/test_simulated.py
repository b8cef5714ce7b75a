"""The whole way of the simulated book, on a small one: simulated, replayed, judged, printed."""

from pathlib import Path

import pytest

from benchmarks.quality import simulated


@pytest.mark.slow
def test_a_small_book_is_judged_and_its_figures_are_printed_beside_the_marks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = simulated.run(tmp_path, accounts=5, days=210, seed=4)
    assert found.ahead.many == sum(one.ahead.many for one in found.by_story) > 0
    assert found.ahead.some <= found.ahead_foreseeable.many <= found.ahead.many
    assert 0 < found.calm_weeks < 5 * 30
    printed = capsys.readouterr().out
    assert "told of 30 days ahead" in printed
    assert all(f"mark: {mark}" in printed for mark in ("60 %", "at most 2", "80 %"))
    assert (tmp_path / "evaluation.html").stat().st_size > 0
