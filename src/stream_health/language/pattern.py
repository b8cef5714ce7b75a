"""Patterns over normalised sentences: a small notation that reads like the sentence it looks for.

===============  =====================================================================
``word``         that word
``stem*``        any word that begins so
``(a|b c)``      one of the alternatives, each a pattern of its own
``x?``           x or nothing
``<class>``      a class of the lexicon; ``<Name>`` is one to three words written as names
``<any>``        any one word
``..``           up to three words of the same clause
``...``          up to eight words of the same clause
``....``         up to fourteen words, commas between them too
``,``            a comma, or what stands for one (colon, bracket, dash)
``!(a|b)``       none of these follows here
``a & b``        both, in any order, anywhere in the sentence
``^`` ``$``      beginning and end of the sentence
===============  =====================================================================

A normalised sentence (`sentences.normalise`) has a space after each of its words, and ``^``
before words written as names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NoReturn

from stream_health.language.errors import LanguageError
from stream_health.language.word_set import word_set

GAPS: Final = {
    "..": r"(?:[^\s,]+ ){0,3}?",
    "...": r"(?:[^\s,]+ ){0,8}?",
    "....": r"(?:\S+ ){0,14}?",
}
_NAMES: Final = r"(?:\^\S+ ){1,3}"
_PIECE: Final = re.compile(r"!\(|\(|\)\??|\||\.{2,4}|<\w+>\??|[\w'%$*]+\??|,\??|\^|\$")

COMMON_WORDS: Final = word_set(
    "a an the i we you he she it they us our my your their his her this that is are was were"
    " be been being am to of in on at for from with and or but not no have has had do does did"
    " will would can could as by so if there what which who when how all any more me them"
)
"""Words in most sentences: too common to wake a pattern by."""

_COMMON_COST: Final = 100

NEEDS_MAX: Final = 3
"""Sets of words looked at before a pattern is tried: more keep hardly any pattern asleep."""


@dataclass(frozen=True)
class Pattern:
    """A pattern; its expression is compiled when it is first tried: most never are.

    ``needs`` are sets of words (or stems, with ``*``), the rarest first: a sentence must hold a
    word of each, else the pattern need not be tried. Empty: always try.
    """

    source: str
    expression: str
    needs: tuple[frozenset[str], ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.expression)


_Needs = tuple[frozenset[str], ...]


def _cost(words: frozenset[str]) -> int:
    """How often a word of these is there, roughly."""
    return sum(_COMMON_COST if word in COMMON_WORDS else 1 for word in words)


@dataclass(frozen=True, slots=True)
class _Part:
    regex: str
    needs: _Needs = ()  # none: may match without any known word
    empty: bool = False  # may match nothing at all
    word: str = ""  # the expression of a single word or stem


def compile_pattern(source: str, lexicon: Mapping[str, str]) -> Pattern:
    """Compile a pattern with the classes of ``lexicon`` (name to pattern).

    Raises
    ------
    LanguageError
        When the pattern is not well formed or names an unknown class.

    Examples
    --------
    >>> pattern = compile_pattern("<who> (is|was) .. leaving", {"who": "(she|he)"})
    >>> bool(pattern.regex.search("i hear she is sadly leaving us "))
    True
    >>> [sorted(words) for words in pattern.needs]
    [['leaving'], ['he', 'she'], ['is', 'was']]
    """
    parts = [_Parser(one, lexicon).whole() for one in source.split(" & ")]
    first, *others = parts
    ahead = "".join(rf"(?=(?:.* )?{part.regex})" for part in others)
    whole = rf"^{ahead}(?:.*? )??" if others else r"(?<!\S)"
    needs = sorted((words for part in parts for words in part.needs), key=_cost)
    return Pattern(source, whole + first.regex, tuple(needs[:NEEDS_MAX]))


def compile_all(sources: Iterable[str], lexicon: Mapping[str, str]) -> tuple[Pattern, ...]:
    """Compile several patterns."""
    return tuple(compile_pattern(source, lexicon) for source in sources)


def _either(parts: list[_Part]) -> str:
    """Join alternatives; single words share their mark and space, which halves the work."""
    words = [part.word for part in parts if part.word]
    longer = [part.regex for part in parts if not part.word]
    together = [r"\^?(?:" + "|".join(words) + ") "] if words else []
    return "(?:" + "|".join(together + longer) + ")"


class _Parser:
    """Recursive descent over the pieces of one pattern."""

    def __init__(self, source: str, lexicon: Mapping[str, str]) -> None:
        self._source = source
        self._lexicon = lexicon
        self._pieces = _PIECE.findall(source)
        self._at = 0
        if "".join(self._pieces) != re.sub(r"\s", "", source):
            self._refuse("it holds what is not of the notation")

    def whole(self) -> _Part:
        part = self._alternatives()
        if self._at < len(self._pieces):
            self._refuse("a bracket is closed that was never opened")
        return part

    def _alternatives(self) -> _Part:
        parts = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            parts.append(self._sequence())
        if len(parts) == 1:
            return parts[0]
        if any(part.empty for part in parts):
            self._refuse("an alternative may be nothing at all: put the ? after the bracket")
        rarest = [min(part.needs, key=_cost) for part in parts if part.needs]
        any_of = frozenset[str]().union(*rarest)
        return _Part(_either(parts), (any_of,) if len(rarest) == len(parts) else ())

    def _sequence(self) -> _Part:
        parts = []
        while self._peek() not in {"", "|", ")", ")?"}:
            parts.append(self._element())
        if len(parts) == 1:
            return parts[0]
        needs = tuple(words for part in parts for words in part.needs)
        empty = all(part.empty for part in parts)
        return _Part("".join(part.regex for part in parts), needs, empty)

    def _element(self) -> _Part:
        piece = self._pieces[self._at]
        self._at += 1
        if piece in {"(", "!("}:
            return self._group(negative=piece == "!(")
        optional = piece.endswith("?")
        part = self._atom(piece.removesuffix("?"))
        return _Part(f"(?:{part.regex})?", empty=True) if optional else part

    def _group(self, *, negative: bool) -> _Part:
        part = self._alternatives()
        closing = self._peek()
        if closing not in {")", ")?"}:
            self._refuse("a bracket is not closed")
        self._at += 1
        if negative:
            return _Part(f"(?!{part.regex})", empty=True)
        if closing == ")?":
            return _Part(f"(?:{part.regex})?", empty=True)
        return _Part(f"(?:{part.regex})", part.needs)

    def _atom(self, piece: str) -> _Part:
        if piece in GAPS:
            return _Part(GAPS[piece], empty=True)
        if piece.startswith("<"):
            return self._class(piece[1:-1])
        if piece in {",", "^", "$"}:
            return _Part({",": ", ", "^": "^", "$": "$"}[piece])
        stem = piece.endswith("*")
        if not piece.strip("*"):
            self._refuse("a stem needs a letter before its *")
        word = re.escape(piece.removesuffix("*")) + (r"\S*" if stem else "")
        return _Part(rf"\^?{word} ", (frozenset([piece]),), word=word)

    def _class(self, name: str) -> _Part:
        if name == "Name":
            return _Part(_NAMES)
        if name == "any":
            return _Part(r"[^\s,]+ ")
        if name not in self._lexicon:
            self._refuse(f"there is no class <{name}>")
        part = _Parser(self._lexicon[name], self._lexicon).whole()
        return _Part(f"(?:{part.regex})", part.needs)

    def _peek(self) -> str:
        return self._pieces[self._at] if self._at < len(self._pieces) else ""

    def _refuse(self, why: str) -> NoReturn:
        message = f"pattern {self._source!r}: {why}"
        raise LanguageError(message)
