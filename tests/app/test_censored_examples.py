"""An example whose label stays unknown: the learner takes it, nobody else minds it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.support.handling import Handler, records_of, worked

from stream_health.app.challenge_handler import ChallengeHandler, ChallengeKit
from stream_health.app.drift_handler import DriftHandler, DriftKit
from stream_health.app.judge_handler import JudgeHandler, JudgeKit
from stream_health.app.learn_handler import LearnHandler, LearnKit
from stream_health.app.metrics import WorkerMetrics
from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.effects import CensoredExample, DayClosed, TrainingExample
from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION
from stream_health.domain.policy import Policy
from stream_health.runtime.batch import Output
from stream_health.wire.encode import encode_effect

AT_MS = 20_000 * DAY_MS
POLICY = replace(Policy(), learning=replace(Policy().learning, churn_horizon_ms=WEEK_MS))
KNOWN = [
    TrainingExample(
        example_id=f"known/{account}", account_id=f"a{account}", target="churn",
        snapshot_at_ms=AT_MS - WEEK_MS, matured_at_ms=AT_MS, horizon_ms=WEEK_MS,
        label=account % 2, values=(None,) * len(CATALOGUE), segment="book",
        catalogue_version=CATALOGUE_VERSION, tier="high", score_milli=80_000, churn_risk=0.05,
        model_version="prior", treated=False, served=0.05,
    )
    for account in range(30)
]  # fmt: skip
CENSORED = [
    CensoredExample(
        f"ended/{account}", f"b{account}", "churn", AT_MS - WEEK_MS, AT_MS, WEEK_MS, 3 * DAY_MS,
        (None,) * len(CATALOGUE), CATALOGUE_VERSION, "book",
    )
    for account in range(30)
]  # fmt: skip


def done_by(
    made: Callable[[Mapping[bytes, bytes]], Handler], *, censored: bool
) -> tuple[list[Output], dict[bytes, bytes]]:
    """What is said of a day, cut in the middle, with or without censored examples, and kept."""
    effects = [*(CENSORED if censored else ()), *KNOWN, DayClosed(0, AT_MS + DAY_MS)]
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
