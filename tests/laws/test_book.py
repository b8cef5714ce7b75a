"""Statistics of the book: the same for any order, cut and crash; what they move is ageing."""

from itertools import accumulate
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.test_engine import final_points, story_effects, sub_states, watches
from tests.support.cases import cases
from tests.support.engines import Run, quick_policy, run, settings
from tests.support.streams import START_MS, Stream

from stream_health.domain.book.keeper import BookKeeper
from stream_health.domain.book.statistics import NO_BOOK, Book, BookOpened, total
from stream_health.domain.book.sums import BookSums, SegmentSums
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import AlertCandidate, ScoreChange
from stream_health.domain.engine.control import OpenBook, Tick
from stream_health.domain.engine.engine import Input
from stream_health.domain.features.catalogue import CATALOGUE

PARTITIONS = 3
SEEDS = cases([1, 2])
COUNTS = st.builds(SegmentSums, *[st.integers(0, 5_000)] * 5)
DAYS = st.lists(
    st.lists(st.dictionaries(st.sampled_from("ab"), COUNTS), min_size=3, max_size=3), max_size=5
)
OF_BOOK = {feature.name for feature in CATALOGUE if feature.ttl.value == "book"}


@given(DAYS, st.randoms(use_true_random=False))
def test_the_book_is_the_sum_of_its_parts_however_they_arrive(
    days: list[list[dict[str, SegmentSums]]], random: Random
) -> None:
    """Partition numbers interleave in any way, records are repeated, the keeper is restarted."""
    queues = [
        [BookSums(number, (day + 1) * DAY_MS, tuple(parts[number].items()))
         for day, parts in enumerate(days)]
        for number in range(PARTITIONS)
    ]  # fmt: skip
    keeper, state, books = BookKeeper(PARTITIONS), dict[str, tuple[object, ...]](), list[Book]()
    while any(queues):
        sums = random.choice([queue for queue in queues if queue]).pop(0)
        for said in [sums] * random.choice((1, 1, 2)):
            books += keeper.take(said)
        for tag, record in keeper.records(dirty_only=True):
            if record is None:
                del state[tag]
            else:
                state[tag] = record
        if random.random() < 0.3:
            keeper = BookKeeper(PARTITIONS)
            keeper.restore(state.items())
    assert [book.day_end_ms for book in books] == [(day + 1) * DAY_MS for day in range(len(days))]
    for book, parts in zip(books, days, strict=True):
        for segment in {name for part in parts for name in part}:
            added = total(part[segment] for part in parts if segment in part)
            assert dict(book.segments)[segment][:-1] == added[:-1]
    assert {tag for tag in state if tag.startswith("day/")} == set()


@given(st.lists(COUNTS, min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_who_was_expected_to_leave_is_added_up_over_the_days_in_which_leaving_counts(
    days: list[SegmentSums], random: Random
) -> None:
    keeper, state = BookKeeper(1), dict[str, tuple[object, ...]]()
    for number, sums in enumerate(days):
        (book,) = keeper.take(BookSums(0, (number + 1) * DAY_MS, (("a", sums),)))
        within = days[max(0, number - 27) : number + 1]
        expected = sum(one.expected_millionths for one in within)
        assert book.segments == (("a", sums._replace(expected_millionths=expected)),)
        for tag, record in keeper.records(dirty_only=True):
            if record is None:
                state.pop(tag, None)
            else:
                state[tag] = record
        if random.random() < 0.3:
            keeper = BookKeeper(1)
            keeper.restore(state.items())
    assert len(state) <= 1 + 28


def test_a_partition_number_that_skips_days_holds_nobody_back() -> None:
    keeper = BookKeeper(2)
    said = [keeper.take(BookSums(0, day * DAY_MS, ())) for day in (1, 2, 3)]
    assert said == [[], [], []]
    assert [book.day_end_ms for book in keeper.take(BookSums(1, 3 * DAY_MS, ()))] == [
        day * DAY_MS for day in (1, 2, 3)
    ]


def with_books(seed: int, *, days: int = 40) -> list[Input]:
    """A stream with the statistics of each day, in time or hours late, at random values."""
    random = Random(seed)
    books = []
    for day in range(1, days):
        day_end_ms = START_MS + day * DAY_MS
        sums = SegmentSums(200, 150, random.randrange(0, 200_000), random.randrange(30))
        late_ms = random.choice((0, 0, 2 * HOUR_MS, 30 * HOUR_MS))
        books.append(
            (day_end_ms + late_ms, OpenBook(day_end_ms, Book.of(day_end_ms, {"book": sums})))
        )
    inputs: list[Input] = []
    times = accumulate(
        (item.event_time_ms if item else 0 for item in Stream(seed, days=days, per_day=6).inputs),
        max,
    )
    for time_ms, item in zip(times, Stream(seed, days=days, per_day=6).inputs, strict=True):
        while books and books[0][0] < time_ms:
            inputs.append(books.pop(0)[1])
        inputs.append(item)
    return inputs


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_any_cut_and_any_crash_gives_the_same_story(seed: int) -> None:
    inputs = with_books(seed)
    given = settings(quick_policy(chunk_accounts_max=1))
    whole = run(inputs, given)
    cut = run(inputs, given, seed=seed, crash_share=0.1)
    assert len(whole.of(BookOpened)) > 25
    assert opened(cut) == opened(whole)
    assert story_effects(cut) == story_effects(whole)
    assert sub_states(cut) == sub_states(whole)
    assert watches(cut) == watches(whole)
    assert final_points(cut) == final_points(whole)


def opened(done: Run) -> list[object]:
    return [effect for effect in done.effects if isinstance(effect, BookOpened)]


def moved_by_book(done: Run) -> set[str]:
    """Kinds of the causes that move what reads statistics of the book."""
    return {
        cause.kind
        for change in done.effects
        if isinstance(change, ScoreChange)
        for cause in change.causes
        if cause.feature in OF_BOOK
    }


def quiet_end(seed: int, *books: Book) -> list[Input]:
    """A stream, then two days in which only the clock and the statistics move."""
    inputs: list[Input] = [*with_books(seed)]
    end_ms = START_MS + 41 * DAY_MS
    inputs.append(Tick(end_ms))
    inputs += [OpenBook(book.day_end_ms, book) for book in books]
    return inputs + [Tick(end_ms + minute * 600_000) for minute in range(1, 288)]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_book_moves_is_ageing_and_alerts_no_sooner(seed: int) -> None:
    """Everybody left and nobody else is quiet: as bad as statistics can be."""
    end_ms = START_MS + 41 * DAY_MS
    worst = Book.of(end_ms, {"book": SegmentSums(100, 100, 300_000, 900)})
    done, calm = run(quiet_end(seed, worst), settings()), run(quiet_end(seed), settings())
    assert BookOpened(0, worst.version, end_ms + HOUR_MS) in opened(done)
    kinds = moved_by_book(done)
    assert "aging" in kinds
    assert "event" not in kinds  # which would need no hold

    def fired_at_once(of: Run) -> set[str]:
        """Within the hold, after the statistics took effect."""
        return {
            one.account_id
            for one in of.effects
            if isinstance(one, AlertCandidate) and one.transition == "fired"
            and end_ms + HOUR_MS <= one.as_of_ms < end_ms + 12 * HOUR_MS
        }  # fmt: skip

    assert fired_at_once(done) <= fired_at_once(calm)


def test_statistics_open_at_their_hour_once_and_expire() -> None:
    day_end_ms = START_MS + DAY_MS
    book = Book.of(day_end_ms, {"book": SegmentSums(100, 100, 90_000, 1)})
    older = Book.of(START_MS, {"book": SegmentSums(100, 100, 90_000, 1)})
    inputs: list[Input] = [Tick(day_end_ms), OpenBook(day_end_ms, book)]
    inputs += [OpenBook(day_end_ms, book), OpenBook(START_MS, older)]
    inputs += [Tick(day_end_ms + hour * HOUR_MS) for hour in range(1, 24 * 9)]
    assert opened(run(inputs, settings())) == [
        BookOpened(0, book.version, day_end_ms + HOUR_MS),
        BookOpened(0, NO_BOOK.version, day_end_ms + 7 * DAY_MS + HOUR_MS),
    ]


def test_statistics_that_come_late_open_at_the_next_full_hour() -> None:
    day_end_ms = START_MS + DAY_MS
    book = Book.of(day_end_ms, {})
    now_ms = day_end_ms + 5 * HOUR_MS + 60_000
    inputs: list[Input] = [Tick(now_ms), OpenBook(day_end_ms, book), Tick(now_ms + DAY_MS)]
    assert opened(run(inputs, settings())) == [
        BookOpened(0, book.version, day_end_ms + 6 * HOUR_MS)
    ]
