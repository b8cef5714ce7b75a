"""The configured names of competitors, as a class patterns can name."""

from collections.abc import Iterable
from typing import Final

from stream_health.language.sentences import normalise

_NOBODY: Final = "nosuchcompetitor"  # a class needs a word; this one is in no text


def competitor_class(names: Iterable[str]) -> str:
    """Give the class of the names, each in the spellings people use.

    >>> competitor_class(["Churn-Zero", "Acme"])
    '(churn zero|acme|churnzero)'
    """
    spelt = [" ".join(normalise(name.lower())[1]) for name in names]
    joined = [name.replace(" ", "") for name in spelt if " " in name]
    return "(" + "|".join([*spelt, *joined] or [_NOBODY]) + ")"
