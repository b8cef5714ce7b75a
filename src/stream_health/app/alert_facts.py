"""What the judge of quality is told of the dispatcher's work."""

from collections.abc import Iterable, Iterator

from stream_health.domain.alerts.dispatcher import Dispatcher
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.dispatched import AlertsClosed, DispatchOutput, FiredAlert
from stream_health.domain.effects import AlertTransition


def fired_in(said: Iterable[DispatchOutput]) -> Iterator[FiredAlert]:
    """Alerts that fired among what the dispatcher said."""
    for one in said:
        if isinstance(one, AlertTransition) and one.transition == "fired":
            accounts = one.members or (one.candidate.account_id,)
            yield FiredAlert(one.dedup_key, one.generation, one.as_of_ms, accounts)


def closed_by(dispatcher: Dispatcher, before_ms: int | None) -> AlertsClosed | None:
    """The day that is complete since the dispatcher's time was ``before_ms``, if one is."""
    now_ms = dispatcher.watermark_ms
    if now_ms is None or (before_ms is not None and now_ms // DAY_MS <= before_ms // DAY_MS):
        return None
    return AlertsClosed(now_ms - now_ms % DAY_MS, dispatcher.lane.grouping.csms_total)
