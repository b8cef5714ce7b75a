"""A pattern that is left asleep would not have matched."""

from collections.abc import Sequence

import pytest
from benchmarks.language.labelled import COMPETITORS, labelled
from hypothesis import given
from hypothesis import strategies as st

from stream_health.language.competitors import competitor_class
from stream_health.language.pattern import compile_all
from stream_health.language.rules import KINDS_OF_SIGNALS
from stream_health.language.rules.lexicon import LEXICON
from stream_health.language.sentences import split
from stream_health.language.waker import Waker

_WORDS = st.text("ab", min_size=1, max_size=3)
_NEED = st.frozensets(st.one_of(_WORDS, _WORDS.map("{}*".format)), min_size=1, max_size=3)


def met(need: frozenset[str], words: Sequence[str]) -> bool:
    return any(
        word.startswith(one[:-1]) if one.endswith("*") else word == one
        for one in need
        for word in words
    )


@given(st.lists(st.lists(_NEED, max_size=3), max_size=6), st.lists(_WORDS, max_size=5))
def test_those_whose_every_need_is_met_are_awake(
    needs: list[list[frozenset[str]]], words: list[str]
) -> None:
    awake = [index for index, every in enumerate(needs) if all(met(one, words) for one in every)]
    assert list(Waker(needs).awake(words)) == awake


@pytest.mark.slow
def test_no_pattern_that_matches_is_left_asleep() -> None:
    lexicon = LEXICON | {"competitor": competitor_class(COMPETITORS)}
    patterns = [
        pattern
        for kind in KINDS_OF_SIGNALS
        for rule in kind.rules
        for pattern in compile_all(rule.sources(), lexicon)
    ]
    waker = Waker([pattern.needs for pattern in patterns])
    for one in labelled("development")[::20]:
        for sentence in split(one.message.text):
            awake = set(waker.awake(sentence.words))
            matching = {i for i, one in enumerate(patterns) if one.regex.search(sentence.text)}
            assert matching <= awake, sentence.text
