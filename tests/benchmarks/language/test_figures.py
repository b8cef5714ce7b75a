"""Figures of the reading, on readings made up for the purpose."""

import math

import pytest
from benchmarks.language.figures import Share, auc, kind_figures, reliability, sentiment_auc
from benchmarks.language.labelled import Judged, Labelled
from benchmarks.language.marks import Mark
from hypothesis import given
from hypothesis import strategies as st

from stream_health.language.message import Message


def one(
    labels: str = "",
    found: str = "",
    either: str = "",
    *,
    mood: str = "neutral",
    said: float = 0.0,
    sure: float = 0.9,
) -> Judged:
    message = Message("acme", "m", 0, "inbound", "email", "text")
    labelled = Labelled(
        message, frozenset(labels.split()), frozenset(either.split()), mood, "en", "s"
    )
    return Judged(labelled, dict.fromkeys(found.split(), sure), said)


def bounds(share: Share) -> tuple[float, float, float]:
    assert share.value is not None
    assert share.low is not None
    assert share.high is not None
    return share.value, share.low, share.high


def test_a_kind_counts_what_was_found_missed_and_false() -> None:
    done = [one("a b", "a"), one("a"), one("", "a b"), one("b", "b"), one()]
    figures = kind_figures("a", done)
    assert figures == ("a", 1, 1, 1, 5)
    assert figures.recall.value == figures.precision.value == figures.f1.value == 0.5
    assert figures.false_per_10_000 == 2_000


def test_an_open_label_counts_neither_way() -> None:
    assert kind_figures("a", [one("", "a", "a"), one("", "", "a"), one("a", "a")])[1:] == (
        1,
        0,
        0,
        1,
    )


def test_confidence_is_laid_beside_the_share_that_is_right() -> None:
    done = [one("a", "a", sure=0.55), one("", "a b", sure=0.59), one("a", "a", "a"), one("b", "b")]
    low, high = reliability(done)
    assert (low.low, low.signals) == (0.5, 3)
    assert low.right.value == pytest.approx(1 / 3)
    assert low.confidence == pytest.approx((0.55 + 0.59 * 2) / 3)
    assert (high.low, high.signals, high.right.value) == (0.9, 1, 1.0)


def test_a_kind_that_never_comes_has_no_share() -> None:
    assert kind_figures("a", [one()]).f1 == (None, None, None)


@given(st.integers(0, 300), st.integers(1, 300))
def test_an_interval_holds_its_share_and_narrows_with_more_cases(hits: int, cases: int) -> None:
    hits = min(hits, cases)
    value, low, high = bounds(Share.of(hits, cases))
    assert 0 <= low <= value + 1e-12
    assert value - 1e-12 <= high <= 1
    _, narrow_low, narrow_high = bounds(Share.of(hits * 4, cases * 4))
    assert narrow_high - narrow_low < high - low


@given(st.lists(st.floats(-1, 1), min_size=1), st.lists(st.floats(-1, 1), min_size=1))
def test_auc_of_the_other_way_round_is_the_rest(high: list[float], low: list[float]) -> None:
    assert auc(high, low) + auc(low, high) == pytest.approx(1)


def test_sentiment_is_over_what_customers_wrote_in_english() -> None:
    good, bad = one(mood="positive", said=0.5), one(mood="negative", said=-0.5)
    foreign = bad._replace(labelled=bad.labelled._replace(language="other"), sentiment=1.0)
    ours = one(mood="negative", said=1.0)
    message = ours.labelled.message._replace(direction="outbound")
    ours = ours._replace(labelled=ours.labelled._replace(message=message))
    assert sentiment_auc([good, bad, foreign, ours], {"positive"}, {"negative"}) == 1.0
    assert math.isnan(sentiment_auc([good], {"positive"}, {"negative"}))


def test_a_mark_may_be_a_floor_or_a_ceiling() -> None:
    assert Mark("recall", 0.9, 0.9).reached
    assert not Mark("recall", 0.89, 0.9).reached
    assert Mark("false", 5.0, 5.0, at_most=True).reached
    assert "MISSED" in Mark("false", 5.1, 5.0, at_most=True).line()
