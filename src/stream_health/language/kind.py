"""What a kind of signal is made of: named rules with weights in log-odds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

NEGATED: Final = "negated"
HYPOTHETICAL: Final = "hypothetical"
ASKED: Final = "asked"
EXCLAIMED: Final = "exclaimed"
CONTEXT: Final = (NEGATED, HYPOTHETICAL, ASKED, EXCLAIMED)
"""What is known of the sentence around a rule's match."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns that speak for a kind (weight above 0) or against it (below).

    Parameters
    ----------
    name
        Its name among the features of the kind.
    weight
        Log-odds it adds when one of its patterns is found in the sentence.
    patterns
        Each begins with "- " on a line of its own, in the notation of `pattern`.
    near
        A topic (`topics`) that the sentence or one beside it must touch; empty: any.
    fixed
        The words say it all: no negation or condition before them takes anything away.
    """

    name: str
    weight: float
    patterns: str
    near: str = ""
    fixed: bool = False

    def sources(self) -> list[str]:
        """Its patterns."""
        blocks = re.split(r"^\s*- ", self.patterns, flags=re.MULTILINE)
        return [" ".join(block.split()) for block in blocks if block.strip()]


FLOOR: Final = -0.5
"""Where F1, the mark of most kinds, was best on authors nobody had learned from."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of signal: rules, and what the context of a match adds.

    ``floor`` are log-odds from which it is given: below 0 where a miss is dearer than a false one.
    """

    name: str
    rules: tuple[Rule, ...]
    context: Mapping[str, float] = field(default_factory=lambda: DEFAULT_CONTEXT)
    floor: float = FLOOR
    in_automatic: bool = False  # read in automatic replies
    in_written: bool = True  # read in what people write

    def heard(self, *, automatic: bool) -> bool:
        """Tell whether it is read in a message of this make."""
        return self.in_automatic if automatic else self.in_written


DEFAULT_CONTEXT: Final[Mapping[str, float]] = MappingProxyType(
    {NEGATED: -6.0, HYPOTHETICAL: -2.0, ASKED: -1.0, EXCLAIMED: 0.0}
)
