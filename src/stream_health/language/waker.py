"""Which patterns a sentence can match at all, by its words: most are never tried.

Every word has a number, whose bits are the needs that the word satisfies: first those of all
patterns in the first place of their lists, then those in the second, and so on. A sentence wakes
the patterns of which all needs are satisfied by any of its words.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Final

_WORDS_KEPT: Final = 1 << 15


class Waker:
    """Numbers of the patterns worth trying.

    Parameters
    ----------
    needs
        By pattern, sets of words (or stems, with ``*``) of each of which a sentence must hold one.

    Examples
    --------
    >>> waker = Waker([(frozenset(["renew*"]), frozenset(["not"])), (), (frozenset(["leaving"]),)])
    >>> list(waker.awake(["not", "renewing"])), list(waker.awake(["renewing"]))
    ([0, 1], [1])
    """

    def __init__(self, needs: Sequence[Sequence[frozenset[str]]]) -> None:
        self._patterns = len(needs)
        self._places = max(map(len, needs), default=0)
        self._free = 0
        self._by_word: dict[str, int] = {}
        self._by_stem: dict[str, int] = {}
        for index, every in enumerate(needs):
            for place in range(self._places):
                bit = 1 << (place * self._patterns + index)
                if place >= len(every):
                    self._free |= bit
                    continue
                for word in every[place]:
                    shelf = self._by_stem if word.endswith("*") else self._by_word
                    shelf[word.removesuffix("*")] = shelf.get(word.removesuffix("*"), 0) | bit
        self._stem_lengths = sorted({len(stem) for stem in self._by_stem})
        self._bits_of = lru_cache(_WORDS_KEPT)(self._bits)

    def _bits(self, word: str) -> int:
        bits = self._by_word.get(word, 0)
        for length in self._stem_lengths:
            bits |= self._by_stem.get(word[:length], 0)
        return bits

    def awake(self, words: Sequence[str]) -> Iterator[int]:
        """Give the numbers of the patterns that these words can match, in order."""
        satisfied = reduce(or_, map(self._bits_of, words), self._free)
        left = (1 << self._patterns) - 1
        for place in range(self._places):
            left &= satisfied >> (place * self._patterns)
        while left:
            last = left & -left
            yield last.bit_length() - 1
            left ^= last
