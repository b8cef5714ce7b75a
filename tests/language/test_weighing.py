"""How rules and words are weighed together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.language.kind import NEGATED, Kind
from stream_health.language.reading import KINDS
from stream_health.language.rulebook import Hit
from stream_health.language.weighing import (
    SECOND_FROM,
    evidence_in,
    learned_weighing,
    log_odds,
    of_message,
)

KIND = Kind("urgency", ())


def hit(weight: float, *context: str) -> Hit:
    return Hit("urgency", f"rule{weight}", weight, 0, context)


def test_every_kind_has_weights() -> None:
    assert set(learned_weighing()) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@given(words=st.floats(-8, 8), more=st.floats(0.1, 4), rule=st.floats(0.5, 9))
def test_more_for_a_kind_makes_it_surer_and_more_against_less(
    kind: str, words: float, more: float, rule: float
) -> None:
    weights = learned_weighing()[kind]

    def weighed(*hits: Hit, words: float = words) -> float:
        return log_odds(evidence_in(KIND, hits, words), weights)

    assert weighed(words=words + more) >= weighed()
    assert weighed(hit(rule), words=words + more) >= weighed(hit(rule))
    assert weighed(hit(rule + more)) > weighed(hit(rule))
    assert weighed(hit(rule), hit(-more)) < weighed(hit(rule))
    assert weighed(hit(-more)) < weighed()


def test_a_denied_rule_does_not_speak_but_leaves_the_words_to_speak() -> None:
    said = evidence_in(KIND, [hit(7.0, NEGATED)], 1.5)
    assert (said.ruled, said.rules, said.denied, said.words_alone) == (0.0, 0.0, 1.0, 1.5)
    both = evidence_in(KIND, [hit(7.0, NEGATED), hit(6.0)], 1.5)
    assert (both.ruled, both.rules, both.denied, both.words_beside) == (1.0, 1.0, 0.0, 1.5)


@given(st.lists(st.floats(-12, 8), min_size=1, max_size=6), st.floats(-12, 8))
def test_another_sentence_never_makes_a_message_less_sure(
    sentences: list[float], another: float
) -> None:
    alone, more = of_message(np.array(sentences)), of_message(np.array([*sentences, another]))
    assert max(sentences) <= alone <= more
    if another <= SECOND_FROM and another <= min(sentences):
        assert more == alone
