"""The kinds of signals that behaviour gives, as they are named in the ``signals`` topic."""

from typing import Final

SILENCE: Final = "silence"
KEY_USER_SILENT: Final = "key_user_silent"
DEPTH_DROP: Final = "depth_drop"
BREADTH_DROP: Final = "breadth_drop"
EDGE_FEATURE_DROPPED: Final = "edge_feature_dropped"
EXPORT_SPIKE: Final = "export_spike"
ADMIN_CHANGE: Final = "admin_change"
INTEGRATION_REMOVED: Final = "integration_removed"
SEATS_REMOVED: Final = "seats_removed"
INVITATIONS_STOPPED: Final = "invitations_stopped"
MEETING_MISSED: Final = "meeting_missed"

KINDS: Final = (
    SILENCE,
    KEY_USER_SILENT,
    DEPTH_DROP,
    BREADTH_DROP,
    EDGE_FEATURE_DROPPED,
    EXPORT_SPIKE,
    ADMIN_CHANGE,
    INTEGRATION_REMOVED,
    SEATS_REMOVED,
    INVITATIONS_STOPPED,
    MEETING_MISSED,
)
