"""A text cut into sentences, each in a plain spelling that patterns can rely on.

Lower case, contractions and common slips spelt out, hyphens opened, one space after each word;
words written as names keep a mark (``^maria``), because "Maria left" and "money left" differ.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from stream_health.language.spelling import EXPANSIONS, SUFFIXES, is_plain_word, repair
from stream_health.language.word_set import word_set

_BREAK: Final = re.compile(
    r"(?P<stop>[.!?\u2026]+)[\"'\u201d\u2019)\]*]*(?=\s|$)"
    r"|(?P<gap>\n[ \t]*\n)|(?P<line>\n)|(?P<semicolon>;(?=\s))"
)

_TOKEN: Final = re.compile(
    r"[^\W_]+(?:['\u2019`\u00b4][^\W_]+)*|[,:()%$\u20ac\u00a3\"\u201c\u201d\u2013\u2014&/+]"
    r"|(?<=\s)-+(?=\s)"
)
_ABBREVIATIONS: Final = word_set("mr mrs ms dr vs eg g ie e approx prof st incl cc")
_BULLET: Final = re.compile(r"[ \t]*(?:[-*•>]|\d+[.)])\s")
_TOKENS_KEPT: Final = 1 << 16
_WRAPPED_FROM: Final = 50
"""A line at least this long goes on in the next one: mail programs wrap at 72 or so."""

_PAUSES: Final = word_set(": ( ) ',  ,  ,  ,  ,")
_SYMBOLS: Final = {"&": "and", "%": "percent", "$": "money", "€": "money", "£": "money"}


class Sentence(NamedTuple):
    """A sentence. ``start`` and ``end`` are where it stands in the text it was cut from."""

    text: str
    words: tuple[str, ...]  # as in ``text``, without marks
    start: int
    end: int
    question: bool
    exclaimed: bool


def split(text: str) -> list[Sentence]:
    r"""Cut a text into its sentences, in order; those without a word are left out.

    Examples
    --------
    >>> [one.text for one in split("Hi Tom,\nI'm leaving. Maria isn't!")]
    ['hi ^tom , ', 'i am leaving ', '^maria is not ']
    """
    sentences = []
    for start, end in _spans(text):
        raw = text[start:end]
        normal, words = normalise(raw)
        if words:
            mark = raw.rstrip("\"'\u201d\u2019)]* \t\n")[-3:]
            sentences.append(Sentence(normal, words, start, end, "?" in mark, "!" in mark))
    return sentences


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = line_start = 0
    for match in _BREAK.finditer(text):
        kind = match.lastgroup
        if kind == "line":
            length = match.start() - line_start
            line_start = match.end()
            goes_on = length >= _WRAPPED_FROM and not _BULLET.match(text, match.end())
            if goes_on:
                continue
        elif kind == "stop" and _is_abbreviation(text, match.start()):
            continue
        elif kind == "gap":
            line_start = match.end()
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _is_abbreviation(text: str, stop: int) -> bool:
    if text[stop] != ".":
        return False
    begin = stop
    while begin > 0 and text[begin - 1].isalpha():
        begin -= 1
    return text[begin:stop].lower() in _ABBREVIATIONS


def normalise(raw: str) -> tuple[str, tuple[str, ...]]:
    """Spell a sentence plainly; gives it with marked names, and its words without marks.

    Examples
    --------
    >>> normalise("We won't re-new with Acme, pls cancle")[0]
    'we will not re new with ^acme , please cancel '
    """
    marks_names = not raw.isupper()
    marked: list[str] = []
    words: list[str] = []
    for token in _TOKEN.findall(raw):
        spelt = _spelt(token)
        if spelt is None:
            if marked and marked[-1] != ",":
                marked.append(",")
            continue
        named = spelt.as_first if not words else spelt.as_later
        marked += named if marks_names else spelt.words
        words += spelt.words
    return " ".join([*marked, ""]) if marked else "", tuple(words)


class _Spelt(NamedTuple):
    """The plain words of a token, and how they are marked at the beginning and later."""

    words: tuple[str, ...]
    as_first: tuple[str, ...]
    as_later: tuple[str, ...]


@lru_cache(_TOKENS_KEPT)
def _spelt(token: str) -> _Spelt | None:
    """Spell a token plainly; none for a pause."""
    if token in _PAUSES or token[0] == "-":
        return None
    lower = _SYMBOLS.get(token) or token.lower().replace("\u2019", "'").replace("`", "'")
    spelt = EXPANSIONS.get(lower) or _expand(lower)
    words = tuple(spelt.split())
    if not token[0].isupper():
        return _Spelt(words, words, words)
    named = tuple(word if word == "'s" else "^" + word for word in words)
    return _Spelt(
        words,
        named if _is_name(spelt, first=True) else words,
        named if _is_name(spelt, first=False) else words,
    )


def _expand(word: str) -> str:
    at = word.find("'")
    if at < 0:
        return repair(word)
    if word.endswith("n't"):
        return word[:-3] + " not"
    return word[:at] + SUFFIXES.get(word[at:], " 's")


def _is_name(word: str, *, first: bool) -> bool:
    return word != "i" and not word.startswith("i ") and not (first and is_plain_word(word))
