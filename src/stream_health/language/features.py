"""What a sentence is learned by: its words, and what they stand for.

Stems, neighbouring stems and stems with one word between; the same of the classes of words
(`word_classes`), which hold for words never met.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from stream_health.language.word_classes import classes_of

_SUFFIXES: Final = ("ations", "ation", "ings", "ing", "ements", "ement", "ed", "es", "s", "al", "e")
_STEM_MIN: Final = 4
_STEM_MAX: Final = 8
_WORDS_KEPT: Final = 1 << 16


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


def features_of(words: Sequence[str]) -> list[str]:
    """Give the features of a sentence, each once.

    >>> features_of(["to", "to"])
    ['to', 'to to']
    """
    return list(dict.fromkeys([*word_features(words), *class_features(words)]))
