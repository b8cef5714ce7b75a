"""A feature that saw the label is named where somebody looks: by `evaluate` and by a rebuild."""

import json
from pathlib import Path

import orjson
import pytest
from tests.local.evaluate.test_evaluate import run
from typer import Typer
from typer.testing import CliRunner

from stream_health.cli import model, model_change
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import TrainingExample
from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION
from stream_health.wire.internal.training_examples import encode_example
from stream_health.wire.times import format_time

app = Typer()
model.register(app)
model_change.register(app)
START_MS = 20_000 * DAY_MS
LEAKING = 3


@pytest.fixture
def leaking(tmp_path: Path) -> Path:
    """Examples of sixty accounts, one feature of which was filled in after the fact."""
    lines = []
    for number in range(60):
        label = int(number % 2 == 0)
        values: list[float | None] = [float(number % 5)] * len(CATALOGUE)
        values[LEAKING] = 9.0 if label else None
        example = TrainingExample(
            example_id=f"e{number}", account_id=f"a{number}", target="churn",
            snapshot_at_ms=START_MS, matured_at_ms=START_MS + 104 * DAY_MS,
            horizon_ms=90 * DAY_MS, label=label, values=tuple(values),
            catalogue_version=CATALOGUE_VERSION, segment="book", tier="high",
            score_milli=80_000, churn_risk=0.05, model_version="prior", treated=False,
        )  # fmt: skip
        lines.append(encode_example(example).value or b"")
    path = tmp_path / "training-examples.jsonl"
    path.write_bytes(b"\n".join(lines))
    return path


def test_an_evaluation_by_training_examples_names_it_with_its_figures(
    tmp_path: Path, leaking: Path
) -> None:
    report = run(tmp_path, scores_of_all(tmp_path), labels=leaking)
    assert [one["feature"] for one in report["suspects"]] == [CATALOGUE[LEAKING].name]
    warned = [line for line in report["warnings"] if "alone tells who left: AUC 1.000" in line]
    assert len(warned) == 1


def test_a_line_that_cannot_be_read_hides_no_feature(tmp_path: Path, leaking: Path) -> None:
    leaking.write_bytes(leaking.read_bytes() + b'\n{"account_id": \n')
    report = run(tmp_path, scores_of_all(tmp_path), labels=leaking)
    assert [one["feature"] for one in report["suspects"]] == [CATALOGUE[LEAKING].name]


def scores_of_all(folder: Path) -> Path:
    """Scores of the sixty accounts at their snapshot."""
    scores = folder / "scores.jsonl"
    said = [
        {"account_id": f"a{number}", "as_of": format_time(START_MS), "score": 50 + number % 7}
        for number in range(60)
    ]
    scores.write_bytes(b"\n".join(map(orjson.dumps, said)))
    return scores


def test_a_rebuild_names_it_with_its_figures(leaking: Path) -> None:
    found = CliRunner().invoke(app, ["model", "rebuild", "--from", str(leaking)])
    assert found.exit_code == 0, found.output
    suspect = f"suspect: {CATALOGUE[LEAKING].name} alone tells who left: AUC 1.000 on 60 examples"
    assert suspect in found.output


def test_labels_without_features_suspect_nobody(tmp_path: Path, leaking: Path) -> None:
    labels = tmp_path / "labels.jsonl"
    rows = [
        {name: json.loads(line)[name] for name in ("account_id", "snapshot_at", "label")}
        for line in leaking.read_bytes().splitlines()
    ]
    labels.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    scores = tmp_path / "scores.csv"
    lines = [f"a{number},{format_time(START_MS)},{50 + number % 7}" for number in range(60)]
    scores.write_text("\n".join(["account_id,as_of,score", *lines]))
    assert run(tmp_path, scores, labels=labels)["suspects"] == []
