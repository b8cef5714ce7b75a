"""``model arms`` as a person meets it."""

from pathlib import Path

from tests.learning.quality.test_arms import book
from typer import Typer
from typer.testing import CliRunner

from stream_health.cli import model, model_arms
from stream_health.wire.internal.training_examples import encode_example

app = Typer()
model.register(app)
model_arms.register(app)


def test_the_arms_of_a_trial_are_shown_side_by_side_with_their_difference(tmp_path: Path) -> None:
    path = tmp_path / "training-examples.jsonl"
    path.write_bytes(b"\n".join(encode_example(one).value or b"" for one in book(knows=0.5)))
    found = CliRunner().invoke(app, ["model", "arms", "--from", str(path)])
    assert found.exit_code == 0, found.output
    head, columns, *lines = found.output.splitlines()
    assert head == "new on trial: 200 rows, 200 beside"
    assert columns.split() == ["trial", "champion", "difference"]
    (auc,) = [line.split() for line in lines if line.split()[0] == "auc"]
    trial, champion, difference = (float(auc[place]) for place in (1, 4, 7))
    assert abs(trial - champion - difference) < 2e-4
    assert difference > 0.1


def test_without_a_trial_it_says_so(tmp_path: Path) -> None:
    path = tmp_path / "training-examples.jsonl"
    rows = [one._replace(arm="champion") for one in book(knows=0.5)]
    path.write_bytes(b"\n".join(encode_example(one).value or b"" for one in rows))
    found = CliRunner().invoke(app, ["model", "arms", "--from", str(path)])
    assert found.exit_code == 1
    assert "no matured example was served by a version on trial" in found.output
