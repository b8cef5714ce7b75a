"""Times: RFC 3339 outside, integer milliseconds since the epoch inside."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_MS = 86_400_000
_FIRST_MS = (datetime(1900, 1, 1, tzinfo=UTC) - _EPOCH).days * _DAY_MS
_END_MS = (datetime(2200, 1, 1, tzinfo=UTC) - _EPOCH).days * _DAY_MS
_DATE_LENGTH = len("2026-01-31")


class BadTimeError(ValueError):
    """A text that says no instant; ``text`` is what was given."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(f"time {text[:40]!r} {why}")
        self.text = text


def parse_time_ms(text: str) -> int:
    """Milliseconds since the epoch of an RFC 3339 time; parts of a millisecond are cut off.

    Raises
    ------
    BadTimeError
        When the text is no time, or has no offset: an hour nobody can place is refused.

    Examples
    --------
    >>> parse_time_ms("1970-01-01T01:00:00.5+01:00")
    500
    >>> parse_time_ms("2026-01-31T12:00:00")
    Traceback (most recent call last):
    ...
    stream_health.wire.times.BadTimeError: time '2026-01-31T12:00:00' has no offset; end it in Z
    """
    try:
        since = datetime.fromisoformat(text) - _EPOCH
    except TypeError:
        raise BadTimeError(text, "has no offset; end it in Z") from None
    except ValueError:
        raise BadTimeError(text, "is not like 2026-01-31T12:00:00Z") from None
    return since.days * _DAY_MS + since.seconds * 1_000 + since.microseconds // 1_000


def parse_day_or_time_ms(text: str) -> int:
    """Like `parse_time_ms`, and a plain date means its midnight in UTC.

    For dates of contracts and promises, far ahead or long ago: 1900 to 2199, so that counting on
    from them stays within the calendar.

    >>> parse_day_or_time_ms("1970-01-02")
    86400000
    """
    try:
        time_ms = parse_time_ms(text + "T00:00:00Z" if len(text) == _DATE_LENGTH else text)
    except BadTimeError:
        raise BadTimeError(text, "is not like 2026-01-31 or 2026-01-31T12:00:00Z") from None
    if not _FIRST_MS <= time_ms < _END_MS:
        raise BadTimeError(text, "is not within 1900 and 2199")
    return time_ms


@lru_cache(maxsize=1_024)  # what is said at one boundary is all said at one instant
def format_time(time_ms: int) -> str:
    """RFC 3339 in UTC with milliseconds.

    >>> format_time(500)
    '1970-01-01T00:00:00.500Z'
    """
    moment = _EPOCH + timedelta(milliseconds=time_ms)
    return moment.isoformat(timespec="milliseconds")[:-6] + "Z"


def optional_time(time_ms: int | None) -> str | None:
    """Text of a time that may be missing.

    >>> optional_time(None), optional_time(500)
    (None, '1970-01-01T00:00:00.500Z')
    """
    return None if time_ms is None else format_time(time_ms)
