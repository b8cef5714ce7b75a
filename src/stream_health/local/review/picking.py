"""Which accounts to look at: where the score in use and ours disagree most, both ways."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from stream_health.local.audit.rates import Bands
from stream_health.local.quality.notes import QualityError
from stream_health.local.quality.scores import Score

WE_SAY_RISK: Final = "riskier in our order than in theirs"
THEY_SAY_RISK: Final = "riskier in their order than in ours"
ACCOUNTS_MIN: Final = 30
ACCOUNTS_MAX: Final = 40


class Picked(NamedTuple):
    """An account two scores disagree about.

    ``their_rank`` and ``our_rank`` are the share of accounts that are safer, 0 to 1: 1 is the
    riskiest of the book.
    """

    account_id: str
    stratum: str
    theirs: Score
    ours: Score
    their_rank: float
    our_rank: float

    @property
    def gap(self) -> float:
        """How far apart the ranks are, 0 to 1."""
        return abs(self.our_rank - self.their_rank)


def pick(
    theirs: Sequence[Score], ours: Sequence[Score], *, bands: Bands, count: int
) -> list[Picked]:
    """Half from each side of the disagreement, the widest gaps first; of equals the first id.

    The scores are one per account, of the same accounts. Scales differ, so ranks are compared. A
    side with too few accounts leaves its places to the other.

    Raises
    ------
    QualityError
        When nothing is disagreed about.
    """
    sign = 1.0 if bands.higher_is_riskier else -1.0
    their_ranks = ranks({one.account_id: sign * one.score for one in theirs})
    our_ranks = ranks({one.account_id: -one.score for one in ours})
    mine = {one.account_id: one for one in ours}
    found = [
        Picked(
            one.account_id,
            WE_SAY_RISK if our_ranks[one.account_id] > their_ranks[one.account_id]
            else THEY_SAY_RISK,
            one,
            mine[one.account_id],
            their_ranks[one.account_id],
            our_ranks[one.account_id],
        )
        for one in theirs
        if our_ranks[one.account_id] != their_ranks[one.account_id]
    ]  # fmt: skip
    if not found:
        msg = "both scores rank every account the same: there is nothing to review"
        raise QualityError(msg)
    found.sort(key=lambda one: (-one.gap, one.account_id))
    sides = [
        [one for one in found if one.stratum == stratum] for stratum in (WE_SAY_RISK, THEY_SAY_RISK)
    ]
    half = (count + 1) // 2
    taken = [side[: max(half, count - len(other))] for side, other in (sides, sides[::-1])]
    chosen = [*taken[0], *taken[1][: count - len(taken[0])]]
    return sorted(chosen, key=lambda one: one.account_id)


def ranks(risk: Mapping[str, float]) -> dict[str, float]:
    """Share of the others that are safer; equal risks share the mean of their places.

    >>> ranks({"a": 1.0, "b": 2.0, "c": 2.0})
    {'a': 0.0, 'b': 0.75, 'c': 0.75}
    """
    ordered = sorted(risk, key=lambda account: (risk[account], account))
    places: dict[float, list[int]] = {}
    for place, account in enumerate(ordered):
        places.setdefault(risk[account], []).append(place)
    last = max(1, len(ordered) - 1)
    return {
        account: sum(places[risk[account]]) / len(places[risk[account]]) / last
        for account in ordered
    }
