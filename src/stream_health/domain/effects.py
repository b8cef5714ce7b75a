"""What the domain says: one immutable record per output topic. Points are integer milli-points.

Ids are deterministic: the same events give the same ids, whoever works them out again.
"""

from typing import NamedTuple

from stream_health.domain.book.statistics import BookOpened
from stream_health.domain.book.sums import BookSums
from stream_health.domain.events import Source


class Factor(NamedTuple):
    """What one feature gives to the score. ``points_milli`` may be negative."""

    feature: str
    value: float | None
    unit: str
    points_milli: int
    text: str | None = None


class Cause(NamedTuple):
    """Why the score moved since it was last published.

    ``kind`` is one of ``config, model, aging, late, profile, coverage, event, clip`` (and
    ``history`` in alerts: what can no longer be recomputed).
    """

    kind: str
    points_milli: int
    text: str
    feature: str | None = None
    source: str | None = None


class Action(NamedTuple):
    """The one next step. ``owner`` is a person or a queue, ``due_ms`` the end of a business day."""

    code: str
    title: str
    owner: str
    due_ms: int | None
    because: str


class Quote(NamedTuple):
    """A sentence an alert rests on. ``confidence`` that it means what it seems to, 0 to 1."""

    signal_id: str
    kind: str
    confidence: float
    role: str | None
    said_at_ms: int
    sentence: str


class ScoreChange(NamedTuple):
    """A published score. ``kind``: changed, rebased, corrected."""

    event_id: str
    kind: str
    account_id: str
    as_of_ms: int
    score_milli: int
    previous_score_milli: int | None
    churn_risk: float
    expansion_likelihood: float | None
    advocacy_likelihood: float | None
    band: str
    base_points_milli: int
    factors: tuple[Factor, ...]
    other_points_milli: int
    clip_points_milli: int
    causes: tuple[Cause, ...]
    coverage: float
    confidence: float
    flagged: bool
    action: Action | None
    cadence: str  # real_time, daily
    model_version: str
    config_version: str
    book_version: str
    arm: str


class AlertCandidate(NamedTuple):
    """What the engine tells the dispatcher about one alert condition of one account.

    ``transition`` is what the condition asks for: pending, cleared, fired, updated, acknowledged,
    snoozed, resolved, retracted. The dispatcher decides and alone writes alerts. ``quotes`` are
    passed on where it fires and are part of no state.
    """

    transition: str
    alert_kind: str  # score_drop, critical_signal
    account_id: str
    partition: int
    generation: int
    as_of_ms: int
    severity: str  # warning, critical
    score_milli: int
    reference_milli: int | None
    reference_how: str | None  # median_7d, median_30d, median_90d, signal
    reference_at_ms: int | None
    causes: tuple[Cause, ...]
    action: Action | None
    evidence: tuple[str, ...]  # event ids
    value_at_risk_minor: int | None
    currency: str | None
    renewal_at_ms: int | None
    csm: str | None
    manager: str | None
    coverage: float
    confidence: float
    model_version: str
    config_version: str
    arm: str
    reason: str | None = None  # of cleared, resolved, retracted: recovered, verdict, outcome, ...
    until_ms: int | None = None  # of snoozed
    author: str | None = None  # of acknowledged, snoozed, a verdict
    quotes: tuple[Quote, ...] = ()
    since_ms: int | None = None  # the score was last at its old level then


class CandidateClock(NamedTuple):
    """The partition's time has reached this full minute: what it says from now on is later.

    Said at every full hour, and at the minutes the dispatcher asks for.
    """

    partition: int
    time_ms: int


class BookSizes(NamedTuple):
    """How many watched accounts each CSM has in the partition; said at midnight."""

    partition: int
    as_of_ms: int
    csms: tuple[str, ...]
    accounts: tuple[int, ...]  # as many as CSMs


class FeedsChanged(NamedTuple):
    """Which feeds of the partition are stale now, and since when each was last heard."""

    partition: int
    as_of_ms: int
    sources: tuple[str, ...]
    heard_ms: tuple[int, ...]  # as many as sources


class AlertFeedback(NamedTuple):
    """What a person said of an alert that is not the account's own, or did about one."""

    partition: int
    as_of_ms: int
    account_id: str
    event_id: str
    kind: str  # as in ``Feedback``
    author: str
    dedup_key: str | None
    verdict: str | None
    until_ms: int | None
    action_code: str | None


class SignalJudged(NamedTuple):
    """A person judged an alert that rests on a signal read from text: the reading learns of it.

    ``rules`` name what the signal was read by, ``confidence`` is what it was given with.
    """

    verdict_id: str
    signal_id: str
    signal_kind: str
    rules: tuple[str, ...]
    confidence: float
    right: bool
    judged_at_ms: int


class OutcomeSeen(NamedTuple):
    """What became of a watched account: churned, renewed, expanded, became_advocate."""

    partition: int
    as_of_ms: int
    account_id: str
    kind: str


class Advice(NamedTuple):
    """What an action led to where similar alerts were told; ``helped_share`` 0 to 1, shrunk."""

    action: str
    tried_total: int
    helped_share: float
    outcomes: tuple[str, ...]
    counts: tuple[int, ...]  # as many as outcomes


class AlertTransition(NamedTuple):
    """One transition of one alert, as the ``alerts`` topic shows it.

    ``members`` are the accounts of a grouped alert, whose candidate has no account; ``advice`` is
    given where a person is told.
    """

    event_id: str
    dedup_key: str
    generation: int
    sequence: int
    transition: str
    as_of_ms: int
    candidate: AlertCandidate  # what it was decided on
    members: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()


class TrainingExample(NamedTuple):
    """A matured snapshot with its label, released when its whole horizon has passed.

    ``values`` are in catalogue order, ``None`` for unknown; ``label`` is 1 when the target
    happened, ``cause`` why an account left. ``treated``: an action was taken within the horizon.
    ``served`` is the probability that was published of the target, ``None`` where no model was.
    ``override`` runs beside it and is judged with it; it never was an input. ``flagged`` is what
    the operating point of the value tier said then, ``None`` where nobody noted it;
    ``left_at_ms`` the notice (else effective) date of a churn that happened, ``csm`` who looked
    after the account at the snapshot.
    """

    example_id: str
    account_id: str
    target: str  # churn, expansion, advocacy
    snapshot_at_ms: int
    matured_at_ms: int
    horizon_ms: int
    label: int
    values: tuple[float | None, ...]
    catalogue_version: str
    segment: str
    tier: str
    score_milli: int
    churn_risk: float
    model_version: str
    treated: bool
    cause: str | None = None  # of churn: voluntary, payment_failure, closed_business
    value_tier: str = "standard"  # high_value, standard, digital
    holdout: bool = False
    served: float | None = None
    override: float | None = None  # churn risk of the score a CSM held against ours, if any
    flagged: bool | None = None
    arm: str = "champion"  # champion, trial
    value_minor: int | None = None  # a year, as the profile said then
    left_at_ms: int | None = None
    csm: str | None = None


class CensoredExample(NamedTuple):
    """A snapshot whose label nobody will ever know: its data ended within the horizon.

    Until then, ``watched_ms`` after the snapshot, its account neither left nor did the target
    happen. It is released when the whole horizon has passed, as every example is: churners of the
    same days stay examples, and without those who were watched as long and stayed they would say
    that everybody leaves before its data end.
    """

    example_id: str
    account_id: str
    target: str  # churn, expansion, advocacy
    snapshot_at_ms: int
    matured_at_ms: int
    horizon_ms: int
    watched_ms: int  # above 0, below the horizon
    values: tuple[float | None, ...]
    catalogue_version: str
    segment: str


class SnapshotTaken(NamedTuple):
    """The features of an account as they are known at this instant, and what is served of it.

    ``stale`` are the sources whose feed is quiet: their features are unknown for that reason.
    """

    account_id: str
    snapshot_at_ms: int
    values: tuple[float | None, ...]
    catalogue_version: str
    segment: str
    value_tier: str
    score_milli: int
    churn_risk: float
    model_version: str
    stale: tuple[str, ...] = ()


class LateOutcome(NamedTuple):
    """An outcome recorded after its grace: released examples say otherwise.

    It is counted in reports and never learned. ``examples_total`` is how many examples of the
    account hold the label 0 and should have held 1.
    """

    event_id: str
    account_id: str
    target: str
    outcome_at_ms: int
    recorded_at_ms: int
    examples_total: int


class DayClosed(NamedTuple):
    """The partition's time has passed this day: no example of it will follow."""

    partition: int
    day_end_ms: int


class BehaviourSignal(NamedTuple):
    """An account behaves in a way that its own past makes unlikely: a row of ``signals``.

    ``kind`` is one of `domain.behaviour.kinds`. ``evidence`` is in words and figures, never text
    of messages; ``source`` is where it was seen. ``contact`` and ``role`` are those of a person who
    went quiet, ``silent_days`` the full days without use of a silence.
    """

    event_id: str
    account_id: str
    kind: str
    confidence: float
    event_time_ms: int
    evidence: str
    source: Source
    contact: str | None = None
    role: str | None = None
    silent_days: int | None = None


class ScoreSample(NamedTuple):
    """An account's score at an instant that was asked for: only what happened before it."""

    account_id: str
    as_of_ms: int
    score_milli: int
    churn_risk: float
    coverage: float
    segment: str = ""
    tier: str = "unknown"
    model_version: str = ""
    flagged: bool = False


class ModelActivated(NamedTuple):
    """The partition switched to a model version at this boundary."""

    partition: int
    version: str
    effective_at_ms: int


Effect = (
    ScoreChange
    | AlertCandidate
    | CandidateClock
    | BookSizes
    | FeedsChanged
    | AlertFeedback
    | OutcomeSeen
    | SignalJudged
    | TrainingExample
    | CensoredExample
    | LateOutcome
    | SnapshotTaken
    | DayClosed
    | BookSums
    | BehaviourSignal
    | ScoreSample
    | ModelActivated
    | BookOpened
)

DispatchInput = (
    AlertCandidate | CandidateClock | BookSizes | FeedsChanged | AlertFeedback | OutcomeSeen
)
"""What the engines tell the dispatcher."""
