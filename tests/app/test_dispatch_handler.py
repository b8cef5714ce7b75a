"""What the judge is told of alerts: each that fired, each day once, wherever batches are cut."""

from tests.support.handling import records_of, worked

from stream_health.app.dispatch_handler import DispatchHandler, DispatchKit
from stream_health.app.metrics import WorkerMetrics
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.dispatched import AlertsClosed, FiredAlert
from stream_health.domain.effects import AlertCandidate, BookSizes, CandidateClock, Effect
from stream_health.domain.policy import Policy
from stream_health.wire.encode import encode_effect
from stream_health.wire.internal.fired_alerts import FIRED_ALERTS

START_MS = 20_000 * DAY_MS


def leaving(account_id: str, at_ms: int) -> AlertCandidate:
    """A critical signal: it is told at once."""
    return AlertCandidate(
        transition="fired", alert_kind="critical_signal", account_id=account_id, partition=1,
        generation=1, as_of_ms=at_ms, severity="critical", score_milli=60_000,
        reference_milli=None, reference_how="signal", reference_at_ms=None, causes=(),
        action=None, evidence=("s",), value_at_risk_minor=None, currency=None,
        renewal_at_ms=None, csm="ann", manager=None, coverage=1.0, confidence=1.0,
        model_version="prior", config_version="c", arm="champion",
    )  # fmt: skip


def told() -> list[Effect]:
    """What two partitions say over two days, the second one hour later."""
    said: list[Effect] = [
        BookSizes(0, START_MS, ("ann", "", "bob"), (4, 1, 2)),
        BookSizes(1, START_MS, ("ann",), (3,)),
    ]
    for hour in range(50):
        said.append(CandidateClock(0, START_MS + (hour + 1) * HOUR_MS))
        said.append(CandidateClock(1, START_MS + hour * HOUR_MS))
        if hour % 20 == 7:
            said.append(leaving(f"account-{hour}", START_MS + hour * HOUR_MS + 60_000))
    return said


def work(cuts: list[int]) -> list[bytes]:
    """Values for the judge over batches, each by a handler made of the state so far."""
    kit = DispatchKit(policy=Policy(), partitions=2, prefix="p.", metrics=WorkerMetrics())
    values = [encode_effect(one, inputs={}).value for one in told()]
    records = records_of(values, "p.alert-candidates")
    said = worked(lambda state: DispatchHandler(kit, 0, state), records, cuts)
    return [one.value or b"" for one in said if "fired" in one.topic]


def fired(hour: int) -> FiredAlert:
    at_ms, account_id = START_MS + hour * HOUR_MS + 60_000, f"account-{hour}"
    return FiredAlert(f"critical_signal/{account_id}", 1, at_ms, (account_id,))


def test_the_judge_hears_of_each_alert_and_of_each_day_once() -> None:
    said = FIRED_ALERTS.decode_values(work([]))
    assert said == [
        AlertsClosed(START_MS, 0),
        fired(7),
        AlertsClosed(START_MS + DAY_MS, 2),
        fired(27),
        fired(47),
        AlertsClosed(START_MS + 2 * DAY_MS, 2),
    ]


def test_where_batches_are_cut_changes_nothing() -> None:
    assert work([3, 17, 50, 51, 90]) == work([])
