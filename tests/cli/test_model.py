"""``model show`` and ``model list`` as a person meets them."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from stream_health.cli.model import register
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.table import intervals

app = typer.Typer()
register(app)
runner = CliRunner()


def shown(*arguments: object) -> str:
    result = runner.invoke(app, ["model", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


def version(name: str, *, cut_at: str, more_milli: int = 0) -> dict[str, object]:
    scorecard = prior(Policy(), CATALOGUE, name).to_dict()
    scorecard["rows"][0]["points"][0] += more_milli
    scorecard["cut_at_ms"] = 1_767_225_600_000
    scorecard["examples_total"] = 4_321
    report = {"examples_total": 4_321, "churned_total": 217, "log_loss": 0.18765, "auc": 0.81234}
    return {
        "version": name,
        "cut_at": cut_at,
        "scorecard": scorecard,
        "report": {"learner": report},
    }


@pytest.fixture
def models(tmp_path: Path) -> Path:
    path = tmp_path / "models.jsonl"
    newest = version("m-2", cut_at="2026-02-01T00:00:00.000Z", more_milli=-700)
    checks = [
        {"name": "stability", "passed": False, "said": "scores move"},
        {"name": "calibration", "passed": True, "said": "not asked"},
    ]
    report = newest["report"]
    assert isinstance(report, dict)
    report["gate"] = {"passed": False, "instead_of": "m-1", "checks": checks}
    oldest = version("m-1", cut_at="2026-01-01T00:00:00.000Z", more_milli=300)
    path.write_text("".join(json.dumps(one) + "\n" for one in (newest, oldest)))
    return path


def test_without_arguments_it_prints_the_experts_points_of_every_bin_of_every_feature() -> None:
    text = shown("show")
    assert text.startswith("model prior: expert points, nothing learned yet\n")
    blocks = {block.split(" ", 1)[0]: block for block in text.split("\n\n")}
    for feature in CATALOGUE:
        block = blocks[feature.name]
        assert feature.meaning in block
        printed = [line for line in block.splitlines()[2:] if line.strip()]
        names = intervals(tuple(map(float, feature.edges)))
        assert [line[4:30].strip() for line in printed] == names
        points = [float(line[30:].split()[0]) for line in printed]
        expert = (*feature.points, feature.unknown_points)
        assert points == [round(milli / 1_000, 1) for milli in expert]


def test_it_fits_100_columns() -> None:
    assert max(map(len, shown("show").splitlines())) <= 100


def test_of_a_file_it_shows_the_newest_version_or_the_one_asked_for(models: Path) -> None:
    assert "model m-2: learned from 4,321 examples" in shown("show", "--from", models)
    assert "     -0.7\n" in shown("show", "--from", models)
    older = shown("show", "--from", models, "--version", "m-1")
    assert older.startswith("model m-1:")
    assert "     +0.3\n" in older
    assert shown("show", "--from", models, "--version", "prior") == shown("show")


def test_the_list_has_a_line_per_version_oldest_first(models: Path) -> None:
    head, *lines = shown("list", "--from", models).splitlines()
    assert head.split() == ["version", "cut", "at", "examples", "churned", "log", "loss", "auc"]
    assert [line.split() for line in lines] == [
        ["m-1", "2026-01-01", "4,321", "217", "0.1877", "0.8123"],
        ["m-2", "2026-02-01", "4,321", "217", "0.1877", "0.8123", "kept", "back:", "stability"],
    ]


def test_a_file_without_versions_says_that_the_prior_is_in_force(tmp_path: Path) -> None:
    (tmp_path / "models.jsonl").touch()
    assert "no version has been cut yet" in shown("list", "--from", tmp_path / "models.jsonl")


def test_versions_are_found_in_recorded_history_too(models: Path, tmp_path: Path) -> None:
    usage = {"topic": "usage-events", "value": {"event_id": "e"}}
    made = [json.loads(line) for line in models.read_text().splitlines()]
    lines = [usage, *({"topic": "models", "value": one} for one in made)]
    recorded = tmp_path / "history.jsonl"
    recorded.write_text("".join(json.dumps(one) + "\n" for one in lines))
    assert shown("list", "--from", recorded) == shown("list", "--from", models)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "--version", "m-9"), "there is no model version 'm-9'; there is: prior"),
        (("list",), "give --from models.jsonl or --bootstrap"),
        (("list", "--from", "nowhere.jsonl"), "cannot read nowhere.jsonl"),
        (("show", "--from", "a", "--bootstrap", "b:1"), "exclude each other"),
        (("list", "--bootstrap", "127.0.0.1:1"), "no Kafka broker answers at 127.0.0.1:1"),
    ],
)
def test_what_cannot_be_is_one_clear_line(arguments: tuple[str, ...], said: str) -> None:
    refused = runner.invoke(app, ["model", *arguments])
    assert refused.exit_code == 1
    errors = [line for line in refused.output.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert said in errors[0]


def test_a_line_that_is_no_version_is_named_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "models.jsonl"
    path.write_text('{"version": 7}\n')
    refused = runner.invoke(app, ["model", "list", "--from", str(path)])
    assert refused.exit_code == 1
    assert f"{path}: no model version" in refused.output
