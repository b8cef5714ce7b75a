"""Online against batch: what was learned a day at a time is what all at once would have said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.processes import said_with
from tests.support.thorough import thorough

from stream_health.learning.joint_posterior import JointPosterior, Numbers, Places

WEIGHTS = 7


def drawn(seed: int, examples: int) -> tuple[Places, Numbers, Numbers, Numbers]:
    """Examples of two rows of three bins and a base, with labels that follow from them."""
    rng = np.random.default_rng(seed)
    bins = rng.integers(0, 3, size=(examples, 2))
    places = np.column_stack([np.zeros(examples, int), 1 + bins[:, 0], 4 + bins[:, 1]])
    risk = 1.0 / (1.0 + np.exp(2.0 - 0.9 * bins[:, 0] + 0.4 * bins[:, 1]))
    labels = (rng.random(examples) < risk).astype(float)
    return places, np.zeros(examples), labels, np.full(examples, 0.5)


@given(st.integers(0, 10_000))
@thorough(15)
def test_the_mean_is_where_the_log_posterior_is_flat(seed: int) -> None:
    places, start, labels, weights = drawn(seed, 60)
    belief = JointPosterior(np.eye(WEIGHTS))
    belief.learn(places, start, labels=labels, weights=weights)
    risk = 1.0 / (1.0 + np.exp(-belief.mean[places].sum(axis=1)))
    slope = np.zeros(WEIGHTS)
    np.add.at(slope, places.ravel(), np.repeat(weights * (labels - risk), places.shape[1]))
    assert slope == pytest.approx(belief.mean, abs=1e-4)


def test_learned_in_batches_it_is_close_to_learned_at_once() -> None:
    places, start, labels, weights = drawn(5, 4_000)
    whole, parts = JointPosterior(np.eye(WEIGHTS)), JointPosterior(np.eye(WEIGHTS))
    whole.learn(places, start, labels=labels, weights=weights)
    for first in range(0, 4_000, 100):
        some = slice(first, first + 100)
        parts.learn(places[some], start[some], labels=labels[some], weights=weights[some])
    assert parts.mean == pytest.approx(whole.mean, abs=0.05)
    assert np.diag(parts.precision) == pytest.approx(np.diag(whole.precision), rel=0.15)


@pytest.mark.parametrize("start", [-200.0, 0.0, 200.0])
def test_a_surprise_however_great_ends_at_a_mode(start: float) -> None:
    belief = JointPosterior(np.eye(2))
    belief.learn(np.array([[0, 1]]), np.array([start]), labels=np.zeros(1), weights=np.ones(1))
    assert np.isfinite(belief.mean).all()
    risk = 1.0 / (1.0 + np.exp(-np.clip(start + belief.mean.sum(), -500, 500)))
    assert belief.mean == pytest.approx([-risk, -risk], abs=1e-4)


_SAY = """
from hashlib import sha256
from stream_health.learning.joint_posterior import JointPosterior, np
draws = np.random.default_rng(7)
places = np.sort(draws.random((300, 200)).argsort(axis=1)[:, :12])
belief = JointPosterior(np.eye(200))
belief.learn(places, np.zeros(300), labels=draws.integers(0, 2, 300) * 1.0, weights=np.ones(300))
print(sha256(belief.mean.tobytes() + belief.precision.tobytes()).hexdigest())
"""


@pytest.mark.slow
def test_machines_with_one_core_and_with_many_learn_the_same_to_the_last_digit() -> None:
    said = said_with(_SAY, "OPENBLAS_NUM_THREADS", ("1", "2"))
    assert len(said) == 1
    assert len(said.pop().strip()) == 64
