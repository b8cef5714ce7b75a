"""Positions and group offsets belong together, or the runtime refuses to start."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.runtime.errors import LostOffsetsError
from stream_health.runtime.positions import (
    KnownOffsets,
    Start,
    decode_positions,
    encode_positions,
    start_of,
)


def start(known: KnownOffsets) -> Start:
    return start_of("usage", known, group_id="score", changelog="score-state")


@given(st.dictionaries(st.text(), st.integers(0, 2**62)))
def test_positions_survive_their_encoding(positions: dict[str, int]) -> None:
    assert decode_positions(encode_positions(positions)) == positions


@pytest.mark.parametrize("value", [b"", b"[]", b"{", b'{"a": "x"}', b"\xff"])
def test_an_unreadable_offsets_record_is_refused(value: bytes) -> None:
    with pytest.raises(LostOffsetsError, match="unreadable"):
        decode_positions(value)


def test_a_new_topic_starts_at_its_first_record() -> None:
    assert start(KnownOffsets(None, None, 4, 9)) == Start(4)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_agreeing_offsets_go_on_where_they_stand(a: int, b: int, c: int) -> None:
    log_start, offset, log_end = sorted((a, b, c))
    assert start(KnownOffsets(offset, offset, log_start, log_end)) == Start(offset)


def test_records_deleted_before_they_were_read_are_counted() -> None:
    assert start(KnownOffsets(5, 5, 8, 9)) == Start(8, records_lost=3)


@pytest.mark.parametrize(
    ("known", "advice"),
    [
        (KnownOffsets(5, None, 0, 9), "stands at None.*Reset the group's offset .* to 5"),
        (KnownOffsets(5, 2, 0, 9), "stands at 2.*Reset the group's offset .* to 5"),
        (KnownOffsets(None, 5, 0, 9), "holds no state.*Restore the changelog"),
        (KnownOffsets(12, 12, 0, 9), "the topic ends at 9"),
    ],
)
def test_what_does_not_belong_together_is_refused_with_advice(
    known: KnownOffsets, advice: str
) -> None:
    with pytest.raises(LostOffsetsError, match=advice):
        start(known)
