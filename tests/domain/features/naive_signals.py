"""Features of signals and messages, worked out the plain way from the list of events."""

from collections.abc import Callable
from statistics import fmean

from tests.domain.features.naive import SPONSORS, Past
from tests.domain.features.naive_relations import Oracle

from stream_health.domain.clocking import DAY_MS


def strongest(days: int, *kinds: str, sponsor: bool = False) -> Callable[[Past], float]:
    """Greatest confidence among the kinds."""

    def value(past: Past) -> float:
        return max(
            (
                one.confidence
                for one in past.within(past.signals, -days, 1)
                if one.kind in kinds and not one.own and (not sponsor or one.role in SPONSORS)
            ),
            default=0,
        )

    return value


def days_of_messages(past: Past, direction: str) -> list[int]:
    """Days of the last 60 and today on which messages came or went."""
    seen = [one for one in past.within(past.signals, -60, 1) if one.kind == "message_seen"]
    return sorted(
        {one.event_time_ms // DAY_MS for one in seen if one.direction == direction and not one.own}
    )


def response(past: Past) -> float | None:
    """Mean days until an answer; what is unanswered counts once it is unusual."""
    answers = days_of_messages(past, "inbound")
    waits: list[int] = []
    answered = -1
    for day in days_of_messages(past, "outbound"):
        if day <= answered:
            continue
        later = [answer for answer in answers if answer >= day]
        if not later:
            usual = fmean(waits) if waits else 2
            if past.day - day > usual:
                waits.append(past.day - day)
            break
        answered = later[0]
        waits.append(answered - day)
    return fmean(waits) if waits else None


LEAVING = ("champion_leaving", "departed_autoreply")
QUIET = ("key_user_silent", "depth_drop", "breadth_drop", "seats_removed")

SIGNALS: Oracle = {
    "signals_response_60d_days": response,
    "signals_leaving_60d": strongest(60, *LEAVING),
    "signals_sponsor_leaving_60d": strongest(60, *LEAVING, sponsor=True),
    "signals_cancellation_30d": strongest(30, "cancellation_intent"),
    "signals_competitor_60d": strongest(60, "competitor_named"),
    "signals_hedging_60d": strongest(60, "renewal_hedging", "budget_pressure"),
    "signals_frustration_14d": strongest(14, "frustration", "escalation"),
    "signals_integration_removed_60d": strongest(60, "integration_removed"),
    "signals_withdrawal_30d": strongest(30, *QUIET),
    "signals_praise_60d": strongest(60, "praise", "advocacy"),
}
