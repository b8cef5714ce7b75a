"""What was said against what is true: false signals of quiet accounts, onsets found, how soon."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Final, NamedTuple

from stream_health.domain.behaviour import kinds
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import BehaviourSignal
from stream_health.local.book.plot import Plot
from stream_health.local.book.story import Story, Truth

HARD: Final = 0.9  # confidence of a hard signal
NOISE_ONLY: Final = Plot(
    bad_of_high_value=0, bad_of_others=0, expansion=0, unexplained_churn_a_year=0
)
STORIES_ONLY: Final = Plot(
    history_days=150,
    onset_days=60,
    bad_of_high_value=1,
    bad_of_others=1,
    expansion=0,
    unexplained_churn_a_year=0,
)
BEGINS_AFTER_DAYS: Final[Mapping[Story, Mapping[str, int]]] = {
    Story.CHAMPION_LEAVES: {
        kinds.EXPORT_SPIKE: 9,
        kinds.ADMIN_CHANGE: 11,
        kinds.KEY_USER_SILENT: 18,
    },
    Story.ADOPTION_STALLS: {
        kinds.BREADTH_DROP: 0,
        kinds.EDGE_FEATURE_DROPPED: 0,
        kinds.INVITATIONS_STOPPED: 6,
        kinds.INTEGRATION_REMOVED: 45,
        kinds.SEATS_REMOVED: 60,
    },
    Story.SILENT_FADE: {
        kinds.DEPTH_DROP: 0,
        kinds.BREADTH_DROP: 0,
        kinds.KEY_USER_SILENT: 35,
        kinds.EXPORT_SPIKE: 55,
        kinds.SILENCE: 60,
    },
}
"""Days after the onset of a story at which what a kind should find begins (`local.book`)."""


class Found(NamedTuple):
    """Accounts of a story in which a kind was said, of how many, and the median days it took."""

    found: int
    accounts: int
    median_days: float | None


def false_per_1000_years(
    said: Iterable[BehaviourSignal], account_days: int, *, confidence_min: float = 0.0
) -> dict[str, float]:
    """False signals per 1,000 account-years by kind, of accounts to which nothing happens."""
    counts = Counter(signal.kind for signal in said if signal.confidence >= confidence_min)
    return {kind: counts[kind] * 365_000 / account_days for kind in kinds.KINDS if counts[kind]}


def found_by_kind(
    said: Iterable[BehaviourSignal], truths: Iterable[Truth]
) -> dict[tuple[Story, str], Found]:
    """Which onsets were found, and how many days after what it finds had begun.

    The kind ``any`` is the first signal of any kind, after the onset of the story.
    """
    by_account = defaultdict(list)
    for signal in said:
        by_account[signal.account_id].append(signal)
    found: dict[tuple[Story, str], Found] = {}
    told = list(truths)
    for story, begins in BEGINS_AFTER_DAYS.items():
        those = [truth for truth in told if truth.story is story]
        for kind, after_days in {"any": 0, **begins}.items():
            days = [
                first
                for truth in those
                if (first := _first(by_account[truth.account_id], truth, kind)) is not None
            ]
            middle = median(days) - after_days if days else None
            found[story, kind] = Found(len(days), len(those), middle)
    return found


def _first(said: list[BehaviourSignal], truth: Truth, kind: str) -> float | None:
    onset_ms = truth.onset_ms or 0
    days = [
        (signal.event_time_ms - onset_ms) / DAY_MS
        for signal in said
        if signal.event_time_ms >= onset_ms and kind in ("any", signal.kind)
    ]
    return min(days, default=None)
