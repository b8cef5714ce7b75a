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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of signal: log-odds without evidence, rules, and what the context of a match adds.

    ``words_alone`` are the log-odds that words have to exceed by themselves, since they do not see
    who does what to whom: lower finds more and is wrong more often.
    """

    name: str
    rules: tuple[Rule, ...]
    bias: float = -4.0
    context: Mapping[str, float] = field(default_factory=lambda: DEFAULT_CONTEXT)
    words_alone: float = 0.4
    in_automatic: bool = False  # read in automatic replies
    in_written: bool = True  # read in what people write

    def heard(self, *, automatic: bool) -> bool:
        """Tell whether it is read in a message of this make."""
        return self.in_automatic if automatic else self.in_written


DEFAULT_CONTEXT: Final[Mapping[str, float]] = MappingProxyType(
    {NEGATED: -6.0, HYPOTHETICAL: -2.0, ASKED: -1.0, EXCLAIMED: 0.0}
)
