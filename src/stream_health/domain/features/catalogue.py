"""Every feature, in the order of its source: the one place that says what the scorecard reads."""

from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.events import Source
from stream_health.domain.features import (
    billing,
    engagement,
    feedback,
    outcomes,
    profile,
    segment_days,
    signals,
    tickets,
    usage_activity,
    usage_breadth,
    usage_people,
)
from stream_health.domain.features.feature import Feature, catalogue_version

CATALOGUE: Final[tuple[Feature, ...]] = (
    *usage_activity.FEATURES,
    *usage_people.FEATURES,
    *usage_breadth.FEATURES,
    *segment_days.USE,
    *tickets.FEATURES,
    *billing.FEATURES,
    *engagement.FEATURES,
    *profile.FEATURES,
    *segment_days.LEFT,
    *outcomes.FEATURES,
    *feedback.FEATURES,
    *signals.FEATURES,
)

NAMES: Final = tuple(feature.name for feature in CATALOGUE)

BY_SOURCE: Final[dict[Source, tuple[int, ...]]] = {
    source: tuple(i for i, feature in enumerate(CATALOGUE) if feature.source is source)
    for source in Source
}


CATALOGUE_VERSION: Final = catalogue_version(CATALOGUE)


def values(account: Account, hour: int, source: Source) -> list[float | None]:
    """Values of the features of one source, in catalogue order; ``None`` where unknown.

    The account is advanced to ``hour`` (hours since the epoch) before.
    """
    return [CATALOGUE[index].compute(account, hour) for index in BY_SOURCE[source]]
