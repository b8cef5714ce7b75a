"""Causes of an alert sum exactly to its drop; the candidate carries them."""

from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.alerts.candidate import AccountFacts, candidate
from stream_health.domain.alerts.causes import HISTORY, causes_since
from stream_health.domain.alerts.episode import ConditionChange
from stream_health.domain.alerts.history import Reference
from stream_health.domain.alerts.journal import KINDS, BinJournal
from stream_health.domain.clocking import HOUR_MS
from stream_health.domain.effects import Cause

POINTS = ((0, -3_000, -9_000), (5_000, 0, -1_000), (0, -20_000, 4_000))
HOUR = 480_000
MOVE = st.tuples(
    st.integers(0, 30), st.integers(0, 2), st.integers(0, 2), st.sampled_from(KINDS)
)  # fmt: skip


def tell(feature: int, kind: str, milli: int) -> Cause:
    return Cause(kind, milli, f"feature {feature}", feature=str(feature))


@given(
    moves=st.lists(MOVE, max_size=12),
    score=st.integers(min_value=0, max_value=100_000),
    reference=st.integers(min_value=0, max_value=100_000),
    age_hours=st.integers(min_value=0, max_value=4_000),
)
def test_causes_sum_to_the_change_the_heaviest_first_and_history_last(
    moves: list[tuple[int, int, int, str]], score: int, reference: int, age_hours: int
) -> None:
    journal, bins, hour = BinJournal(), [0, 0, 0], HOUR
    for gap, feature, new_bin, kind in moves:
        hour += gap
        journal.note(hour, feature, bins[feature], kind)
        bins[feature] = new_bin
    causes = causes_since(
        Reference(reference, "median_7d", (hour - age_hours) * HOUR_MS),
        journal,
        score_milli=score,
        current_bins=bins,
        points=lambda feature, bin_index: POINTS[feature][bin_index],
        tell=tell,
    )
    assert sum(cause.points_milli for cause in causes) == score - reference
    assert all(cause.points_milli for cause in causes)
    told = [cause for cause in causes if cause.kind != HISTORY]
    assert list(causes[: len(told)]) == told
    weights = [abs(cause.points_milli) for cause in told]
    assert weights == sorted(weights, reverse=True)


def test_what_the_bins_explain_leaves_no_history() -> None:
    journal = BinJournal()
    journal.note(HOUR, 2, 0, "event")
    causes = causes_since(
        Reference(80_000, "median_7d", (HOUR - 1) * HOUR_MS),
        journal,
        score_milli=60_000,
        current_bins=[0, 0, 1],
        points=lambda feature, bin_index: POINTS[feature][bin_index],
        tell=tell,
    )
    assert causes == (tell(2, "event", -20_000),)


FACTS = AccountFacts(
    "acme", 3, 1_000, "EUR", None, "kim", "lee", 0.9, 0.8, "m1", "c1", "champion"
)  # fmt: skip


def test_a_candidate_carries_change_facts_and_evidence_once() -> None:
    change = ConditionChange(
        "fired", 5, 2, "warning", 60_000, Reference(80_000, "median_7d", 1), evidence=("a", "b")
    )
    made = candidate(change, "score_drop", FACTS, evidence=("b", "c"))
    assert (made.transition, made.generation, made.partition) == ("fired", 2, 3)
    assert (made.reference_milli, made.reference_how, made.reference_at_ms) == (
        80_000,
        "median_7d",
        1,
    )
    assert made.evidence == ("a", "b", "c")


def test_a_signal_is_a_reference_without_a_score() -> None:
    change = ConditionChange("fired", 5, 1, "critical", 60_000, Reference(0, "signal", 4))
    made = candidate(change, "critical_signal", FACTS)
    assert (made.reference_milli, made.reference_how, made.reference_at_ms) == (None, "signal", 4)
