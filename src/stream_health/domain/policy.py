"""The configuration of the domain: one immutable value, named by the hash of its content."""

import hashlib
from dataclasses import asdict, dataclass, field

from stream_health.domain.account.actions import ActionNames
from stream_health.domain.clocking import DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS
from stream_health.domain.events import Source

TIERS = ("digital", "standard", "high", "strategic")
TARGETS = ("churn", "expansion", "advocacy")
"""What is predicted of an account; the order in which it is learned and written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What points mean.

    ``anchor_points`` is a churn risk of ``anchor_risk`` within the horizon, and every
    ``doubling_points`` down doubles the odds.
    """

    anchor_points: float = 80.0
    anchor_risk: float = 0.05
    doubling_points: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """Above ``healthy`` is digital, below ``critical`` is immediate intervention."""

    healthy_points: float = 80.0
    critical_points: float = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Accounts that share a base. The first segment whose every ``match`` field agrees wins.

    ``match`` compares profile fields (``tier``, ``plan``, or one of the segment fields).
    ``expected`` are the sources such an account should have: they decide coverage.
    """

    name: str
    match: tuple[tuple[str, str], ...] = ()
    base_points_milli: int = 80_000
    expected: tuple[Source, ...] = (
        Source.USAGE,
        Source.TICKETS,
        Source.BILLING,
        Source.ENGAGEMENT,
        Source.PROFILE,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HighValue:
    """Which accounts are scored in real time and alert: by tier, else by ARR."""

    tiers: tuple[str, ...] = ("high", "strategic")
    arr_minor_min: int | None = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPolicy:
    """Score-drop alerts. Points are milli-points, a drop is positive."""

    drop_points_milli: int = 15_000
    critical_points_milli: int = 25_000
    hold_points_milli: int = 13_000  # below it a fall that is held is cleared
    resolve_points_milli: int = 8_000
    resolve_after_ms: int = 24 * HOUR_MS
    hold_ms: int = 12 * HOUR_MS
    sharp_window_ms: int = 24 * HOUR_MS
    new_normal_after_ms: int = 30 * DAY_MS
    cooldown_ms: int = 72 * HOUR_MS
    worse_points_milli: int = 5_000
    coverage_min: float = 0.7
    acknowledge_within_ms: int = 24 * HOUR_MS
    acknowledge_critical_within_ms: int = 4 * HOUR_MS
    acknowledgement_expires_ms: int = 7 * DAY_MS
    champion_confidence_min: float = 0.9
    renewal_window_ms: int = 90 * DAY_MS
    renewal_hold_ms: int = 48 * HOUR_MS  # flagged for so long: noise around the level is no news
    expansion_likelihood_min: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """How the alerts of many accounts reach people: together, ranked, and not too many.

    One cause becomes one alert: ``group_alerts_min`` alerts of a CSM within ``group_window``, or
    ``group_book_share`` of a CSM's watched accounts, or ``incident_book_share`` of all, within
    ``incident_window``. The latter is lower: an outage does not throw all it hits far enough.
    """

    group_wait_ms: int = 2 * MINUTE_MS
    group_window_ms: int = 10 * MINUTE_MS
    group_alerts_min: int = 3
    group_book_share: float = 0.3
    incident_window_ms: int = 24 * HOUR_MS
    incident_book_share: float = 0.15  # of all accounts watched, where ten or more fall
    incident_accounts_min: int = 10
    group_over_share: float = 0.8  # of the members recovered: the shared cause is over
    group_recovery_ms: int = 7 * DAY_MS  # from then, or from a feed's return
    week_alerts_max: int = 10  # per CSM in any 7 days; critical alerts are never held back
    outcome_horizon_ms: int = 90 * DAY_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """When snapshots are taken and labels released.

    ``grace_ms`` waits for outcomes that are recorded late. ``holdout_share`` of the accounts, by a
    hash of their id, are marked in the examples; their score-drop and renewal alerts are held back
    only with ``holdout_silent``, critical signals never. ``csm_capacity`` is how many accounts a
    CSM can work on between two snapshots: quality is judged on the first so many of each.
    """

    targets: tuple[str, ...] = TARGETS
    snapshot_every_ms: int = WEEK_MS
    snapshot_anchor_ms: int = 4 * DAY_MS  # Monday: the epoch was a Thursday
    churn_horizon_ms: int = 90 * DAY_MS
    expansion_horizon_ms: int = 180 * DAY_MS
    advocacy_horizon_ms: int = 180 * DAY_MS
    grace_ms: int = 14 * DAY_MS
    holdout_share: float = 0.0
    holdout_silent: bool = False
    csm_capacity: int = 10

    def horizon_of(self, target: str) -> int:
        """How far ahead a target is predicted, in milliseconds.

        >>> Learning().horizon_of("advocacy") // DAY_MS
        180
        """
        horizon_ms: int = getattr(self, f"{target}_horizon_ms")
        return horizon_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Operating:
    """From which churn risk on an account is flagged, by value tier.

    High value: the highest threshold that finds ``high_value_recall_min`` of those who left.
    Digital touch: the lowest at which ``digital_precision_min`` of the flagged left. Standard: the
    best balance of both (F1). Chosen on matured predictions once ``positives_min`` examples of
    a tier were of accounts that left. Until then ``high_value_flag_risk``, which is twice the
    anchor's risk, holds for high value: there a loss costs more than a look. For the others it is
    ``Policy.flag_risk``.
    """

    high_value_recall_min: float = 0.7
    high_value_flag_risk: float = 0.1
    digital_precision_min: float = 0.4
    positives_min: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessHours:
    """Working time, in hours of the day at ``utc_offset_minutes``; Monday is 0."""

    start_hour: int = 9
    end_hour: int = 17
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    utc_offset_minutes: int = 0
    holidays: tuple[str, ...] = ()  # ISO dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """When behaviour is unusual enough for a signal. Days are those that count (`Almanac`).

    Attributes
    ----------
    confidence_min
        Least confidence, 0 to 1, of a signal that is given.
    onsets_per_year
        How often a real change of one kind is expected per account; confidence is what this is
        worth against how often chance alone would show the same.
    key_roles
        Roles of contacts whose silence is a signal; a contact is found in the product by its id.
    silence_days_min, key_user_days_min, edge_feature_days_min, integration_days_min,
    invitations_days_min
        Shortest pause that can be a silence, whatever the rhythm before: of the account, a key
        user (longer than a holiday), a product feature, an integration, invitations.
    fall_share_min
        Least fall of depth or breadth, as a share of what is usual.
    spike_ratio_min, spike_total_min
        Least size of a spike, against the largest day before and in uses.
    seats_share_min
        Least share of the seats whose removal is a signal.
    """

    confidence_min: float = 0.8
    onsets_per_year: float = 0.1
    key_roles: tuple[str, ...] = ("champion", "executive_sponsor", "admin")
    silence_days_min: int = 5
    key_user_days_min: int = 15
    edge_feature_days_min: int = 15
    integration_days_min: int = 8
    invitations_days_min: int = 20
    fall_share_min: float = 0.3
    spike_ratio_min: float = 2.0
    spike_total_min: int = 5
    seats_share_min: float = 0.05


def _default_stale_after() -> tuple[tuple[Source, int], ...]:
    return (
        (Source.USAGE, 3 * DAY_MS),
        (Source.TICKETS, 60 * DAY_MS),
        (Source.BILLING, 90 * DAY_MS),
        (Source.ENGAGEMENT, 90 * DAY_MS),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything that decides what is computed. ``version`` names it in every output."""

    scale: Scale = field(default_factory=Scale)
    bands: Bands = field(default_factory=Bands)
    segments: tuple[Segment, ...] = (Segment(name="book"),)
    high_value: HighValue = field(default_factory=HighValue)
    alerts: AlertPolicy = field(default_factory=AlertPolicy)
    dispatch: Dispatch = field(default_factory=Dispatch)
    learning: Learning = field(default_factory=Learning)
    operating: Operating = field(default_factory=Operating)
    business_hours: BusinessHours = field(default_factory=BusinessHours)
    stale_after_ms: tuple[tuple[Source, int], ...] = field(default_factory=_default_stale_after)
    behaviour: Behaviour = field(default_factory=Behaviour)
    action_names: ActionNames = field(default_factory=ActionNames)
    publish_points_milli: int = 1_000
    silence_after_ms: int = 14 * DAY_MS
    future_tolerance_ms: int = 5 * MINUTE_MS
    ancient_after_ms: int = 400 * DAY_MS
    correction_reach_ms: int = 7 * DAY_MS
    flag_risk: float = 0.3
    chunk_accounts_max: int = 2_000

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with any of the fields.

        >>> Policy().version == Policy().version != Policy(publish_points_milli=500).version
        True
        """
        return hashlib.sha256(repr(sorted(asdict(self).items())).encode()).hexdigest()[:12]
