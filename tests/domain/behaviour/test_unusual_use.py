"""Each kind of unusual use is said once, with figures, and again only when it was over."""

import pytest
from tests.support.diary import Diary, weekdays

from stream_health.domain.behaviour import kinds
from stream_health.domain.behaviour.almanac import weekday_of
from stream_health.domain.events import BillingEvent, Contact, EngagementEvent

TEAM = ("ann", "bob", "cat", "dan", "eve", "fay")
FEATURES = ("reports", "search", "tasks", "budgets", "planning", "audit")


def said_of(diary: Diary, kind: str) -> list[str]:
    return [signal.evidence for signal in diary.said if signal.kind == kind]


def test_an_ordinary_life_says_nothing() -> None:
    diary = Diary()
    diary.live(200, features=FEATURES)
    assert diary.said == []


def test_a_key_user_who_is_gone_for_six_weeks_is_silent_once_and_one_on_holiday_is_not() -> None:
    diary = Diary(contacts=(Contact("ann", "champion"),))
    diary.live(91)
    diary.live(21, users=TEAM[1:])  # three weeks
    diary.live(35)
    assert diary.said == []
    diary.live(56, users=TEAM[1:])
    (signal,) = diary.said
    assert (signal.kind, signal.contact, signal.role) == ("key_user_silent", "ann", "champion")
    assert signal.evidence.startswith("our champion was last there on 2026-05-29, ")
    diary.live(35)
    diary.live(56, users=TEAM[1:])
    assert diary.kinds() == ["key_user_silent"] * 2


def test_when_all_are_gone_it_is_the_account_that_is_silent() -> None:
    diary = Diary(contacts=(Contact("ann", "champion"),))
    diary.live(91)
    for _ in range(60):
        diary.sleep()
    assert diary.kinds() == ["silence"]


def test_depth_falls_when_the_same_people_do_half_as_much() -> None:
    diary = Diary()
    for day in range(168):
        for _ in range(6 if day < 119 else 2):
            if weekdays(diary.day):
                for user in TEAM:
                    diary.use(user=user)
        diary.sleep()
    (said,) = said_of(diary, kinds.DEPTH_DROP)
    assert said.startswith(
        "2.0 uses per user and day in the last 2 weeks; usual was 6.0 in the 16 "
    )


def test_breadth_falls_when_features_are_left_and_is_said_again_after_it_was_back() -> None:
    diary = Diary()
    diary.live(119, features=FEATURES)
    diary.live(28, features=FEATURES[:2])
    assert diary.kinds() == ["breadth_drop"]
    assert "2.0 features in use in the last 2 weeks; usual was 6.0" in diary.said[0].evidence
    diary.live(56, features=FEATURES)
    diary.live(28, features=FEATURES[:2])
    assert diary.kinds() == ["breadth_drop"] * 2


def test_with_half_the_people_fewer_features_are_no_news() -> None:
    diary = Diary()
    diary.live(119, features=FEATURES)
    diary.live(28, users=TEAM[:2])
    assert said_of(diary, kinds.BREADTH_DROP) == []


def test_a_feature_beside_the_core_that_falls_out_of_use_is_said_by_name() -> None:
    diary = Diary()
    diary.live(91, features=FEATURES)
    diary.live(42, features=FEATURES[:5])  # without audit
    (said,) = said_of(diary, kinds.EDGE_FEATURE_DROPPED)
    assert said.startswith("feature audit last used on 2026-04-03, ")
    assert diary.kinds() == ["edge_feature_dropped"]


@pytest.mark.parametrize(
    ("name", "kind", "what"),
    [
        ("report.exported", kinds.EXPORT_SPIKE, "exports"),
        ("role.changed", kinds.ADMIN_CHANGE, "changes of roles, permissions or sign-on"),
        ("user.deactivated", kinds.SEATS_REMOVED, "users taken off the account"),
    ],
)
def test_a_record_day_is_a_spike_and_a_larger_one_before_makes_it_none(
    name: str, kind: str, what: str
) -> None:
    diary = Diary()
    for day in range(140):
        if weekday_of(diary.day) in (1, 3):
            diary.use(name=name, times=4 + day % 3)
        diary.live(1)
    assert diary.said == []
    diary.use(name=name, times=400)
    diary.live(40)
    assert said_of(diary, kind) == [f"400 {what} on 2026-05-25; the most on a day before was 6"]
    diary.use(name=name, times=500)
    diary.live(2)
    assert len(diary.said) == 1


def test_a_first_export_is_no_spike_however_large() -> None:
    diary = Diary()
    diary.live(91)
    diary.use(name="report.exported", times=10_000)
    diary.live(3)
    assert diary.said == []


def test_an_integration_taken_out_is_said_the_next_midnight_and_a_habit_of_it_is_not() -> None:
    diary = Diary()
    diary.live(60)
    diary.use(name="integration.slack.removed")
    assert [signal.kind for signal in diary.sleep()] == ["integration_removed"]
    for _ in range(12):
        diary.use(name="integration.slack.removed")
        diary.live(35)
    assert len(diary.said) <= 2


def test_calls_of_an_integration_that_stop_are_a_removed_integration() -> None:
    diary = Diary()
    for day in range(120):
        if day < 91 and weekdays(diary.day):
            diary.use(name="api.called", user="bot")
        diary.live(1)
    assert diary.kinds() == ["integration_removed"]
    assert "last call of an integration on 2026-04-03" in diary.said[0].evidence


def test_invitations_that_stop_are_said_and_an_account_that_never_invited_is_not() -> None:
    diary = Diary()
    for day in range(220):
        if day < 140 and weekday_of(diary.day) in (0, 3):
            diary.use(name="user.invited")
        diary.live(1)
    assert diary.kinds() == ["invitations_stopped"]


@pytest.mark.parametrize(("left", "says"), [(99, False), (90, True)])
def test_seats_given_up_are_said_when_they_are_worth_it(left: int, says: bool) -> None:
    diary = Diary()
    diary.add(_seats(diary, 100))
    diary.live(30)
    diary.add(_seats(diary, left))
    diary.live(5)
    assert bool(said_of(diary, kinds.SEATS_REMOVED)) is says
    diary.add(_seats(diary, 120))
    diary.live(5)
    assert len(diary.said) == says


def _seats(diary: Diary, seats: int) -> BillingEvent:
    time_ms = diary.day * 86_400_000
    return BillingEvent("acme", f"s{seats}", time_ms, "seats_changed", seats=seats)


@pytest.mark.parametrize(
    ("every", "missed_now", "says"), [(99, 1, False), (99, 3, True), (2, 3, False)]
)
def test_missed_meetings_say_the_more_the_rarer_they_were(
    every: int, missed_now: int, says: bool
) -> None:
    diary = Diary()
    for number in range(1, 21):
        diary.add(_meeting(diary, "held" if number % every else "missed"))
        diary.live(14)
    diary.said.clear()
    for _ in range(missed_now):
        diary.add(_meeting(diary, "missed"))
        diary.live(3)
    assert bool(said_of(diary, kinds.MEETING_MISSED)) is says


def _meeting(diary: Diary, how: str) -> EngagementEvent:
    time_ms = diary.day * 86_400_000
    return EngagementEvent("acme", f"m{diary.day}", time_ms, f"meeting_{how}")
