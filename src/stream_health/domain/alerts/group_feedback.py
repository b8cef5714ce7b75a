"""What people say of grouped alerts: it holds for the group, and a verdict for each member."""

import hashlib

from stream_health.domain.alerts.alert_book import AlertBook
from stream_health.domain.alerts.grouping import Grouping
from stream_health.domain.alerts.verdicts import APPLIED, read_feedback
from stream_health.domain.dispatched import DispatchOutput, FeedbackCopy
from stream_health.domain.effects import AlertFeedback
from stream_health.domain.events import Feedback


def hear_group(
    book: AlertBook, grouping: Grouping, feedback: AlertFeedback, now_ms: int
) -> list[DispatchOutput]:
    """Apply a feedback to a grouped alert; a verdict is copied to the alerts of its members.

    The copies go the way of all feedback, so that the conditions of the members hear them; their
    ids come from the feedback's own, so that a copy that comes again changes nothing. What speaks
    of an alert that is not open is counted and changes nothing.
    """
    key = feedback.dedup_key or ""
    alert = book.alerts.get(key)
    if alert is None or not alert.is_open:
        book.ignored_total["feedback_no_open_alert"] += 1
        return []
    if feedback.event_id == alert.feedback_id:
        book.ignored_total["repeated"] += 1
        return []
    said = read_feedback(_plain(feedback), as_of_ms=now_ms)
    if said.result != APPLIED:
        book.ignored_total[f"feedback_{said.result}"] += 1
        return []
    alert.feedback_id = feedback.event_id
    alert.candidate = alert.candidate._replace(
        transition=said.transition, author=feedback.author, until_ms=said.until_ms
    )
    copies = [
        FeedbackCopy(
            partition=member.candidate.partition,
            event_id=_copy_id(feedback.event_id, one),
            account_id=member.candidate.account_id,
            as_of_ms=now_ms,
            author=feedback.author,
            dedup_key=one,
            verdict=feedback.verdict,
        )
        for one in (grouping.left_of(key) if feedback.verdict else ())
        if feedback.verdict and (member := book.alerts[one])
    ]
    return [*book.go(key, said.transition, now_ms, reason=said.reason), *copies]


def _plain(feedback: AlertFeedback) -> Feedback:
    return Feedback(
        feedback.account_id,
        feedback.event_id,
        feedback.as_of_ms,
        feedback.kind,
        feedback.author,
        feedback.dedup_key,
        verdict=feedback.verdict,
        until_ms=feedback.until_ms,
    )


def _copy_id(event_id: str, key: str) -> str:
    return hashlib.sha256(f"{event_id}|{key}".encode()).hexdigest()[:32]
