"""Sets of words, written as one reads them."""


def word_set(text: str) -> frozenset[str]:
    """Give the words of a text as a set.

    >>> sorted(word_set("not never no"))
    ['never', 'no', 'not']
    """
    return frozenset(text.split())
