"""An example whose label stays unknown: the learner takes it, nobody else minds it."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.support.blank_examples import POLICY, blank_week
from tests.support.handling import Handler, records_of, worked

from stream_health.app.challenge_handler import ChallengeHandler, ChallengeKit
from stream_health.app.drift_handler import DriftHandler, DriftKit
from stream_health.app.judge_handler import JudgeHandler, JudgeKit
from stream_health.app.learn_handler import LearnHandler, LearnKit
from stream_health.app.metrics import WorkerMetrics
from stream_health.domain.effects import CensoredExample
from stream_health.runtime.batch import Output
from stream_health.wire.encode import encode_effect

WEEK, ENDS = blank_week(0)
KNOWN = [one._replace(served=0.05) for one in WEEK]
CENSORED = [
    CensoredExample(
        f"ended/{one.example_id}",
        f"ended-{one.account_id}",
        one.target,
        one.snapshot_at_ms,
        one.matured_at_ms,
        one.horizon_ms,
        one.horizon_ms // 2,
        one.values,
        one.catalogue_version,
        one.segment,
    )
    for one in WEEK
]


def done_by(
    made: Callable[[Mapping[bytes, bytes]], Handler], *, censored: bool
) -> tuple[list[Output], dict[bytes, bytes]]:
    """What is said of a day, cut in the middle, with or without censored examples, and kept."""
    effects = [*(CENSORED if censored else ()), *KNOWN, ENDS]
    values = [encode_effect(one, inputs={}).value for one in effects]
    records = records_of(values, "p.training-examples")
    state: dict[bytes, bytes] = {}
    said = worked(made, records, [len(records) // 2], state=state)
    frozen = b"m"  # a River model: its bytes are not the same twice
    return said, {tag: value for tag, value in state.items() if not tag.startswith(frozen)}


def kit() -> dict[str, Any]:
    """What every handler is given."""
    return {"partitions": 1, "prefix": "p.", "metrics": WorkerMetrics()}


def test_the_learner_takes_it_and_buries_nothing() -> None:
    def learner(state: Mapping[bytes, bytes]) -> Handler:
        return LearnHandler(LearnKit(policy=POLICY, **kit()), 0, state)

    (with_them, _), (without, _) = (done_by(learner, censored=one) for one in (True, False))
    assert {one.topic for one in with_them} == {one.topic for one in without} == {"p.models"}
    assert with_them != without


@pytest.mark.parametrize(
    "made",
    [
        lambda state: JudgeHandler(JudgeKit(policy=POLICY, **kit()), 0, state),
        lambda state: DriftHandler(DriftKit(policy=POLICY, **kit()), 0, state),
        lambda state: ChallengeHandler(ChallengeKit(kind="tree", **kit()), 0, state),
    ],
)
def test_whoever_judges_or_watches_says_and_keeps_the_same_without_it(
    made: Callable[[Mapping[bytes, bytes]], Handler],
) -> None:
    said, kept = done_by(made, censored=True)
    assert (said, kept) == done_by(made, censored=False)
    assert kept
