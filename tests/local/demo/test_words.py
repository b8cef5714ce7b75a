"""Numbers a reader can add up, of alerts and scores, whole or shortened."""

import re

from hypothesis import given
from hypothesis import strategies as st
from tests.support.saying import alert, score

from stream_health.domain.effects import Action, Advice, Cause, Factor
from stream_health.local.demo.words import alert_lines, move_line, score_lines

MILLI = st.integers(-50_000, 50_000)
_POINTS = re.compile(r"^ {2}\S* +([+-]\d+\.\d{3}) ")


def printed_milli(lines: list[str]) -> list[int]:
    found = [_POINTS.match(line) for line in lines]
    return [round(float(one[1]) * 1_000) for one in found if one]


@given(parts=st.lists(MILLI, max_size=20), whole=st.booleans())
def test_the_printed_causes_of_an_alert_sum_to_the_printed_fall(
    parts: list[int], whole: bool
) -> None:
    causes = tuple(Cause("event", milli, "why") for milli in parts)
    fell = alert(causes=causes, reference_milli=66_900 - sum(parts))
    *printed, in_all = printed_milli(list(alert_lines(fell, None, None, whole=whole)))
    assert sum(printed) == in_all == sum(parts)
    assert len(printed) == len(parts) or not whole


@given(parts=st.lists(MILLI, max_size=20), clip=MILLI, whole=st.booleans())
def test_the_printed_parts_of_a_score_sum_to_it(parts: list[int], clip: int, whole: bool) -> None:
    made = score()._replace(
        factors=tuple(Factor("f", 1.5, "events", milli) for milli in parts),
        clip_points_milli=clip,
        score_milli=80_000 + sum(parts) + clip,
    )
    lines = list(score_lines(made, whole=whole))
    assert sum(printed_milli(lines[1:])) == made.score_milli  # the first line is the score
    assert lines[-1].strip() == "the parts add up"


def test_parts_that_do_not_add_up_are_called_that() -> None:
    lines = list(alert_lines(alert(reference_milli=90_000), None, score()._replace(score_milli=1)))
    assert sum("THE PARTS DO NOT ADD UP" in line for line in lines) == 2


def test_an_alert_names_account_score_reference_action_and_value_at_risk() -> None:
    text = "\n".join(alert_lines(alert(), None, None))
    assert "WARNING score drop  acme" in text
    assert "score 66.900, 20.000 below its median 30d of 86.900" in text
    assert "-20.000 a payment failed (event, billing)" in text
    assert "Call the sponsor - csm@vendor.example" in text
    assert "EUR 12,345 a year; the renewal is due today, 1970-01-01" in text


def test_an_alert_of_a_hard_signal_has_no_fall_to_explain() -> None:
    text = "\n".join(alert_lines(alert(reference_milli=None), None, None))
    assert "why    a payment failed\n         it is told whatever the score says" in text
    assert "below" not in text


def test_an_alert_in_full_says_since_when_what_helped_before_and_has_a_draft() -> None:
    told = alert()._replace(advice=(Advice("outreach.users_leaving", 9, 0.42, ("renewed",), (4,)),))
    told = told._replace(candidate=told.candidate._replace(since_ms=0))
    text = "\n".join(alert_lines(told, None, None, whole=True))
    assert "since  1970-01-01 00:00, the last time it was as usual" in text
    assert "past   outreach.users leaving: tried 9 times, helped in 42%" in text
    action = Action("outreach.payment_failing", "Call", "kim", 0, "It fell.")
    told = told._replace(candidate=told.candidate._replace(action=action))
    assert "draft  Hello {name}," in "\n".join(alert_lines(told, None, None, whole=True))
    assert "draft" not in "\n".join(alert_lines(told, None, None))


def test_a_move_shows_both_scores_and_why() -> None:
    assert "86.9 ->  66.9  watch     -20.000 a payment failed" in move_line(score(previous=86_900))
