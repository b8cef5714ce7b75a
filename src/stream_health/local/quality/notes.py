"""What was wrong with the input: refused outright, or left out and counted."""

from collections import Counter
from typing import Final

EXAMPLES_MAX: Final = 3


class QualityError(ValueError):
    """Input that cannot be judged; the message shows what was found and says what to give."""


class Notes:
    """Counted warnings, with the first places of each.

    Examples
    --------
    >>> notes = Notes()
    >>> notes.add("rows without a readable time, left out", "scores.csv line 3: 'soon'")
    >>> notes.lines()
    ["1 rows without a readable time, left out (scores.csv line 3: 'soon')"]
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._places: dict[str, list[str]] = {}

    def add(self, what: str, where: str = "", times: int = 1) -> None:
        """Count something that happened, and keep the first places."""
        self._counts[what] += times
        places = self._places.setdefault(what, [])
        if where and len(places) < EXAMPLES_MAX:
            places.append(where)

    def count(self, what: str) -> int:
        """How often it happened."""
        return self._counts[what]

    def lines(self, about: str = "") -> list[str]:
        """One sentence for each kind, in the order they were first met.

        ``about`` keeps those that name a file.
        """
        said = [self._line(what, count) for what, count in self._counts.items()]
        return [line for line in said if about in line]

    def _line(self, what: str, count: int) -> str:
        places = self._places[what]
        more = "; ..." if places and count > len(places) else ""
        return f"{count:,} {what}" + (f" ({'; '.join(places)}{more})" if places else "")
