"""Durations as people write them: ``30m``, ``12h``, ``7d``."""

import re
from typing import Final

_UNIT_MS: Final = {
    "w": 604_800_000,
    "d": 86_400_000,
    "h": 3_600_000,
    "m": 60_000,
    "s": 1_000,
    "ms": 1,
}
_WRITTEN: Final = re.compile(r"(\d{1,12})(ms|s|m|h|d|w)")


def parse_duration_ms(text: object) -> int:
    """Milliseconds of a whole number and its unit: ms, s, m, h, d or w.

    Raises
    ------
    ValueError
        When it is not that.

    Examples
    --------
    >>> parse_duration_ms("12h")
    43200000
    >>> parse_duration_ms(12)
    Traceback (most recent call last):
    ...
    ValueError: 12 is no duration: write a whole number and its unit, e.g. "30m", "12h", "7d"
    """
    match = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        msg = f'{text!r} is no duration: write a whole number and its unit, e.g. "30m", "12h", "7d"'
        raise ValueError(msg)
    return int(match[1]) * _UNIT_MS[match[2]]


def format_duration(duration_ms: int) -> str:
    """Shortest way to write a duration exactly, in days at most.

    >>> format_duration(43_200_000), format_duration(604_800_000), format_duration(0)
    ('12h', '7d', '0s')
    """
    if duration_ms == 0:
        return "0s"
    for unit in ("d", "h", "m", "s"):
        count, rest = divmod(duration_ms, _UNIT_MS[unit])
        if rest == 0:
            return f"{count}{unit}"
    return f"{duration_ms}ms"
