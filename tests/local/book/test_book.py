"""The simulated book: same seed same bytes, in order, readable by the wire, true to its stories."""

from collections import Counter
from typing import Any, NamedTuple

import orjson
import pytest

from stream_health.domain.clocking import DAY_MS, WEEK_MS, day_of
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.book.story import BAD_STORIES, Story, Truth
from stream_health.local.replay import history
from stream_health.wire.decode import ACCOUNT_CONTRACTS, decode_batch
from stream_health.wire.rejected import Rejected
from stream_health.wire.times import parse_time_ms

pytestmark = pytest.mark.slow  # a book is a few hundred days long
START_MS = 19_723 * DAY_MS  # Monday, 2024-01-01
DAYS = 230
Line = dict[str, Any]


class Timed(NamedTuple):
    """An event with its time read."""

    time_ms: int
    topic: str
    value: dict[str, Any]

    @property
    def kind(self) -> str | None:
        return self.value.get("kind")


ByAccount = dict[str, list[Timed]]


PLOT = Plot(onset_days=40, bad_of_high_value=0.6, bad_of_others=0.3, expansion=0.1)


def new_book(seed: int = 3, *, accounts: int = 24, days: int = DAYS) -> SimulatedBook:
    return SimulatedBook(seed, accounts=accounts, days=days, start_ms=START_MS, plot=PLOT)


@pytest.fixture(scope="module")
def book() -> SimulatedBook:
    return new_book()


@pytest.fixture(scope="module")
def lines(book: SimulatedBook) -> list[Line]:
    return list(book.events())


@pytest.fixture(scope="module")
def by_account(lines: list[Line]) -> ByAccount:
    grouped: ByAccount = {}
    for line in lines:
        timed = Timed(time_of(line), line["topic"], line["value"])
        grouped.setdefault(line["value"]["account_id"], []).append(timed)
    return grouped


def time_of(line: Line) -> int:
    value = line["value"]
    return parse_time_ms(value.get("occurred_at") or value["updated_at"])


def in_bytes(made: SimulatedBook) -> bytes:
    return orjson.dumps([list(made.events()), [truth.to_dict() for truth in made.truth()]])


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    small = {"accounts": 6, "days": 75}
    assert in_bytes(new_book(**small)) == in_bytes(new_book(**small))
    assert in_bytes(new_book(**small)) != in_bytes(new_book(4, **small))


def test_a_book_tells_the_same_events_every_time_it_is_asked() -> None:
    made = new_book(accounts=4, days=10)
    assert list(made.events()) == list(made.events())


def test_events_come_in_order_of_time_and_within_the_days(lines: list[Line]) -> None:
    times = [time_of(line) for line in lines]
    assert times == sorted(times)
    assert times[0] == START_MS
    assert START_MS + (DAYS - 1) * DAY_MS <= times[-1] < START_MS + DAYS * DAY_MS


def test_the_wire_reads_every_value(lines: list[Line]) -> None:
    by_topic: dict[str, list[Line]] = {}
    for line in lines:
        by_topic.setdefault(line["topic"], []).append(line)
    assert set(by_topic) == set(map(str, ACCOUNT_CONTRACTS)) - {"csm-feedback"}
    for topic, its in by_topic.items():
        decoded = decode_batch(topic, [raw(line) for line in its])
        assert [one for one in decoded if isinstance(one, Rejected)] == []


def raw(line: Line) -> history.Line:
    key = line["value"]["account_id"].encode()
    return history.Line(line["topic"], key, orjson.dumps(line["value"]), time_of(line), 0, 0)


def test_event_ids_are_unique_within_an_account(lines: list[Line]) -> None:
    ids = Counter((line["value"]["account_id"], line["value"]["event_id"]) for line in lines)
    assert ids.most_common(1)[0][1] == 1


def test_weekends_are_quiet(lines: list[Line]) -> None:
    days = Counter(day_of(time_of(line)) % 7 for line in lines if line["topic"] == "usage-events")
    saturday, tuesday = days[2], days[5]
    assert 0 < saturday < 0.25 * tuesday


def test_activity_is_skewed(lines: list[Line]) -> None:
    per_account = Counter(line["value"]["account_id"] for line in lines)
    totals = sorted(per_account.values(), reverse=True)
    assert len(totals) == 24
    assert sum(totals[:6]) > 0.35 * sum(totals)


def test_every_story_is_told_and_begins_after_the_quiet_days(book: SimulatedBook) -> None:
    truths = book.truth()
    assert {truth.story for truth in truths} >= {*BAD_STORIES, Story.EXPANSION, Story.STEADY}
    onsets = [truth.onset_ms for truth in truths if truth.onset_ms is not None]
    assert min(onsets) >= START_MS + 60 * DAY_MS
    others = [
        one.onset_ms for one in truths if one.onset_ms and one.story is not Story.PAYMENT_FAILS
    ]
    assert max(others) < START_MS + 101 * DAY_MS


def test_a_steady_account_has_nothing_but_itself(book: SimulatedBook) -> None:
    for truth in book.truth():
        if truth.story is Story.STEADY:
            assert (truth.onset_ms, truth.notice_ms, truth.effective_ms) == (None, None, None)


def stories(book: SimulatedBook, story: Story) -> list[Truth]:
    told = [truth for truth in book.truth() if truth.story is story]
    assert told
    return told


def of_kind(events: list[Timed], kind: str) -> list[Timed]:
    return [event for event in events if event.kind == kind]


def usage_between(events: list[Timed], start_ms: int, end_ms: int) -> int:
    return sum(
        event.topic == "usage-events" and start_ms <= event.time_ms < end_ms for event in events
    )


@pytest.mark.parametrize(
    ("story", "bounds"),
    [
        (Story.CHAMPION_LEAVES, (0.05, 0.75)),
        (Story.ADOPTION_STALLS, (0.05, 0.75)),
        (Story.SILENT_FADE, (0.0, 0.35)),
        (Story.EXPANSION, (1.1, 3.0)),
    ],
)
def test_usage_follows_the_story(
    book: SimulatedBook, by_account: ByAccount, story: Story, bounds: tuple[float, float]
) -> None:
    before = after = 0
    for truth in stories(book, story):
        onset_ms, events = truth.onset_ms or 0, by_account[truth.account_id]
        before += usage_between(events, onset_ms - 4 * WEEK_MS, onset_ms)
        later_ms = onset_ms + 7 * WEEK_MS
        after += usage_between(events, later_ms, later_ms + 4 * WEEK_MS)
    assert bounds[0] < after / before < bounds[1]


def test_new_people_join_where_the_account_expands_and_nowhere_else(
    book: SimulatedBook, by_account: ByAccount
) -> None:
    grown = {
        account
        for account, events in by_account.items()
        if any(str(event.value.get("user_id")).endswith("-colleague") for event in events)
    }
    assert grown == {truth.account_id for truth in stories(book, Story.EXPANSION)}


def test_a_leaving_champion_is_heard_of_at_the_onset_and_meets_nobody_after(
    book: SimulatedBook, by_account: ByAccount
) -> None:
    for truth in stories(book, Story.CHAMPION_LEAVES):
        events = by_account[truth.account_id]
        (signal,) = of_kind(events, "champion_leaving")
        assert signal.time_ms == truth.onset_ms
        assert (signal.value["confidence"], signal.value["role"]) == (0.95, "champion")
        met = [
            event.time_ms
            for event in events
            if event.topic == "engagement-events" and "champion" in str(event.value.get("contacts"))
        ]
        assert max(met, default=0) <= signal.time_ms


def test_a_failing_payment_is_retried_and_then_lost(
    book: SimulatedBook, by_account: ByAccount
) -> None:
    for truth in stories(book, Story.PAYMENT_FAILS):
        events, onset_ms = by_account[truth.account_id], truth.onset_ms or 0
        billed = [
            event
            for event in events
            if event.topic == "billing-events" and event.time_ms >= onset_ms
        ]
        assert (billed[0].time_ms, billed[0].kind) == (onset_ms, "payment_failed")
        kinds = Counter(event.kind for event in billed)
        assert kinds["payment_failed"] >= 4
        assert kinds["payment_failed_for_good"] == 1
        assert kinds["invoice_paid"] == 0
        (outcome,) = of_kind(events, "churned")
        assert outcome.value["cause"] == "payment_failure"
        assert outcome.time_ms == truth.effective_ms == events[-1].time_ms


def test_who_gives_notice_says_so_then_leaves_and_is_heard_no_more(
    book: SimulatedBook, by_account: ByAccount
) -> None:
    end_ms = START_MS + DAYS * DAY_MS
    gone = [one for one in book.truth() if one.notice_ms and (one.effective_ms or 0) < end_ms]
    assert gone
    for truth in gone:
        events = by_account[truth.account_id]
        (notice,) = of_kind(events, "cancellation_notice")
        assert notice.time_ms == truth.notice_ms
        assert events[-1].time_ms <= (truth.effective_ms or 0)


def test_ordinary_accounts_keep_paying_and_working_to_the_end(
    book: SimulatedBook, by_account: ByAccount
) -> None:
    last_week_ms = START_MS + (DAYS - 7) * DAY_MS
    for truth in stories(book, Story.STEADY):
        events = by_account[truth.account_id]
        assert usage_between(events, last_week_ms, last_week_ms + WEEK_MS) > 0
        assert len(of_kind(events, "invoice_paid")) >= 6


def test_a_book_as_long_as_its_quiet_days_tells_no_story() -> None:
    assert {truth.story for truth in new_book(days=60).truth()} == {Story.STEADY}


@pytest.mark.parametrize("wrong", [{"accounts": 0}, {"days": 0}])
def test_an_empty_book_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least 1 of"):
        new_book(**wrong)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"expansion": 1.5}, r"expansion must be between 0 and 1, got 1\.5"),
        ({"history_days": -1}, "history_days must be 0 or more, got -1"),
    ],
)
def test_a_plot_that_cannot_be_is_refused_by_name(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Plot(**wrong)
