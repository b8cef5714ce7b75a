"""The mood of a message, from -1 (bad) to 1 (good)."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from stream_health.language.sentences import Sentence
from stream_health.language.valence import LEXICON
from stream_health.language.word_set import word_set

_NEGATORS: Final = word_set(
    "not never no nobody none nothing without neither nor hardly barely cannot lack lacks"
)
_BOOSTERS: Final = word_set(
    "very really extremely so absolutely incredibly totally completely super truly highly"
    " deeply utterly beyond quite"
)
_TURNED: Final = -0.74  # what a negation leaves of a valence, as in VADER
_BOOSTED: Final = 1.25
_AFTER_BUT: Final = 1.5
_BEFORE_BUT: Final = 0.5
_NORMAL: Final = 15.0  # VADER's alpha: how soon the sum saturates

_MOODS: Final[Mapping[str, float]] = {
    "frustration": -5.0,
    "cancellation_intent": -4.0,
    "escalation": -3.0,
    "renewal_hedging": -1.5,
    "competitor_named": -1.0,
    "budget_pressure": -1.5,
    "urgency": -0.7,
    "praise": 5.0,
    "advocacy": 4.0,
}
"""What a signal says of the mood, on the scale of summed valences."""


def sentiment_of(sentences: Sequence[Sentence], kinds: Mapping[str, float]) -> float:
    """Give the mood of sentences that are of ``kinds`` with these probabilities.

    Examples
    --------
    >>> from stream_health.language.sentences import split
    >>> sentiment_of(split("This is not good at all."), {}) < 0 < sentiment_of(split("Good!"), {})
    True
    """
    total = sum(_valence(sentence) for sentence in sentences)
    total += sum(_MOODS.get(kind, 0.0) * sure for kind, sure in kinds.items())
    return round(total / math.sqrt(total * total + _NORMAL), 3)


def _valence(sentence: Sentence) -> float:
    words = sentence.words
    turn = words.index("but") if "but" in words else -1
    total = 0.0
    for index, word in enumerate(words):
        valence = LEXICON.get(word)
        if valence is None or (word == "great" and sentence.words[:1] == ("great",) and total < 0):
            continue
        before = words[max(0, index - 3) : index]
        if not _NEGATORS.isdisjoint(before):
            valence *= _TURNED
        if before and before[-1] in _BOOSTERS:
            valence *= _BOOSTED
        if turn >= 0:
            valence *= _BEFORE_BUT if index < turn else _AFTER_BUT
        total += valence
    return total * (1.2 if sentence.exclaimed else 1.0)
