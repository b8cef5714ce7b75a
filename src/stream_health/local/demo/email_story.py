"""What became of the director's e-mail: how soon it was flagged, and what the score said then."""

from collections.abc import Iterator, Sequence
from typing import Final

from stream_health.domain.effects import AlertTransition
from stream_health.local.book.story import Story, Truth
from stream_health.local.demo.tally import Tally
from stream_health.local.demo.words import minute, points, quote_line

_CRITICAL_SIGNAL: Final = "critical_signal"


def farewell_lines(tally: Tally, truths: Sequence[Truth], *, until_ms: int) -> Iterator[str]:
    """Tell each director's e-mail that was sent before an instant."""
    for truth in truths:
        onset_ms = truth.onset_ms
        if truth.story is Story.DIRECTORS_EMAIL and onset_ms is not None and onset_ms < until_ms:
            yield ""
            yield f"the director's e-mail to {truth.account_id}, {minute(onset_ms)}:"
            alert = _alert_of(tally, truth.account_id)
            if alert is None:
                yield "  NOT flagged"
            else:
                yield from _told(tally, alert, onset_ms)


def _alert_of(tally: Tally, account_id: str) -> AlertTransition | None:
    for alert in tally.fired:
        said = alert.candidate
        if said.account_id == account_id and said.alert_kind == _CRITICAL_SIGNAL:
            return alert
    return None


def _told(tally: Tally, alert: AlertTransition, onset_ms: int) -> Iterator[str]:
    said = alert.candidate
    before = tally.score_before(said.account_id, onset_ms)
    if before is not None:
        yield f"  score  {points(before)} when it came: use is steady, no number warns"
    seconds = tally.seconds_until(alert, onset_ms)
    after = "" if seconds is None else f" {seconds:.1f} s after it was sent"
    score = points(said.score_milli)
    yield f"  alert  {said.severity}, read{after}; with the signal the score is {score}"
    for quote in said.quotes:
        yield quote_line(quote)
    yield (
        f"  read   {tally.messages[said.account_id]} messages of the account, "
        f"{len(said.evidence)} of them flagged as a farewell"
    )
    if said.renewal_at_ms is not None:
        yield f"  renews {minute(said.renewal_at_ms)[:10]}"
    if said.action is not None:
        due = "" if said.action.due_ms is None else f", due {minute(said.action.due_ms)}"
        yield f"  do     {said.action.title} - {said.action.owner}{due}"
