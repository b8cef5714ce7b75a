"""May the version the learner has just cut be served by itself? Else the one before goes on.

A version learns from all outcomes there are, so none is left that it has not seen: what can be
asked is whether it is sane. A jump that recent outcomes do not clearly ask for is kept back until
the next day of outcomes, which the version that jumped had not learned, does not speak against it.
So a jump that is right waits for one such day at most, and one that is wrong stays out; a version
is kept back by what is new about it, never for being far from the one that is served, so the gate
cannot close for good.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np

from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.learning.gate.evidence import Floats, Integers
from stream_health.learning.gate.figures import share
from stream_health.learning.gate.recent import RecentRows, Rows, Said
from stream_health.learning.gate.verdict import DROP_POINTS, LOAD_GROWTH_MAX, Check, Verdict
from stream_health.learning.maturity import Waiting
from stream_health.learning.plain_card import card_of, plain_of
from stream_health.learning.quality.figures import CLASS_ROWS_MIN
from stream_health.learning.quality.probability import TOLERANCE, log_losses, rate_interval
from stream_health.learning.quality.tally import GROUPS_TOTAL

UNLEARNED, RECENT = "unlearned outcomes", "recent outcomes"
CALIBRATION, STABILITY, FLAGGED = "calibration", "stability", "flagged accounts"
CHECKS: Final = (UNLEARNED, RECENT, CALIBRATION, STABILITY, FLAGGED)

STEP_POINTS_MAX: Final = 5.0
"""Mean change of the scores from one cut to the next, beside what all change by together: a
third of what makes an alert. The level of the book is what the first outcomes teach, and is asked
for by calibration, flags and falls."""

FALLS_SHARE_MAX: Final = 0.05
"""Share of the book that may fall by 15 points from one cut to the next."""

FLAGGED_MORE_MAX: Final = 0.05
"""Share of the book that may be flagged in addition, whatever share was flagged before."""

OUTCOMES_MIN: Final = 20
"""Fewest outcomes of each class to compare log losses on: one for each group of accounts."""

_T_19: Final = 1.729
"""One-sided 95 % of Student's t over the 20 groups of accounts."""


class Admission:
    """Tries every version that is cut; remembers the one that is served and the one before.

    Parameters
    ----------
    policy
        Says the scale and from when on an account is flagged.
    start
        What is served before the first version.
    """

    def __init__(self, policy: Policy, start: Scorecard) -> None:
        self._policy = policy
        self._start = start
        self._served = self._previous = start
        self._recent = RecentRows()
        self._dirty = False

    def on_examples(self, day_end_ms: int, examples: Iterable[Waiting]) -> None:
        """Keep what was learned of churn on a day, before the version cut over it is tried."""
        self._recent.add(day_end_ms, examples, self._start)

    def consider(self, made: Scorecard) -> Verdict:
        """Try a version; one that passes is served from then on."""
        verdict = Verdict(made.version, self._served.version, tuple(self._checks(made)))
        self._previous, self._dirty = made, True
        if verdict.passed:
            self._served = made
        return verdict

    def _checks(self, made: Scorecard) -> Iterator[Check]:
        rows = self._recent.rows(len(self._start.rows))
        if not len(rows.label):
            return
        new, old, last = (
            rows.said_by(card, self._policy) for card in (made, self._served, self._previous)
        )
        if _distance(new, last) < _distance(new, old):  # it goes on from the one kept back
            yield self._unlearned()
        else:
            last = old
        yield _not_worse(RECENT, rows, new, old)
        yield _calibration(rows, new, old)
        yield from _jumps(rows, new, last, asked_for=_is_clearly_better(rows, new, old))

    def _unlearned(self) -> Check:
        """Whether the version kept back last did worse than the served one on what came since."""
        fresh = self._recent.rows(len(self._start.rows), since_ms=self._previous.cut_at_ms)
        last, old = (fresh.said_by(card, self._policy) for card in (self._previous, self._served))
        return _not_worse(UNLEARNED, fresh, last, old)

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(tag, plain nested tuple)``; clears the dirt."""
        if self._dirty or not dirty_only:
            yield "cards", (plain_of(self._served), plain_of(self._previous))
            self._dirty = False
        for tag, record in self._recent.records(dirty_only=dirty_only):
            yield f"day{tag}", record

    def restore(self, records: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        """Take over a state; one of another feature catalogue is left and the start holds."""
        known = dict(records)
        cards = [card_of(plain) for plain in known.pop("cards", ())]
        if any(card.catalogue_version != self._start.catalogue_version for card in cards):
            return
        if cards:
            self._served, self._previous = cards
        for tag, record in known.items():
            self._recent.restore(tag.removeprefix("day"), record)


def _not_worse(name: str, rows: Rows, new: Said, old: Said) -> Check:
    if (few := _too_few(rows, OUTCOMES_MIN)) is not None:
        return Check(name, True, few)
    worse = log_losses(new.risk, rows.label) - log_losses(old.risk, rows.label)
    return Check(
        name,
        not is_above_zero(worse, rows.group),
        f"log loss {_mean(worse):+.4f} against the one served, on {len(worse)}; may not be higher "
        "with 95 %",
    )


def _distance(one: Said, other: Said) -> float:
    return _mean(np.abs(one.points - other.points))


def _too_few(rows: Rows, least: int) -> str | None:
    left = int(rows.label.sum())
    if min(left, len(rows.label) - left) >= least:
        return None
    return f"not asked: {left} of {len(rows.label)} left, of each {least} are needed"


def _calibration(rows: Rows, new: Said, old: Said) -> Check:
    if (few := _too_few(rows, CLASS_ROWS_MIN)) is not None:
        return Check(CALIBRATION, True, few)
    observed, expected = _mean(rows.label), _mean(new.risk)
    low, high = rate_interval(rows.label, rows.group)
    near = abs(expected - observed) <= TOLERANCE * expected or low <= expected <= high
    nearer = abs(expected - observed) <= abs(_mean(old.risk) - observed)
    return Check(
        CALIBRATION,
        near or nearer,
        f"expected {expected:.2%}, observed {observed:.2%}, the one served said "
        f"{_mean(old.risk):.2%}; within 25 %, its interval, or nearer than that",
    )


def _is_clearly_better(rows: Rows, new: Said, old: Said) -> bool:
    if _too_few(rows, OUTCOMES_MIN) is not None:
        return False
    gain = log_losses(old.risk, rows.label) - log_losses(new.risk, rows.label)
    return is_above_zero(gain, rows.group)


def _jumps(rows: Rows, new: Said, last: Said, *, asked_for: bool) -> Iterator[Check]:
    """How far scores and flags jump; what recent outcomes clearly ask for may jump."""
    for check in (_step(new, last), _flags(rows, new, last)):
        if asked_for and not check.passed:
            yield check._replace(passed=True, said=f"{check.said}, but outcomes ask for it")
        else:
            yield check


def _step(new: Said, last: Said) -> Check:
    moves = new.points - last.points
    level = float(np.median(moves))
    mean, falls = _mean(np.abs(moves - level)), share(moves <= -DROP_POINTS)
    return Check(
        STABILITY,
        mean <= STEP_POINTS_MAX and falls <= FALLS_SHARE_MAX,
        f"scores move by {level:+.2f} points since the last cut and each by {mean:.2f} around it, "
        f"at most {STEP_POINTS_MAX:g}; "
        f"{falls:.1%} fall by {DROP_POINTS:g}, at most {FALLS_SHARE_MAX:.0%}",
    )


def _flags(rows: Rows, new: Said, last: Said) -> Check:
    """Whether many more are flagged than before, and than really leave."""
    flagged, before = share(new.flagged), share(last.flagged)
    leave = _mean(rows.label) if _too_few(rows, OUTCOMES_MIN) is None else 0.0
    most = max(LOAD_GROWTH_MAX * before, before + FLAGGED_MORE_MAX, leave)
    return Check(
        FLAGGED,
        flagged <= most,
        f"{flagged:.2%}, the last cut {before:.2%}; at most {most:.2%}",
    )


def is_above_zero(values: Floats, group: Integers) -> bool:
    """Whether a mean is above zero with 95 %, where rows of one group may resemble each other.

    >>> spread = np.tile([1.0, -1.0], 50)
    >>> is_above_zero(spread + 0.1, np.arange(100) % 20), is_above_zero(spread + 2.0,
    ...                                                                 np.arange(100) % 20)
    (False, True)
    """
    mean = float(values.mean())
    sums = np.bincount(group, weights=values - mean, minlength=GROUPS_TOTAL)
    spread = float((sums**2).sum()) * GROUPS_TOTAL / (GROUPS_TOTAL - 1)
    error = math.sqrt(spread) / len(values)
    return mean > _T_19 * error and mean > 0.0


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else 0.0
