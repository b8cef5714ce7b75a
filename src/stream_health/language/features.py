"""What a sentence is learned by: its words, what they stand for, and what is around it.

Stems, neighbouring stems and stems with one word between; the same of the classes of words
(`word_classes`), which hold for words never met; and classes and rules of the other sentences of
the message, since a mail says "we saw Orbitly on Tuesday" here and "half the price" there.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from stream_health.language.rulebook import Hit
from stream_health.language.word_classes import classes_of

_SUFFIXES: Final = ("ations", "ation", "ings", "ing", "ements", "ement", "ed", "es", "s", "al", "e")
_STEM_MIN: Final = 4
_STEM_MAX: Final = 8
_WORDS_KEPT: Final = 1 << 16
_FEW: Final = 3


class Said(NamedTuple):
    """A sentence: its words, and the rules found in it."""

    words: Sequence[str]
    hits: Sequence[Hit] = ()


@lru_cache(_WORDS_KEPT)
def stem(word: str) -> str:
    """Cut what inflects a word.

    >>> stem("cancelling"), stem("cancelled"), stem("us")
    ('cancell', 'cancell', 'us')
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _STEM_MIN:
            word = word[: -len(suffix)]
            break
    return word[:_STEM_MAX]


def word_features(words: Sequence[str]) -> list[str]:
    """Give stems and pairs of them.

    >>> word_features(["my", "last", "day"])
    ['my', 'last', 'day', 'my last', 'last day', 'my _ day']
    """
    stems = list(map(stem, words))
    pairs = [f"{one} {two}" for one, two in pairwise(stems)]
    apart = [f"{one} _ {two}" for one, two in zip(stems, stems[2:], strict=False)]
    return [*stems, *pairs, *apart]


def class_features(words: Sequence[str]) -> list[str]:
    """Give what words stand for: one by one, in a row whatever is between, and beside a stem.

    >>> class_features(["the", "treasurer", "refused"])
    ['=BOSS', '=NOT', '=BOSS NOT', 'the =BOSS', 'treasure =NOT', '=BOSS refus']
    """
    every = list(map(classes_of, words))
    stands = [classes for classes in every if classes]
    found = [name for classes in stands for name in _alone(classes)]
    for one, two in pairwise(stands):
        found += _in_a_row(one, two)
    found += map(_three, stands, stands[1:], stands[2:])
    stems = zip(map(stem, words), every, strict=True)
    for (first, before), (second, after) in pairwise(stems):
        if after:
            found += _before(first, after)
        if before:
            found += _after(before, second)
    return found


_Classes = tuple[str, ...]


@lru_cache(_WORDS_KEPT)
def _alone(classes: _Classes) -> _Classes:
    return tuple("=" + one for one in classes)


@lru_cache(_WORDS_KEPT)
def _in_a_row(one: _Classes, two: _Classes) -> _Classes:
    return tuple(f"={a} {b}" for a in one for b in two)


@lru_cache(_WORDS_KEPT)
def _three(one: _Classes, two: _Classes, three: _Classes) -> str:
    return f"={one[0]} {two[0]} {three[0]}"


@lru_cache(_WORDS_KEPT)
def _before(one: str, classes: _Classes) -> _Classes:
    return tuple(f"{one} ={name}" for name in classes)


@lru_cache(_WORDS_KEPT)
def _after(classes: _Classes, one: str) -> _Classes:
    return tuple(f"={name} {one}" for name in classes)


@lru_cache(_WORDS_KEPT)
def _sided(side: str, name: str) -> str:
    return side + name


def message_features(said: Sequence[Said]) -> list[list[str]]:
    """Give the features of each sentence of a message, each once and in an order of its own."""
    around = [_around(one) for one in said]
    times = Counter(name for one in around for name in one)
    many = "#1" if len(said) == 1 else "#few" if len(said) <= _FEW else "#many"
    rows = []
    for at, one in enumerate(said):
        found = word_features(one.words) + class_features(one.words)
        found.append(many)
        here = around[at]
        found += [_sided("<", name) for name in around[at - 1]] if at else ()
        found += [_sided(">", name) for name in around[at + 1]] if at + 1 < len(said) else ()
        found += [_sided("~", name) for name, count in times.items() if count > (name in here)]
        rows.append(list(dict.fromkeys(found)))
    return rows


def _around(one: Said) -> dict[str, None]:
    """Give what a sentence says to those beside it: kinds by rules, and classes of words."""
    kinds = [f"!{hit.kind}" for hit in one.hits if hit.weight > 0]
    classes = [name for word in one.words for name in classes_of(word)]
    return dict.fromkeys([*kinds, *classes])
