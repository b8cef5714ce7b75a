"""True- and false-positive rates of a score 30, 60 and 90 days before churn, by band."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from stream_health.learning.quality.figures import number
from stream_health.learning.quality.labels import Fate, Maturity, label_of
from stream_health.learning.quality.probability import wilson
from stream_health.local.quality.scores import Score

DAY_MS: Final = 86_400_000
DAYS_BEFORE: Final = (30, 60, 90)
STALE_DAYS: Final = 45
"""A score older than this was not what anybody looked at any more."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands of a score by their edges, the riskiest first.

    As in the product (below 50, 50 to 80, above 80): the riskiest band ends before its edge, every
    other edge belongs to the riskier of its bands.

    Examples
    --------
    >>> bands = Bands((50.0, 80.0), higher_is_riskier=False)
    >>> bands.names, [bands.place(score) for score in (49.9, 50.0, 80.0, 80.1)]
    (('below 50', '50 to 80', 'above 80'), [0, 1, 1, 2])
    >>> Bands((20.0, 50.0), higher_is_riskier=True).names
    ('above 50', '20 to 50', 'below 20')
    """

    edges: tuple[float, ...]
    higher_is_riskier: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Names from the riskiest to the safest."""
        ends = [f"{edge:g}" for edge in self.edges]
        middle = [f"{low} to {high}" for low, high in pairwise(ends)]
        last = f"above {ends[-1]}"
        if len(ends) == 1:
            last = f"up to {ends[0]}" if self.higher_is_riskier else f"{ends[0]} and above"
            first = f"above {ends[0]}" if self.higher_is_riskier else f"below {ends[0]}"
            return first, last
        named = (f"below {ends[0]}", *middle, last)
        return named[::-1] if self.higher_is_riskier else named

    def place(self, score: float) -> int:
        """Number of the band a score lies in, 0 the riskiest."""
        sign = -1.0 if self.higher_is_riskier else 1.0
        first, *others = sorted(sign * edge for edge in self.edges)
        if sign * score < first:
            return 0
        return 1 + sum(sign * score > edge for edge in others)


def rates(
    scores: Sequence[Score],
    fates: Mapping[str, Fate],
    *,
    bands: Bands,
    known_until_ms: int,
    days: Sequence[int] = DAYS_BEFORE,
) -> list[dict[str, Any]]:
    """Rates for each number of days before churn.

    The true-positive rate looks back: of the accounts that churned and had a score that many days
    before, the share that lay in the band or a riskier one then. The false-positive rate looks
    ahead: of the scores of accounts that had not given notice and did not churn within as many
    days, the share in the band or a riskier one.
    """
    by_account: dict[str, list[Score]] = {}
    for one in scores:
        by_account.setdefault(one.account_id, []).append(one)
    return [_rates_at(by_account, fates, bands, (before, known_until_ms)) for before in days]


def _rates_at(
    by_account: Mapping[str, Sequence[Score]],
    fates: Mapping[str, Fate],
    bands: Bands,
    when: tuple[int, int],
) -> dict[str, Any]:
    days, known_until_ms = when
    churned, stayed = [0] * len(bands.names), [0] * len(bands.names)
    unscored = churned_total = 0
    maturity = Maturity(days * DAY_MS, 0, known_until_ms)
    for account_id, scores in by_account.items():
        fate = fates.get(account_id, Fate())
        for notice_ms in fate.churned_ms:
            if notice_ms > known_until_ms:
                continue
            churned_total += 1
            at = score_at(scores, notice_ms - days * DAY_MS)
            if at is None:
                unscored += 1
            else:
                churned[bands.place(at.score)] += 1
        for one in scores:
            if label_of(one.at_ms, fate, maturity) == 0:
                stayed[bands.place(one.score)] += 1
    return {
        "days_before": days,
        "churned_accounts": churned_total,
        "churned_accounts_scored": churned_total - unscored,
        "scores_that_stayed": sum(stayed),
        "by_band": _by_band(bands, churned, stayed),
    }


def score_at(scores: Sequence[Score], at_ms: int) -> Score | None:
    """The score people saw at an instant: the last one by then, unless it had gone stale."""
    place = bisect_right(scores, at_ms, key=lambda one: one.at_ms)
    if not place or scores[place - 1].at_ms < at_ms - STALE_DAYS * DAY_MS:
        return None
    return scores[place - 1]


def _by_band(bands: Bands, churned: Sequence[int], stayed: Sequence[int]) -> list[dict[str, Any]]:
    found = []
    for place, name in enumerate(bands.names):
        hits, wrong = sum(churned[: place + 1]), sum(stayed[: place + 1])
        found.append(
            {
                "band": name,
                "churned_accounts": churned[place],
                "scores_that_stayed": stayed[place],
                "true_positive_rate": _share(hits, sum(churned)),
                "true_positive_interval": _interval(hits, sum(churned)),
                "false_positive_rate": _share(wrong, sum(stayed)),
            }
        )
    return found


def _share(part: int, whole: int) -> float | None:
    return number(part / whole) if whole else None


def _interval(part: int, whole: int) -> list[float | None] | None:
    return [number(end) for end in wilson(part / whole, whole)] if whole else None
