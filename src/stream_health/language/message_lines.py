"""Messages as JSON lines, as people and tests write them: only ``text`` is needed."""

import json
from typing import Any, Final

from stream_health.language.errors import LanguageError
from stream_health.language.message import INBOUND, TRANSCRIPT, Message
from stream_health.language.transcript import is_transcript
from stream_health.language.word_set import word_set

_DIRECTIONS: Final = {
    INBOUND: word_set("inbound incoming in received customer"),
    "outbound": word_set("outbound outgoing out sent vendor"),
    "internal": word_set("internal note"),
}
"""Each direction, and other words people have for it."""

_IDS: Final = ("message_id", "event_id", "id")
_CALLS: Final = word_set("call_transcript transcript call phone voice meeting video zoom")
_WRITTEN: Final = word_set("email survey_answer ticket_comment")
"""Channels in which a line with a name and a colon is no turn of a speaker."""


def parse_line(line: str | bytes, *, number: int) -> Message:
    """Read one line; ``number`` (from 1) names it in errors and when it has no id.

    Only what would be read wrongly is refused: a channel that is not known is read by what the
    text looks like, ``null`` is as good as nothing.

    Raises
    ------
    LanguageError
        When the line is no JSON object, has no text, or a field has the wrong type.

    Examples
    --------
    >>> parse_line('{"text": "I am leaving."}', number=7).event_id
    '7'
    >>> parse_line('{"text": 5}', number=7)
    Traceback (most recent call last):
    stream_health.language.errors.LanguageError: line 7: text must be a string, got 5
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _wrong(number, f"not JSON ({error})", line) from error
    if not isinstance(value, dict):
        raise _wrong(number, "must be a JSON object", value)
    if "text" not in value:
        raise _wrong(number, "has no text", value)
    sender = value.get("sender") or {}
    if isinstance(sender, str):
        sender = {"contact_id": sender}
    if not isinstance(sender, dict):
        raise _wrong(number, "sender must be an object", sender)
    text = _text(value, "text", number)
    return Message(
        _text(value, "account_id", number),
        _id(value, number),
        0,
        _direction(value, number),
        _channel(value, text, number),
        text,
        subject=_text(value, "subject", number) or None,
        contact=_text(sender, "contact_id", number) or None,
        role=_text(sender, "role", number) or None,
    )


def _direction(value: dict[str, Any], number: int) -> str:
    found = _text(value, "direction", number).strip().lower() or INBOUND
    for direction, words in _DIRECTIONS.items():
        if found in words:
            return direction
    raise _wrong(number, f"direction must be one of {', '.join(_DIRECTIONS)}", found)


def _channel(value: dict[str, Any], text: str, number: int) -> str:
    found = _text(value, "channel", number).strip().lower()
    if found in _CALLS or (found not in _WRITTEN and is_transcript(text)):
        return TRANSCRIPT
    return found or "email"


def _id(value: dict[str, Any], number: int) -> str:
    found = next((value[name] for name in _IDS if value.get(name) is not None), None)
    if found is None:
        return str(number)
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise _wrong(number, "message_id must be a string", found)
    return str(found)


def _text(value: dict[str, Any], name: str, number: int) -> str:
    found = value.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise _wrong(number, f"{name} must be a string", found)
    return found.encode("utf-8", "replace").decode()  # half a character, as "\ud83d", is none


def _wrong(number: int, why: str, found: object) -> LanguageError:
    shown = found.decode(errors="replace") if isinstance(found, bytes) else found
    return LanguageError(f"line {number}: {why}, got {shown!r:.80}")
