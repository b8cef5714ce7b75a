"""The gate of promotion: enough outcomes, not worse, calibrated, steady, no more alerts."""

from typing import Final, NamedTuple

import numpy as np

from stream_health.learning.gate.evidence import Evidence, Floats, Spoken
from stream_health.learning.gate.figures import by_account, said, share
from stream_health.learning.gate.figures import weekly_moves as moves_of
from stream_health.learning.quality.figures import CLASS_ROWS_MIN
from stream_health.learning.quality.probability import log_loss, reliability
from stream_health.learning.quality.ranking import Ranking

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
        may = "may take over from" if self.passed else "may not take over from"
        head = f"{self.candidate} {may} {self.champion}"
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
    enough = min(positives, negatives) >= CLASS_ROWS_MIN
    unread = f"; {evidence.unread_total} of other features" if evidence.unread_total else ""
    checks = [
        Check(
            "matured examples it has not learned",
            enough,
            f"{positives} left and {negatives} stayed, of each {CLASS_ROWS_MIN} are needed"
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
    label = evidence.label.astype(np.float64)
    new, old = (Ranking(one.risk, label) for one in (evidence.candidate, evidence.champion))

    def gain(weight: Floats | None) -> float:
        return new.auc(weight) - old.auc(weight)

    interval = by_account(evidence, gain)
    return Check(
        "ranking (AUC)",
        interval.low >= -AUC_LOSS_MAX,
        f"gain {said(interval)}, may not be below -{AUC_LOSS_MAX} with 95 %",
    )


def _likelihood(evidence: Evidence) -> Check:
    label = evidence.label.astype(np.float64)

    def loss(weight: Floats | None) -> float:
        new = log_loss(evidence.candidate.risk, label, weight)
        return new - log_loss(evidence.champion.risk, label, weight)

    interval = by_account(evidence, loss)
    return Check(
        "log loss", interval.value <= 0.0, f"change {said(interval)}, may not rise; lower is better"
    )


def _calibration(evidence: Evidence) -> Check:
    label = evidence.label.astype(np.float64)
    parts = reliability(evidence.candidate.risk, label, evidence.account)
    right = sum(part.calibrated for part in parts)
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
        figures = f"{new:.2%}, the champion {old:.2%}; at most {most:.2%}"
        checks.append(Check(name, new <= most, figures))
    return checks


def _mean_move(evidence: Evidence, spoken: Spoken) -> float:
    moves = moves_of(evidence, spoken)
    return float(np.abs(moves).mean()) if len(moves) else 0.0


def _drops(evidence: Evidence, spoken: Spoken) -> float:
    return share(moves_of(evidence, spoken) <= -DROP_POINTS)
