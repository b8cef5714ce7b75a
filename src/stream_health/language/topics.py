"""What a sentence is about, by single words: gives meaning to vague words beside it."""

from collections.abc import Iterable
from typing import Final

_TOPICS: Final = {
    "renewal": "renew renewal renewals renewing renewed contract agreement subscription extension"
    " term license licenses prolongation commitment commit annual multiyear order quote",
    "product": "tool tools platform product software solution system app vendor vendors provider"
    " providers supplier suppliers service services saas stack subscription license",
    "people": "team role position company colleague colleagues successor replacement handover job",
    "money": "budget budgets price prices pricing cost costs spend spending invoice discount"
    " finance cfo procurement expensive renewal quote percent money",
    "decide": "evaluate evaluating evaluation compare comparing comparison considering alternatives"
    " alternative competitor competitors rfp shortlist demo demos pilot trial poc switch switching"
    " cheaper proposal pitch migrate migrating benchmark vendor vendors options",
}
_BY_WORD: Final[dict[str, tuple[str, ...]]] = {
    word: tuple(topic for topic, words in _TOPICS.items() if word in words.split())
    for words in _TOPICS.values()
    for word in words.split()
}


def topics_of(words: Iterable[str]) -> frozenset[str]:
    """Give the topics that words touch.

    >>> sorted(topics_of(["the", "vendor"]))
    ['decide', 'product']
    """
    return frozenset(topic for word in words for topic in _BY_WORD.get(word, ()))
