"""The benchmark of the learner runs and says how many examples a second."""

import pytest

from benchmarks import learner


@pytest.mark.slow
def test_it_says_examples_per_second(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(learner, "ACCOUNTS_TOTAL", 40)
    monkeypatch.setattr(learner, "WEEKS_TOTAL", 2)
    learner.main()
    assert capsys.readouterr().out.startswith("80 examples in ")
