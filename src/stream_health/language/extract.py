"""The extractor: a message in, what can be read from it out."""

import math
from hashlib import sha256
from typing import Final, NamedTuple

from stream_health.language.auto_reply import is_automatic
from stream_health.language.competitors import competitor_class
from stream_health.language.kind import NEGATED, Kind
from stream_health.language.message import INBOUND, TRANSCRIPT, Message
from stream_health.language.own_words import own_words
from stream_health.language.reading import EVIDENCE_LENGTH_MAX, MessageSeen, Reading, TextSignal
from stream_health.language.rulebook import Hit, Rulebook
from stream_health.language.rules import KINDS_OF_SIGNALS
from stream_health.language.rules.lexicon import LEXICON
from stream_health.language.sentences import Sentence, split
from stream_health.language.sentiment import sentiment_of
from stream_health.language.settings import LanguageSettings
from stream_health.language.tongue import ENGLISH, UNDETERMINED, language_of
from stream_health.language.topics import topics_of
from stream_health.language.transcript import customer_turns

_WORDS_FOR_LANGUAGE: Final = 200
_NEIGHBOURS: Final = 2
"""Sentences before whose topics a vague sentence still speaks of."""


class _Found(NamedTuple):
    logit: float
    sentence: Sentence
    at: int
    features: tuple[str, ...]


class Extractor:
    """Reads messages; the same message and settings give the same reading.

    Parameters
    ----------
    settings
        The defaults when not given.

    Examples
    --------
    >>> extractor = Extractor()
    >>> message = Message("acme", "m1", 0, "inbound", "email", "Hi Tom, Friday is my last day.")
    >>> [(one.kind, one.evidence) for one in extractor.read(message).signals]
    [('champion_leaving', 'Hi Tom, Friday is my last day.')]
    """

    def __init__(self, settings: LanguageSettings | None = None) -> None:
        self.settings = settings or LanguageSettings()
        lexicon = LEXICON | {"competitor": competitor_class(self.settings.competitors)}
        self._kinds = {kind.name: kind for kind in KINDS_OF_SIGNALS}
        self._rulebook = Rulebook(KINDS_OF_SIGNALS, lexicon)
        basis = repr((KINDS_OF_SIGNALS, sorted(lexicon.items()), self.settings))
        self.version = "text/" + sha256(basis.encode()).hexdigest()[:12]

    def read(self, message: Message) -> Reading:
        """Read one message."""
        text = message.text[: self.settings.text_length_max]
        words = own_words(text)
        sentences = split(words.text)
        first = [word for one in sentences for word in one.words][:_WORDS_FOR_LANGUAGE]
        language = language_of(words.text, first)
        seen = MessageSeen(
            message.direction, message.contact, message.role, len(message.text), language
        )
        automatic = is_automatic(message.subject, words.text)
        seen = seen._replace(automatic=automatic)
        if language not in {ENGLISH, UNDETERMINED} or message.direction != INBOUND:
            return Reading((), seen, None)
        if message.channel == TRANSCRIPT:
            sentences = customer_turns(words.text)
        heard = {name for name, kind in self._kinds.items() if kind.heard(automatic=automatic)}
        found = {name: one for name, one in self._find(sentences).items() if name in heard}
        signals = tuple(
            self._signal(message, words.text, name, found[name])
            for name in self._kinds
            if name in found
        )
        return Reading(signals, seen, sentiment_of(sentences, found) if sentences else None)

    def _find(self, sentences: list[Sentence]) -> dict[str, _Found]:
        topics = [topics_of(sentence.words) for sentence in sentences]
        best: dict[str, _Found] = {}
        for index, sentence in enumerate(sentences):
            around = frozenset().union(*topics[max(0, index - _NEIGHBOURS) : index + 2])
            by_kind: dict[str, list[Hit]] = {}
            for hit in self._rulebook.search(sentence, around):
                by_kind.setdefault(hit.kind, []).append(hit)
            for name, hits in by_kind.items():
                found = _judge(self._kinds[name], sentence, hits)
                if found is not None and (name not in best or found.logit > best[name].logit):
                    best[name] = found
        limit = _logit(self.settings.confidence_min)
        return {name: found for name, found in best.items() if found.logit >= limit}

    def _signal(self, message: Message, text: str, name: str, found: _Found) -> TextSignal:
        return TextSignal(
            name,
            round(1 / (1 + math.exp(-found.logit)), 3),
            _evidence(text, found) if self.settings.evidence else None,
            message.contact,
            message.role,
            found.features,
        )


def _judge(kind: Kind, sentence: Sentence, hits: list[Hit]) -> _Found | None:
    speaking = [hit for hit in hits if hit.weight > 0]
    if not speaking:
        return None
    strongest = max(speaking, key=lambda hit: (NEGATED not in hit.context, hit.weight))
    logit = kind.bias + sum(hit.weight for hit in hits if NEGATED not in hit.context)
    context = strongest.context
    if NEGATED in context:
        logit += strongest.weight
    logit += sum(kind.context.get(name, 0.0) for name in context)
    return _Found(logit, sentence, strongest.at, (*(hit.rule for hit in hits), *context))


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _evidence(text: str, found: _Found) -> str:
    """Give the sentence, or the part of it around the match when it is long."""
    sentence = found.sentence
    raw = " ".join(text[sentence.start : sentence.end].split())
    if len(raw) <= EVIDENCE_LENGTH_MAX:
        return raw
    middle = len(raw) * found.at // len(sentence.text)
    begin = max(0, min(middle - EVIDENCE_LENGTH_MAX // 3, len(raw) - EVIDENCE_LENGTH_MAX))
    return raw[begin : begin + EVIDENCE_LENGTH_MAX].strip()
