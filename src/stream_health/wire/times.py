"""Times: RFC 3339 outside, integer milliseconds since the epoch inside."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_MS = 86_400_000
_DATE_LENGTH = len("2026-01-31")


def parse_time_ms(text: str) -> int:
    """Milliseconds since the epoch of an RFC 3339 time; parts of a millisecond are cut off.

    Raises
    ------
    ValueError
        When the text is no time, or has no offset: an hour nobody can place is refused.

    Examples
    --------
    >>> parse_time_ms("1970-01-01T01:00:00.5+01:00")
    500
    >>> parse_time_ms("2026-01-31T12:00:00")
    Traceback (most recent call last):
    ...
    ValueError: time '2026-01-31T12:00:00' has no offset; write it in UTC, ending in Z
    """
    try:
        since = datetime.fromisoformat(text) - _EPOCH
    except TypeError:
        msg = f"time {text[:40]!r} has no offset; write it in UTC, ending in Z"
        raise ValueError(msg) from None
    return since.days * _DAY_MS + since.seconds * 1_000 + since.microseconds // 1_000


def parse_day_or_time_ms(text: str) -> int:
    """Like `parse_time_ms`, and a plain date means its midnight in UTC.

    >>> parse_day_or_time_ms("1970-01-02")
    86400000
    """
    return parse_time_ms(text + "T00:00:00Z" if len(text) == _DATE_LENGTH else text)


def format_time(time_ms: int) -> str:
    """RFC 3339 in UTC with milliseconds.

    >>> format_time(500)
    '1970-01-01T00:00:00.500Z'
    """
    moment = _EPOCH + timedelta(milliseconds=time_ms)
    return moment.isoformat(timespec="milliseconds")[:-6] + "Z"
