"""What the demo plays: in order, before now, every story told, and a sample that keeps trends."""

from collections import Counter
from collections.abc import Iterator

import pytest

from stream_health.domain.clocking import DAY_MS
from stream_health.local.book.story import BAD_STORIES, Story
from stream_health.local.demo.stage import DAYS, QUIET_DAYS, Stage
from stream_health.local.demo.summary import watched
from stream_health.local.replay.history import Line

NOW_MS = 20_000 * DAY_MS + 12_345_678


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(5, accounts=20, now_ms=NOW_MS)


@pytest.fixture(scope="module")
def acts(stage: Stage) -> tuple[list[Line], list[Line]]:
    history, stories = stage.acts()
    return list(history), list(stories)


@pytest.mark.slow
def test_everything_lies_before_now_and_in_order(
    stage: Stage, acts: tuple[list[Line], list[Line]]
) -> None:
    history, stories = acts
    times = [line.timestamp for line in history + stories]
    assert times == sorted(times)
    assert stage.begin_ms <= times[0]
    assert NOW_MS - 2 * DAY_MS < times[-1] < stage.end_ms <= NOW_MS
    assert stage.end_ms - stage.begin_ms == DAYS * DAY_MS


@pytest.mark.slow
def test_the_first_act_ends_where_the_stories_may_begin_and_loses_nothing(
    stage: Stage, acts: tuple[list[Line], list[Line]]
) -> None:
    history, stories = acts
    assert history[-1].timestamp < stage.stories_ms <= stories[0].timestamp
    onsets = [one.onset_ms for one in stage.book.truth() if one.onset_ms is not None]
    assert min(onsets) >= stage.begin_ms + QUIET_DAYS * DAY_MS
    again = Stage(5, accounts=20, now_ms=NOW_MS).acts()
    assert sum(1 for act in again for _ in act) == len(history) + len(stories)


def test_every_bad_story_happens_to_an_account_that_alerts() -> None:
    stage = Stage(1, accounts=200, now_ms=NOW_MS)
    told = Counter(truth.story for truth in stage.book.truth() if watched(truth))
    assert all(told[story] >= 2 for story in BAD_STORIES)
    assert any(truth.story is Story.EXPANSION for truth in stage.book.truth())


@pytest.mark.slow
def test_no_account_falls_silent_by_the_sampling(
    stage: Stage, acts: tuple[list[Line], list[Line]]
) -> None:
    def days_of(lines: list[Line]) -> Iterator[tuple[bytes | None, int]]:
        for line in lines:
            if line.topic == "usage-events":
                yield line.key, line.timestamp // (7 * DAY_MS)

    weeks = Counter(key for key, _ in set(days_of(acts[0])))
    assert len(weeks) == stage.accounts
    assert min(weeks.values()) >= QUIET_DAYS // 7
