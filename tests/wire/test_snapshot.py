"""State records come back as they went, and keys are never mixed up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.wire.snapshot import SnapshotError, pack, read_key, state_key, unpack

TEXT = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8"))
    | st.binary(),
    lambda inner: st.lists(inner, max_size=5).map(tuple),
    max_leaves=30,
)


@given(st.lists(PLAIN, max_size=5).map(tuple))
def test_a_packed_record_comes_back_the_same(record: tuple[Any, ...]) -> None:
    back = unpack(pack(record))
    assert back == record
    assert repr(back) == repr(record)  # 1, 1.0 and True are equal and not the same


@given(st.none() | TEXT, TEXT)
def test_a_key_gives_back_account_and_tag(account_id: str | None, tag: str) -> None:
    assert read_key(state_key(account_id, tag)) == (account_id, tag)


@given(st.tuples(st.none() | TEXT, TEXT), st.tuples(st.none() | TEXT, TEXT))
def test_two_keys_are_equal_only_for_the_same_account_and_tag(
    one: tuple[str | None, str], other: tuple[str | None, str]
) -> None:
    assert (state_key(*one) == state_key(*other)) == (one == other)


@given(st.none() | TEXT, TEXT)
def test_no_key_lies_where_the_runtime_keeps_its_own(account_id: str | None, tag: str) -> None:
    assert not state_key(account_id, tag).startswith(b"\0")


@pytest.mark.parametrize(
    ("account_id", "tag"), [("", "u"), ("a\0b", "u"), ("a", "u\0"), (None, ""), (None, "\0x")]
)
def test_a_key_that_could_be_mixed_up_is_refused(account_id: str | None, tag: str) -> None:
    with pytest.raises(ValueError, match="NUL"):
        state_key(account_id, tag)


@pytest.mark.parametrize("data", [b"", b"\x02\x90", b"\x01", b"\x01\x92\x01", b"\x01\x01"])
def test_a_record_of_another_format_or_a_damaged_one_is_refused(data: bytes) -> None:
    with pytest.raises(SnapshotError, match="state record"):
        unpack(data)
