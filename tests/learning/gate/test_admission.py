"""What the learner cuts is served by itself when it is sane; what jumps waits for outcomes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.support.learning_book import CATALOGUE, POLICY, examples

from stream_health.domain.clocking import DAY_MS, day_of
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scorecard import Row, Scorecard
from stream_health.learning.gate.admission import Admission
from stream_health.learning.gate.verdict import Verdict
from stream_health.learning.maturity import Waiting
from stream_health.learning.targets.curriculum import Curriculum, CutDay

EXPERT = prior(POLICY, CATALOGUE)
MATURED = examples(3, accounts=150, weeks=24)


def days(matured: list[TrainingExample]) -> Iterator[tuple[int, list[Waiting]]]:
    """Examples by the day they matured on, with its end."""
    by_day: dict[int, list[Waiting]] = {}
    for one in matured:
        by_day.setdefault(day_of(one.matured_at_ms), []).append(Waiting.of(one))
    for day, waiting in sorted(by_day.items()):
        yield (day + 1) * DAY_MS, waiting


def turned(card: Scorecard, day_end_ms: int, *, times: float = -1.0) -> Scorecard:
    """A version that says the opposite of the experts, cut at the end of a day."""
    rows = tuple(
        Row(row.feature, row.edges, tuple(round(times * one) for one in row.points))
        for row in card.rows
    )
    return replace(card, version=f"turned-{day_end_ms}", rows=rows, cut_at_ms=day_end_ms)


def shifted(card: Scorecard, day_end_ms: int, points: int) -> Scorecard:
    """A version that gives everybody so many points more."""
    bases = tuple((name, milli + 1_000 * points) for name, milli in card.bases)
    return replace(card, version=f"shifted-{day_end_ms}", bases=bases, cut_at_ms=day_end_ms)


def failed(verdict: Verdict) -> set[str]:
    return {check.name for check in verdict.checks if not check.passed}


def learned(matured: list[TrainingExample], *, stop_every: int = 0) -> list[CutDay]:
    """Days of a curriculum, its state carried over after so many records."""
    curriculum, state = Curriculum(POLICY, CATALOGUE, partitions=1), dict[str, Any]()
    found: list[CutDay] = []
    ends = [DayClosed(0, day_end_ms) for day_end_ms, _ in days(matured)]
    records: list[TrainingExample | DayClosed] = sorted([*matured, *ends], key=_when)
    for place, record in enumerate(records):
        found += curriculum.on_record(record)
        if stop_every and place % stop_every == 0:
            for tag, value in curriculum.records(dirty_only=True):
                state[tag] = value
            curriculum = Curriculum(POLICY, CATALOGUE, partitions=1)
            curriculum.restore((tag, one) for tag, one in state.items() if one is not None)
    return found


def _when(record: TrainingExample | DayClosed) -> int:
    return record.day_end_ms if isinstance(record, DayClosed) else record.matured_at_ms


def test_honest_learning_is_served_at_once_from_the_first_outcomes_on() -> None:
    verdicts = [day.verdict for day in learned(MATURED) if day.verdict is not None]
    assert len(verdicts) == 24
    assert all(verdict.passed for verdict in verdicts), [v.lines() for v in verdicts]
    assert [one.champion for one in verdicts[1:]] == [one.candidate for one in verdicts[:-1]]


def test_a_restart_changes_no_verdict() -> None:
    matured = examples(5, accounts=40, weeks=12)
    whole, stopped = learned(matured), learned(matured, stop_every=37)
    assert [day.verdict for day in stopped] == [day.verdict for day in whole]
    assert [day.scorecard for day in stopped] == [day.scorecard for day in whole]


def test_a_jump_waits_and_never_gets_in_when_outcomes_speak_against_it() -> None:
    gate, said = Admission(POLICY, EXPERT), list[set[str]]()
    for day_end_ms, waiting in list(days(MATURED))[:6]:
        gate.on_examples(day_end_ms, waiting)
        said.append(failed(gate.consider(turned(EXPERT, day_end_ms, times=-4.0))))
    assert "stability" in said[0]
    assert all("stability" not in one for one in said[1:])
    assert all("unlearned outcomes" in one for one in said[1:])


def test_a_jump_that_outcomes_say_nothing_of_waits_one_day_of_outcomes() -> None:
    gate, said = Admission(POLICY, EXPERT), list[set[str]]()
    for day_end_ms, waiting in list(days(MATURED))[:3]:
        gate.on_examples(day_end_ms, [one._replace(label=0) for one in waiting])
        said.append(failed(gate.consider(turned(EXPERT, day_end_ms, times=-4.0))))
    assert "stability" in said[0]
    assert said[1:] == [set(), set()]


def test_a_jump_that_outcomes_clearly_ask_for_is_served_at_once() -> None:
    gate = Admission(POLICY, EXPERT)
    day_end_ms, waiting = next(days(MATURED))
    gate.on_examples(day_end_ms, waiting)
    verdict = gate.consider(turned(EXPERT, day_end_ms, times=3.0))
    assert verdict.passed
    assert any(check.said.endswith("but outcomes ask for it") for check in verdict.checks)


def test_a_version_that_scares_everybody_is_kept_back_and_the_old_one_goes_on() -> None:
    gate = Admission(POLICY, EXPERT)
    (first_ms, waiting), (second_ms, more) = list(days(MATURED))[:2]
    gate.on_examples(first_ms, waiting)
    scared = gate.consider(shifted(EXPERT, first_ms, -40))
    assert "flagged accounts" in failed(scared)
    gate.on_examples(second_ms, more)
    back = gate.consider(replace(EXPERT, version="back", cut_at_ms=second_ms))
    assert back.champion == "prior"
    assert back.passed


@pytest.mark.parametrize(("weeks", "asked"), [(2, False), (6, True)])
def test_calibration_is_asked_for_from_200_of_each_class_on(weeks: int, asked: bool) -> None:
    verdict = learned(examples(3, accounts=300, weeks=weeks))[-1].verdict
    assert verdict is not None
    said = next(check.said for check in verdict.checks if check.name == "calibration")
    assert said.startswith("expected") == asked
