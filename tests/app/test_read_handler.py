"""One partition number of the reading, driven without Kafka."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
import pytest

from stream_health.app.metrics import WorkerMetrics
from stream_health.app.read_handler import ReadHandler, ReadKit, extractor_of
from stream_health.app.settings_sections import LanguageSection
from stream_health.domain.clocking import HOUR_MS
from stream_health.domain.effects import SignalJudged
from stream_health.runtime.batch import Batch, Transaction
from stream_health.runtime.partitioner import partition_of
from stream_health.wire.inputs.signals import SIGNALS
from stream_health.wire.internal.signal_verdicts import encode_signal_verdict
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected
from stream_health.wire.times import format_time

NOW_MS = 1_767_571_200_000
CANARY = "xylophonequartz"
FAREWELL = f"Hello Daniel, the {CANARY} is ready. Friday is my last day at the company."


class Raw(NamedTuple):
    """A record as Kafka gives it."""

    topic: str
    key: bytes | None
    value: bytes | None
    timestamp: int = NOW_MS
    partition: int = 0
    offset: int = 0


def message(text: str = FAREWELL, *, at_ms: int = NOW_MS, **fields: Any) -> Raw:
    value = {
        "event_id": "m1",
        "account_id": "acme",
        "occurred_at": format_time(at_ms),
        "direction": "inbound",
        "channel": "email",
        "text": text,
        "sender": {"contact_id": "c-1"},
        **fields,
    }
    return Raw("message-events", value["account_id"].encode(), orjson.dumps(value))


def profile(role: str, *, at_ms: int = NOW_MS - 5, deleted: bool = False) -> Raw:
    value = {
        "account_id": "acme",
        "updated_at": format_time(at_ms),
        "contacts": [{"contact_id": "c-1", "role": role}],
    }
    body = None if deleted else orjson.dumps(value)
    return Raw("account-profiles", b"acme", body, timestamp=at_ms)


def verdict(*, right: bool = False, at_ms: int = NOW_MS - HOUR_MS, confidence: float = 0.7) -> Raw:
    """A verdict on the signal that is read in the farewell."""
    signal = said(read(message()))[1]
    judged = SignalJudged(
        "f1",
        signal["event_id"],
        signal["kind"],
        tuple(signal["rules"]),
        confidence,
        right,
        at_ms,
    )
    return Raw("signal-verdicts", b"0", encode_signal_verdict(judged, partition=0).value, at_ms)


def sure(transaction: Transaction) -> float:
    (leaving,) = [one for one in said(transaction) if one["kind"] == "champion_leaving"]
    return float(leaving["confidence"])


def kit(section: LanguageSection | None = None, *, partitions: int = 1) -> ReadKit:
    return ReadKit(
        extractor=extractor_of(section or LanguageSection()),
        partitions=partitions,
        prefix="",
        metrics=WorkerMetrics(),
    )


def read(
    *records: Raw, given: ReadKit | None = None, state: Mapping[bytes, bytes] | None = None
) -> Transaction:
    handler = ReadHandler(given or kit(), 0, state or {})
    (transaction,) = handler.process(Batch(0, list(records)))
    assert transaction.consumed == len(records)
    return transaction


def said(transaction: Transaction, topic: str = TopicName.SIGNALS) -> list[dict[str, Any]]:
    return [orjson.loads(one.value or b"") for one in transaction.outputs if one.topic == topic]


def test_a_message_becomes_a_note_that_it_was_seen_and_its_signals() -> None:
    given = kit()
    found = {one["kind"]: one for one in said(read(message(), given=given))}
    seen, leaving = found["message_seen"], found["champion_leaving"]
    assert seen["direction"] == "inbound"
    assert seen["length"] == len(FAREWELL)
    assert leaving["evidence"] == "Friday is my last day at the company."
    assert leaving["source"] == {"topic": "message-events", "event_id": "m1"}
    assert given.metrics.value("messages_read_total", direction="inbound", language="en") == 1
    assert given.metrics.value("text_signals_total", kind="champion_leaving") == 1


def test_what_is_said_can_be_read_back_by_the_contract() -> None:
    values = [one.value or b"" for one in read(message()).outputs]
    assert not [one for one in SIGNALS.decode_values(values) if isinstance(one, Rejected)]


def test_reading_a_message_again_gives_the_same_ids_and_other_messages_others() -> None:
    once, again = said(read(message())), said(read(message(), message()))
    other = said(read(message(event_id="m2")))
    ids = [one["event_id"] for one in once]
    assert [one["event_id"] for one in again] == ids * 2
    assert len(set(ids)) == len(ids) > 1
    assert not set(ids) & {one["event_id"] for one in other}


def test_the_role_comes_from_the_message_or_else_from_the_profile_across_restarts() -> None:
    assert said(read(message()))[1]["role"] is None
    first = read(profile("champion"))
    state = {key: value for key, value in first.changes.items() if value is not None}
    assert said(read(message(), state=state))[1]["role"] == "champion"
    own = message(sender={"contact_id": "c-1", "role": "admin"})
    assert said(read(own, state=state))[1]["role"] == "admin"
    assert said(read(profile("user"), message(), state=state))[1]["role"] == "user"
    assert said(read(message(sender={"contact_id": "c-9"}), state=state))[1]["role"] is None


def test_an_older_profile_that_comes_late_changes_no_role() -> None:
    late = profile("user", at_ms=NOW_MS - 100)
    assert said(read(profile("champion"), late, message()))[1]["role"] == "champion"


def test_contacts_of_an_account_the_crm_forgot_are_forgotten() -> None:
    state = {key: value for key, value in read(profile("champion")).changes.items() if value}
    gone = read(profile("champion", at_ms=NOW_MS, deleted=True), state=state)
    assert gone.changes == {b"acme": None}


def test_evidence_can_be_switched_off() -> None:
    outputs = read(message(), given=kit(LanguageSection(evidence=False))).outputs
    assert "champion_leaving" in {orjson.loads(one.value or b"")["kind"] for one in outputs}
    assert b"last day" not in b"".join(one.value or b"" for one in outputs)


def test_competitors_are_those_of_the_settings() -> None:
    text = "We are evaluating Zorblax as a replacement for your product."
    section = LanguageSection(competitors=("Zorblax",))
    assert "competitor_named" in {
        one["kind"] for one in said(read(message(text), given=kit(section)))
    }


def test_names_of_ours_are_those_of_the_settings() -> None:
    text = "We are moving away from Zentrel at the end of the contract."
    section = LanguageSection(own_names=("Zentrel",))
    assert "cancellation_intent" in {
        one["kind"] for one in said(read(message(text), given=kit(section)))
    }


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Raw("message-events", b"acme", b"{oops"), "not_json"),
        (Raw("message-events", b"acme", None), "tombstone"),
        (message()._replace(key=b"other"), "key_mismatch"),
        (message(text=7), "wrong_type"),  # type: ignore[arg-type]
        (message(at_ms=NOW_MS + 3_600_000), "future"),
    ],
)
def test_a_message_that_cannot_be_read_is_buried_and_its_neighbours_are_read(
    record: Raw, reason: str
) -> None:
    given = kit()
    done = read(record, message(), given=given)
    (letter,) = said(done, TopicName.DEAD_LETTERS)
    assert letter["reason"] == reason
    assert said(done) == said(read(message()))
    assert given.metrics.value("dead_letters_total", topic="message-events", reason=reason) == 1


def test_a_message_on_the_wrong_partition_is_buried() -> None:
    account_id = next(name for name in map(str, range(99)) if partition_of(name.encode(), 4) != 0)
    (letter,) = said(
        read(message(account_id=account_id), given=kit(partitions=4)), TopicName.DEAD_LETTERS
    )
    assert letter["reason"] == "wrong_partition"


def test_of_the_text_nothing_is_left_but_the_evidence() -> None:
    given = kit()
    bad = message(event_id="", text=CANARY)
    done = read(
        profile("champion"), verdict(), message(), message(direction="outbound"), bad, given=given
    )
    left = b"".join(one.value or b"" for one in done.outputs if one.topic == TopicName.SIGNALS)
    left += b"".join(value or b"" for value in done.changes.values())
    left += given.metrics.exposition()
    assert CANARY.encode() not in left
    (letter,) = said(done, TopicName.DEAD_LETTERS)
    assert CANARY not in letter["detail"]


def test_a_verdict_moves_the_confidence_of_what_is_read_alike_from_the_next_hour_on() -> None:
    unmoved = sure(read(message()))
    assert sure(read(verdict(), message())) < unmoved
    assert sure(read(verdict(right=True), message())) > unmoved
    assert sure(read(verdict(at_ms=NOW_MS - NOW_MS % HOUR_MS), message())) == unmoved


def test_what_a_verdict_taught_outlives_a_restart() -> None:
    state = {key: value for key, value in read(verdict()).changes.items() if value}
    assert sure(read(message(), state=state)) == sure(read(verdict(), message()))
    twice = read(verdict(), verdict(), message())
    assert sure(read(verdict(), message(), state=state)) == sure(twice)


def test_partition_numbers_do_not_learn_from_each_other_but_from_the_topic() -> None:
    given = kit()
    read(verdict(), given=given)
    assert sure(read(message(), given=given)) == sure(read(message()))


def test_the_version_says_from_how_many_verdicts_was_learned() -> None:
    plain, taught = said(read(message()))[1], said(read(verdict(), message()))[1]
    assert taught["extractor_version"] == plain["extractor_version"] + "+1"


@pytest.mark.parametrize(("value", "reason"), [(b"{", "not_json"), (None, "tombstone")])
def test_a_verdict_that_cannot_be_read_is_buried(value: bytes | None, reason: str) -> None:
    done = read(Raw("signal-verdicts", b"0", value), message())
    (letter,) = said(done, TopicName.DEAD_LETTERS)
    assert (letter["topic"], letter["reason"]) == ("signal-verdicts", reason)
    assert sure(done) == sure(read(message()))
