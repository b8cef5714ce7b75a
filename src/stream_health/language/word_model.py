"""What single words and pairs of words say for a kind: catches what no rule foresaw.

Log-odds per kind are a bias plus the weights of the features of a sentence: stems, neighbouring
stems, and stems with one word between. The weights are learned (``python -m tools.language``) and
lie beside this file.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Final

WEIGHTS_FILE: Final = "word_weights.json"

_SUFFIXES: Final = ("ations", "ation", "ings", "ing", "ements", "ement", "ed", "es", "s", "al", "e")
_STEM_MIN: Final = 4
_STEM_MAX: Final = 8

WordWeights = Mapping[str, Mapping[str, float]]
"""Weights by feature and kind; the biases stand under the empty feature."""


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
    stems = [stem(word) for word in words]
    pairs = [f"{one} {two}" for one, two in pairwise(stems)]
    apart = [f"{one} _ {two}" for one, two in zip(stems, stems[2:], strict=False)]
    return list(dict.fromkeys([*stems, *pairs, *apart]))


@cache
def learned_weights() -> WordWeights:
    """Read the weights that came with the package."""
    text = resources.files(__package__).joinpath(WEIGHTS_FILE).read_text("utf-8")
    weights: dict[str, dict[str, float]] = json.loads(text)["weights"]
    return weights


def word_log_odds(words: Sequence[str], weights: WordWeights) -> dict[str, float]:
    """Give the log-odds of each kind for a sentence.

    >>> word_log_odds(["so", "long"], {"": {"urgency": -3.0}, "so long": {"urgency": 0.5}})
    {'urgency': -2.5}
    """
    total = dict(weights[""])
    for feature in word_features(words):
        for kind, weight in weights.get(feature, {}).items():
            total[kind] += weight
    return total
