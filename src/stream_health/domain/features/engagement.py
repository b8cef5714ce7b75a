"""The relation beyond product and support: meetings, sponsors, surveys, learning, news."""

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Feature, Monotone, Ttl
from stream_health.domain.features.windowed import last_days, within


def _since(time_ms: int, hour: int) -> float | None:
    """Whole days since an instant; ``None`` when it never was."""
    return max(hour // HOURS_PER_DAY - time_ms // DAY_MS, 0) if time_ms else None


def _meeting(account: Account, hour: int) -> float | None:
    engagement = account.engagement
    return None if engagement is None else _since(engagement.met_ms, hour)


def _sponsor(account: Account, hour: int) -> float | None:
    engagement = account.engagement
    return None if engagement is None else _since(engagement.sponsor_met_ms, hour)


def _contact(account: Account, hour: int) -> float | None:
    engagement = account.engagement
    return None if engagement is None else _since(engagement.contact_ms, hour)


def _missed_share(account: Account, hour: int) -> float | None:
    engagement = account.engagement
    if engagement is None:
        return None
    missed = last_days(engagement.missed, hour, 90)
    planned = missed + last_days(engagement.held, hour, 90)
    return missed / planned if planned else None


def _nps(account: Account, hour: int) -> float | None:
    engagement = account.engagement
    if engagement is None or not engagement.nps:
        return None
    time_ms, value_milli = engagement.nps[0]
    return value_milli / 1_000 if within(time_ms, hour, 365) else None


def _nps_change(account: Account, hour: int) -> float | None:  # noqa: ARG001 - only events change it
    engagement = account.engagement
    if engagement is None or len(engagement.nps) < 2:
        return None
    return (engagement.nps[0][1] - engagement.nps[1][1]) / 1_000


def _csat(account: Account, hour: int) -> float | None:
    engagement = account.engagement
    if engagement is None:
        return None
    answers = last_days(engagement.csat_total, hour, 180)
    return last_days(engagement.csat_sum_milli, hour, 180) / answers / 1_000 if answers else None


def _learning(account: Account, hour: int) -> float | None:
    engagement = account.engagement
    return None if engagement is None else last_days(engagement.learning, hour, 90)


def _community(account: Account, hour: int) -> float | None:
    engagement = account.engagement
    return None if engagement is None else last_days(engagement.community, hour, 90)


def _negotiation(account: Account, hour: int) -> float | None:
    engagement = account.engagement
    if engagement is None:
        return None
    return int(within(engagement.negotiated_ms, hour, 30))


def _news(account: Account, hour: int) -> float | None:
    engagement = account.engagement
    if engagement is None or not within(engagement.news[0], hour, 90):
        return None
    return engagement.news[1]


FEATURES = (
    Feature(
        name="engagement_meeting_days",
        unit="days",
        source=Source.ENGAGEMENT,
        window="now",
        ttl=Ttl.DAY,
        meaning="Days since the last meeting",
        text="the last meeting was {value} [day|days] ago",
        zero_text="the last meeting was today",
        edges=(14, 30, 60, 90),
        points=(700, 400, 0, -800, -1_500),
        unknown_points=-500,
        monotone=Monotone.DOWN,
        compute=_meeting,
    ),
    Feature(
        name="engagement_sponsor_days",
        unit="days",
        source=Source.ENGAGEMENT,
        window="now",
        ttl=Ttl.DAY,
        meaning="Days since the champion or sponsor took part in anything",
        text="champion or sponsor last seen {value} [day|days] ago",
        zero_text="champion or sponsor seen today",
        edges=(30, 60, 90, 180),
        points=(1_200, 600, 0, -1_200, -2_200),
        unknown_points=-500,
        monotone=Monotone.DOWN,
        compute=_sponsor,
    ),
    Feature(
        name="engagement_contact_days",
        unit="days",
        source=Source.ENGAGEMENT,
        window="now",
        ttl=Ttl.DAY,
        meaning="Days since the customer was last heard of beyond product and support",
        text="last contact {value} [day|days] ago",
        zero_text="last contact today",
        edges=(30, 60, 120),
        points=(300, 0, -400, -1_000),
        unknown_points=-300,
        monotone=Monotone.DOWN,
        compute=_contact,
    ),
    Feature(
        name="engagement_missed_90d_share",
        unit="share",
        source=Source.ENGAGEMENT,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="Share of planned meetings the customer missed",
        text="{value} of the planned meetings were missed",
        edges=(0.01, 0.34, 0.6),
        points=(300, -300, -1_200, -2_500),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_missed_share,
    ),
    Feature(
        name="engagement_nps",
        unit="points",
        source=Source.ENGAGEMENT,
        window="365 days",
        ttl=Ttl.DAY,
        meaning="Last answer to how likely they recommend us, 0 to 10",
        text="would recommend us: {value} of 10",
        edges=(4, 7, 9),
        points=(-3_500, -2_000, 0, 1_500),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_nps,
    ),
    Feature(
        name="engagement_nps_change",
        unit="points",
        source=Source.ENGAGEMENT,
        window="last two answers",
        ttl=Ttl.EVENT,
        meaning="Recommendation against the answer before",
        text="recommendation moved by {value}",
        edges=(-3, -1, 1, 3),
        points=(-2_000, -800, 0, 500, 1_000),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_nps_change,
    ),
    Feature(
        name="engagement_csat_180d_mean",
        unit="points",
        source=Source.ENGAGEMENT,
        window="180 days",
        ttl=Ttl.DAY,
        meaning="Satisfaction in surveys, 1 to 5",
        text="satisfaction is {value} of 5",
        edges=(2, 2.6, 3, 3.4, 3.8, 4.2, 4.6),
        points=(-2_500, -2_200, -1_800, -1_000, -400, 0, 400, 800),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_csat,
    ),
    Feature(
        name="engagement_learning_90d_total",
        unit="visits",
        source=Source.ENGAGEMENT,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="Trainings and webinars attended in 90 days",
        text="{value} [training or webinar|trainings or webinars] in 90 days",
        zero_text="no training or webinar in 90 days",
        edges=(1, 3),
        points=(0, 300, 700),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_learning,
    ),
    Feature(
        name="engagement_community_90d_total",
        unit="posts",
        source=Source.ENGAGEMENT,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="Posts in the community in 90 days",
        text="{value} [post|posts] in the community in 90 days",
        zero_text="no post in the community in 90 days",
        edges=(1, 5),
        points=(0, 300, 600),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_community,
    ),
    Feature(
        name="engagement_negotiation_30d",
        unit="flag",
        source=Source.ENGAGEMENT,
        window="30 days",
        ttl=Ttl.DAY,
        meaning="A negotiation is under way",
        text="a negotiation is under way: {value}",
        edges=(1,),
        points=(0, 300),
        unknown_points=0,
        monotone=Monotone.NONE,
        compute=_negotiation,
    ),
    Feature(
        name="engagement_news_90d_sentiment",
        unit="direction",
        source=Source.ENGAGEMENT,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="Last news on the business: 1 good, -1 bad",
        text="news on the business: {value}",
        edges=(-0.5, 0.5),
        points=(-2_000, 0, 500),
        unknown_points=0,
        monotone=Monotone.UP,
        compute=_news,
    ),
)
