"""An alert in words."""

import pytest
from tests.domain.alerts.book import fall

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import Action, Cause, Quote
from stream_health.domain.playbook.briefing import SEEN_MAX, briefing_of
from stream_health.domain.playbook.themes import Theme

NOBODY_TO_WRITE_TO = {Theme.GENERAL, Theme.ADVOCACY}


def test_only_the_three_heaviest_falls_are_told_and_no_gain() -> None:
    causes = [Cause("event", -n, f"fall {n}") for n in (9, 7, 5, 3)] + [Cause("event", 8, "gain")]
    told = briefing_of(fall(1, causes=tuple(causes)))
    assert told.seen.split("; ") == ["fall 9", "fall 7", "fall 5"]
    assert len(told.seen.split("; ")) == SEEN_MAX


def test_what_is_seen_comes_from_more_than_one_source_where_there_is_another() -> None:
    causes = tuple(Cause("aging", -n, f"use {n}", None, "usage") for n in (9, 7, 5))
    assert briefing_of(fall(1, causes=causes)).seen == "use 9; use 7; use 5"
    ticket = Cause("event", -1, "a ticket waits", None, "tickets")
    assert briefing_of(fall(1, causes=(*causes, ticket))).seen == "use 9; use 7; a ticket waits"


def test_what_was_said_is_told_with_what_was_seen() -> None:
    quote = Quote("s1", "champion_leaving", 0.97, "champion", 5, "Friday is my last day.")
    told = briefing_of(fall(1, causes=(Cause("event", 0, "who leaves"),), quotes=(quote,)))
    assert told.seen == 'who leaves; "Friday is my last day."'


def test_since_when_is_the_last_time_it_was_as_usual() -> None:
    assert briefing_of(fall(1, reference_at_ms=77, since_ms=78)).since_ms == 78


@pytest.mark.parametrize(
    ("days", "said"),
    [(2, "is due in 2 days"), (1, "is due tomorrow"), (0, "is due today"), (-1, "1 day ago")],
)
def test_when_the_renewal_is_due_is_said_as_people_do(days: int, said: str) -> None:
    one = fall(1)
    assert said in briefing_of(one._replace(renewal_at_ms=one.as_of_ms + days * DAY_MS)).why


def test_since_when_is_the_hour_of_the_reference_else_that_of_the_alert() -> None:
    assert briefing_of(fall(1, reference_at_ms=77)).since_ms == 77
    alone = fall(1, reference_at_ms=None)
    assert briefing_of(alone).since_ms == alone.as_of_ms


def test_a_renewal_that_has_passed_and_what_is_not_known_are_said_so() -> None:
    late = fall(1)
    late = late._replace(renewal_at_ms=late.as_of_ms - 3 * DAY_MS)
    assert "was due 3 days ago" in briefing_of(late).why
    unknown = fall(1, value_at_risk_minor=None, renewal_at_ms=None)
    assert briefing_of(unknown).why == "neither value nor renewal date are known"


@pytest.mark.parametrize("theme", Theme)
def test_every_theme_that_calls_for_a_message_has_a_draft_signed_by_the_csm(theme: Theme) -> None:
    action = Action(f"outreach.{theme.value}", "Call", "kim", None, "It fell.")
    draft = briefing_of(fall(1, action=action)).draft
    if theme in NOBODY_TO_WRITE_TO:
        assert draft is None
    else:
        assert draft is not None
        assert draft.startswith("Hello {name},")
        assert draft.endswith("kim")


def test_a_grouped_alert_has_no_draft() -> None:
    assert briefing_of(fall(1, account_id="")).draft is None
