"""Who uses the product: how many, of how many, how often, and who stopped."""

from stream_health.domain.account.account import Account
from stream_health.domain.account.actions import Action
from stream_health.domain.account.engagement import SPONSOR_ROLES
from stream_health.domain.account.usage import UsageState
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Compute, Feature, Monotone, Ttl
from stream_health.domain.features.once_a_day import once_a_day
from stream_health.domain.features.usage_activity import used_days
from stream_health.domain.features.windowed import against, closed_days, last_days
from stream_health.domain.windows.distinct_days import DAYS_KEPT


def _users(usage: UsageState, hour: int, days: int, *, ago: int = 0) -> int:
    """Distinct users of whole days that ended ``ago`` days before the open one."""
    end = hour // HOURS_PER_DAY - ago
    return usage.users.count(end - days, end)


def _users_28d(account: Account, hour: int) -> float | None:
    usage = account.usage
    if usage is None:
        return None
    day = hour // HOURS_PER_DAY
    return usage.users.count(day - 28, day + 1)


def _users_trend(days: int, *, periods: int) -> Compute:
    """Build a trend: distinct users of the last days against the mean of the periods before."""

    @once_a_day
    def compute(usage: UsageState, hour: int) -> float | None:
        if used_days(usage, hour) < days * (periods + 1):
            return None
        before = sum(_users(usage, hour, days, ago=days * ago) for ago in range(1, periods + 1))
        return against(_users(usage, hour, days) * periods, before)

    return compute


def _seat_share(account: Account, hour: int) -> float | None:
    usage, profile = account.usage, account.profile
    if usage is None or profile is None or not profile.seats:
        return None
    day = hour // HOURS_PER_DAY
    return usage.users.count(day - 28, day + 1) / profile.seats


@once_a_day
def _stickiness(usage: UsageState, hour: int) -> float | None:
    if used_days(usage, hour) < 28:
        return None
    users = _users(usage, hour, 28)
    return closed_days(usage.user_days, hour, 28) / (users * 28) if users else 0.0


@once_a_day
def _lost_users(usage: UsageState, hour: int) -> float | None:
    if used_days(usage, hour) < 56:
        return None
    before = _users(usage, hour, 28, ago=28)
    if not before:
        return None
    return (_users(usage, hour, 56) - _users(usage, hour, 28)) / before


@once_a_day
def _depth_trend(usage: UsageState, hour: int) -> float | None:
    if used_days(usage, hour) < 56:
        return None
    users, users_before = _users(usage, hour, 28), _users(usage, hour, 28, ago=28)
    if not users or not users_before:
        return None
    events = closed_days(usage.days, hour, 28) * users_before
    return against(events, closed_days(usage.days, hour, 28, ago=28) * users)


def _champion_silence(account: Account, hour: int) -> float | None:
    """Days the champion or sponsor who uses it themselves has been away while others were there.

    Contacts are found in the product by their id. After nine weeks nothing is known of them, so
    what stays away longer becomes unknown.
    """
    usage, profile = account.usage, account.profile
    if usage is None or profile is None:
        return None
    since = hour // HOURS_PER_DAY - DAYS_KEPT
    seen = [
        last_day
        for contact in profile.contacts
        if contact.role in SPONSOR_ROLES
        and (last_day := usage.users.last_day(contact.contact_id, since)) is not None
    ]
    return max(0, usage.last_event_ms // DAY_MS - min(seen)) if seen else None


def _invitations(account: Account, hour: int) -> float | None:
    usage = account.usage
    return None if usage is None else last_days(usage.actions[Action.INVITATION], hour, 28)


FEATURES = (
    Feature(
        name="usage_users_28d_total",
        unit="users",
        source=Source.USAGE,
        window="28 days",
        ttl=Ttl.DAY,
        meaning="People who used the product in the last 28 days",
        text="{value} [person|people] used it in the last 28 days",
        zero_text="nobody used it in the last 28 days",
        edges=(1, 2, 5, 20),
        points=(-2_500, -1_000, 0, 200, 500),
        unknown_points=-800,
        monotone=Monotone.UP,
        compute=_users_28d,
    ),
    Feature(
        name="usage_users_28d_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="28 days against the 28 before",
        ttl=Ttl.DAY,
        meaning="People using it against the 4 weeks before",
        text="the number of users is {value} of the 4 weeks before",
        edges=(0.25, 0.5, 0.7, 0.9, 1.1, 1.5),
        points=(-6_000, -4_500, -2_500, -700, 0, 500, 1_000),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_users_trend(28, periods=1),
    ),
    Feature(
        name="usage_users_7d_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="7 days against the 4 weeks before",
        ttl=Ttl.DAY,
        meaning="People using it this week against the weeks before",
        text="the number of users this week is {value} of the weeks before",
        edges=(0.25, 0.5, 0.75, 1.1),
        points=(-3_500, -2_500, -800, 0, 300),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_users_trend(7, periods=4),
    ),
    Feature(
        name="usage_seat_28d_share",
        unit="share",
        source=Source.USAGE,
        window="28 days",
        ttl=Ttl.DAY,
        meaning="Share of paid seats in use",
        text="{value} of the paid seats were used in the last 28 days",
        edges=(0.1, 0.3, 0.5, 0.8),
        points=(-3_000, -1_500, -300, 500, 1_200),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_seat_share,
    ),
    Feature(
        name="usage_stickiness_28d_share",
        unit="share",
        source=Source.USAGE,
        window="28 days",
        ttl=Ttl.DAY,
        meaning="How often a user comes back: active days per user and day",
        text="a user is active on {value} of the days",
        edges=(0.05, 0.1, 0.2, 0.4),
        points=(-1_000, -400, 0, 400, 800),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_stickiness,
    ),
    Feature(
        name="usage_lost_users_28d_share",
        unit="share",
        source=Source.USAGE,
        window="28 days against the 28 before",
        ttl=Ttl.DAY,
        meaning="Share of the earlier users who stopped",
        text="{value} of the users of the 4 weeks before have stopped",
        edges=(0.1, 0.3, 0.5, 0.8),
        points=(500, 0, -1_000, -2_500, -4_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_lost_users,
    ),
    Feature(
        name="usage_depth_28d_ratio",
        unit="ratio",
        source=Source.USAGE,
        window="28 days against the 28 before",
        ttl=Ttl.DAY,
        meaning="Use per person against the 4 weeks before",
        text="use per person is {value} of the 4 weeks before",
        edges=(0.4, 0.7, 1.3),
        points=(-1_500, -600, 0, 300),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_depth_trend,
    ),
    Feature(
        name="usage_champion_silent_days",
        unit="days",
        source=Source.USAGE,
        window="63 days",
        ttl=Ttl.DAY,
        meaning="Days a champion or sponsor who uses the product has not, while others have",
        text="champion or sponsor last used it {value} days before the others",
        edges=(7, 21, 28, 42),
        points=(300, 0, -3_000, -6_000, -9_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_champion_silence,
    ),
    Feature(
        name="usage_invitations_28d_total",
        unit="invitations",
        source=Source.USAGE,
        window="28 days",
        ttl=Ttl.DAY,
        meaning="Colleagues invited in the last 28 days",
        text="{value} [colleague was|colleagues were] invited in the last 28 days",
        zero_text="no colleague was invited in the last 28 days",
        edges=(1, 3),
        points=(0, 300, 700),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_invitations,
    ),
)
