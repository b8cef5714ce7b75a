"""The extractor: a message in, what can be read from it out."""

import math
import re
from collections.abc import Mapping
from copy import copy
from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple

from stream_health.language.auto_reply import is_automatic
from stream_health.language.competitors import CompetitorNames, competitor_class
from stream_health.language.kind import NEGATED, Kind
from stream_health.language.message import INBOUND, TRANSCRIPT, Message
from stream_health.language.own_words import OwnWords, own_words
from stream_health.language.reading import EVIDENCE_LENGTH_MAX, MessageSeen, Reading, TextSignal
from stream_health.language.rulebook import Hit, Rulebook
from stream_health.language.rules import KINDS_OF_SIGNALS
from stream_health.language.rules.lexicon import LEXICON
from stream_health.language.sentences import Sentence, normalise, split
from stream_health.language.sentiment import sentiment_of
from stream_health.language.settings import LanguageSettings
from stream_health.language.tongue import ENGLISH, UNDETERMINED, language_of
from stream_health.language.topics import topics_of
from stream_health.language.transcript import turns
from stream_health.language.verdicts import VerdictLearner
from stream_health.language.word_model import learned_weights, word_log_odds

_WORDS_FOR_LANGUAGE: Final = 200
LEAVING: Final = "champion_leaving"
DEPARTED: Final = "departed_autoreply"

_NEIGHBOURS: Final = 2
"""Sentences before whose topics a vague sentence still speaks of."""


_POINTER_WORDS_MAX: Final = 25
"""Whoever forwards with so few words speaks through what they forward."""

_PASSED_ON: Final = (LEAVING, "cancellation_intent", "renewal_hedging", "budget_pressure")
"""Kinds that are as true in a forwarded message; others would be somebody else's mood."""

_REPEATED: Final = 0.3
WORDS: Final = "words"
"""Feature of what the words alone say."""

_LOGIT_MAX: Final = 7.0
_OTHERS_SUBJECT: Final = re.compile(r"\s*(?:re|aw|fwd?|wg|tr|sv|antw)\s*:", re.IGNORECASE)
"""The subject of a thread was not written for this message."""

_WORDS_EXPECTED: Final = -2.0
_AGREED: Final = 1.0

_Spoken = list[tuple[Sentence, bool]]
"""Sentences, and whether each is the customer's."""


class _Place(NamedTuple):
    text: str
    sentence: Sentence


class _Found(NamedTuple):
    logit: float
    place: _Place
    at: int
    features: tuple[str, ...]


@lru_cache(maxsize=8)
def _rules(competitors: tuple[str, ...]) -> tuple[Rulebook, Mapping[str, str]]:
    """Compile the rules with their lexicon, once for all extractors of the same competitors."""
    lexicon = LEXICON | {"competitor": competitor_class(competitors)}
    return Rulebook(KINDS_OF_SIGNALS, lexicon), lexicon


_NOTHING: Final = _Found(-math.inf, _Place("", Sentence("", (), 0, 0, False, False)), 0, ())


class Extractor:
    """Reads messages; the same message and settings give the same reading.

    Parameters
    ----------
    settings
        The defaults when not given.
    verdicts
        What was learned from CSMs so far; nothing when not given. It goes on learning through
        `VerdictLearner.learn`, and later readings follow.

    Examples
    --------
    >>> extractor = Extractor()
    >>> message = Message("acme", "m1", 0, "inbound", "email", "Hi Tom, Friday is my last day.")
    >>> [(one.kind, one.evidence) for one in extractor.read(message).signals]
    [('champion_leaving', 'Hi Tom, Friday is my last day.')]
    """

    def __init__(
        self, settings: LanguageSettings | None = None, verdicts: VerdictLearner | None = None
    ) -> None:
        self.settings = settings or LanguageSettings()
        self.verdicts = verdicts or VerdictLearner()
        self._rulebook, lexicon = _rules(tuple(self.settings.competitors))
        self._kinds = {kind.name: kind for kind in KINDS_OF_SIGNALS}
        self._weights = learned_weights()
        self._names = CompetitorNames(self.settings.competitors)
        basis = repr((KINDS_OF_SIGNALS, sorted(lexicon.items()), self.settings, self._weights))
        self._basis = "text/" + sha256(basis.encode()).hexdigest()[:12]

    @property
    def version(self) -> str:
        """Names rules, words and settings, and from how many verdicts was learned."""
        learned = self.verdicts.verdicts_total
        return f"{self._basis}+{learned}" if learned else self._basis

    def taught_by(self, verdicts: VerdictLearner) -> "Extractor":
        """Another extractor of the same rules, which corrects them by other verdicts."""
        other = copy(self)
        other.verdicts = verdicts
        return other

    def read(self, message: Message) -> Reading:
        """Read one message."""
        words = own_words(message.text[: self.settings.text_length_max])
        spoken = _spoken(message, words.text)
        first = [word for one, _ in spoken for word in one.words][:_WORDS_FOR_LANGUAGE]
        automatic = is_automatic(message.subject, words.text)
        seen = MessageSeen(
            message.direction,
            message.contact,
            message.role,
            len(message.text),
            language_of(words.text, first),
            automatic,
        )
        if seen.language not in {ENGLISH, UNDETERMINED} or message.direction != INBOUND:
            return Reading((), seen, None)
        weighed = self._weigh(words, spoken, message.subject, automatic=automatic)
        limit = _logit(self.settings.confidence_min)
        signals = tuple(
            self._signal(message, name, weighed[name])
            for name in self._kinds
            if name in weighed and weighed[name].logit >= limit
        )
        heard = [one for one, theirs in spoken if theirs]
        sure = {name: _probability(one.logit) for name, one in weighed.items()}
        return Reading(signals, seen, sentiment_of(heard, sure) if heard else None)

    def _weigh(
        self, words: OwnWords, spoken: _Spoken, subject: str | None, *, automatic: bool
    ) -> dict[str, _Found]:
        about = topics_of(normalise(f"{subject or ''} {words.quoted}")[1])
        found = self._search(words.text, spoken, about)
        pointed = sum(len(one.words) for one, _ in spoken) <= _POINTER_WORDS_MAX
        if words.forwarded and pointed:
            there = self._search(words.forwarded, _all_theirs(words.forwarded), about)
            found = _surer(found, {name: there[name] for name in _PASSED_ON if name in there})
        if subject and not _OTHERS_SUBJECT.match(subject):
            found = _surer(found, self._search(subject, _all_theirs(subject), about))
        if automatic and found.get(LEAVING, _NOTHING).logit > 0:
            found = _surer(found, {DEPARTED: found[LEAVING]})
        heard = {name for name, kind in self._kinds.items() if kind.heard(automatic=automatic)}
        return {name: one for name, one in found.items() if name in heard}

    def _search(self, text: str, spoken: _Spoken, about: frozenset[str]) -> dict[str, _Found]:
        topics = [topics_of(sentence.words) for sentence, _ in spoken]
        best: dict[str, _Found] = {}
        for index, (sentence, theirs) in enumerate(spoken):
            if not theirs:
                continue
            around = about.union(*topics[max(0, index - _NEIGHBOURS) : index + 2])
            by_kind: dict[str, list[Hit]] = {}
            for hit in self._rulebook.search(sentence, around):
                by_kind.setdefault(hit.kind, []).append(hit)
            words = self._names.replaced(sentence.words)
            for name, log_odds in word_log_odds(words, self._weights).items():
                hits = by_kind.get(name, [])
                found = _judge(self._kinds[name], _Place(text, sentence), hits, log_odds)
                learned = self.verdicts.correction(name, found.features)
                found = found._replace(logit=found.logit + learned) if learned else found
                if name not in best or found.logit > best[name].logit:
                    best[name] = found
        return best

    def _signal(self, message: Message, name: str, found: _Found) -> TextSignal:
        return TextSignal(
            name,
            round(_probability(found.logit), 3),
            _evidence(found) if self.settings.evidence else None,
            message.contact,
            message.role,
            found.features,
        )


def _surer(one: dict[str, _Found], other: dict[str, _Found]) -> dict[str, _Found]:
    better = {
        name: found
        for name, found in other.items()
        if name not in one or found.logit > one[name].logit
    }
    return one | better


def _all_theirs(text: str) -> _Spoken:
    return [(sentence, True) for sentence in split(text)]


def _spoken(message: Message, text: str) -> _Spoken:
    if message.channel == TRANSCRIPT:
        return turns(text)
    return _all_theirs(text)


def _judge(kind: Kind, place: _Place, hits: list[Hit], words: float) -> _Found:
    """Weigh what was found in one sentence; rules that say the same add little to the strongest.

    ``words`` are the log-odds by the words alone. The stronger of rules and words counts, and
    what both see is surer; rules against take away from either.
    """
    speaking = [hit for hit in hits if hit.weight > 0]
    against = _together([-hit.weight for hit in hits if hit.weight < 0])
    strongest = max(
        speaking, key=lambda hit: (NEGATED not in hit.context, hit.weight), default=None
    )
    features = tuple(hit.rule for hit in hits)
    alone = words - kind.words_alone
    if strongest is not None and NEGATED in strongest.context:
        alone += kind.context.get(NEGATED, 0.0)  # words do not see what is denied
    if strongest is None:
        return _Found(alone - against, place, 0, (*features, WORDS))
    context = strongest.context
    logit = kind.bias + _together([hit.weight for hit in speaking if NEGATED not in hit.context])
    if NEGATED in context:
        logit += strongest.weight
    logit += sum(kind.context.get(name, 0.0) for name in context)
    if alone > logit:
        return _Found(alone - against, place, strongest.at, (*features, *context, WORDS))
    agreed = max(-_AGREED, min(_AGREED, (words - _WORDS_EXPECTED) * 0.3))
    return _Found(logit + agreed - against, place, strongest.at, (*features, *context))


def _together(weights: list[float]) -> float:
    strongest = max(weights, default=0.0)
    return strongest + _REPEATED * (sum(weights) - strongest)


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-_LOGIT_MAX, min(_LOGIT_MAX, logit))))


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _evidence(found: _Found) -> str:
    """Give the sentence, or the part of it around the match when it is long."""
    text, sentence = found.place
    raw = " ".join(text[sentence.start : sentence.end].split())
    if len(raw) <= EVIDENCE_LENGTH_MAX:
        return raw
    middle = len(raw) * found.at // len(sentence.text)
    begin = max(0, min(middle - EVIDENCE_LENGTH_MAX // 3, len(raw) - EVIDENCE_LENGTH_MAX))
    return raw[begin : begin + EVIDENCE_LENGTH_MAX].strip()
