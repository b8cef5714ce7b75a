"""The load is what it says: skewed, mixed, readable, and the same from the same seed."""

from collections import Counter

import pytest
from benchmarks.job.gauges import Page, quantile
from benchmarks.job.load import Load, Span
from benchmarks.job.plan import Plan
from hypothesis import given
from hypothesis import strategies as st

from stream_health.app.reading import read_inputs
from stream_health.domain.clocking import DAY_MS
from stream_health.local.replay.history import Line

SPAN = Span(1_790_000_000_000, 1_790_003_600_000, 6_000)


def load() -> Load:
    return Load(accounts=500, high_value=50)


def all_lines() -> list[Line]:
    book = load()
    start_ms = SPAN.start_ms
    return [*book.profiles(time_ms=start_ms), *book.history(SPAN), *book.events(SPAN)]


@pytest.mark.slow
def test_the_same_seed_makes_the_same_records_and_every_one_can_be_read() -> None:
    lines = all_lines()
    assert lines == all_lines()
    _, rejected = read_inputs([str(line.topic) for line in lines], lines)
    assert rejected == {}


def test_nine_in_ten_are_usage_and_few_accounts_do_most() -> None:
    lines = list(load().events(SPAN))
    topics = Counter(str(line.topic) for line in lines)
    assert 0.88 < topics["usage-events"] / len(lines) < 0.92
    assert len(topics) == 4
    by_account = Counter(line.key for line in lines)
    busiest = sum(count for _, count in by_account.most_common(25))
    assert busiest > 0.4 * len(lines)


def test_a_thinned_past_leaves_no_account_out() -> None:
    lines = load().history(SPAN)
    assert len({line.key for line in lines}) == 500


@given(now_ms=st.integers(1_700_000_000_000, 1_900_000_000_000), events=st.integers(1, 3_000_000))
def test_a_backlog_lies_before_today_and_follows_its_history(now_ms: int, events: int) -> None:
    plan = Plan(events=events)
    history, backlog = plan.history(now_ms), plan.backlog(now_ms)
    assert history.end_ms == backlog.start_ms < backlog.end_ms <= now_ms - now_ms % DAY_MS
    assert backlog.events == events


def test_the_tail_of_a_histogram_without_bound_is_its_last_bound() -> None:
    page = Page('h_bucket{le="1"} 1\nh_bucket{le="2"} 1\nh_bucket{le="+Inf"} 4')
    assert quantile(Page(), page, "h", 0.99) == 2.0
