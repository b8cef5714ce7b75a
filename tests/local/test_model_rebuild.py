"""Learning everything again from the examples gives the same bytes."""

from pathlib import Path

import pytest
from tests.support.histories import book_lines, replayed
from typer import Typer
from typer.testing import CliRunner

from stream_health.cli import model, model_change
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.policy import Learning, Policy

app = Typer()
model.register(app)
model_change.register(app)
QUICK = Policy(
    learning=Learning(
        churn_horizon_ms=10 * DAY_MS,
        expansion_horizon_ms=14 * DAY_MS,
        advocacy_horizon_ms=14 * DAY_MS,
        grace_ms=DAY_MS,
    )
)
TOML = """[policy.learning]
churn_horizon = "10d"
expansion_horizon = "14d"
advocacy_horizon = "14d"
grace = "1d"
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A replay that cut a few versions."""
    folder = tmp_path_factory.mktemp("replay")
    replayed(folder, book_lines(accounts=8, days=45), policy=QUICK, partitions=3)
    return folder


@pytest.mark.slow
def test_the_examples_of_a_replay_give_its_versions_again(result: Path, tmp_path: Path) -> None:
    config, out = tmp_path / "settings.toml", tmp_path / "again.jsonl"
    config.write_text(TOML)
    found = CliRunner().invoke(
        app,
        ["model", "rebuild", "--from", str(next(result.rglob("training-examples.jsonl"))),
         "--models", str(next(result.rglob("models.jsonl"))), "--config", str(config),
         "--out", str(out)],
    )  # fmt: skip
    recorded = next(result.rglob("models.jsonl")).read_bytes().splitlines()
    assert len(recorded) >= 3
    assert found.exit_code == 0, found.output
    assert (
        f"{len(recorded)} of {len(recorded)} recorded versions are the same bytes" in found.output
    )
    assert out.read_bytes().splitlines()[: len(recorded)] == recorded


@pytest.mark.slow
def test_another_configuration_gives_other_versions_and_says_so(
    result: Path, tmp_path: Path
) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(TOML + "[policy.scale]\nanchor_points = 75.0\n")
    found = CliRunner().invoke(
        app,
        ["model", "rebuild", "--from", str(next(result.rglob("training-examples.jsonl"))),
         "--models", str(next(result.rglob("models.jsonl"))), "--config", str(config)],
    )  # fmt: skip
    assert found.exit_code == 1
    assert "is not among them" in found.output
