"""A quiet week of a whole segment is no news of one account: replays of schools and offices."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from tests.support.histories import POLICY, START_MS, replayed, usage_line

from stream_health.domain.book.statistics import BookOpened
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import ScoreSample
from stream_health.domain.engine.agenda import Period
from stream_health.domain.policy import Segment

SCHOOLS = tuple(f"school-{number:02d}" for number in range(16))
OFFICES = tuple(f"office-{number:02d}" for number in range(4))
TERMS = replace(POLICY, segments=(Segment(name="schools", match=(("plan", "school"),)),))
DAYS = 50
QUIET_FROM_DAY = 41


def lines(quiet: set[str]) -> list[bytes]:
    """Use on every day, until some fall quiet."""
    made = []
    for account in (*SCHOOLS, *OFFICES):
        value = {"account_id": account, "updated_at": "2026-01-05T00:00:00Z", "tier": "standard",
                 "plan": account.partition("-")[0]}  # fmt: skip
        made.append(orjson.dumps({"topic": "account-profiles", "value": value}))
    for day in range(DAYS):
        for number, account in enumerate((*SCHOOLS, *OFFICES)):
            if day < QUIET_FROM_DAY or account not in quiet:
                at_ms = START_MS + day * DAY_MS + (8 + number % 4) * HOUR_MS
                made.append(usage_line(day, at_ms, account, count=20))
    return made


def points_at_the_end(folder: Path, quiet: set[str]) -> dict[str, float]:
    """Score of every account when the last day has closed."""
    end_ms = START_MS + DAYS * DAY_MS
    heard = replayed(
        folder,
        lines(quiet),
        policy=TERMS,
        learn=False,
        sampling=Period(DAY_MS, 0),
        until_ms=end_ms,
    )[2]
    opened = [one for one in heard.effects if isinstance(one, BookOpened)]
    assert [one.partition for one in opened].count(0) == len(opened) / 2 > DAYS - 3
    assert len({one.version for one in opened}) == len(opened) / 2  # both lanes the same
    return {
        one.account_id: one.score_milli / 1_000
        for one in heard.effects
        if isinstance(one, ScoreSample) and one.as_of_ms == end_ms
    }


@pytest.mark.slow
def test_quiet_with_its_segment_an_account_loses_less_than_quiet_alone(tmp_path: Path) -> None:
    busy = points_at_the_end(tmp_path / "busy", set())
    alone = points_at_the_end(tmp_path / "alone", {"school-03"})
    together = points_at_the_end(tmp_path / "together", set(SCHOOLS))
    lost_alone = busy["school-03"] - alone["school-03"]
    lost_together = busy["school-03"] - together["school-03"]
    assert lost_alone > 15
    assert lost_together < lost_alone - 4
    assert alone["school-04"] == pytest.approx(busy["school-04"], abs=0.5)
    assert together["office-03"] == pytest.approx(busy["office-03"], abs=0.5)
