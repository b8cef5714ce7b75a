"""What the features of a sentence say for a kind: catches what no rule foresaw.

Log-odds per kind are a bias plus the weights of the features of a sentence (`features`). The
weights are learned (``python -m tools.language``) and lie beside this file.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt

WEIGHTS_FILE: Final = "word_weights.json"

PARTS: Final = 100
"""In one of log-odds: weights are whole hundredths, so that sums are exact and tables small."""

Array = npt.NDArray[Any]

WordWeights = Mapping[str, Sequence[int]]
"""By feature, hundredths of log-odds, one a kind, in the order of `reading.KINDS`.

The biases stand under the empty feature, which comes first.
"""


class WordModel:
    """The weights as a table: a row a feature, a column a kind.

    Examples
    --------
    >>> model = WordModel.of({"": [-300, -300], "so long": [50, 0]})
    >>> model.log_odds([["so", "so long"]]).tolist()
    [[-2.5, -3.0]]
    """

    def __init__(self, features: Iterable[str], rows: Array) -> None:
        self._row_of = {feature: row for row, feature in enumerate(features)}
        self._rows = rows

    @classmethod
    def of(cls, weights: WordWeights) -> "WordModel":
        """Make the table of weights."""
        return cls(weights, np.array(list(weights.values()), np.int16))

    def log_odds(self, sentences: Sequence[Sequence[str]]) -> Array:
        """Give the log-odds of each kind for the features of sentences, a row a sentence."""
        rows: list[int] = []
        begins = []
        for features in sentences:
            begins.append(len(rows))
            rows.append(0)
            rows += filter(None, map(self._row_of.get, features))
        total: Array = np.add.reduceat(self._rows.take(rows, 0), begins, axis=0, dtype=np.int32)
        return total / PARTS

    @property
    def digest(self) -> str:
        """Name the weights."""
        return sha256(repr(list(self._row_of)).encode() + self._rows.tobytes()).hexdigest()


@cache
def learned_words() -> WordModel:
    """Read the weights that came with the package."""
    raw = resources.files(__package__).joinpath(WEIGHTS_FILE).read_bytes()
    weights: dict[str, str] = json.loads(raw)["weights"]
    rows = np.fromstring(" ".join(weights.values()), np.int16, sep=" ")
    return WordModel(weights, rows.reshape(len(weights), -1))
