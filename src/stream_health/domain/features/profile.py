"""What the CRM says: how long a customer, and who stands behind us."""

from stream_health.domain.account.account import Account
from stream_health.domain.account.engagement import SPONSOR_ROLES
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Feature, Monotone, Ttl


def _age(account: Account, hour: int) -> float | None:
    profile = account.profile
    if profile is None or profile.started_at_ms is None:
        return None
    return max(hour // HOURS_PER_DAY - profile.started_at_ms // DAY_MS, 0)


def _sponsors(account: Account, hour: int) -> float | None:  # noqa: ARG001 - only events change it
    profile = account.profile
    if profile is None or not profile.contacts:
        return None
    return sum(1 for contact in profile.contacts if contact.role in SPONSOR_ROLES)


FEATURES = (
    Feature(
        name="profile_age_days",
        unit="days",
        source=Source.PROFILE,
        window="now",
        ttl=Ttl.DAY,
        meaning="Days as a customer",
        text="a customer for {value} [day|days]",
        edges=(7, 14, 21, 30, 45, 60, 75, 90, 120, 150, 180, 210, 240, 365, 730, 1_095),
        points=(
            *(-900, -900, -900, -800, -800, -700, -700, -600),
            *(-500, -400, -300, -200, -100, 0, 200, 400, 700),
        ),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_age,
    ),
    Feature(
        name="profile_sponsors_total",
        unit="contacts",
        source=Source.PROFILE,
        window="now",
        ttl=Ttl.EVENT,
        meaning="Champions and sponsors among the contacts",
        text="{value} [champion or sponsor|champions or sponsors] among the contacts",
        zero_text="no champion or sponsor among the contacts",
        edges=(1, 2),
        points=(-1_200, 200, 600),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_sponsors,
    ),
)
