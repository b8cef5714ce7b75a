"""The gate of promotion: enough outcomes, not worse, calibrated, steady, no more alerts."""

from typing import Final, NamedTuple

import numpy as np

from stream_health.learning.gate.evidence import Evidence, Integers, Spoken
from stream_health.learning.gate.figures import auc, by_account, log_loss, share, tenths
from stream_health.learning.gate.figures import weekly_moves as moves_of

CLASS_EXAMPLES_MIN: Final = 200
"""Fewest matured examples of each class."""

AUC_LOSS_MAX: Final = 0.01
"""The candidate's area under the ROC curve may not be worse by more than this, with 95 %."""

TENTHS_RIGHT_MIN: Final = 8
LOAD_GROWTH_MAX: Final = 1.25
"""Flags, large falls and weekly movement may grow by a quarter."""

DROP_POINTS: Final = 15.0


class Check(NamedTuple):
    """One condition: whether it holds, and the figures, in words."""

    name: str
    passed: bool
    said: str


class Verdict(NamedTuple):
    """All conditions; ``passed`` when every one holds."""

    candidate: str
    champion: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether the candidate may take over."""
        return all(check.passed for check in self.checks)

    def lines(self) -> list[str]:
        """Say it, a line per condition."""
        said = "may take over from" if self.passed else "may not take over from"
        head = f"{self.candidate} {said} {self.champion}"
        return [
            head,
            *(
                f"  {'ok  ' if one.passed else 'FAIL'}  {one.name}: {one.said}"
                for one in self.checks
            ),
        ]


def judge(evidence: Evidence) -> Verdict:
    """Judge a candidate against the champion; without enough outcomes nothing else is asked."""
    positives = int(evidence.label.sum())
    negatives = len(evidence.label) - positives
    enough = min(positives, negatives) >= CLASS_EXAMPLES_MIN
    unread = f"; {evidence.unread_total} of other features" if evidence.unread_total else ""
    checks = [
        Check(
            "matured examples it has not learned",
            enough,
            f"{positives} left and {negatives} stayed, of each {CLASS_EXAMPLES_MIN} are needed"
            + unread,
        )
    ]
    if enough:
        checks += [
            _ranking(evidence),
            _likelihood(evidence),
            _calibration(evidence),
            _stability(evidence),
            *_load(evidence),
        ]
    return Verdict(evidence.candidate.version, evidence.champion.version, tuple(checks))


def _ranking(evidence: Evidence) -> Check:
    def gain(rows: Integers) -> float:
        label = evidence.label[rows]
        new = auc(evidence.candidate.risk[rows], label)
        return new - auc(evidence.champion.risk[rows], label)

    interval = by_account(evidence, gain)
    return Check(
        "ranking (AUC)",
        interval.low >= -AUC_LOSS_MAX,
        f"gain {interval}, may not be below -{AUC_LOSS_MAX} with 95 %",
    )


def _likelihood(evidence: Evidence) -> Check:
    def loss(rows: Integers) -> float:
        label = evidence.label[rows]
        new = log_loss(evidence.candidate.risk[rows], label)
        return new - log_loss(evidence.champion.risk[rows], label)

    interval = by_account(evidence, loss)
    return Check(
        "log loss", interval.value <= 0.0, f"change {interval}, may not rise; lower is better"
    )


def _calibration(evidence: Evidence) -> Check:
    parts = tenths(evidence.candidate.risk, evidence.label)
    right = sum(part.is_right for part in parts)
    expected, observed = float(evidence.candidate.risk.mean()), float(evidence.label.mean())
    return Check(
        "calibration",
        right >= TENTHS_RIGHT_MIN,
        f"{right} of {len(parts)} tenths of risk within 25 % or their interval, "
        f"{TENTHS_RIGHT_MIN} are needed; expected {expected:.2%}, observed {observed:.2%}",
    )


def _stability(evidence: Evidence) -> Check:
    new, old = (_mean_move(evidence, one) for one in (evidence.candidate, evidence.champion))
    most = LOAD_GROWTH_MAX * old + 0.25
    return Check(
        "stability",
        new <= most,
        f"moves {new:.2f} points a week, the champion {old:.2f}; at most {most:.2f}",
    )


def _load(evidence: Evidence) -> list[Check]:
    candidate, champion = evidence.candidate, evidence.champion
    checks = []
    for name, new, old in (
        ("flagged snapshots", share(candidate.flagged), share(champion.flagged)),
        ("falls of 15 points in a week", _drops(evidence, candidate), _drops(evidence, champion)),
    ):
        most = LOAD_GROWTH_MAX * old + 0.005
        said = f"{new:.2%}, the champion {old:.2%}; at most {most:.2%}"
        checks.append(Check(name, new <= most, said))
    return checks


def _mean_move(evidence: Evidence, spoken: Spoken) -> float:
    moves = moves_of(evidence, spoken)
    return float(np.abs(moves).mean()) if len(moves) else 0.0


def _drops(evidence: Evidence, spoken: Spoken) -> float:
    return share(moves_of(evidence, spoken) <= -DROP_POINTS)
