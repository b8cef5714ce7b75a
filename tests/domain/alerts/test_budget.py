"""The noise budget: what is sent, what is held back, and what the digest lists."""

from dataclasses import replace

from tests.domain.alerts.book import MONDAY_9_MS, Book, fall

from stream_health.domain.clocking import HOUR_MS
from stream_health.domain.policy import Dispatch, Policy

TWO = replace(Policy(), dispatch=Dispatch(week_alerts_max=2, group_alerts_min=50))
DAY = 24 * 60  # minutes


def held(book: Book) -> list[str]:
    return [
        said.dedup_key for said in book.said
        if said.transition == "inhibited" and said.candidate.reason == "noise_budget"
    ]  # fmt: skip


def test_the_weightiest_are_sent_and_the_rest_held_back() -> None:
    worth = {1: 10, 2: 500, 3: 90, 4: 300}
    book = Book(TWO).take(*(fall(n, value_at_risk_minor=v) for n, v in worth.items())).until(2)
    assert book.told() == ["score_drop/a2", "score_drop/a4"]
    assert held(book) == ["score_drop/a3", "score_drop/a1"]


def test_a_near_renewal_and_a_deep_fall_weigh_more_than_the_same_value_alone() -> None:
    near_ms = MONDAY_9_MS + 20 * 24 * HOUR_MS
    book = Book(TWO).take(
        fall(1), fall(2, renewal_at_ms=near_ms), fall(3, score_milli=40_000)
    ).until(2)  # fmt: skip
    assert set(book.told()) == {"score_drop/a2", "score_drop/a3"}


def test_critical_alerts_are_never_held_back() -> None:
    book = Book(TWO).take(*(fall(n, severity="critical") for n in range(6))).until(2)
    assert len(book.told()) == 6
    assert held(Book(TWO).take(*(fall(n, severity="critical") for n in range(6))).until(2)) == []


def test_what_turns_critical_is_told_at_once() -> None:
    book = Book(TWO).take(*(fall(n) for n in range(3))).until(2)
    (key,) = held(book)
    worse = fall(int(key[-1]), 10, transition="updated", severity="critical", score_milli=40_000)
    assert book.take(worse).until(12).told("uninhibited") == [key]


def test_budgets_of_two_csms_are_two() -> None:
    book = Book(TWO).take(*(fall(n, csm="kim" if n % 2 else "lee") for n in range(4))).until(2)
    assert len(book.told()) == 4


def test_the_digest_of_the_next_business_day_lists_what_is_still_held_weightiest_first() -> None:
    book = Book(TWO).take(*(fall(n, value_at_risk_minor=n * 100) for n in range(1, 6))).until(2)
    book.take(fall(2, 60, transition="resolved", reason="recovered")).until(DAY)
    (digest,) = book.digests
    assert (digest.csm, digest.as_of_ms - MONDAY_9_MS) == ("kim", 24 * HOUR_MS)
    assert [entry.dedup_key for entry in digest.entries] == ["score_drop/a3", "score_drop/a1"]
    assert (digest.sent_total, digest.budget_total) == (2, 2)
    assert len(book.until(6 * DAY).digests) == 4  # Tuesday to Friday


def test_what_was_held_back_is_told_when_the_week_has_passed() -> None:
    book = Book(TWO).take(*(fall(n) for n in range(3))).until(2)
    (key,) = held(book)
    book.until(8 * DAY)
    (told,) = [said for said in book.said if said.transition == "uninhibited"]
    assert (told.dedup_key, told.candidate.reason) == (key, "budget")


def test_a_group_counts_as_one_alert() -> None:
    policy = replace(TWO, dispatch=replace(TWO.dispatch, group_alerts_min=3))
    book = Book(policy).take(*(fall(n) for n in range(5))).until(2)
    book.take(fall(6, 30, source="billing"), fall(7, 30, source="tickets")).until(33)
    assert len(book.told()) == 2
    assert len(held(book)) == 1


def test_verdicts_are_counted_by_whether_the_alert_was_held_back() -> None:
    book = Book(TWO).take(*(fall(n) for n in range(3))).until(2)
    (key,) = held(book)
    number = int(key[-1])
    book.until(8 * DAY)
    for one, verdict in ((number, "not_a_risk"), ((number + 1) % 3, "right")):
        transition = "acknowledged" if verdict == "right" else "resolved"
        book.take(fall(one, 8 * DAY + 5, transition=transition, reason=verdict))
    book.until(8 * DAY + 10)
    assert book.dispatcher.book.judged_total == {
        ("score_drop", "held", "not_a_risk"): 1,
        ("score_drop", "sent", "right"): 1,
    }
