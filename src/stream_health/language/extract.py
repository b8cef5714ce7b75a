"""The extractor: a message in, what can be read from it out."""

import math
import re
from collections.abc import Mapping
from copy import copy
from functools import lru_cache
from hashlib import sha256
from typing import Final

from stream_health.language.auto_reply import is_automatic
from stream_health.language.competitors import CompetitorNames, competitor_class
from stream_health.language.html_text import is_html, text_of_html
from stream_health.language.message import INBOUND, TRANSCRIPT, Message
from stream_health.language.own_names import OwnNames
from stream_health.language.own_words import OwnWords, own_words
from stream_health.language.reading import EVIDENCE_LENGTH_MAX, MessageSeen, Reading, TextSignal
from stream_health.language.rulebook import Rulebook
from stream_health.language.rules import KINDS_OF_SIGNALS
from stream_health.language.rules.lexicon import LEXICON
from stream_health.language.search import Found, Said, Searcher, Spoken
from stream_health.language.sentences import Sentence, normalise, split
from stream_health.language.sentiment import sentiment_of
from stream_health.language.settings import LanguageSettings
from stream_health.language.tongue import ENGLISH, UNDETERMINED, language_of
from stream_health.language.topics import topics_of
from stream_health.language.transcript import turns
from stream_health.language.verdicts import VerdictLearner
from stream_health.language.weighing import learned_weighing
from stream_health.language.word_model import WordModel, learned_words

_WORDS_FOR_LANGUAGE: Final = 200
LEAVING: Final = "champion_leaving"
DEPARTED: Final = "departed_autoreply"

_POINTER_WORDS_MAX: Final = 40
"""Whoever forwards with so few words speaks through what they forward."""

_PASSED_ON: Final = (
    LEAVING,
    "cancellation_intent",
    "competitor_named",
    "renewal_hedging",
    "budget_pressure",
)
"""Kinds that are as true in a forwarded message; others would be somebody else's mood."""

_LOGIT_MAX: Final = 7.0
_OTHERS_SUBJECT: Final = re.compile(r"\s*(?:re|aw|fwd?|wg|tr|sv|antw)\s*:", re.IGNORECASE)
"""The subject of a thread was not written for this message."""


@lru_cache(maxsize=8)
def _rules(competitors: tuple[str, ...]) -> tuple[Rulebook, Mapping[str, str]]:
    """Compile the rules with their lexicon, once for all extractors of the same competitors."""
    lexicon = LEXICON | {"competitor": competitor_class(competitors)}
    return Rulebook(KINDS_OF_SIGNALS, lexicon), lexicon


def _basis(settings: LanguageSettings, words: WordModel) -> str:
    """Name the rules, words and settings a reading rests on."""
    _, lexicon = _rules(tuple(settings.competitors))
    learned = (words.digest, learned_weighing())
    basis = repr((KINDS_OF_SIGNALS, sorted(lexicon.items()), settings, *learned))
    return "text/" + sha256(basis.encode()).hexdigest()[:12]


@lru_cache(maxsize=8)
def _packaged(settings: LanguageSettings) -> str:
    """Name them with the weights that came with the package: spelling those takes a moment."""
    return _basis(settings, learned_words())


_NOTHING: Final = Found(-math.inf, "", Sentence("", (), 0, 0, False, False), 0, ())


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
        self,
        settings: LanguageSettings | None = None,
        verdicts: VerdictLearner | None = None,
        *,
        words: WordModel | None = None,
    ) -> None:
        self.settings = settings or LanguageSettings()
        self.verdicts = verdicts or VerdictLearner()
        competitors = tuple(self.settings.competitors)
        self._kinds = {kind.name: kind for kind in KINDS_OF_SIGNALS}
        self.searcher = Searcher(
            _rules(competitors)[0],
            words or learned_words(),
            CompetitorNames(competitors),
            OwnNames(self.settings.own_names),
            learned_weighing(),
        )
        self._basis = _basis(self.settings, words) if words else _packaged(self.settings)

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
        words = self._own_words(message)
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
            if name in weighed and weighed[name].logit >= limit + self._kinds[name].floor
        )
        heard = [one for one, theirs in spoken if theirs]
        sure = {name: _probability(one.logit) for name, one in weighed.items()}
        return Reading(signals, seen, sentiment_of(heard, sure) if heard else None)

    def _weigh(
        self, words: OwnWords, spoken: Spoken, subject: str | None, *, automatic: bool
    ) -> dict[str, Found]:
        about = _about(words, subject)
        found = self._search(words.text, spoken, about)
        if _passes_on(words, spoken):
            there = self._search(words.forwarded, _all_theirs(words.forwarded), about)
            found = _surer(found, {name: there[name] for name in _PASSED_ON if name in there})
        if subject and not _OTHERS_SUBJECT.match(subject):
            found = _surer(found, self._search(subject, _all_theirs(subject), about))
        if automatic and found.get(LEAVING, _NOTHING).logit >= self._kinds[LEAVING].floor:
            found = _surer(found, {DEPARTED: found[LEAVING]})
        heard = {name for name, kind in self._kinds.items() if kind.heard(automatic=automatic)}
        return {name: one for name, one in found.items() if name in heard}

    def said(self, message: Message) -> list[Said]:
        """Give what the customer says, also by forwarding, and rules found: to learn from."""
        words = self._own_words(message)
        about = _about(words, message.subject)
        spoken = _spoken(message, words.text)
        said = self.searcher.said(spoken, about)
        if _passes_on(words, spoken):
            said += self.searcher.said(_all_theirs(words.forwarded), about)
        return said

    def _own_words(self, message: Message) -> OwnWords:
        return own_words(_readable(message.text, self.settings.text_length_max), message.subject)

    def _search(self, text: str, spoken: Spoken, about: frozenset[str]) -> dict[str, Found]:
        return self.searcher.search(text, spoken, about, self.verdicts)

    def _signal(self, message: Message, name: str, found: Found) -> TextSignal:
        return TextSignal(
            name,
            round(max(_probability(found.logit), self.settings.confidence_min), 3),
            _evidence(found) if self.settings.evidence else None,
            message.contact,
            message.role,
            found.features,
        )


def _readable(text: str, length_max: int) -> str:
    """Give a text without the tags of HTML; of one that is too long its beginning and end."""
    if len(text) > length_max:
        half = length_max // 2
        text = text[: length_max - half] + "\n\n" * bool(half) + text[len(text) - half :]
    return text_of_html(text) if is_html(text) else text


def _about(words: OwnWords, subject: str | None) -> frozenset[str]:
    """Give the topics of the subject and of what is answered."""
    return topics_of(normalise(f"{subject or ''} {words.quoted}")[1])


def _passes_on(words: OwnWords, spoken: Spoken) -> bool:
    """Tell whether somebody speaks through what they forward."""
    return bool(words.forwarded) and (
        sum(len(one.words) for one, _ in spoken) <= _POINTER_WORDS_MAX
    )


def _surer(one: dict[str, Found], other: dict[str, Found]) -> dict[str, Found]:
    better = {
        name: found
        for name, found in other.items()
        if name not in one or found.logit > one[name].logit
    }
    return one | better


def _all_theirs(text: str) -> Spoken:
    return [(sentence, True) for sentence in split(text)]


def _spoken(message: Message, text: str) -> Spoken:
    if message.channel == TRANSCRIPT:
        return turns(text)
    return _all_theirs(text)


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-_LOGIT_MAX, min(_LOGIT_MAX, logit))))


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _evidence(found: Found) -> str:
    """Give the sentence, or the part of it around the match when it is long."""
    sentence = found.sentence
    raw = " ".join(found.text[sentence.start : sentence.end].split())
    if len(raw) <= EVIDENCE_LENGTH_MAX:
        return raw
    middle = len(raw) * found.at // len(sentence.text)
    begin = max(0, min(middle - EVIDENCE_LENGTH_MAX // 3, len(raw) - EVIDENCE_LENGTH_MAX))
    return raw[begin : begin + EVIDENCE_LENGTH_MAX].strip()
