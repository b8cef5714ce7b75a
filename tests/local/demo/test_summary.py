"""The end of a demo against the known truth: what was found, what was not, what was false."""

from tests.support.saying import alert, score

from stream_health.domain.clocking import DAY_MS
from stream_health.local.book.story import DRIVERS, Story, Truth
from stream_health.local.demo.summary import (
    Performance,
    false_alerts,
    stories_found,
    summary_lines,
)
from stream_health.local.demo.tally import Tally

ONSET_MS = 40 * DAY_MS


def truth(account_id: str, story: Story, tier: str = "high") -> Truth:
    return Truth(account_id, tier, story, DRIVERS[story], onset_ms=ONSET_MS)


FADES = truth("fades", Story.SILENT_FADE)
LEAVES = truth("leaves", Story.CHAMPION_LEAVES)
SMALL = truth("small", Story.CHAMPION_LEAVES, tier="digital")
GROWS = truth("grows", Story.EXPANSION)


def test_a_story_is_found_by_the_first_alert_after_its_onset() -> None:
    fired = [
        alert("leaves", as_of_ms=ONSET_MS),
        alert("leaves", as_of_ms=ONSET_MS + DAY_MS),
        alert("fades", as_of_ms=ONSET_MS + 30 * DAY_MS),
    ]
    found = {
        one.story: (one.begun, one.delays_ms)
        for one in stories_found([FADES, LEAVES, SMALL, GROWS], fired, until_ms=100 * DAY_MS)
    }
    assert found[Story.CHAMPION_LEAVES] == (1, (0,))
    assert found[Story.SILENT_FADE] == (1, (30 * DAY_MS,))
    assert found[Story.PAYMENT_FAILS] == (0, ())


def test_a_story_that_has_not_begun_when_time_ran_out_is_not_missed() -> None:
    found = stories_found([FADES], [], until_ms=ONSET_MS)
    assert {one.begun for one in found} == {0}


def test_an_alert_is_false_before_the_onset_without_a_story_and_of_a_good_one() -> None:
    fired = [
        alert("leaves", as_of_ms=ONSET_MS - 1),
        alert("leaves", as_of_ms=ONSET_MS),
        alert("grows", as_of_ms=ONSET_MS),
        alert("nobody", as_of_ms=ONSET_MS),
    ]
    wrong = false_alerts([LEAVES, GROWS], fired)
    assert [one.event_id for one in wrong] == [
        fired[0].event_id,
        fired[2].event_id,
        fired[3].event_id,
    ]


def test_the_summary_says_how_far_it_came_what_was_found_and_one_alert_in_full() -> None:
    truths = [LEAVES, FADES]
    tally = Tally({one.account_id: one for one in truths}, {}, measured_from_ms=0)
    tally.hear(score("leaves", as_of_ms=ONSET_MS, previous=86_900), now=0.0)
    tally.hear(alert("leaves", as_of_ms=ONSET_MS), now=0.0)
    performance = Performance(
        events_total=10_000, feed_seconds=5.0, workers=2, reached_ms=60 * DAY_MS, end_ms=70 * DAY_MS
    )
    text = "\n".join(summary_lines(tally, truths, performance))
    assert "10,000 in 5.0 s (2,000 a second), 2 workers" in text
    assert "10 days short of the end" in text
    assert "champion leaves  1 of 1 found, first alert after 0.0 days" in text
    assert "silent fade      0 of 1 found" in text
    assert "2 scores and alerts checked, 0 do not add up" in text
    assert "-20.000 in all: the parts add up" in text
    assert "Call the sponsor - csm@vendor.example, due 1970-01-02 00:00" in text


def test_without_anything_heard_there_is_a_summary_all_the_same() -> None:
    performance = Performance(
        events_total=0, feed_seconds=0.0, workers=2, reached_ms=0, end_ms=70 * DAY_MS
    )
    text = "\n".join(summary_lines(Tally({}, {}, measured_from_ms=0), [], performance))
    assert "0 fired (no transitions)" in text
    assert "one alert in full" not in text
