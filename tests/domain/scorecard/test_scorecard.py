"""The scorecard as data: exact sums, bins, segments, and a stable plain layout."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION
from stream_health.domain.policy import Policy, Segment
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scorecard import Delta, Row, Scorecard
from stream_health.domain.scorecard.segments import BOOK, segment_of

POLICY = Policy(
    segments=(
        Segment(name="banks", match=(("industry", "banking"),), base_points_milli=84_000),
        Segment(name="big-banks", match=(("industry", "banking"), ("size", "large"))),
        Segment(name="book", base_points_milli=78_000),
    )
)
PRIOR = prior(POLICY, CATALOGUE)
VALUE = st.none() | st.floats(allow_nan=True, allow_infinity=True)
VALUES = st.lists(VALUE, min_size=len(CATALOGUE), max_size=len(CATALOGUE))


@given(VALUES)
def test_a_bin_is_the_one_the_feature_declares(values: list[float | None]) -> None:
    bins = PRIOR.card_for("book").bins(values, range(len(CATALOGUE)))
    declared = [one.bin_of(value) for one, value in zip(CATALOGUE, values, strict=True)]
    assert bins == declared


@given(VALUES)
def test_the_total_is_the_base_and_the_points_of_every_bin(values: list[float | None]) -> None:
    card = PRIOR.card_for("banks")
    bins = card.bins(values, range(len(CATALOGUE)))
    expert = [
        one.unknown_points if index == one.unknown_bin else one.points[index]
        for one, index in zip(CATALOGUE, bins, strict=True)
    ]
    assert card.total(bins) == 84_000 + sum(expert)


def test_the_prior_names_the_catalogue_it_was_made_for() -> None:
    assert PRIOR.catalogue_version == CATALOGUE_VERSION


def test_plain_data_gives_the_same_scorecard_back() -> None:
    row = PRIOR.rows[0]
    card = replace(PRIOR, deltas=(Delta("banks", row.feature, (5,) * len(row.points)),))
    assert Scorecard.from_dict(card.to_dict()) == card


def test_a_segment_may_deviate_from_the_book() -> None:
    row = PRIOR.rows[0]
    card = replace(PRIOR, deltas=(Delta("banks", row.feature, (5,) * len(row.points)),))
    assert card.card_for("banks").points[0] == tuple(points + 5 for points in row.points)
    assert card.card_for("book").points[0] == row.points
    assert not card.same_points(PRIOR)


def test_a_segment_newer_than_the_version_has_the_base_of_the_book() -> None:
    assert PRIOR.card_for("unheard of").base_milli == 78_000


def test_the_first_segment_that_matches_wins() -> None:
    large = {"industry": "banking", "size": "large"}
    assert segment_of(POLICY, large).name == "banks"
    assert segment_of(POLICY, {"industry": None}).name == "book"


def test_an_account_that_no_segment_matches_belongs_to_the_book() -> None:
    only_banks = Policy(segments=POLICY.segments[:1])
    assert segment_of(only_banks, {}) is BOOK


def test_points_that_do_not_fit_their_edges_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="seats has 1 edges and 2 points, it needs 3"):
        replace(PRIOR, rows=(Row("seats", (1.0,), (1, 2)),))


def test_a_delta_of_an_unknown_row_is_refused() -> None:
    with pytest.raises(ValueError, match="the delta of banks does not fit row nothing"):
        replace(PRIOR, deltas=(Delta("banks", "nothing", (1,)),))
