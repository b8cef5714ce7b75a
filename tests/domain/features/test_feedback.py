"""What a verdict says to the score: a little, for a while, and again in the same days next year."""

from hypothesis import given
from hypothesis import strategies as st
from tests.support.account_events import VERDICTS

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Feedback
from stream_health.domain.features.feedback import FEATURES

DAY = 20_000
VALUES = {one.name: one for one in FEATURES}


def after(days: int, *verdicts: str) -> dict[str, float | None]:
    """The values so many days after an account was said to be so."""
    account = Account("acme")
    for place, verdict in enumerate(verdicts):
        account.apply(
            Feedback("acme", f"f{place}", DAY * DAY_MS + place, "verdict", "csm-1", verdict=verdict)
        )
    hour = (DAY + days) * HOURS_PER_DAY
    account.advance(hour)
    return {name: one.compute(account, hour) for name, one in VALUES.items()}


def test_confirmed_alerts_and_false_ones_are_counted_apart_for_ninety_days() -> None:
    said = ("right", "not_a_risk", "too_late", "stale_data")
    assert after(0, *said)["feedback_alerts_confirmed_90d"] == 2
    assert after(90, *said)["feedback_alerts_not_a_risk_90d"] == 1
    assert after(91, *said)["feedback_alerts_confirmed_90d"] == 0


@given(st.integers(0, 800))
def test_a_known_event_holds_for_a_fortnight_and_around_the_same_day_next_year(days: int) -> None:
    expected = days < 14 or abs(days - 364) < 14
    assert after(days, "known_event")["feedback_known_season"] == expected


@given(st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=30), st.integers(0, 400))
def test_no_verdict_moves_a_score_by_as_much_as_an_alert_takes(said: list[str], days: int) -> None:
    values = after(days, *said)
    moved = [one.points[one.bin_of(values[name])] for name, one in VALUES.items()]
    assert abs(sum(moved)) < 15_000


def test_who_was_never_spoken_of_has_no_values() -> None:
    account = Account("acme")
    assert {one.compute(account, DAY * HOURS_PER_DAY) for one in FEATURES} == {None}
