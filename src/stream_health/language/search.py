"""The search: sentences in, the surest place of each kind out, with what it rests on."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy.typing as npt

from stream_health.language.competitors import CompetitorNames
from stream_health.language.features import features_of
from stream_health.language.kind import NEGATED
from stream_health.language.own_names import OwnNames
from stream_health.language.reading import KINDS
from stream_health.language.rulebook import Hit, Rulebook
from stream_health.language.rules import KINDS_OF_SIGNALS
from stream_health.language.sentences import Sentence
from stream_health.language.topics import topics_of
from stream_health.language.verdicts import VerdictLearner
from stream_health.language.weighing import (
    Evidence,
    Weighing,
    alone_log_odds,
    evidence_in,
    log_odds,
    of_message,
)
from stream_health.language.word_model import WordModel

WORDS: Final = "words"
"""Feature of what the words alone say."""

_NEIGHBOURS: Final = 2
"""Sentences before whose topics a vague sentence still speaks of."""

_KINDS: Final = {kind.name: kind for kind in KINDS_OF_SIGNALS}
_COLUMN: Final = {kind: column for column, kind in enumerate(KINDS)}

Array = npt.NDArray[Any]
Spoken = list[tuple[Sentence, bool]]
"""Sentences, and whether each is the customer's."""


class Found(NamedTuple):
    """The surest sentence of a kind; ``features`` are names of rules, ``at`` is where one is."""

    logit: float
    text: str
    sentence: Sentence
    at: int
    features: tuple[str, ...]


class Said(NamedTuple):
    """A sentence of the customer: its words, and the rules found in it."""

    words: Sequence[str]
    hits: Sequence[Hit] = ()


class Clues(NamedTuple):
    """What speaks in sentences: log-odds by words, and by sentence and kind the rules found."""

    words: Array
    hits: dict[tuple[int, str], list[Hit]]

    def evidence(self, row: int, kind: str) -> Evidence:
        """Gather what speaks for and against a kind in a sentence."""
        words = float(self.words[row, _COLUMN[kind]])
        return evidence_in(_KINDS[kind], self.hits.get((row, kind), ()), words)


def clues_in(said: Sequence[Said], words: WordModel) -> Clues:
    """Gather what speaks in the sentences of a message, of which there is at least one."""
    hits: dict[tuple[int, str], list[Hit]] = {}
    for row, one in enumerate(said):
        for hit in one.hits:
            hits.setdefault((row, hit.kind), []).append(hit)
    return Clues(words.log_odds([features_of(one.words) for one in said]), hits)


class Searcher(NamedTuple):
    """Rules, words, and how they are weighed."""

    rulebook: Rulebook
    words: WordModel
    names: CompetitorNames
    ours: OwnNames
    weighing: Weighing

    def said(self, spoken: Spoken, about: frozenset[str]) -> list[Said]:
        """Give what the customer says, and the rules found in it.

        ``about`` are topics of what is answered.
        """
        topics = [topics_of(sentence.words) for sentence, _ in spoken]
        found = []
        for index, (spelt, theirs) in enumerate(spoken):
            if theirs:
                sentence = self.ours.replaced(spelt)
                around = about.union(*topics[max(0, index - _NEIGHBOURS) : index + 2])
                hits = self.rulebook.search(sentence, around)
                found.append(Said(self.names.replaced(sentence.words), hits))
        return found

    def search(
        self, text: str, spoken: Spoken, about: frozenset[str], verdicts: VerdictLearner
    ) -> dict[str, Found]:
        """Give the surest sentence of each kind, as verdicts correct it."""
        said = self.said(spoken, about)
        if not said:
            return {}
        clues = clues_in(said, self.words)
        sentences = [sentence for sentence, theirs in spoken if theirs]
        logits = alone_log_odds(clues.words, self.weighing)
        logits += [verdicts.correction(kind, (WORDS,)) for kind in KINDS]
        features = {}
        for (row, kind), hits in clues.hits.items():
            evidence = clues.evidence(row, kind)
            named = features[row, kind] = _features(hits, evidence)
            corrected = verdicts.correction(kind, named)
            logits[row, _COLUMN[kind]] = log_odds(evidence, self.weighing[kind]) + corrected
        found = {}
        surest = zip(KINDS, logits.argmax(0).tolist(), of_message(logits).tolist(), strict=True)
        for kind, row, logit in surest:
            strongest = _strongest(clues.hits.get((row, kind), ()))
            found[kind] = Found(
                logit,
                text,
                sentences[row],
                strongest.at if strongest else 0,
                features.get((row, kind), (WORDS,)),
            )
        return found


def _strongest(hits: Sequence[Hit]) -> Hit | None:
    """Find the hit that speaks most clearly for its kind; none where none does."""
    speaking = (hit for hit in hits if hit.weight > 0)
    return max(speaking, key=lambda hit: (NEGATED not in hit.context, hit.weight), default=None)


def _features(hits: Sequence[Hit], evidence: Evidence) -> tuple[str, ...]:
    """Name what a sentence's log-odds rest on."""
    names = tuple(hit.rule for hit in hits)
    by_words = (WORDS,) if evidence.words_alone or evidence.words_beside > 0 else ()
    strongest = _strongest(hits)
    return (*names, *(strongest.context if strongest else ()), *by_words)
