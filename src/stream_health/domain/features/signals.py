"""What messages say: how soon we are answered, and the strongest signal of each kind."""

from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.account.signals import SPONSOR_LEAVING
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Compute, Feature, Monotone, Ttl

RESPONSE_DAYS: Final = 60
_PATIENCE_DAYS: Final = 2


def _strongest(days: int, *kinds: str) -> Compute:
    """Build a feature: the greatest confidence, 0 to 1, among the kinds in the last days."""

    def compute(account: Account, hour: int) -> float | None:
        signals = account.signals
        if signals is None:
            return None
        start_ms = (hour // HOURS_PER_DAY - days) * DAY_MS
        return signals.strongest_milli(kinds, start_ms) / 1_000

    return compute


def _response(account: Account, hour: int) -> float | None:
    """Mean days from a message of ours to their next one; who was answered waits no more.

    What is unanswered counts, as long as it has lasted, once that is longer than the mean of those
    before, or than two days where nothing is known yet.
    """
    signals = account.signals
    if signals is None:
        return None
    start = hour // HOURS_PER_DAY - RESPONSE_DAYS
    sent, heard = signals.outbound_days.since(start), signals.inbound_days.since(start)
    waits_days: list[int] = []
    while sent:
        first = _lowest_bit(sent)
        later = heard >> first
        if not later:
            open_days = RESPONSE_DAYS - first
            usual_days = sum(waits_days) / len(waits_days) if waits_days else _PATIENCE_DAYS
            if open_days > usual_days:
                waits_days.append(open_days)
            break
        wait_days = _lowest_bit(later)
        waits_days.append(wait_days)
        answered = first + wait_days + 1
        sent = sent >> answered << answered  # what went out until the answer waited for the same
    return sum(waits_days) / len(waits_days) if waits_days else None


def _lowest_bit(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


FEATURES = (
    Feature(
        name="signals_response_60d_days",
        unit="days",
        source=Source.SIGNALS,
        window="60 days",
        ttl=Ttl.DAY,
        meaning="Days until they answer our messages, what is unanswered included",
        text="they take {value} [day|days] to answer our messages",
        edges=(1.5, 4, 8, 15),
        points=(400, 200, 0, -500, -1_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_response,
    ),
    Feature(
        name="signals_leaving_60d",
        unit="share",
        source=Source.SIGNALS,
        window="60 days",
        ttl=Ttl.DAY,
        meaning="A contact is leaving or has left",
        text="a contact is leaving, sure to {value}",
        edges=(0.5, 0.75, 0.9),
        points=(0, -2_000, -4_500, -7_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_strongest(60, "champion_leaving", "departed_autoreply"),
    ),
    Feature(
        name="signals_sponsor_leaving_60d",
        unit="share",
        source=Source.SIGNALS,
        window="60 days",
        ttl=Ttl.DAY,
        meaning="The one who is leaving is our champion or sponsor",
        text="our champion or sponsor is leaving, sure to {value}",
        edges=(0.5, 0.75, 0.9),
        points=(0, -3_000, -7_000, -11_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_strongest(60, SPONSOR_LEAVING),
    ),
    Feature(
        name="signals_cancellation_30d",
        unit="share",
        source=Source.SIGNALS,
        window="30 days",
        ttl=Ttl.DAY,
        meaning="They speak of cancelling",
        text="speaks of cancelling, sure to {value}",
        edges=(0.5, 0.75, 0.9),
        points=(0, -4_000, -8_000, -12_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_strongest(30, "cancellation_intent"),
    ),
    Feature(
        name="signals_competitor_60d",
        unit="share",
        source=Source.SIGNALS,
        window="60 days",
        ttl=Ttl.DAY,
        meaning="They name a competitor",
        text="names a competitor, sure to {value}",
        edges=(0.5, 0.75, 0.9),
        points=(0, -1_500, -3_000, -4_500),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_strongest(60, "competitor_named"),
    ),
    Feature(
        name="signals_hedging_60d",
        unit="share",
        source=Source.SIGNALS,
        window="60 days",
        ttl=Ttl.DAY,
        meaning="They hedge on the renewal or the budget",
        text="hedges on renewal or budget, sure to {value}",
        edges=(0.5, 0.75, 0.9),
        points=(0, -1_200, -2_500, -3_500),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_strongest(60, "renewal_hedging", "budget_pressure"),
    ),
    Feature(
        name="signals_frustration_14d",
        unit="share",
        source=Source.SIGNALS,
        window="14 days",
        ttl=Ttl.DAY,
        meaning="They are frustrated or escalate",
        text="frustrated, sure to {value}",
        edges=(0.5, 0.75, 0.9),
        points=(0, -1_000, -2_500, -4_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_strongest(14, "frustration", "escalation"),
    ),
    Feature(
        name="signals_integration_removed_60d",
        unit="share",
        source=Source.SIGNALS,
        window="60 days",
        ttl=Ttl.DAY,
        meaning="An integration was taken out",
        text="an integration was taken out, sure to {value}",
        edges=(0.5, 0.9),
        points=(0, -1_500, -3_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_strongest(60, "integration_removed"),
    ),
    Feature(
        name="signals_withdrawal_30d",
        unit="share",
        source=Source.SIGNALS,
        window="30 days",
        ttl=Ttl.DAY,
        meaning="Key people or whole parts of the product went quiet",
        text="key people or parts went quiet, sure to {value}",
        edges=(0.5, 0.9),
        points=(0, -1_000, -2_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_strongest(30, "key_user_silent", "depth_drop", "breadth_drop", "seats_removed"),
    ),
    Feature(
        name="signals_praise_60d",
        unit="share",
        source=Source.SIGNALS,
        window="60 days",
        ttl=Ttl.DAY,
        meaning="They praise or recommend us",
        text="praises or recommends us, sure to {value}",
        edges=(0.5, 0.9),
        points=(0, 700, 1_500),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_strongest(60, "praise", "advocacy"),
    ),
)
