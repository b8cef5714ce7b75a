"""Values the labels of metrics may have: everything else shows as `OTHER`."""

from typing import Final

from stream_health.app.settings_sections import STAGES
from stream_health.domain.alerts.lifecycle import OVER, STATES
from stream_health.domain.behaviour.kinds import KINDS
from stream_health.language.reading import KINDS as TEXT_KINDS
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import RejectReason

OTHER: Final = "other"
"""Label value of whatever the table does not list, so that labels stay bounded."""

SHADOW: Final = ("challenge-forest", "challenge-tree", "drift")
RUNTIME: Final = (*STAGES, *SHADOW)
TOPIC: Final = tuple(str(topic) for topic in TopicName if not topic.endswith("-state"))
REASON: Final = tuple(str(reason) for reason in RejectReason)
BAND: Final = ("healthy", "watch", "critical")
SCORE_KIND: Final = ("changed", "rebased", "corrected")
BEHAVIOUR: Final = KINDS
TEXT_SIGNAL: Final = TEXT_KINDS
DIRECTION: Final = ("inbound", "outbound", "internal")
LANGUAGE: Final = ("en", "und")
ALERT_KIND: Final = (
    "score_drop", "critical_signal", "silence", "renewal_at_risk", "expansion_opportunity",
    "data_outage",
)  # fmt: skip
VERDICT: Final = (
    "right", "too_late", "stale_data", "known_event", "not_a_risk", "already_handled",
)  # fmt: skip
IGNORED: Final = ("repeated", "feedback", "not_allowed")
FEEDBACK_RESULT: Final = (
    "applied", "passed_on", "no_open_alert", "closed_generation", "repeated", "unknown_verdict",
    "snooze_without_end", "snooze_in_the_past",
)  # fmt: skip
ALERT_STATE: Final = tuple(state for state in STATES if state not in OVER)
SEVERITY: Final = ("warning", "critical")
CHALLENGER: Final = ("forest", "tree")
DRIFT_KIND: Final = ("input", "score", "calibration", "error", "data_loss")
TARGET: Final = ("churn", "expansion", "advocacy")
FIGURE: Final = (
    "rows", "churned_rows", "base_rate", "mean_risk", "auc", "pr_auc", "pr_auc_over_base_rate",
    "lift_top_decile", "recall_top_decile", "precision_top_decile", "precision_at_capacity",
    "recall_at_capacity", "value_share_at_capacity", "brier", "log_loss",
    "calibration_error", "calibrated_bins", "flagged_share", "precision", "recall",
    "false_positive_rate", "median_days", "share_30_days", "share_60_days", "surprise_share",
    "surprise_value_share", "band_flips_per_account_month", "alerts_per_csm_week",
    "false_per_csm_week", "alerts_per_account_year", "suspects_total",
)  # fmt: skip
