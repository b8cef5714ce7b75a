"""Names of our own company and product: whoever says them says "you"."""

import re
from collections.abc import Iterable

from stream_health.language.sentences import Sentence, normalise


class OwnNames:
    """Reads our own names as "you", so that rules and words know who is meant.

    >>> from stream_health.language.sentences import split
    >>> [one] = split("In June we leave Tessel for good.")
    >>> OwnNames(["Tessel"]).replaced(one).text
    'in ^june we leave you for good '
    """

    def __init__(self, names: Iterable[str]) -> None:
        spelt = [normalise(name.lower())[1] for name in names]
        self._first = frozenset(words[0] for words in spelt)
        either = "|".join(r" \^?".join(map(re.escape, words)) for words in spelt)
        self._name = re.compile(rf"(?<!\S)\^?(?:{either}) (?P<owner>'s )?")

    def replaced(self, sentence: Sentence) -> Sentence:
        """Give a sentence in which we are "you", and what is ours "your"."""
        if self._first.isdisjoint(sentence.words):
            return sentence
        text = self._name.sub(lambda name: "your " if name["owner"] else "you ", sentence.text)
        words = tuple(word for word in text.replace("^", "").split() if word != ",")
        return sentence._replace(text=text, words=words)
