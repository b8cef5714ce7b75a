"""The gate lets a better version through, and says in words why another one stays out."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.support.learning_book import CATALOGUE, POLICY, examples

from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scorecard import Row, Scorecard
from stream_health.learning.gate.evidence import Evidence, Floats, evidence_of
from stream_health.learning.gate.figures import by_account
from stream_health.learning.gate.verdict import Verdict, judge

EXPERT = prior(POLICY, CATALOGUE)
POINTS_PER_LOG_ODD = 10.0 / math.log(2.0)
MATURED = examples(3, accounts=150, weeks=20)


def truth() -> Scorecard:
    """The scorecard that knows what `learning_book` draws labels from."""
    milli = 1_000 * POINTS_PER_LOG_ODD

    def row(name: str, worse: tuple[float, ...]) -> Row:
        edges = next(one.edges for one in EXPERT.rows if one.feature == name)
        return Row(name, edges, tuple(round(-one * milli) for one in worse))

    rows = (
        row("logins", (2.0, 0.8, -0.4, -1.6, 1.2)),
        row("tickets", (0.0, 0.8, 1.6, 2.4, 0.0)),
        *(Row(r.feature, r.edges, (0,) * len(r.points)) for r in EXPERT.rows[2:]),
    )
    base = 80.0 - (-3.0 - math.log(0.05 / 0.95)) * POINTS_PER_LOG_ODD
    bases = tuple((name, round(1_000 * base)) for name, _ in EXPERT.bases)
    return replace(EXPERT, version="truth", rows=rows, bases=bases)


def verdict(candidate: Scorecard, champion: Scorecard = EXPERT) -> Verdict:
    return judge(evidence_of(MATURED, champion=champion, candidate=candidate, policy=POLICY))


def failed(found: Verdict) -> set[str]:
    return {check.name for check in found.checks if not check.passed}


@pytest.mark.slow
def test_the_truth_takes_over_from_the_experts_and_not_the_other_way_round() -> None:
    better = verdict(truth())
    assert failed(better) <= {"flagged snapshots", "falls of 15 points in a week", "stability"}
    worse = verdict(EXPERT, truth())
    assert {"ranking (AUC)", "log loss", "calibration"} <= failed(worse)
    assert worse.lines()[0] == "prior may not take over from truth"


def test_a_version_may_take_over_from_its_own_copy() -> None:
    known = truth()
    assert verdict(replace(known, version="copy"), known).passed


def test_one_that_scares_more_is_stopped_by_its_flags_and_calibration() -> None:
    known = truth()
    bases = tuple((name, base - 20_000) for name, base in known.bases)
    assert {"flagged snapshots", "calibration"} <= failed(
        verdict(replace(known, bases=bases, version="scared"), known)
    )


def test_what_it_has_learned_itself_is_no_evidence() -> None:
    late = replace(truth(), cut_at_ms=max(one.matured_at_ms for one in MATURED))
    found = verdict(late)
    assert not found.passed
    assert len(found.checks) == 1
    assert "of each 200 are needed" in found.checks[0].said


def _rate(evidence: Evidence, weight: Floats | None) -> float:
    return float(np.average(evidence.label, weights=weight))


def test_intervals_are_of_accounts_not_of_rows() -> None:
    evidence = evidence_of(MATURED, champion=EXPERT, candidate=truth(), policy=POLICY)
    rows = np.arange(len(evidence.label))
    per_row = replace(evidence, account=rows)
    alike = replace(evidence, account=rows // 100, label=(rows // 100 % 2).astype(np.int64))
    narrow, wide = (
        by_account(one, lambda weight, of=one: _rate(of, weight), rounds=100)  # type: ignore[misc]
        for one in (per_row, alike)
    )
    assert narrow.low < narrow.value < narrow.high
    assert wide.high - wide.low > 3.0 * (narrow.high - narrow.low)
