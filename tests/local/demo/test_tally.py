"""What is counted: every explanation to the last milli-point, latency where it means something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.saying import alert, score

from stream_health.domain.clocking import HOUR_MS
from stream_health.domain.effects import Cause, Factor
from stream_health.local.demo.stage import TICK_EVERY_MS
from stream_health.local.demo.tally import Tally, adds_up
from stream_health.wire.rejected import Rejected, RejectReason

MILLI = st.integers(-50_000, 50_000)


def new_tally(sent_at: dict[int, float] | None = None, *, measured_from_ms: int = 0) -> Tally:
    return Tally({}, sent_at or {}, measured_from_ms=measured_from_ms)


@given(parts=st.lists(MILLI), other=MILLI, clip=MILLI, wrong=MILLI)
def test_a_score_adds_up_exactly_when_its_parts_do(
    parts: list[int], other: int, clip: int, wrong: int
) -> None:
    made = score()._replace(
        factors=tuple(Factor("f", None, "events", milli) for milli in parts),
        other_points_milli=other,
        clip_points_milli=clip,
        score_milli=80_000 + sum(parts) + other + clip + wrong,
    )
    assert adds_up(made) == (wrong == 0)


@given(parts=st.lists(MILLI), wrong=MILLI)
def test_a_change_and_an_alert_add_up_exactly_when_their_causes_do(
    parts: list[int], wrong: int
) -> None:
    causes = tuple(Cause("event", milli, "why") for milli in parts)
    moved = score(milli=60_000, previous=60_000 - sum(parts) - wrong)._replace(causes=causes)
    fell = alert(causes=causes, reference_milli=66_900 - sum(parts) - wrong)
    assert adds_up(moved) == adds_up(fell) == (wrong == 0)


def test_what_does_not_add_up_or_cannot_be_read_is_kept_by_name() -> None:
    tally = new_tally()
    tally.hear(score()._replace(other_points_milli=1), now=0.0)
    tally.hear(alert(reference_milli=86_901), now=0.0)
    tally.hear(Rejected(RejectReason.NOT_JSON, "no JSON"), now=0.0)
    tally.hear(score(), now=0.0)
    assert tally.unexplained == ["acme/0", "alert/acme/0", "unreadable: no JSON"]


def test_only_scores_that_moved_noticeably_are_shown_as_moves() -> None:
    tally = new_tally()
    tally.hear(score("new"), now=0.0)
    tally.hear(score("calm", previous=67_900), now=0.0)
    tally.hear(score("fell", previous=70_900), now=0.0)
    assert [change.account_id for change in tally.moves] == ["fell"]
    assert set(tally.scores) == {"new", "calm", "fell"}


def test_latency_runs_from_the_sending_of_the_stretch_a_score_lies_in() -> None:
    tally = new_tally({TICK_EVERY_MS: 10.0, 2 * TICK_EVERY_MS: 20.0}, measured_from_ms=HOUR_MS)
    tally.hear(score(as_of_ms=HOUR_MS - 1), now=99.0)  # history
    tally.hear(score(as_of_ms=TICK_EVERY_MS), now=10.25)
    tally.hear(score(as_of_ms=TICK_EVERY_MS + 1), now=21.0)
    tally.hear(score(as_of_ms=9 * TICK_EVERY_MS), now=99.0)  # nobody knows when it was sent
    assert tally.latencies_seconds == pytest.approx([0.25, 1.0])


def test_alerts_are_those_fired_and_transitions_are_all() -> None:
    tally = new_tally()
    tally.hear(alert(transition="pending"), now=0.0)
    tally.hear(alert(), now=0.0)
    assert len(tally.fired) == 1
    assert tally.transitions == {"pending": 1, "fired": 1}
    assert tally.heard_total == 2
