"""How many leave a segment, beside what was expected of it and what the whole book shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.book.statistics import Book
from stream_health.domain.book.sums import SegmentSums


def segment(*, left: int, expected: float, accounts: int = 1_000) -> SegmentSums:
    return SegmentSums(
        accounts=accounts, left=left, expected_millionths=round(1_000_000 * expected)
    )


def left_ratio(name: str, **segments: SegmentSums) -> float | None:
    peers = Book.of(86_400_000, segments).peers(name)
    return None if peers is None else peers.left_ratio


@given(st.integers(0, 5_000), st.integers(1, 5_000))
def test_what_the_whole_book_shares_is_no_news_of_a_segment(left: int, expected: int) -> None:
    one, half = segment(left=left, expected=expected), segment(left=left, expected=2 * expected)
    assert left_ratio("a", a=one) == pytest.approx(1.0)
    assert left_ratio("a", a=one, b=one) == pytest.approx(1.0)
    found = left_ratio("a", a=one, b=half), left_ratio("b", a=one, b=half)
    assert found[0] is not None
    assert found[1] is not None
    assert found[0] >= 1.0 >= found[1]


def test_a_few_who_left_say_little() -> None:
    few, none = segment(left=3, expected=1, accounts=40), segment(left=0, expected=1, accounts=40)
    found = left_ratio("a", a=few, b=none)
    assert found is not None
    assert 1.0 < found < 1.1


def test_a_segment_in_which_twice_as_many_leave_stands_out() -> None:
    calm, busy = segment(left=300, expected=300), segment(left=600, expected=300)
    of_calm, of_busy = left_ratio("a", a=calm, b=busy), left_ratio("b", a=calm, b=busy)
    assert of_calm is not None
    assert of_busy is not None
    assert of_busy > 1.8 * of_calm
    assert of_busy > 1.0 > of_calm


def test_of_a_handful_of_accounts_nothing_is_said() -> None:
    assert left_ratio("a", a=segment(left=1, expected=0.1, accounts=5)) is None


def test_statistics_that_do_not_know_who_was_expected_say_nothing() -> None:
    assert left_ratio("a", a=segment(left=30, expected=0), b=segment(left=3, expected=0)) is None
