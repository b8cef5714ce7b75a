"""One cause, one alert: groups of a CSM, incidents of the book, stale feeds, parents."""

from dataclasses import replace

from tests.domain.alerts.book import MONDAY_9_MS, Book, fall

from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS
from stream_health.domain.effects import AlertFeedback, FeedsChanged
from stream_health.domain.policy import Dispatch, Policy

GROUP = "group/score_drop/usage/kim"


def test_two_falls_are_two_alerts_after_the_wait_of_their_group() -> None:
    book = Book().take(fall(1), fall(2)).until(1)
    assert book.said == []
    book.until(2)
    assert book.told() == ["score_drop/a1", "score_drop/a2"]
    assert {said.as_of_ms - MONDAY_9_MS for said in book.said} == {2 * MINUTE_MS}


def test_three_falls_of_one_cause_within_ten_minutes_are_one_alert_with_members() -> None:
    book = Book().take(fall(1), fall(2), fall(3)).until(2)
    assert book.told() == [GROUP]
    assert book.told("inhibited") == ["score_drop/a1", "score_drop/a2", "score_drop/a3"]
    group = book.said[0]
    assert group.members == ("a1", "a2", "a3")
    assert (group.candidate.account_id, group.candidate.csm) == ("", "kim")
    assert group.candidate.value_at_risk_minor == 3_000
    assert group.candidate.causes[0].source == "usage"
    assert {said.candidate.reason for said in book.said[1:]} == {GROUP}


def test_what_was_told_a_few_minutes_ago_belongs_to_the_group_that_the_third_makes() -> None:
    book = Book().take(fall(1), fall(2, 3)).until(6).take(fall(3, 8)).until(12)
    assert book.told() == ["score_drop/a1", "score_drop/a2", GROUP]
    assert sorted(book.told("inhibited")) == ["score_drop/a1", "score_drop/a2", "score_drop/a3"]


def test_other_causes_other_csms_and_other_times_stay_alone() -> None:
    apart = [
        fall(1), fall(2), fall(3, source="billing"), fall(4, csm="lee"),
    ]  # fmt: skip
    book = Book().take(*apart).until(2).take(fall(5, 30)).until(32)
    assert len(book.told()) == 5
    assert not book.told("inhibited")


def test_who_falls_later_joins_the_group_and_the_group_says_so_once() -> None:
    book = Book().take(fall(1), fall(2), fall(3)).until(2)
    book.take(fall(4, 50), fall(5, 50)).until(60)
    assert book.told() == [GROUP]
    (update,) = [said for said in book.said if said.transition == "updated"]
    assert update.members == ("a1", "a2", "a3", "a4", "a5")


def test_a_week_after_four_of_five_have_recovered_the_last_is_told_alone() -> None:
    book = Book().take(*(fall(number) for number in range(5))).until(2)
    for number in range(3):
        book.take(fall(number, 100, transition="resolved", reason="recovered")).until(101)
    assert book.told("resolved") == ["score_drop/a0", "score_drop/a1", "score_drop/a2"]
    book.take(fall(3, 110, transition="resolved", reason="recovered")).until(112)
    assert book.told("resolved")[-1:] == ["score_drop/a3"]
    book.until(112 + 169 * 60)
    assert book.told("resolved")[-1:] == [GROUP]
    assert book.told("uninhibited") == ["score_drop/a4"]


def test_a_group_without_members_left_is_over_at_once() -> None:
    book = Book().take(*(fall(number) for number in range(3))).until(2)
    book.take(*(fall(n, 90, transition="resolved", reason="recovered") for n in range(3))).until(92)
    assert book.told("resolved")[-1:] == [GROUP]


def test_a_third_of_a_small_book_within_a_day_is_one_alert_though_hours_lie_between() -> None:
    book = Book(sizes={"kim": 12, "lee": 40})
    for number in range(6):
        book.take(fall(number, number * 60)).until(number * 60 + 5)
    assert book.told() == [f"score_drop/a{number}" for number in range(3)] + [GROUP]


def test_an_outage_of_the_book_is_one_alert_for_operations_whoever_the_csm_is() -> None:
    book = Book(sizes={"kim": 500, "lee": 500})
    falls = [fall(number, csm="kim" if number % 2 else "lee") for number in range(300)]
    book.take(*falls).until(2)
    assert book.told() == ["data_outage/book/usage"]
    assert len(book.told("inhibited")) == 300
    outage = book.said[0].candidate
    assert (outage.alert_kind, outage.csm, outage.action and outage.action.owner) == (
        "data_outage", None, "operations",
    )  # fmt: skip


def test_pending_falls_count_so_that_the_first_to_fire_is_the_outage() -> None:
    book = Book(sizes={"kim": 100})
    book.take(*(fall(number, transition="pending") for number in range(30))).until(60)
    for number in range(30):
        book.take(fall(number, 720 + number)).until(723 + number)
    assert book.told() == ["data_outage/book/usage"]


def test_a_stale_feed_is_one_alert_and_explains_the_falls_since_it_was_last_heard() -> None:
    heard_ms = MONDAY_9_MS - HOUR_MS
    book = Book().take(fall(1), fall(2, source="billing")).until(2)
    book.take(FeedsChanged(1, MONDAY_9_MS + HOUR_MS, ("usage",), (heard_ms,))).until(61)
    assert book.told()[2:] == ["data_outage/feed/usage"]
    assert book.told("inhibited") == ["score_drop/a1"]
    back_ms = MONDAY_9_MS + 2 * HOUR_MS
    book.take(FeedsChanged(1, back_ms, (), ())).until(60 * 169)
    assert not book.told("resolved")
    book.until(60 * 171)
    assert book.told("resolved") == ["data_outage/feed/usage"]
    assert book.told("uninhibited") == ["score_drop/a1"]


def test_a_critical_signal_explains_the_fall_it_leads_until_it_ends() -> None:
    signal = fall(
        1, alert_kind="critical_signal", severity="critical",
        causes=(fall(1).causes[0]._replace(feature="champion_leaving", source="signals"),),
    )  # fmt: skip
    led = fall(1, 1, causes=signal.causes)
    book = Book().take(signal, led, fall(4, 1)).until(4)
    assert book.told() == ["critical_signal/a1", "score_drop/a4"]
    assert book.told("inhibited") == ["score_drop/a1"]
    ended_ms = MONDAY_9_MS + HOUR_MS
    book.take(signal._replace(transition="resolved", as_of_ms=ended_ms)).until(62)
    assert book.told("uninhibited") == ["score_drop/a1"]


def test_a_fall_told_before_its_critical_signal_is_inhibited_by_it() -> None:
    causes = (fall(1).causes[0]._replace(feature="champion_leaving", source="signals"),)
    signal = fall(1, 9, alert_kind="critical_signal", severity="critical", causes=causes)
    book = Book().take(fall(1, causes=causes)).until(5).take(signal).until(11)
    assert book.told("inhibited") == ["score_drop/a1"]


def test_silence_and_renewal_are_explained_by_the_fall_of_the_same_account() -> None:
    silence = fall(1, alert_kind="silence")
    renewal = fall(1, 30, alert_kind="renewal_at_risk")
    book = Book().take(silence, fall(1)).until(2).take(renewal).until(33)
    assert book.told() == ["score_drop/a1"]
    assert book.told("inhibited") == ["silence/a1", "renewal_at_risk/a1"]


def test_a_verdict_on_a_group_ends_it_and_is_copied_to_each_member_once() -> None:
    book = Book().take(fall(1), fall(2), fall(3)).until(2)
    said = AlertFeedback(
        1, MONDAY_9_MS + HOUR_MS, "a1", "f1", "verdict", "kim", GROUP, "known_event", None, None
    )
    book.take(said).until(61).take(said).until(63)
    assert book.told("resolved") == [GROUP]
    assert [copy.dedup_key for copy in book.copies] == [
        "score_drop/a1", "score_drop/a2", "score_drop/a3",
    ]  # fmt: skip
    assert len({copy.event_id for copy in book.copies}) == 3
    assert book.dispatcher.ignored_total["feedback_no_open_alert"] == 1


def test_a_group_can_be_acknowledged_and_snoozed_and_escalates_when_nobody_does() -> None:
    book = Book().take(fall(1), fall(2), fall(3)).until(2)
    heard = AlertFeedback(
        1, MONDAY_9_MS + HOUR_MS, "a1", "f1", "acknowledged", "kim", GROUP, None, None, None
    )
    assert Book().take(fall(1), fall(2), fall(3)).days(7).told("escalated") == [GROUP]
    book.take(heard).days(7)
    assert book.told("acknowledged") == [GROUP]
    assert book.told("escalated") == []


def test_every_grouped_alert_has_ended_after_sixty_quiet_days() -> None:
    book = Book(sizes={"kim": 500})
    book.take(FeedsChanged(0, MONDAY_9_MS, ("tickets",), (MONDAY_9_MS - DAY_MS,)))
    book.take(*(fall(number) for number in range(200))).until(2)
    for number in range(200):
        book.take(fall(number, 43_200, transition="resolved", reason="new_normal"))
    book.days(61)
    assert book.dispatcher.open_alerts() == {}
    assert {"data_outage/book/usage", "data_outage/feed/tickets"} <= set(book.told("resolved"))


def test_the_minute_that_is_waited_for_is_asked_for_once_of_every_partition() -> None:
    book = Book().until(1).take(fall(1, 1), fall(2, 1), fall(4, 1))
    asked = [(one.partition, one.until_ms - MONDAY_9_MS) for one in book.wanted]
    assert asked == [(0, 3 * MINUTE_MS), (1, 3 * MINUTE_MS), (2, 3 * MINUTE_MS)]
    assert len(book.until(10).wanted) == 3


def test_without_grouping_by_number_a_policy_may_tell_each_alone() -> None:
    policy = replace(Policy(), dispatch=Dispatch(group_alerts_min=50))
    assert len(Book(policy).take(fall(1), fall(2), fall(3)).until(2).told()) == 3
