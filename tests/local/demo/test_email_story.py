"""What the demo says of the director's e-mail."""

from dataclasses import replace

import pytest
from tests.support.saying import alert, score

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import Quote
from stream_health.domain.events import SignalEvent
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.plot import Plot
from stream_health.local.book.story import DRIVERS, Story, Truth
from stream_health.local.demo.email_story import farewell_lines
from stream_health.local.demo.stage import TICK_EVERY_MS
from stream_health.local.demo.tally import Tally
from stream_health.wire.names import TopicName

ONSET_MS = 40 * DAY_MS
TRUTH = Truth("a", "high", Story.DIRECTORS_EMAIL, DRIVERS[Story.DIRECTORS_EMAIL], ONSET_MS)
WORDS = "Friday is my last day here."


def told(*heard: object, until_ms: int = ONSET_MS + DAY_MS) -> str:
    sent_at = {ONSET_MS - ONSET_MS % TICK_EVERY_MS: 10.0}
    tally = Tally({"a": TRUTH}, sent_at, measured_from_ms=0)
    for said in heard:
        tally.hear(said, now=12.5)  # type: ignore[arg-type]  # scores, alerts and signals alike
    return "\n".join(farewell_lines(tally, [TRUTH], until_ms=until_ms))


def test_it_shows_the_words_the_score_before_and_how_soon_the_alert_was_read() -> None:
    said = alert("a", as_of_ms=ONSET_MS)
    quote = Quote("s1", "champion_leaving", 0.97, "champion", ONSET_MS, WORDS)
    about = said.candidate._replace(alert_kind="critical_signal", evidence=("s1",), quotes=(quote,))
    lines = told(
        score("a", as_of_ms=ONSET_MS - HOUR_MS, milli=87_100),
        SignalEvent("a", "s0", ONSET_MS, "message_seen", 1.0),
        SignalEvent("a", "s1", ONSET_MS, "champion_leaving", 0.97, role="champion"),
        score("a", as_of_ms=ONSET_MS, milli=69_100, previous=87_100),
        said._replace(candidate=about),
    )
    assert "87.100 when it came" in lines
    assert "2.5 s after it was sent" in lines
    assert f'"{WORDS}" - the champion' in lines
    assert "1 messages" in lines
    assert "NOT flagged" not in lines


def test_an_email_that_nobody_flagged_is_said_so_and_one_not_yet_sent_is_not_told() -> None:
    assert "NOT flagged" in told(alert("a", as_of_ms=ONSET_MS))
    assert told(until_ms=ONSET_MS) == ""


@pytest.mark.slow
def test_the_book_tells_it_in_messages_and_changes_nothing_else() -> None:
    calm = Plot(history_days=5, bad_of_high_value=0, bad_of_others=0, unexplained_churn_a_year=0)
    plain, told_too = (
        SimulatedBook(3, accounts=30, days=20, start_ms=0, plot=plot)
        for plot in (calm, replace(calm, email_of_high_value=0.01))
    )
    (farewell,) = [one for one in told_too.truth() if one.story is Story.DIRECTORS_EMAIL]
    messages = [
        one["value"] for one in told_too.events() if one["topic"] == TopicName.MESSAGE_EVENTS
    ]
    assert {one["account_id"] for one in messages} == {farewell.account_id}
    assert len(messages) == 4
    assert not [one for one in plain.events() if one["topic"] == TopicName.MESSAGE_EVENTS]
