"""Batches of input records: every good one becomes its event, every bad one only itself."""

import json
import random
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.wire_records import TIME, TIME_MS, FakeRecord, record, usage

from stream_health.domain.events import (
    BillingEvent,
    Contact,
    EngagementEvent,
    ProfileUpdate,
    SignalEvent,
    UsageEvent,
)
from stream_health.wire.decode import ACCOUNT_CONTRACTS, decode_batch, decode_messages
from stream_health.wire.examples import EXAMPLES
from stream_health.wire.inputs.usage import USAGE
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected, RejectReason
from stream_health.wire.times import parse_time_ms

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
    (orjson.dumps(usage(occurred_at="soon")), RejectReason.BAD_VALUE, "occurred_at: time 'soon'"),
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


JSON_VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        [None, True, False, {}, [], [{}], {"kind": []}, [None], "", "\0", "2026-13-01"]
    ),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(),
    st.text(max_size=5),
)


@pytest.mark.parametrize("topic", ACCOUNT_CONTRACTS)
@given(data=st.data())
def test_no_value_of_any_field_crashes_any_topic(topic: str, data: st.DataObject) -> None:
    example = dict(EXAMPLES[TopicName(topic)][0])
    field = data.draw(st.sampled_from(sorted(example)))
    example[field] = data.draw(JSON_VALUES)
    raw = json.dumps(example).encode()  # as strangers write it: NaN, lone surrogates
    (event,) = decode_batch(topic, [FakeRecord(raw)])
    assert isinstance(event, Rejected) or event.account_id == "acme"


@pytest.mark.parametrize("topic", ACCOUNT_CONTRACTS)
@given(value=JSON_VALUES)
def test_no_json_is_taken_for_an_event(topic: str, value: Any) -> None:
    (rejected,) = decode_batch(topic, [FakeRecord(json.dumps(value).encode())])
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


KIND_RULES: list[tuple[TopicName, dict[str, Any], RejectReason, str]] = [
    (
        TopicName.TICKET_EVENTS,
        {"kind": "csat", "ticket_id": "1"},
        RejectReason.MISSING_FIELD,
        "csat",
    ),
    (
        TopicName.TICKET_EVENTS,
        {"kind": "lost", "ticket_id": "1"},
        RejectReason.UNKNOWN_KIND,
        "lost",
    ),
    (TopicName.BILLING_EVENTS, {"kind": "invoice_paid"}, RejectReason.MISSING_FIELD, "invoice_id"),
    (TopicName.BILLING_EVENTS, {"kind": "seats_changed"}, RejectReason.MISSING_FIELD, "seats"),
    (
        TopicName.BILLING_EVENTS,
        {"kind": "renewed", "renewal_at": "9999-12-31"},
        RejectReason.BAD_VALUE,
        "renewal_at: time '9999-12-31'",
    ),
    (
        TopicName.BILLING_EVENTS,
        {"kind": "renewed", "amount": {"amount_minor": 1.5, "currency": "EUR"}},
        RejectReason.WRONG_TYPE,
        "amount.amount_minor",
    ),
    (
        TopicName.BILLING_EVENTS,
        {"kind": "renewed", "amount": {"amount_minor": 1, "currency": "euro"}},
        RejectReason.BAD_VALUE,
        "amount.currency",
    ),
    (TopicName.ENGAGEMENT_EVENTS, {"kind": "nps"}, RejectReason.MISSING_FIELD, "value"),
    (TopicName.ENGAGEMENT_EVENTS, {"kind": "nps", "value": 11}, RejectReason.BAD_VALUE, "0 to 10"),
    (TopicName.ENGAGEMENT_EVENTS, {"kind": "party"}, RejectReason.UNKNOWN_KIND, "party"),
    (TopicName.ACCOUNT_OUTCOMES, {"kind": "slept"}, RejectReason.UNKNOWN_KIND, "slept"),
    (
        TopicName.CSM_FEEDBACK,
        {"kind": "verdict", "author": "d"},
        RejectReason.MISSING_FIELD,
        "verdict",
    ),
    (
        TopicName.CSM_FEEDBACK,
        {"kind": "override", "author": "d", "score": 120, "reason": "r", "until": "2026-04-01"},
        RejectReason.BAD_VALUE,
        "score",
    ),
    (
        TopicName.SIGNALS,
        {"kind": "praise", "confidence": 1.2, "extractor_version": "x/1"},
        RejectReason.BAD_VALUE,
        "confidence",
    ),
]


@pytest.mark.parametrize(("topic", "value", "reason", "shown"), KIND_RULES)
def test_what_a_kind_needs_is_asked_for(
    topic: TopicName, value: dict[str, Any], reason: RejectReason, shown: str
) -> None:
    common = {"event_id": "e1", "account_id": "acme", "occurred_at": TIME}
    (rejected,) = decode_batch(topic, [record(common | value)])
    assert isinstance(rejected, Rejected)
    assert rejected.reason == reason
    assert shown in rejected.detail


def test_an_event_id_that_is_missing_is_derived_the_same_each_time() -> None:
    value = {"account_id": "acme", "updated_at": TIME, "tier": "high"}
    first, again, later = decode_batch(
        TopicName.ACCOUNT_PROFILES,
        [record(value), record(value), record(value | {"updated_at": "2026-03-05T00:00:00Z"})],
    )
    assert isinstance(first, ProfileUpdate)
    assert first == again
    assert first.event_id
    assert isinstance(later, ProfileUpdate)
    assert first.event_id != later.event_id


def test_examples_become_the_events_they_describe() -> None:
    read = {
        topic: decode_batch(topic, [record(example) for example in EXAMPLES[topic]])
        for topic in map(TopicName, ACCOUNT_CONTRACTS)
    }
    assert read[TopicName.BILLING_EVENTS][0] == BillingEvent(
        "acme", "b-1", TIME_MS, "payment_failed", "INV-9", 99_900, "EUR",
        parse_time_ms("2026-03-01T00:00:00Z"), 1,
    )  # fmt: skip
    assert read[TopicName.ENGAGEMENT_EVENTS][0] == EngagementEvent(
        "acme", "g-1", TIME_MS, "qbr_held", ("c-1", "c-2"), ("champion",)
    )
    assert read[TopicName.SIGNALS][0] == SignalEvent(
        "acme",
        "s-1",
        TIME_MS,
        "champion_leaving",
        0.95,
        "c-1",
        "champion",
        sentence="Friday is my last day",
    )
    (profile,) = read[TopicName.ACCOUNT_PROFILES]
    assert isinstance(profile, ProfileUpdate)
    assert profile.contacts == (Contact("c-1", "champion"),)
    assert profile.segment == (("industry", "retail"), ("region", "emea"), ("size", "mid"))
    assert (profile.arr_minor, profile.currency, profile.seats) == (12_000_000, "EUR", 55)
