"""How much of what should be known of an account is known, and how far to trust the score."""

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.engine.evaluation import Evaluator
from stream_health.domain.engine.story import Story
from stream_health.domain.events import Source
from stream_health.domain.features.catalogue import BY_SOURCE, CATALOGUE
from stream_health.domain.policy import Segment
from stream_health.domain.scorecard.segments import BOOK

MATURE_AFTER_MS = 28 * DAY_MS

# An account without tickets has none; an account without invoices is one we know nothing of.
_ABSENCE_IS_KNOWLEDGE = frozenset({Source.TICKETS})

_WEIGHT = {
    source: sum(max(map(abs, CATALOGUE[i].points)) for i in BY_SOURCE.get(source, ()))
    for source in Source
}


def coverage_of(evaluator: Evaluator, account: Account, story: Story) -> float:
    """Share, 0 to 1, of the expert points whose source is expected, known and fresh."""
    key = (story.segment, account.heard_mask & ~story.stale_mask, story.stale_mask)
    coverage = evaluator.coverages.get(key)
    if coverage is None:
        coverage = evaluator.coverages[key] = _coverage(_segment(evaluator, story), *key[1:])
    return coverage


def _coverage(segment: Segment, fresh_mask: int, stale_mask: int) -> float:
    expected = sum(_WEIGHT[source] for source in segment.expected)
    known = sum(
        _WEIGHT[source]
        for source in segment.expected
        if fresh_mask >> source & 1
        or (source in _ABSENCE_IS_KNOWLEDGE and not stale_mask >> source & 1)
    )
    return known / expected if expected else 1.0


def confidence_of(coverage: float, observed_ms: int) -> float:
    """Coverage, discounted while less than four weeks of the account have been seen; 0 to 1.

    >>> confidence_of(1.0, 14 * DAY_MS), confidence_of(0.5, 365 * DAY_MS)
    (0.75, 0.5)
    """
    maturity = min(max(observed_ms, 0) / MATURE_AFTER_MS, 1.0)
    return coverage * (0.5 + 0.5 * maturity)


def _segment(evaluator: Evaluator, story: Story) -> Segment:
    for segment in evaluator.policy.segments:
        if segment.name == story.segment:
            return segment
    return BOOK
