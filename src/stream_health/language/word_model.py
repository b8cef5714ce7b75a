"""What single words and pairs of words say for a kind: catches what no rule foresaw.

Log-odds per kind are a bias plus the weights of the features of a sentence: stems, neighbouring
stems, and stems with one word between. The weights are learned (``python -m tools.language``) and
lie beside this file.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from importlib import resources
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from stream_health.language.reading import KINDS

WEIGHTS_FILE: Final = "word_weights.json"

_SUFFIXES: Final = ("ations", "ation", "ings", "ing", "ements", "ement", "ed", "es", "s", "al", "e")
_STEM_MIN: Final = 4
_STEM_MAX: Final = 8
_WORDS_KEPT: Final = 1 << 16

Array = npt.NDArray[Any]

WordWeights = Mapping[str, Mapping[str, float]]
"""Weights by feature and kind; the biases stand under the empty feature."""


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
    """Give the features of a sentence, each once, in an order of its own: sums are exact by it.

    >>> word_features(["my", "last", "day"])
    ['my', 'last', 'day', 'my last', 'last day', 'my _ day']
    """
    stems = list(map(stem, words))
    pairs = [f"{one} {two}" for one, two in pairwise(stems)]
    apart = [f"{one} _ {two}" for one, two in zip(stems, stems[2:], strict=False)]
    return list(dict.fromkeys([*stems, *pairs, *apart]))


class WordModel:
    """The weights as a table: a row a feature, a column a kind, in the order of `KINDS`.

    Examples
    --------
    >>> model = WordModel({"": {"urgency": -3.0}, "so long": {"urgency": 0.5}})
    >>> float(model.log_odds([["so", "long"]])[0, KINDS.index("urgency")])
    -2.5
    """

    def __init__(self, weights: WordWeights) -> None:
        features = ["", *(feature for feature in weights if feature)]
        self._row_of = {feature: row for row, feature in enumerate(features)}
        self._rows = np.array([[weights[one].get(kind, 0.0) for kind in KINDS] for one in features])

    def log_odds(self, sentences: Sequence[Sequence[str]]) -> Array:
        """Give the log-odds of each kind, a row a sentence."""
        rows: list[int] = []
        begins = []
        for words in sentences:
            begins.append(len(rows))
            rows.append(0)
            rows += filter(None, map(self._row_of.get, word_features(words)))
        total: Array = np.add.reduceat(self._rows[rows], begins, axis=0)
        return total

    @property
    def digest(self) -> str:
        """Name the weights."""
        return sha256(repr(list(self._row_of)).encode() + self._rows.tobytes()).hexdigest()


@cache
def learned_words() -> WordModel:
    """Read the weights that came with the package."""
    text = resources.files(__package__).joinpath(WEIGHTS_FILE).read_text("utf-8")
    return WordModel(json.loads(text)["weights"])
