"""Batches of input records: every good one becomes its event, every bad one only itself."""

import random
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.wire_records import TIME, TIME_MS, FakeRecord, record, usage

from stream_health.domain.events import ProfileUpdate, UsageEvent
from stream_health.wire.decode import ACCOUNT_CONTRACTS, decode_batch, decode_messages
from stream_health.wire.inputs.usage import USAGE
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected, RejectReason

GOOD = UsageEvent("acme", "e1", TIME_MS, "u1", "report.viewed", "reports", 3, 1200)

BAD: list[tuple[bytes | None, RejectReason, str]] = [
    (None, RejectReason.TOMBSTONE, "null"),
    (b"", RejectReason.NOT_JSON, ""),
    (b"hello", RejectReason.NOT_JSON, ""),
    (b'{"a":', RejectReason.NOT_JSON, ""),
    (b"\xff\xfe", RejectReason.NOT_JSON, ""),
    (b"1],[2", RejectReason.NOT_JSON, ""),
    (b'{"a":1},{"b":2}', RejectReason.NOT_JSON, ""),
    (b"[]", RejectReason.NOT_AN_OBJECT, ""),
    (b"null", RejectReason.NOT_AN_OBJECT, ""),
    (b"17", RejectReason.NOT_AN_OBJECT, ""),
    (b"{}", RejectReason.MISSING_FIELD, "event_id"),
    (orjson.dumps(usage(count="3")), RejectReason.WRONG_TYPE, "count"),
    (orjson.dumps(usage(user_id=7)), RejectReason.WRONG_TYPE, "user_id"),
    (orjson.dumps(usage(count=0)), RejectReason.BAD_VALUE, "count"),
    (orjson.dumps(usage(user_id="")), RejectReason.BAD_VALUE, "user_id"),
    (orjson.dumps(usage(account_id="a\0b")), RejectReason.BAD_VALUE, "account_id"),
    (orjson.dumps(usage(occurred_at="2026-03-04T05:06:07")), RejectReason.BAD_VALUE, "offset"),
    (orjson.dumps(usage(occurred_at="soon")), RejectReason.BAD_VALUE, "soon"),
    (orjson.dumps(usage(account_id="other")), RejectReason.KEY_MISMATCH, "other"),
    (orjson.dumps(usage(name="x" * 300_000)), RejectReason.TOO_LARGE, "300"),
]


@pytest.mark.parametrize(("value", "reason", "shown"), BAD)
def test_a_bad_record_costs_only_itself(
    value: bytes | None, reason: RejectReason, shown: str
) -> None:
    records = [record(usage()), FakeRecord(value), record(usage(event_id="e2"))]
    before, rejected, after = decode_batch(TopicName.USAGE_EVENTS, records)
    assert (before, after) == (GOOD, GOOD._replace(event_id="e2"))
    assert isinstance(rejected, Rejected)
    assert rejected.reason == reason
    assert shown in rejected.detail
    assert len(rejected.detail) <= 200


def test_a_missing_or_foreign_key_is_a_mismatch() -> None:
    for key in (None, b"", b"\xff", b"acme2"):
        (rejected,) = decode_batch(TopicName.USAGE_EVENTS, [record(usage(), key=key)])
        assert isinstance(rejected, Rejected)
        assert rejected.reason == RejectReason.KEY_MISMATCH


def test_unknown_fields_are_ignored_and_optional_ones_may_be_null() -> None:
    value = usage(feature=None, count=None, duration_ms=None, more={"deep": [{}]})
    (event,) = decode_batch(TopicName.USAGE_EVENTS, [record(value)])
    assert event == GOOD._replace(feature=None, times=1, duration_ms=None)


PIECES = st.sampled_from(
    [
        b"{", b"}", b"[", b"]", b",", b'"', b":", b" ", b"1", b'"k":', b"\n", b"\\", b"{}", b"},{",
        b'{"k":[{}', b"{}]}", b"],[", b'{"a":"', orjson.dumps(usage()),
        orjson.dumps(usage(event_id="e3")), orjson.dumps(usage(nested={})),
    ]
)  # fmt: skip
VALUES = st.lists(PIECES, max_size=4).map(b"".join)


@given(st.lists(VALUES, max_size=6))
def test_values_read_together_are_as_each_read_alone(values: list[bytes]) -> None:
    alone = [USAGE.decode_values([value])[0] for value in values]
    assert USAGE.decode_values(values) == alone


def test_values_crafted_to_shift_their_neighbours_do_not() -> None:
    good = orjson.dumps(usage())
    merge_a, merge_b = b'{"k":[' + good, good + b"]," + good[1:]
    values = [merge_a, merge_b, good, good + b"," + good]
    decoded = USAGE.decode_values(values)
    assert decoded[2] == GOOD
    assert [type(event) is Rejected for event in decoded] == [True, True, False, True]


def test_a_profile_tombstone_says_the_account_is_unknown_now() -> None:
    records = [FakeRecord(None), FakeRecord(None, b"\xff"), FakeRecord(None, None)]
    gone, bad, none = decode_batch(TopicName.ACCOUNT_PROFILES, records)
    assert isinstance(gone, ProfileUpdate)
    assert gone.deleted
    assert (gone.account_id, gone.event_time_ms) == ("acme", TIME_MS)
    assert gone.event_id
    for rejected in (bad, none):
        assert isinstance(rejected, Rejected)
        assert rejected.reason == RejectReason.KEY_MISMATCH


def test_a_rejected_message_never_shows_its_text() -> None:
    secret = "the champion resigns"  # noqa: S105  # text of a message, no password
    message: dict[str, Any] = {
        "event_id": "m1", "account_id": "acme", "occurred_at": TIME, "direction": "inbound",
        "channel": "email", "text": secret,
    }  # fmt: skip
    bad = [message | {field: secret} for field in ("channel", "sender", "occurred_at")]
    bad += [message | {"text": [secret]}, {"text": secret}]
    good, *rejected = decode_messages([record(value) for value in [message, *bad]])
    assert not isinstance(good, Rejected)
    assert good.text == secret
    for each in rejected:
        assert isinstance(each, Rejected)
        assert secret not in each.detail


@pytest.mark.parametrize("topic", ACCOUNT_CONTRACTS)
@settings(max_examples=25)
@given(value=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
))  # fmt: skip
def test_no_json_crashes_any_topic(topic: str, value: Any) -> None:
    try:
        raw = orjson.dumps(value)
    except (TypeError, orjson.JSONEncodeError):
        return
    (rejected,) = decode_batch(topic, [FakeRecord(raw)])
    assert isinstance(rejected, Rejected)


def test_order_is_kept_in_a_long_mixed_batch() -> None:
    dice = random.Random(1)
    records, expected = [], []
    for number in range(500):
        good = dice.random() < 0.9
        value = orjson.dumps(usage(event_id=f"e{number}")) if good else dice.choice([b"x", None])
        records.append(FakeRecord(value))
        expected.append(f"e{number}" if good else None)
    decoded = decode_batch(TopicName.USAGE_EVENTS, records)
    got = [None if isinstance(event, Rejected) else event.event_id for event in decoded]
    assert got == expected
