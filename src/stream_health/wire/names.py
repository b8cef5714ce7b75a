"""The names of the topics, without any prefix an installation may put before them."""

from enum import StrEnum


class TopicName(StrEnum):
    """One member per topic; ``catalogue`` says everything else about it."""

    USAGE_EVENTS = "usage-events"
    TICKET_EVENTS = "ticket-events"
    BILLING_EVENTS = "billing-events"
    MESSAGE_EVENTS = "message-events"
    ENGAGEMENT_EVENTS = "engagement-events"
    ACCOUNT_PROFILES = "account-profiles"
    ACCOUNT_OUTCOMES = "account-outcomes"
    CSM_FEEDBACK = "csm-feedback"

    SCORE_CHANGES = "score-changes"
    ALERTS = "alerts"
    ALERT_DIGESTS = "alert-digests"
    SIGNALS = "signals"
    DEAD_LETTERS = "dead-letters"
    QUALITY = "quality"

    TRAINING_EXAMPLES = "training-examples"
    SNAPSHOTS = "snapshots"
    SHADOW_SCORES = "shadow-scores"
    DRIFT = "drift"
    MODELS = "models"
    CLOCK = "clock"
    BOOK_STATS = "book-stats"
    ALERT_CANDIDATES = "alert-candidates"
    SIGNAL_VERDICTS = "signal-verdicts"
    FIRED_ALERTS = "fired-alerts"

    ACCOUNT_STATE = "account-state"
    READER_STATE = "reader-state"
    LEARNER_STATE = "learner-state"
    FOREST_STATE = "challenger-forest-state"
    TREE_STATE = "challenger-tree-state"
    DRIFT_STATE = "drift-state"
    JUDGE_STATE = "judge-state"
    DISPATCHER_STATE = "dispatcher-state"
    BOOK_STATE = "book-state"
