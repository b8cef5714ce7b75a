"""Which language a text is in: offline, by function words and by py3langid."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from stream_health.language.word_set import word_set

ENGLISH: Final = "en"
UNDETERMINED: Final = "und"


_ENGLISH_WORDS: Final = word_set(
    "the and of to you we our are for with this that it have not on be my i your will but"
    " from as at can please thanks thank been would there they their what how if any just do"
    " does did because which about when hi hello need want by us she who every before after since"
    " his were should could here only than last week month year"
)
_ENGLISH_SHARE: Final = 0.25
"""Every fourth word of English text and more is one of these; of its neighbours, every tenth."""

_WORDS_MIN: Final = 4  # the identifier knows little of three words and less
_SURE: Final = 0.7
_CHARACTERS_READ: Final = 1_500


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str, words: Sequence[str]) -> str:
    """Give the ISO 639-1 code of a text's language, ``und`` when it cannot be said.

    ``words`` are its first words, lower case.

    Examples
    --------
    >>> text = "Ich verlasse die Firma zum Monatsende, vielen Dank für alles."
    >>> language_of(text, text.lower().split())
    'de'
    """
    if not words:
        return UNDETERMINED
    share = sum(word in _ENGLISH_WORDS for word in words) / len(words)
    if share >= _ENGLISH_SHARE:
        return ENGLISH
    if len(words) < _WORDS_MIN:
        return ENGLISH if share else UNDETERMINED
    code, confidence = _identifier().classify(text[:_CHARACTERS_READ])
    return str(code) if confidence >= _SURE else UNDETERMINED
