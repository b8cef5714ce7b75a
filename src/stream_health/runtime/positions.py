"""Where to go on reading: positions kept with the state, checked against the group's. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from stream_health.runtime.batch import Record
from stream_health.runtime.errors import LostOffsetsError
from stream_health.runtime.state import RESERVED_PREFIX

OFFSETS_KEY = RESERVED_PREFIX + b"offsets"
"""Changelog key of the positions that belong to the state, written in every transaction."""

_TOPIC_AND_OFFSET: Final = attrgetter("topic", "offset")


def encode_positions(positions: Mapping[str, int]) -> bytes:
    """Return the value of the offsets record: topic to next offset.

    Examples
    --------
    >>> encode_positions({"usage": 7, "clock": 2})
    b'{"clock":2,"usage":7}'
    """
    return json.dumps(positions, sort_keys=True, separators=(",", ":")).encode()


def decode_positions(value: bytes | None) -> dict[str, int]:
    """Return the positions of an offsets record, none for no record.

    Raises
    ------
    LostOffsetsError
        When the record is not what ``encode_positions`` writes.

    Examples
    --------
    >>> decode_positions(b'{"usage":7}'), decode_positions(None)
    ({'usage': 7}, {})
    """
    if value is None:
        return {}
    try:
        return {str(topic): int(offset) for topic, offset in json.loads(value).items()}
    except (ValueError, AttributeError, TypeError) as error:
        msg = f"the changelog's offsets record is unreadable: {value[:200]!r}"
        raise LostOffsetsError(msg) from error


def advance(positions: dict[str, int], records: Iterable[Record]) -> None:
    """Move positions past records that come in offset order per topic."""
    newest = dict(map(_TOPIC_AND_OFFSET, records))  # at the speed of C, for each record there is
    positions.update((topic, offset + 1) for topic, offset in newest.items())


@dataclass(frozen=True, slots=True)
class KnownOffsets:
    """What is known of one source topic's partition when it is opened.

    Attributes
    ----------
    stored
        Next offset by the state's own record, None when the topic is not in it.
    committed
        Next offset by the consumer group, None when the group has none.
    log_start, log_end
        First offset that still exists, and the last stable offset.
    """

    stored: int | None
    committed: int | None
    log_start: int
    log_end: int


@dataclass(frozen=True, slots=True)
class Start:
    """Where to begin: the next offset, and how many records were deleted before it unread."""

    offset: int
    records_lost: int = 0


def start_of(topic: str, known: KnownOffsets, *, group_id: str, changelog: str) -> Start:
    """Return where to begin reading a topic, or refuse.

    State and group offsets are always written in one transaction, so they agree unless one of
    them was deleted or reset by hand. Going on would then count records twice or not at all.

    Raises
    ------
    LostOffsetsError
        When group offsets and state do not belong together, or lie beyond the topic's end.

    Examples
    --------
    >>> start_of("usage", KnownOffsets(None, None, 3, 9), group_id="g", changelog="c")
    Start(offset=3, records_lost=0)
    >>> start_of("usage", KnownOffsets(5, 5, 7, 9), group_id="g", changelog="c")
    Start(offset=7, records_lost=2)
    """
    if known.stored is None and known.committed is None:
        return Start(known.log_start)
    if known.stored is None:
        msg = (
            f"group {group_id!r} stands at offset {known.committed} of topic {topic!r}, but "
            f"changelog {changelog!r} holds no state that goes with it. Restore the changelog, or "
            f"delete the group's offsets of that topic to begin anew from its first record."
        )
        raise LostOffsetsError(msg)
    if known.committed != known.stored:
        msg = (
            f"changelog {changelog!r} holds state up to offset {known.stored} of topic {topic!r}, "
            f"but group {group_id!r} stands at {known.committed}: going on would count records "
            f"twice or not at all. Reset the group's offset of that topic to {known.stored}, or "
            f"delete and re-create the changelog and delete the group to begin anew."
        )
        raise LostOffsetsError(msg)
    if known.stored > known.log_end:
        msg = (
            f"changelog {changelog!r} holds state up to offset {known.stored} of topic {topic!r}, "
            f"but the topic ends at {known.log_end}: it was re-created or lost records. Delete and "
            f"re-create the changelog and delete group {group_id!r} to begin anew."
        )
        raise LostOffsetsError(msg)
    if known.stored < known.log_start:
        return Start(known.log_start, records_lost=known.log_start - known.stored)
    return Start(known.stored)
