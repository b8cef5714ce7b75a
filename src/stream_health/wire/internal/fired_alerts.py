"""``fired-alerts``: what the judge of quality has to know of alerts, in one order."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from stream_health.domain.dispatched import AlertsClosed, FiredAlert
from stream_health.wire.contract import Contract
from stream_health.wire.encoded import ONLY_PARTITION, Encoded, to_json
from stream_health.wire.fields import Count, Time
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time, parse_time_ms


class FiredAlertValue(TypedDict):
    """An alert that fired."""

    kind: Literal["fired"]
    dedup_key: str
    generation: int
    as_of: Time
    account_ids: Annotated[
        list[str], Field(description="Of a grouped alert its members; it is judged by the first.")
    ]


class AlertsClosedValue(TypedDict):
    """No alert of this day will follow."""

    kind: Literal["day_closed"]
    day_end: Time
    csms: Annotated[Count, Field(description="People who have watched accounts.")]


FiredAlertsValue = Annotated[FiredAlertValue | AlertsClosedValue, Field(discriminator="kind")]
FiredAlertsRecord = FiredAlert | AlertsClosed


def encode_fired_alert(alert: FiredAlert) -> Encoded:
    """Make the record of an alert that fired."""
    value: FiredAlertValue = {
        "kind": "fired",
        "dedup_key": alert.dedup_key,
        "generation": alert.generation,
        "as_of": format_time(alert.as_of_ms),
        "account_ids": list(alert.account_ids),
    }
    return _record(alert.dedup_key.encode(), to_json(value), alert.as_of_ms)


def encode_alerts_closed(closed: AlertsClosed) -> Encoded:
    """Make the record that closes a day."""
    value: AlertsClosedValue = {
        "kind": "day_closed",
        "day_end": format_time(closed.day_end_ms),
        "csms": closed.csms_total,
    }
    return _record(None, to_json(value), closed.day_end_ms)


def _record(key: bytes | None, value: bytes, time_ms: int) -> Encoded:
    return Encoded(TopicName.FIRED_ALERTS, key, value, ONLY_PARTITION, time_ms)


def build_fired_alerts(value: FiredAlertValue | AlertsClosedValue) -> FiredAlertsRecord:
    """Read a record."""
    if value["kind"] == "day_closed":
        return AlertsClosed(parse_time_ms(value["day_end"]), value["csms"])
    return FiredAlert(
        value["dedup_key"],
        value["generation"],
        parse_time_ms(value["as_of"]),
        tuple(value["account_ids"]),
    )


FIRED_ALERTS = Contract(FiredAlertsValue, build_fired_alerts)
