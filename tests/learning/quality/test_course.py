"""The judge over a stream says what `evaluate` says over the same history, once it has matured."""

from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.cases import cases

from stream_health.app.judge_handler import judged_by
from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.domain.dispatched import AlertsClosed, FiredAlert
from stream_health.domain.effects import DayClosed, TrainingExample
from stream_health.domain.policy import Learning, Policy
from stream_health.learning.quality.course import Course
from stream_health.learning.quality.judge import Judge, Judged
from stream_health.learning.quality.labels import Fate, Maturity
from stream_health.learning.quality.load import Raised
from stream_health.learning.quality.rates import VERDICTS
from stream_health.learning.quality.tally import GROUPS_TOTAL, group_of
from stream_health.learning.quality.warning import Loss
from stream_health.local.evaluate.report import Material, evaluation
from stream_health.local.evaluate.rows import Judging, assemble
from stream_health.local.quality.book import Book, Who
from stream_health.local.quality.scores import Score

HORIZON_MS, LABEL_MS = 90 * DAY_MS, 104 * DAY_MS
WEEKS, CSMS, CAPACITY = 12, 3, 2
POLICY = Policy(learning=Learning(csm_capacity=CAPACITY))
START_MS = 4 * DAY_MS + 100 * WEEK_MS
DAYS_TOTAL = 7 * WEEKS + 110
ACCOUNTS, RESAMPLES = 14, 10

Item = TrainingExample | DayClosed | FiredAlert | AlertsClosed


def only_of(group: int) -> str:
    """An account of a group; their names are in the order of their groups."""
    names = (f"{group:02}-{number}" for number in count())
    return next(name for name in names if group_of(name) == group)


class Told:
    """A book drawn by chance: weekly rows of every account until its notice, and alerts."""

    def __init__(self, rng: Random) -> None:
        self.fates: dict[str, Fate] = {}
        self.rows: list[tuple[int, Score]] = []  # partition, row
        self.alerts: list[Raised] = []
        self.values = {only_of(group): 1_000 * rng.randrange(1, 9) for group in range(ACCOUNTS)}
        self.csms = {name: rng.choice([None, "ann", "bob"]) for name in self.values}
        for number, account_id in enumerate(self.values):
            self._live(rng, number % 2, account_id)
        self.alerts.sort()

    def _live(self, rng: Random, partition: int, account_id: str) -> None:
        notice_ms = START_MS + rng.randrange(1, 20 * 7 * 24) * 3_600_000 + 1
        left_ms = notice_ms if rng.random() < 0.6 else None
        self.fates[account_id] = Fate(() if left_ms is None else (left_ms,))
        flagged, tier = False, rng.choice(["high", "standard"])
        for week in range(rng.randrange(3), WEEKS):
            at_ms = START_MS + week * WEEK_MS
            if left_ms is not None and at_ms >= left_ms:
                break
            flagged = flagged if rng.random() < 0.7 else not flagged
            score = float(rng.randrange(30, 100))
            row = Score(account_id, at_ms, score, (100 - score) / 100, flagged, "book", tier, "m")
            self.rows.append((partition, row))
        scored_ms = [row.at_ms for _, row in self.rows if row.account_id == account_id]
        for _ in range(rng.randrange(3) if scored_ms else 0):
            at_ms = scored_ms[0] + rng.randrange(7 * WEEKS * 24) * 3_600_000
            self.alerts.append(Raised(account_id, at_ms, "ann"))

    def example(self, row: Score) -> TrainingExample:
        left_ms = next(iter(self.fates[row.account_id].churned_ms), None)
        left_ms = left_ms if left_ms is not None and left_ms < row.at_ms + HORIZON_MS else None
        return TrainingExample(
            example_id=f"{row.account_id}/{row.at_ms}", account_id=row.account_id, target="churn",
            snapshot_at_ms=row.at_ms, matured_at_ms=row.at_ms + LABEL_MS, horizon_ms=HORIZON_MS,
            label=int(left_ms is not None), values=(), catalogue_version="c", segment="book",
            tier=row.tier or "", score_milli=int(1_000 * row.score), churn_risk=row.risk or 0.0,
            model_version="m", treated=False, value_tier=row.tier or "", flagged=row.flagged,
            value_minor=self.values[row.account_id], left_at_ms=left_ms,
            csm=self.csms[row.account_id],
        )  # fmt: skip

    def lanes(self) -> list[list[Item]]:
        """What both partitions and the dispatcher say, each in its own order."""
        lanes = [list[Item](), list[Item](), list[Item]()]
        first = START_MS // DAY_MS
        for day in range(first, first + DAYS_TOTAL):
            start_ms, end_ms = day * DAY_MS, (day + 1) * DAY_MS
            for number in range(2):
                lanes[number] += [
                    self.example(row)
                    for partition, row in self.rows
                    if partition == number and start_ms <= row.at_ms + LABEL_MS < end_ms
                ]
                lanes[number].append(DayClosed(number, end_ms))
            lanes[2] += [
                FiredAlert(f"drop/{one.account_id}", place, one.at_ms, (one.account_id,))
                for place, one in enumerate(self.alerts)
                if start_ms <= one.at_ms < end_ms
            ]
            lanes[2].append(AlertsClosed(end_ms, CSMS))
        return lanes

    def evaluated(self, end_ms: int) -> dict[str, Any]:
        """What `evaluate` says of what the judge says it counts."""
        notices = {
            account_id: Fate(tuple(at for at in fate.churned_ms if at < end_ms - LABEL_MS))
            for account_id, fate in self.fates.items()
        }
        scores = sorted(row for _, row in self.rows if row.at_ms + LABEL_MS < end_ms)
        book = Book(
            {name: Who(value=value, csm=self.csms[name]) for name, value in self.values.items()}, {}
        )
        maturity = Maturity(HORIZON_MS, 14 * DAY_MS, end_ms)
        judging = Judging(flags=lambda row: bool(row.flagged))
        alerts_end_ms = (end_ms - LABEL_MS - WEEK_MS) // DAY_MS * DAY_MS
        material = Material(
            scores=scores, assembled=assemble(scores, self.fates, book, maturity),
            judging=judging, maturity=maturity, book=book, bands=(50.0, 80.0), fates=self.fates,
            alerts=[one for one in self.alerts if one.at_ms < alerts_end_ms],
            resamples=RESAMPLES, k=CAPACITY,
        )  # fmt: skip
        found = evaluation(material)
        early = evaluation(_with(material, notices, self.alerts))["early_warning"]
        return {**found, "early_warning": early}


def _with(material: Material, fates: dict[str, Fate], alerts: list[Raised]) -> Material:
    return Material(
        scores=material.scores, assembled=material.assembled, judging=material.judging,
        maturity=material.maturity, book=material.book, bands=material.bands, fates=fates,
        alerts=alerts, resamples=material.resamples, k=material.k,
    )  # fmt: skip


def judged(items: list[Item], *, stops: frozenset[int] = frozenset()) -> list[Judged]:
    """What the judge says, its state carried over at some places."""
    judge = Judge(2, policy=POLICY, resamples=RESAMPLES)
    said, state = list[Judged](), dict[str, Any]()
    for place, item in enumerate(items):
        said += judged_by(judge, item)
        if place in stops:
            for tag, record in judge.records(dirty_only=True):
                state[tag] = record
            judge = Judge(2, policy=POLICY, resamples=RESAMPLES)
            judge.restore([(tag, record) for tag, record in state.items() if record is not None])
    return said


def shuffled(lanes: list[list[Item]], rng: Random) -> list[Item]:
    """The lanes interleaved by chance, in runs; each keeps its own order."""
    queues, mixed = [list(reversed(lane)) for lane in lanes], list[Item]()
    while any(queues):
        queue = rng.choice([one for one in queues if one])
        for _ in range(min(len(queue), rng.randrange(1, 60))):
            mixed.append(queue.pop())
    return mixed


def spread(load: dict[str, Any], name: str) -> list[float]:
    """Ends of an interval by its value: how many people there were, and how long, drops out."""
    return [end / (load[name] or 1.0) for end in load["intervals"][name].values()]


def overall(said: list[Judged]) -> Judged:
    return [one for one in said if one.dimension == "overall"][-1]


@pytest.mark.parametrize("seed", cases(range(12), fast=3))
def test_the_judge_over_a_stream_says_what_evaluate_says_over_the_history(seed: int) -> None:
    told = Told(Random(seed))
    found = overall(judged([item for lane in told.lanes() for item in lane]))
    expected = told.evaluated(found.day_end_ms)
    assert found.figures["early_warning"] == expected["early_warning"]
    assert found.figures["stability"].items() <= expected["stability"].items()
    load, expected_load = found.figures["alert_load"], expected["alert_load"]
    for name in ("alerts", "right", "false", "unknown", "alerts_per_account_year"):
        assert load[name] == expected_load[name]
    for name in load["intervals"]:
        assert spread(load, name) == pytest.approx(spread(expected_load, name), rel=1e-4)
    assert found.figures["rows"] == expected["overall"]["rows"]
    for name in ("precision", "recall", "false_positive_rate"):
        point = found.figures["operating_point"][name]["value"]
        assert point == expected["overall"]["operating_point"][name]["value"]
    for name in ("precision", "recall", "value_share"):
        listed = found.figures[f"{name}_at_capacity"]["value"]
        assert listed == expected["overall"]["at_capacity"][name]


@pytest.mark.parametrize("seed", cases(range(6)))
def test_who_is_ahead_and_where_it_stopped_change_nothing(seed: int) -> None:
    rng = Random(seed)
    lanes = Told(rng).lanes()
    expected = judged([item for lane in lanes for item in lane])
    stops = frozenset(rng.randrange(900) for _ in range(4))
    found = judged(shuffled(lanes, rng), stops=stops)
    assert found == expected
    assert expected


def test_the_load_is_over_the_people_and_days_the_alerts_could_reach() -> None:
    told = Told(Random(3))
    found = overall(judged([item for lane in told.lanes() for item in lane]))
    days = (found.day_end_ms - LABEL_MS - WEEK_MS - START_MS) // DAY_MS
    load = found.figures["alert_load"]
    assert load["csm_weeks"] == pytest.approx(CSMS * days / 7, rel=1e-5)
    assert load["alerts_per_csm_week"] == pytest.approx(
        load["alerts"] / load["csm_weeks"], rel=1e-5
    )


def test_nothing_is_judged_before_the_alerts_of_those_days_are_known() -> None:
    lanes = Told(Random(1)).lanes()
    assert judged([*lanes[0], *lanes[1]]) == []
    late = [item for item in lanes[2] if not isinstance(item, AlertsClosed)]
    first_ms = START_MS + DAY_MS
    said = judged([*lanes[0], *lanes[1], *late, AlertsClosed(first_ms, CSMS)])
    assert {one.day_end_ms for one in said} == {first_ms + LABEL_MS}


Step = tuple[str, int, str | None]  # account, days watched, verdict of an alert that fired then
STEPS = st.lists(
    st.tuples(
        st.integers(0, 60).map(str), st.integers(0, 40), st.none() | st.sampled_from(VERDICTS)
    ),
    max_size=60,
)


def course_of(steps: list[Step]) -> Course:
    """Ways, alerts, and a loss for each account that was watched for a day."""
    course = Course()
    for account_id, days, verdict in steps:
        course.pass_on(account_id, days * DAY_MS, flipped=days % 3 == 0)
        if verdict is not None:
            course.alert(account_id, verdict)
        if days == 1:
            course.lose(Loss(None, 0, surprise=True), 100)
    return course


@given(STEPS, st.integers(0, 60), st.randoms(use_true_random=False))
def test_a_course_is_the_same_in_any_order_in_parts_and_from_its_state(
    steps: list[Step], cut: int, rng: Random
) -> None:
    whole = course_of(steps)
    mixed = rng.sample(steps, len(steps))
    parts = Course.restore(course_of(mixed[:cut]).snapshot())
    parts.merge(course_of(mixed[cut:]))
    assert parts.snapshot() == whole.snapshot()
    assert parts.figures(csm_days=70, resamples=20) == whole.figures(csm_days=70, resamples=20)


def test_a_course_of_any_number_of_accounts_has_a_state_of_twenty_groups() -> None:
    groups, losses = course_of([(str(number), 5, "false") for number in range(500)]).snapshot()
    assert [group for group, *_ in groups] == list(range(GROUPS_TOTAL))
    assert losses == ()


def test_nothing_counted_has_no_figures_and_no_intervals() -> None:
    found = Course().figures(csm_days=0, resamples=20)
    flips, rates = found["stability"], found["alert_load"]
    assert flips.pop("band_flips_per_account_month") is None
    nothing = {"low": None, "high": None}
    for section in (flips, rates):
        assert all(ends == nothing for ends in section["intervals"].values())
    assert {rates[name] for name in rates["intervals"]} == {None}


def test_an_alert_of_an_account_nobody_knows_is_drawn_with_its_group() -> None:
    told = Told(Random(2))
    stranger = only_of(ACCOUNTS)
    first = FiredAlert("drop/stranger", 0, START_MS + 1, (stranger,))
    lanes = told.lanes()
    before, after = (
        overall(judged([item for lane in (*lanes[:2], more + lanes[2]) for item in lane])).figures
        for more in (list[Item](), [first])
    )
    assert after["alert_load"]["unknown"] == before["alert_load"]["unknown"] + 1
    load, name = after["alert_load"], "alerts_per_csm_week"
    assert load["intervals"][name] != before["alert_load"]["intervals"][name]
    assert load["intervals"][name]["low"] <= load[name] <= load["intervals"][name]["high"]
