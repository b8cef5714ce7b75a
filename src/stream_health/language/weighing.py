"""How much rules and words count together in a sentence: log-odds of each kind.

Both speak at once: words in a tone that does not fit take away from a rule, rules against take away
from words. The weights are learned (``python -m tools.language``) on messages whose words the
words' own weights had not been learned from, so that the confidence is a share of being right.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from operator import mul
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from stream_health.language.kind import NEGATED, Kind
from stream_health.language.reading import KINDS
from stream_health.language.rulebook import Hit

WEIGHING_FILE: Final = "weighing.json"

_WORDS_MAX: Final = 8.0
_BESIDE_MAX: Final = 5.0
"""What words may add to a rule or take from it, so that a verdict on the rule still tells."""

_DENIED_MAX: Final = 3.0
"""What words may say where every rule is denied: "we do not want to cancel" has all the words."""

SECOND_SHARE: Final = 0.6
SECOND_FROM: Final = -5.0
"""Log-odds of the second surest sentence of a message that add to those of the surest, and from
where on. Measured on authors nobody had learned from: F1 rises by 0.015, most where moods are told.
"""

_REPEATED: Final = 0.3
_EXPECTED: Final = 5.0
"""Weight of a rule that says neither more nor less than that it was found."""


Array = npt.NDArray[Any]


class Evidence(NamedTuple):
    """What speaks for or against a kind in one sentence; each entry has a weight of its own."""

    always: float = 1.0
    ruled: float = 0.0  # 1: a rule speaks that is not denied
    rules: float = 0.0  # how much those say beyond the expected
    denied: float = 0.0  # 1: rules speak, and each is denied
    words_beside: float = 0.0  # log-odds by words, where a rule speaks
    words_alone: float = 0.0  # where none does
    against: float = 0.0  # rules against, as a positive number


Weighing = Mapping[str, Evidence]
"""By kind, the weight of each entry of its evidence."""


def evidence_in(kind: Kind, hits: Sequence[Hit], words: float) -> Evidence:
    """Gather what was found in a sentence; rules that say the same add little to the strongest."""
    words = max(-_WORDS_MAX, min(_WORDS_MAX, words))
    if not hits:  # of most kinds, in most sentences
        return Evidence(words_alone=words)
    beside = max(-_BESIDE_MAX, min(_BESIDE_MAX, words))
    against = together(-hit.weight for hit in hits if hit.weight < 0)
    speaking = [hit for hit in hits if hit.weight > 0]
    plain = [hit for hit in speaking if NEGATED not in hit.context]
    if speaking and not plain:
        return Evidence(denied=1.0, words_alone=min(_DENIED_MAX, words), against=against)
    if not plain:
        return Evidence(words_alone=words, against=against)
    strongest = max(plain, key=lambda hit: hit.weight)
    rules = together(hit.weight for hit in plain) - _EXPECTED
    rules += sum(kind.context.get(name, 0.0) for name in strongest.context)
    return Evidence(ruled=1.0, rules=rules, words_beside=beside, against=against)


def log_odds(evidence: Evidence, weights: Evidence) -> float:
    """Weigh the evidence.

    >>> log_odds(Evidence(words_alone=2.0), Evidence(always=-1.0, words_alone=0.75))
    0.5
    """
    total: float = sum(map(mul, evidence, weights))
    return total


def alone_log_odds(words: Array, weighing: Weighing) -> Array:
    """Weigh what words say where no rule does: a row a sentence, a column a kind of `KINDS`."""
    always, alone = _alone(tuple(map(weighing.__getitem__, KINDS)))
    total: Array = always + alone * np.minimum(_WORDS_MAX, np.maximum(-_WORDS_MAX, words))
    return total


@lru_cache(maxsize=8)
def _alone(weights: tuple[Evidence, ...]) -> tuple[Array, Array]:
    return np.array([row.always for row in weights]), np.array([row.words_alone for row in weights])


def of_message(sentences: Array) -> Array:
    """Give the log-odds of a message, of those of its sentences (the first axis).

    A second sentence that hints at the same makes the surest one surer.

    >>> of_message(np.array([-1.0, -6.0])), of_message(np.array([-1.0, -6.0, -4.0]))
    (np.float64(-1.0), np.float64(-0.4))
    """
    surest: Array = sentences.max(0)
    if len(sentences) > 1:
        second = np.partition(sentences, -2, axis=0)[-2]
        surest = surest + SECOND_SHARE * np.maximum(0.0, second - SECOND_FROM)
    return surest


def together(weights: Iterable[float]) -> float:
    """Add up weights of which the strongest counts in full.

    >>> together([5.0, 2.0])
    5.6
    """
    every = list(weights)
    strongest = max(every, default=0.0)
    return strongest + _REPEATED * (sum(every) - strongest)


@cache
def learned_weighing() -> Weighing:
    """Read the weights that came with the package."""
    text = resources.files(__package__).joinpath(WEIGHING_FILE).read_text("utf-8")
    rows: dict[str, dict[str, float]] = json.loads(text)["weights"]
    return {kind: Evidence(**row) for kind, row in rows.items()}
