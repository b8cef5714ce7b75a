r"""State records: keys that name account and tag, values that are packed plain tuples.

A key is ``account id, NUL, tag``; what belongs to the partition number itself has the bare tag.
Account ids and tags hold no NUL, and no account id is empty, so no two keys can be mixed up, and
none starts with the NUL that the runtime keeps for its own records. A value is one byte for the
format and MessagePack after it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

FORMAT_VERSION: Final = 1
_PREFIX: Final = bytes([FORMAT_VERSION])
_SEPARATOR: Final = b"\0"
_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder()


class SnapshotError(ValueError):
    """A state record that this version of the program cannot read."""


def state_key(account_id: str | None, tag: str) -> bytes:
    r"""Key of one record of an account, or of the partition number when the account is None.

    Raises
    ------
    ValueError
        When the account id is empty, or id or tag hold NUL.

    Examples
    --------
    >>> state_key("acme", "u"), state_key(None, "engine")
    (b'acme\x00u', b'engine')
    """
    if account_id is None:
        if not tag or "\0" in tag:
            msg = f"a tag must not be empty nor hold NUL, got {tag!r}"
            raise ValueError(msg)
        return tag.encode()
    if not account_id or "\0" in account_id or "\0" in tag:
        msg = f"an account id must not be empty nor hold NUL, got {account_id!r}, tag {tag!r}"
        raise ValueError(msg)
    return f"{account_id}\0{tag}".encode()


def read_key(key: bytes) -> tuple[str | None, str]:
    r"""Account id (None for the partition number's own) and tag of a key.

    >>> read_key(b"acme\0u"), read_key(b"engine")
    (('acme', 'u'), (None, 'engine'))
    """
    account, separator, tag = key.partition(_SEPARATOR)
    return (account.decode(), tag.decode()) if separator else (None, account.decode())


def pack(record: tuple[Any, ...]) -> bytes:
    """Pack nested tuples of ``None``, booleans, 64-bit integers, floats, text and bytes.

    >>> unpack(pack((1, ("a", b"b", None), 0.5)))
    (1, ('a', b'b', None), 0.5)
    """
    return _PREFIX + _encoder.encode(record)


def unpack(data: bytes) -> tuple[Any, ...]:
    """Unpack what `pack` packed.

    Raises
    ------
    SnapshotError
        When another version of the program wrote it, or it is damaged.
    """
    if data[:1] != _PREFIX:
        msg = (
            f"state record starts with {data[:1]!r}, this version reads format {FORMAT_VERSION}; "
            "run the version that wrote it, or give the worker a new application id"
        )
        raise SnapshotError(msg)
    try:
        record = _decoder.decode(memoryview(data)[1:])
    except msgspec.MsgspecError as error:
        msg = f"state record of {len(data)} bytes is damaged: {error}"
        raise SnapshotError(msg) from error
    if record.__class__ is not list:
        msg = f"state record holds {type(record).__name__}, not a list of values"
        raise SnapshotError(msg)
    return _tuples(record)


def pack_records(
    records: Iterable[tuple[str, tuple[Any, ...] | None]],
) -> dict[bytes, bytes | None]:
    """State changes from records by tag; ``None`` for one that goes.

    >>> changes = pack_records([("a", (1, 2)), ("b", None)])
    >>> changes[b"b"] is None, unpack(changes[b"a"])
    (True, (1, 2))
    """
    return {tag.encode(): None if one is None else pack(one) for tag, one in records}


def unpack_records(state: Mapping[bytes, bytes]) -> list[tuple[str, tuple[Any, ...]]]:
    """Records by tag from the state that `pack_records` made durable.

    >>> unpack_records({b"a": pack((1, 2))})
    [('a', (1, 2))]

    Raises
    ------
    SnapshotError
        As `unpack`.
    """
    return [(key.decode(), unpack(value)) for key, value in state.items()]


def _tuples(items: list[Any]) -> tuple[Any, ...]:
    return tuple([_tuples(item) if item.__class__ is list else item for item in items])
