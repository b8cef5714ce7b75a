"""What the features of a sentence say for a kind: catches what no rule foresaw.

Log-odds per kind are a bias plus the weights of the features of a sentence (`features`). The
weights are learned (``python -m tools.language``) and lie beside this file.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from stream_health.language.reading import KINDS

WEIGHTS_FILE: Final = "word_weights.json"

_PARTS: Final = 100
"""In one of log-odds; weights are written with two decimals."""

Array = npt.NDArray[Any]

WordWeights = Mapping[str, Mapping[str, float]]
"""Weights by feature and kind; the biases stand under the empty feature."""


class WordModel:
    """The weights as a table: a row a feature, a column a kind, in the order of `KINDS`.

    They are kept as whole hundredths, so that sums are exact and the table is small.

    Examples
    --------
    >>> model = WordModel({"": {"urgency": -3.0}, "so long": {"urgency": 0.5}})
    >>> float(model.log_odds([["so", "so long"]])[0, KINDS.index("urgency")])
    -2.5
    """

    def __init__(self, weights: WordWeights) -> None:
        features = ["", *(feature for feature in weights if feature)]
        self._row_of = {feature: row for row, feature in enumerate(features)}
        self._rows = np.zeros((len(features), len(KINDS)), np.int16)
        for column, kind in enumerate(KINDS):
            known = [row for row, one in enumerate(features) if kind in weights[one]]
            values = np.array([weights[features[row]][kind] for row in known])
            self._rows[known, column] = np.rint(values * _PARTS)

    def log_odds(self, sentences: Sequence[Sequence[str]]) -> Array:
        """Give the log-odds of each kind for the features of sentences, a row a sentence."""
        rows: list[int] = []
        begins = []
        for features in sentences:
            begins.append(len(rows))
            rows.append(0)
            rows += filter(None, map(self._row_of.get, features))
        total: Array = np.add.reduceat(self._rows.take(rows, 0), begins, axis=0, dtype=np.int32)
        return total / _PARTS

    @property
    def digest(self) -> str:
        """Name the weights."""
        return sha256(repr(list(self._row_of)).encode() + self._rows.tobytes()).hexdigest()


@cache
def learned_words() -> WordModel:
    """Read the weights that came with the package."""
    text = resources.files(__package__).joinpath(WEIGHTS_FILE).read_text("utf-8")
    return WordModel(json.loads(text)["weights"])
