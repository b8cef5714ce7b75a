"""Every topic there is. Topics keyed by account have the same number of partitions.

Alerts are written by the one dispatcher and still partitioned by account, like everything a
customer's tooling reads; what one reader must see whole has one partition.
"""

from collections.abc import Mapping
from typing import Final

from stream_health.wire.inputs.billing import BillingValue
from stream_health.wire.inputs.engagement import EngagementValue
from stream_health.wire.inputs.feedback import FeedbackValue
from stream_health.wire.inputs.messages import MessageValue
from stream_health.wire.inputs.outcomes import OutcomeValue
from stream_health.wire.inputs.profiles import ProfileValue
from stream_health.wire.inputs.signals import SignalValue
from stream_health.wire.inputs.tickets import TicketValue
from stream_health.wire.inputs.usage import UsageValue
from stream_health.wire.internal.alert_candidates import CandidatesValue
from stream_health.wire.internal.book_stats import BookStatsValue
from stream_health.wire.internal.clock import ClockValue
from stream_health.wire.internal.fired_alerts import FiredAlertsValue
from stream_health.wire.internal.models import ModelValue
from stream_health.wire.internal.shadow_scores import ShadowScoreValue
from stream_health.wire.internal.signal_verdicts import SignalVerdictValue
from stream_health.wire.internal.snapshots import SnapshotValue
from stream_health.wire.internal.training_examples import TrainingValue
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.alert_digests import DigestValue
from stream_health.wire.outputs.alerts import AlertValue
from stream_health.wire.outputs.dead_letters import DeadLetterValue
from stream_health.wire.outputs.drift import DriftValue
from stream_health.wire.outputs.quality import QualityValue
from stream_health.wire.outputs.score_changes import ScoreChangeValue
from stream_health.wire.topic import Cleanup, Direction, Topic

DEFAULT_PARTITIONS: Final = 4

_ACCOUNT: Final = "account_id in UTF-8"

_INPUTS: Final = (
    Topic(
        name=TopicName.USAGE_EVENTS,
        meaning="A user did something in the product.",
        direction=Direction.INPUT,
        key=_ACCOUNT,
        value=UsageValue,
        retention_days=30,
        personal=True,
    ),
    Topic(
        name=TopicName.TICKET_EVENTS,
        meaning="A support ticket moved.",
        direction=Direction.INPUT,
        key=_ACCOUNT,
        value=TicketValue,
        retention_days=30,
    ),
    Topic(
        name=TopicName.BILLING_EVENTS,
        meaning="An invoice, a payment, the plan, the seats or the contract moved.",
        direction=Direction.INPUT,
        key=_ACCOUNT,
        value=BillingValue,
        retention_days=30,
    ),
    Topic(
        name=TopicName.MESSAGE_EVENTS,
        meaning="Text to or from the customer, read for signals only.",
        direction=Direction.INPUT,
        key=_ACCOUNT,
        value=MessageValue,
        retention_days=7,
        personal=True,
    ),
    Topic(
        name=TopicName.ENGAGEMENT_EVENTS,
        meaning="Contact with the customer beyond product and support.",
        direction=Direction.INPUT,
        key=_ACCOUNT,
        value=EngagementValue,
        retention_days=30,
        personal=True,
    ),
    Topic(
        name=TopicName.ACCOUNT_PROFILES,
        meaning="The account as the CRM knows it now; a null value says it is no longer known.",
        direction=Direction.INPUT,
        key=_ACCOUNT,
        value=ProfileValue,
        cleanup=Cleanup.COMPACT,
        personal=True,
    ),
    Topic(
        name=TopicName.ACCOUNT_OUTCOMES,
        meaning="What became of the account.",
        direction=Direction.INPUT,
        key=_ACCOUNT,
        value=OutcomeValue,
        retention_days=400,
    ),
    Topic(
        name=TopicName.CSM_FEEDBACK,
        meaning="What a CSM said or did about an alert or a score.",
        direction=Direction.INPUT,
        key=_ACCOUNT,
        value=FeedbackValue,
        retention_days=400,
        personal=True,
    ),
)

_OUTPUTS: Final = (
    Topic(
        name=TopicName.SCORE_CHANGES,
        meaning="Every published score, why it is what it is, and why it moved.",
        direction=Direction.OUTPUT,
        key=_ACCOUNT,
        value=ScoreChangeValue,
        retention_days=90,
        personal=True,
    ),
    Topic(
        name=TopicName.ALERTS,
        meaning="Every transition of every alert.",
        direction=Direction.OUTPUT,
        key=_ACCOUNT,
        value=AlertValue,
        retention_days=400,
        personal=True,
    ),
    Topic(
        name=TopicName.ALERT_DIGESTS,
        meaning="What was held back from a CSM for the sake of the noise budget, once a day.",
        direction=Direction.OUTPUT,
        key="csm, empty for accounts without one",
        value=DigestValue,
        shared_partitions=False,
        retention_days=90,
        personal=True,
    ),
    Topic(
        name=TopicName.SIGNALS,
        meaning="Dated observations from text and behaviour; also an input of the scoring.",
        direction=Direction.OUTPUT,
        key=_ACCOUNT,
        value=SignalValue,
        retention_days=90,
        personal=True,
    ),
    Topic(
        name=TopicName.DRIFT,
        meaning="Inputs, scores, calibration or errors of the model changed: one event per change.",
        direction=Direction.OUTPUT,
        key="what changed",
        value=DriftValue,
        shared_partitions=False,
        retention_days=400,
    ),
    Topic(
        name=TopicName.QUALITY,
        meaning="How good the published scores were, by slice of the book, as labels mature.",
        direction=Direction.OUTPUT,
        key="target/dimension/name",
        value=QualityValue,
        shared_partitions=False,
        retention_days=800,
    ),
    Topic(
        name=TopicName.DEAD_LETTERS,
        meaning="What could not be taken, why, and the original bytes.",
        direction=Direction.OUTPUT,
        key="key of the original record",
        value=DeadLetterValue,
        retention_days=7,
        personal=True,
    ),
)

_INTERNAL: Final = (
    Topic(
        name=TopicName.TRAINING_EXAMPLES,
        meaning="Matured snapshots with their labels, and the days that are complete.",
        direction=Direction.INTERNAL,
        key=_ACCOUNT,
        value=TrainingValue,
        shared_partitions=False,
        retention_days=800,
    ),
    Topic(
        name=TopicName.SNAPSHOTS,
        meaning="Features of every account once a week, as known then; their labels come later.",
        direction=Direction.INTERNAL,
        key=_ACCOUNT,
        value=SnapshotValue,
        shared_partitions=False,
        retention_days=30,
    ),
    Topic(
        name=TopicName.SHADOW_SCORES,
        meaning="What challengers say of the weekly snapshots, beside the champion.",
        direction=Direction.INTERNAL,
        key=_ACCOUNT,
        value=ShadowScoreValue,
        shared_partitions=False,
        retention_days=400,
    ),
    Topic(
        name=TopicName.MODELS,
        meaning="Every model version, under its own key, so none is compacted away.",
        direction=Direction.INTERNAL,
        key="version",
        value=ModelValue,
        shared_partitions=False,
        cleanup=Cleanup.COMPACT,
    ),
    Topic(
        name=TopicName.CLOCK,
        meaning="Ticks, activations of models, statistics of the book: what moves a partition "
        "besides events.",
        direction=Direction.INTERNAL,
        key="partition number",
        value=ClockValue,
        retention_days=400,
    ),
    Topic(
        name=TopicName.BOOK_STATS,
        meaning="Sums per segment over the accounts of each partition number, once a day.",
        direction=Direction.INTERNAL,
        key="partition number",
        value=BookStatsValue,
        shared_partitions=False,
        retention_days=30,
    ),
    Topic(
        name=TopicName.ALERT_CANDIDATES,
        meaning="What alert conditions ask for, and how far each partition's time has come.",
        direction=Direction.INTERNAL,
        key=_ACCOUNT,
        value=CandidatesValue,
        shared_partitions=False,
        retention_days=30,
        personal=True,
    ),
    Topic(
        name=TopicName.SIGNAL_VERDICTS,
        meaning="What verdicts of people say of signals read from text, told to every partition.",
        direction=Direction.INTERNAL,
        key="partition number",
        value=SignalVerdictValue,
        retention_days=30,
    ),
    Topic(
        name=TopicName.FIRED_ALERTS,
        meaning="Every alert that fired, and the days of which all are known: what is judged.",
        direction=Direction.INTERNAL,
        key="dedup_key",
        value=FiredAlertsValue,
        shared_partitions=False,
        retention_days=800,
    ),
    Topic(
        name=TopicName.ACCOUNT_STATE,
        meaning="State of all accounts: the changelog a worker recovers from.",
        direction=Direction.INTERNAL,
        key="account_id, NUL, tag",
        cleanup=Cleanup.COMPACT,
        personal=True,
    ),
    Topic(
        name=TopicName.READER_STATE,
        meaning="Roles of contacts, and what verdicts taught the reading of messages.",
        direction=Direction.INTERNAL,
        key="account_id; FF and a name for what belongs to no account",
        cleanup=Cleanup.COMPACT,
        personal=True,
    ),
    Topic(
        name=TopicName.LEARNER_STATE,
        meaning="State of the learner.",
        direction=Direction.INTERNAL,
        key="tag",
        shared_partitions=False,
        cleanup=Cleanup.COMPACT,
    ),
    *(
        Topic(
            name=name,
            meaning=meaning,
            direction=Direction.INTERNAL,
            key="tag",
            shared_partitions=False,
            cleanup=Cleanup.COMPACT,
        )
        for name, meaning in (
            (TopicName.FOREST_STATE, "State of the challenger of kind forest."),
            (TopicName.TREE_STATE, "State of the challenger of kind tree."),
            (TopicName.DRIFT_STATE, "State of the watch for drift."),
        )
    ),
    Topic(
        name=TopicName.JUDGE_STATE,
        meaning="State of the judge of quality.",
        direction=Direction.INTERNAL,
        key="tag",
        shared_partitions=False,
        cleanup=Cleanup.COMPACT,
    ),
    Topic(
        name=TopicName.DISPATCHER_STATE,
        meaning="State of the dispatcher of alerts.",
        direction=Direction.INTERNAL,
        key="dedup_key",
        shared_partitions=False,
        cleanup=Cleanup.COMPACT,
    ),
    Topic(
        name=TopicName.BOOK_STATE,
        meaning="State of the stage that adds up the book.",
        direction=Direction.INTERNAL,
        key="tag",
        shared_partitions=False,
        cleanup=Cleanup.COMPACT,
    ),
)

CATALOGUE: Final[Mapping[TopicName, Topic]] = {
    topic.name: topic for topic in (*_INPUTS, *_OUTPUTS, *_INTERNAL)
}
