"""How one feature is declared: name, source, bins, expert points, and how it is computed."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from stream_health.domain.events import Source

if TYPE_CHECKING:
    from stream_health.domain.account.account import Account


_ONE_OR_MANY: Final = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


class Ttl(Enum):
    """How long a value stays true while nothing happens to the account."""

    EVENT = "event"  # only an event changes it
    HOUR = "hour"  # moves when an hour closes
    DAY = "day"  # moves when a day closes
    BOOK = "book"  # moves with the statistics of the book, and after late events


class Monotone(Enum):
    """What more of the value means for health, when that is certain."""

    UP = "up"  # more is never worse: points never fall from bin to bin
    DOWN = "down"  # more is never better: points never rise from bin to bin
    NONE = "none"


Compute = Callable[["Account", int], "float | int | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One row group of the scorecard.

    Bin ``i`` holds values ``edges[i-1] <= value < edges[i]``; there are ``len(edges) + 1`` of them
    and one more, the last, for *unknown* (value ``None``).

    Attributes
    ----------
    name : str
        With its unit or window: ``usage_events_7d_total``.
    unit : str
        For people: ``events``, ``users``, ``days``, ``ratio``, ``share``.
    source : Source
        The one sub-state it reads (the profile may be read beside it).
    window : str
        For people: ``7 days``, ``28 against the 28 before``, ``now``.
    ttl : Ttl
        How long the value stays true without an event.
    meaning : str
        One line a CSM understands.
    text : str
        How it is said in a factor; ``{value}`` is replaced by the formatted value, and of
        ``[one|many]`` the first is said of the value 1.
    zero_text : str or None
        How the value 0 is said, where that is another sentence.
    edges : tuple of float
        Ascending bin edges.
    points : tuple of int
        Expert milli-points per bin, positive is healthier; ``len(edges) + 1`` of them.
    unknown_points : int
        Expert milli-points of the unknown bin.
    monotone : Monotone
        Declared direction, kept in every cut version.
    is_held : bool
        Its points follow from the scale, not from opinion: outcomes do not move them.
    compute : callable
        ``(account, hour) -> value or None``; the account is advanced to ``hour`` (hours since the
        epoch) and the value is as of the start of that hour plus what its open hour holds.
    """

    name: str
    unit: str
    source: Source
    window: str
    ttl: Ttl
    meaning: str
    text: str
    edges: tuple[float, ...]
    points: tuple[int, ...]
    unknown_points: int
    monotone: Monotone
    compute: Compute
    is_held: bool = False
    zero_text: str | None = None

    def __post_init__(self) -> None:
        """Refuse a declaration that contradicts itself."""
        if list(self.edges) != sorted(set(self.edges)):
            msg = f"{self.name}: edges {self.edges} must ascend without repetition"
            raise ValueError(msg)
        if len(self.points) != len(self.edges) + 1:
            msg = f"{self.name}: {len(self.edges)} edges need {len(self.edges) + 1} points"
            raise ValueError(msg)
        ordered = sorted(self.points, reverse=self.monotone is Monotone.DOWN)
        if self.monotone is not Monotone.NONE and list(self.points) != ordered:
            msg = f"{self.name}: points {self.points} contradict monotone={self.monotone.value}"
            raise ValueError(msg)

    @property
    def unknown_bin(self) -> int:
        """Index of the unknown bin, the last."""
        return len(self.edges) + 1

    def bin_of(self, value: float | None) -> int:
        """Bin index of a value; NaN and ``None`` are unknown."""
        if value is None or value != value:  # noqa: PLR0124 - NaN is the one that differs from itself
            return len(self.edges) + 1
        return bisect_right(self.edges, value)

    def say(self, value: float | None) -> str:
        """Say the value in the words of `text`.

        Shares and ratios are said in percent, flags with yes and no; what is not known is said to
        be so.
        """
        if value is None or value != value:  # noqa: PLR0124 - NaN again
            return f"{self.meaning}: not known"
        if value == 0 and self.zero_text is not None:
            return self.zero_text
        if self.unit == "flag":
            return self.text.format(value="yes" if value else "no")
        if self.unit in ("share", "ratio"):
            return self.text.format(value=f"{value:.0%}")
        text = _ONE_OR_MANY.sub(r"\1" if value == 1 else r"\2", self.text)
        whole = value == int(value) or abs(value) >= 100
        return text.format(value=f"{value:,.0f}" if whole else f"{value:.1f}")


def catalogue_version(catalogue: Sequence[Feature]) -> str:
    """Twelve hexadecimal digits that change when values or bins would mean something else.

    >>> catalogue_version(()) == catalogue_version(())
    True
    """
    shapes = [(one.name, one.edges, one.window, one.source.label) for one in catalogue]
    return hashlib.sha256(repr(shapes).encode()).hexdigest()[:12]
