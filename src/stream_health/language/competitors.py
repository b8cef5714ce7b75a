"""The configured names of competitors, as a class patterns can name."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from stream_health.language.sentences import normalise

NAMED: Final = "competitor"
"""Stands for whatever name a competitor has, so that words about one are words about any."""

_NOBODY: Final = "nosuchcompetitor"  # a class needs a word; this one is in no text


def competitor_class(names: Iterable[str]) -> str:
    """Give the class of the names, each in the spellings people use.

    >>> competitor_class(["Churn-Zero", "Acme"])
    '(churn zero|acme|churnzero)'
    """
    spelt = [" ".join(normalise(name.lower())[1]) for name in names]
    joined = [name.replace(" ", "") for name in spelt if " " in name]
    return "(" + "|".join([*spelt, *joined] or [_NOBODY]) + ")"


class CompetitorNames:
    """Takes the names of competitors out of the words of a sentence.

    >>> CompetitorNames(["Churn-Zero"]).replaced(("we", "saw", "churn", "zero", "today"))
    ('we', 'saw', 'competitor', 'today')
    """

    def __init__(self, names: Iterable[str]) -> None:
        given = tuple(names)
        self._first = {word for name in given for word in normalise(name.lower())[1][:1]}
        self._first |= {"".join(normalise(name.lower())[1]) for name in given}
        self._pattern = re.compile(rf"\b{competitor_class(given)}\b")

    def replaced(self, words: Sequence[str]) -> Sequence[str]:
        """Give the words with every name as one and the same word."""
        if self._first.isdisjoint(words):
            return words
        return tuple(self._pattern.sub(NAMED, " ".join(words)).split())
