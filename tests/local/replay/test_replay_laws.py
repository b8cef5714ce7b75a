"""What a replay writes depends on what happened, and on nothing else."""

import tempfile
from pathlib import Path
from random import Random

import orjson
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.histories import START_MS, book_lines, replayed

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import ModelActivated
from stream_health.domain.engine.agenda import Period
from stream_health.local.agreement import Outcome
from stream_health.wire.internal.clock import encode_activated
from stream_health.wire.points import to_points

CALM = settings(max_examples=8)
SAMPLING = Period(7 * DAY_MS, START_MS + 2 * DAY_MS + 5 * HOUR_MS)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lines() -> list[bytes]:
    return book_lines(accounts=6, days=40)


@pytest.fixture(scope="module")
def expected(lines: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return replayed(tmp_path_factory.mktemp("expected"), lines, sampling=SAMPLING)[0]


def test_the_book_of_these_tests_makes_something_to_compare(expected: dict[str, bytes]) -> None:
    for name in ("score-changes", "training-examples", "models"):
        assert expected[f"{name}.jsonl"].count(b"\n") >= 3
    assert len(polars.read_parquet(expected["scores.parquet"])) >= 20


@CALM
@given(seed=st.integers(0, 2**32))
def test_the_same_lines_in_any_order_give_the_same_bytes(
    lines: list[bytes], expected: dict[str, bytes], seed: int
) -> None:
    shuffled = Random(seed).sample(lines, k=len(lines))
    with tempfile.TemporaryDirectory() as folder:
        assert replayed(Path(folder), shuffled, sampling=SAMPLING)[0] == expected


def test_scores_asked_for_are_those_of_a_replay_that_ends_there(
    lines: list[bytes], expected: dict[str, bytes], tmp_path: Path
) -> None:
    frame = polars.read_parquet(expected["scores.parquet"])
    said = ["score", "churn_risk", "coverage", "segment", "tier", "model_version", "flagged"]
    assert frame.columns == ["account_id", "as_of", *said]
    instants = frame["as_of"].unique().sort()
    for number, as_of in enumerate(instants.to_list()):
        at_ms = int(as_of.timestamp() * 1_000)
        assert SAMPLING.has(at_ms)
        _, cut, _ = replayed(tmp_path / str(number), lines, until_ms=at_ms)
        there = Outcome()
        for lane in cut.lanes:
            there.take(lane.engine)
        rows = frame.filter(polars.col("as_of") == as_of)
        found = dict(zip(rows["account_id"], rows["score"], strict=True))
        assert found == {
            account: to_points(min(max(milli, 0), 100_000))
            for account, milli in there.points_milli.items()
        }


def test_recorded_activations_reproduce_the_run_that_learned(
    lines: list[bytes], tmp_path: Path
) -> None:
    first, _, heard = replayed(tmp_path / "first", lines)
    activated = [effect for effect in heard.effects if isinstance(effect, ModelActivated)]
    assert len({effect.version for effect in activated}) >= 2
    recorded = [
        orjson.dumps(
            {"topic": "clock", "value": orjson.loads(encode_activated(effect).value or b"")}
        )
        for effect in activated
    ]
    recorded += [
        orjson.dumps({"topic": "models", "value": orjson.loads(model)})
        for model in first["models.jsonl"].splitlines()
    ]
    second, _, _ = replayed(tmp_path / "second", [*lines, *recorded])
    for name in ("score-changes.jsonl", "alerts.jsonl", "signals.jsonl", "training-examples.jsonl"):
        assert second[name] == first[name]
    pinned, _, _ = replayed(tmp_path / "pinned", lines, learn=False)
    assert pinned["score-changes.jsonl"] != first["score-changes.jsonl"]
