"""Every kind's rules, compiled, and found by the words of a sentence."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind
from stream_health.language.pattern import Pattern, compile_all
from stream_health.language.sentences import Sentence
from stream_health.language.waker import Waker
from stream_health.language.word_set import word_set

_NEGATORS: Final = word_set(
    "not never no nobody none without neither nor hardly cannot against stopped avoid"
)
_NEGATION_REACH: Final = 4  # words
_CONDITIONS: Final = word_set("if unless suppose supposing hypothetically theoretically")


class Hit(NamedTuple):
    """A rule found in a sentence; ``at`` is where in its normalised text."""

    kind: str
    rule: str
    weight: float
    at: int
    context: tuple[str, ...]


class _Entry(NamedTuple):
    kind: str
    rule: str
    weight: float
    near: str
    fixed: bool
    pattern: Pattern


class Rulebook:
    """Rules by the words that wake them.

    Parameters
    ----------
    kinds
        With their rules.
    lexicon
        Classes their patterns may name.
    """

    def __init__(self, kinds: Iterable[Kind], lexicon: Mapping[str, str]) -> None:
        self._entries = [
            _Entry(kind.name, rule.name, rule.weight, rule.near, rule.fixed, pattern)
            for kind in kinds
            for rule in kind.rules
            for pattern in compile_all(rule.sources(), lexicon)
        ]
        self._waker = Waker([entry.pattern.needs for entry in self._entries])

    def search(self, sentence: Sentence, topics: frozenset[str]) -> list[Hit]:
        """Give every rule found in a sentence, each once, in the order of the rules.

        ``topics`` are those touched by the sentence and the ones beside it.
        """
        hits: dict[tuple[str, str], Hit] = {}
        for index in self._waker.awake(sentence.words):
            entry = self._entries[index]
            key = (entry.kind, entry.rule)
            if (entry.near and entry.near not in topics) or not _open(hits.get(key)):
                continue
            hit = _find(entry, sentence)
            if hit is not None and (key not in hits or NEGATED not in hit.context):
                hits[key] = hit
        return list(hits.values())


def _open(found: Hit | None) -> bool:
    """Tell whether another match of the same rule may say more: only when this one is denied."""
    return found is None or NEGATED in found.context


def _find(entry: _Entry, sentence: Sentence) -> Hit | None:
    first = None
    for match in entry.pattern.regex.finditer(sentence.text):
        context = _context(entry, sentence, match.start())
        hit = Hit(entry.kind, entry.rule, entry.weight, match.start(), context)
        if NEGATED not in context:
            return hit
        first = first or hit
    return first


def _context(entry: _Entry, sentence: Sentence, at: int) -> tuple[str, ...]:
    if entry.weight < 0:
        return ()
    found = []
    if not entry.fixed:
        before = sentence.text[:at].replace("^", "").split()
        clause = before[-_NEGATION_REACH:]
        if "," in clause:
            clause = clause[len(clause) - clause[::-1].index(",") :]
        if not _NEGATORS.isdisjoint(clause):
            found.append(NEGATED)
        if not _CONDITIONS.isdisjoint(before):
            found.append(HYPOTHETICAL)
        if sentence.question:
            found.append(ASKED)
    if sentence.exclaimed:
        found.append(EXCLAIMED)
    return tuple(found)
