"""Expected to leave on a day is the risk of who is there, by the days of the horizon."""

import pytest
from tests.support.engines import quick_policy, run, settings
from tests.support.streams import START_MS, Stream

from stream_health.domain.book.statistics import Book
from stream_health.domain.book.sums import BookSums, SegmentSums
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import ScoreSample
from stream_health.domain.engine.agenda import Period
from stream_health.domain.engine.control import OpenBook, Tick
from stream_health.domain.engine.engine import Input
from stream_health.domain.engine.presence import has_left

DAYS = 12
END_MS = START_MS + (DAYS + 1) * DAY_MS


def sums_and_samples(*books: OpenBook) -> tuple[SegmentSums, float]:
    """Sums at the end, and the risks of those who are still there, from what was sampled then."""
    inputs: list[Input] = [*Stream(3, days=DAYS).inputs, *books]
    inputs += [Tick(at_ms) for at_ms in range(START_MS + DAYS * DAY_MS, END_MS + 1, HOUR_MS)]
    done = run(inputs, settings(quick_policy(), sampling=Period(DAY_MS, START_MS)))
    assert done.engine is not None
    live = done.engine.partition.registry.live
    last = [one for one in done.effects if isinstance(one, BookSums) and one.day_end_ms == END_MS]
    risks = [
        one.churn_risk
        for one in done.effects
        if isinstance(one, ScoreSample)
        and one.as_of_ms == END_MS
        and not has_left(live[one.account_id].account, END_MS)
    ]
    return last[0].segments[0][1], sum(risks)


def test_it_is_the_sum_of_the_risks() -> None:
    sums, risk = sums_and_samples()
    assert sums.accounts > 0
    assert sums.expected_millionths == pytest.approx(
        1_000_000 * risk / 3,
        rel=1e-5,  # of a horizon of three days
    )


def test_what_the_book_says_of_leaving_takes_no_part_in_it() -> None:
    """Else the statistics of tomorrow would follow from those of today."""
    day_end_ms = END_MS - 2 * DAY_MS
    busy = SegmentSums(accounts=500, left=300, expected_millionths=10_000_000)
    calm = busy._replace(left=0)
    book = Book.of(day_end_ms, {"book": busy, "calm": calm})
    sums, risk = sums_and_samples(OpenBook(day_end_ms, book))
    before, risk_before = sums_and_samples()
    assert risk > 1.3 * risk_before
    assert sums == before
