"""Features that know too much are found from counts, as from the examples themselves."""

from collections.abc import Iterable, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.learning_book import CATALOGUE, CATALOGUE_VERSION, examples

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.dispatched import AlertsClosed
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.policy import Policy
from stream_health.learning.leakage import suspects
from stream_health.learning.quality.judge import Judge, Judged
from stream_health.learning.quality.knowing import FeatureTally

FEATURE = CATALOGUE[2]


def tally_of(rows: Iterable[tuple[Sequence[float | None], int]]) -> FeatureTally:
    tally = FeatureTally()
    for values, label in rows:
        places = (one.bin_of(value) for one, value in zip(CATALOGUE, values, strict=True))
        tally.add(bytes(places), label)
    return tally


def emptied(one: TrainingExample) -> TrainingExample:
    """The same, with a feature that is emptied when an account leaves."""
    values = list(one.values)
    values[2] = None if one.label else 1.0
    return one._replace(values=tuple(values))


@given(st.integers(0, 1 << 32), st.floats(0.0, 0.1))
def test_counts_by_bin_name_whom_the_examples_name(seed: int, noise: float) -> None:
    """Each bin has one value here, so nothing is lost between both."""
    rng = Random(seed)
    values_of_bins = [FEATURE.edges[0] - 1.0, *FEATURE.edges, None]
    rows = []
    for _ in range(200):
        label = int(rng.random() < 0.4)
        known = bool(label) != (rng.random() < noise)
        values = [rng.choice(values_of_bins) for _ in CATALOGUE]
        values[2] = None if known else rng.choice(values_of_bins[:-1])
        rows.append((values, label))
    labels = [label for _, label in rows]
    column = {FEATURE.name: [values[2] for values, _ in rows]}
    expected = suspects(column, labels)
    found = [one for one in tally_of(rows).suspects(CATALOGUE) if one.feature == FEATURE.name]
    assert [(one.feature, one.examples_total, one.positives_total) for one in found] == [
        (one.feature, one.examples_total, one.positives_total) for one in expected
    ]
    assert [one.auc for one in found] == pytest.approx([one.auc for one in expected])


def test_a_class_too_small_names_nobody() -> None:
    rows = [
        ([None if place < 19 else 1.0] * len(CATALOGUE), int(place < 19)) for place in range(99)
    ]
    assert tally_of(rows).suspects(CATALOGUE) == ()


def judged(matured: Iterable[TrainingExample]) -> list[Judged]:
    judge = Judge(1, policy=Policy(), catalogue=CATALOGUE, resamples=0)
    judge.on_alerts_closed(AlertsClosed(30_000 * DAY_MS, 1))
    last_ms = 0
    for one in matured:
        judge.on_example(one)
        last_ms = max(last_ms, one.matured_at_ms)
    said = judge.on_day_closed(DayClosed(0, (last_ms // DAY_MS + 1) * DAY_MS))
    restored = Judge(1, policy=Policy(), catalogue=CATALOGUE, resamples=0)
    restored.restore([(tag, one) for tag, one in judge.records(dirty_only=False) if one])
    assert list(restored.records(dirty_only=False)) == list(judge.records(dirty_only=False))
    return said


def test_the_judge_names_a_feature_that_saw_the_label_and_no_honest_one() -> None:
    matured = examples(4, accounts=300, weeks=4)
    honest = [one for one in judged(matured) if one.dimension == "overall"][-1]
    assert honest.figures["suspects"] == []
    said = judged(emptied(one) for one in matured)
    leaking = [one for one in said if one.dimension == "overall"][-1]
    (named,) = leaking.figures["suspects"]
    assert (named["feature"], named["auc"]) == (FEATURE.name, 1.0)
    assert leaking.figures["suspects_total"] == 1
    assert all("suspects" not in one.figures for one in said if one.dimension != "overall")


def test_examples_of_another_catalogue_are_left_out() -> None:
    matured = examples(4, accounts=300, weeks=4)
    assert matured[0].catalogue_version == CATALOGUE_VERSION
    said = judged(emptied(one)._replace(catalogue_version="another") for one in matured)
    assert [one for one in said if one.dimension == "overall"][-1].figures["suspects"] == []
