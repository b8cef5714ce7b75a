"""Messages as JSON lines, as people and tests write them: only ``text`` is needed."""

import json
from typing import Any, Final

from stream_health.language.errors import LanguageError
from stream_health.language.message import INBOUND, Message
from stream_health.language.word_set import word_set

DIRECTIONS: Final = word_set("inbound outbound internal")
CHANNELS: Final = word_set("email ticket_comment call_transcript survey_answer chat")


def parse_line(line: str | bytes, *, number: int) -> Message:
    """Read one line; ``number`` (from 1) names it in errors and when it has no id.

    Raises
    ------
    LanguageError
        When the line is no JSON object, a field has the wrong type or an unknown value.

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
    except ValueError as error:
        raise _wrong(number, f"not JSON ({error})", line) from error
    if not isinstance(value, dict):
        raise _wrong(number, "must be a JSON object", value)
    sender = value.get("sender") or {}
    if not isinstance(sender, dict):
        raise _wrong(number, "sender must be an object", sender)
    return Message(
        _text(value, "account_id", number, default=""),
        _id(value, number),
        0,
        _one_of(value, "direction", number, allowed=DIRECTIONS, default=INBOUND),
        _one_of(value, "channel", number, allowed=CHANNELS, default="email"),
        _text(value, "text", number, default=None),
        subject=_text(value, "subject", number, default="") or None,
        contact=_text(sender, "contact_id", number, default="") or None,
        role=_text(sender, "role", number, default="") or None,
    )


def _id(value: dict[str, Any], number: int) -> str:
    found = value.get("message_id", value.get("event_id"))
    if found is None:
        return str(number)
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise _wrong(number, "message_id must be a string", found)
    return str(found)


def _text(value: dict[str, Any], name: str, number: int, *, default: str | None) -> str:
    found = value.get(name)
    if found is None and default is not None:
        return default
    if not isinstance(found, str):
        raise _wrong(number, f"{name} must be a string", found)
    return found


def _one_of(
    value: dict[str, Any], name: str, number: int, *, allowed: frozenset[str], default: str
) -> str:
    found = _text(value, name, number, default=default)
    if found not in allowed:
        raise _wrong(number, f"{name} must be one of {', '.join(sorted(allowed))}", found)
    return found


def _wrong(number: int, why: str, found: object) -> LanguageError:
    shown = found.decode(errors="replace") if isinstance(found, bytes) else found
    return LanguageError(f"line {number}: {why}, got {shown!r:.80}")
