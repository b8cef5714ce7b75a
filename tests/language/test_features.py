"""What a sentence is learned by."""

from hypothesis import given
from hypothesis import strategies as st

from stream_health.language.features import features_of, word_features

_WORDS = st.lists(
    st.sampled_from(["the", "board", "refused", "competitor", "budget", "pear", "not", "us"])
)


@given(_WORDS)
def test_every_feature_is_given_once(words: list[str]) -> None:
    found = features_of(words)
    assert len(found) == len(set(found))
    assert set(word_features(words)) <= set(found)


@given(_WORDS, _WORDS)
def test_what_is_said_before_and_after_takes_nothing(words: list[str], more: list[str]) -> None:
    assert set(features_of(words)) <= set(features_of([*words, *more]))
    assert set(features_of(words)) <= set(features_of([*more, *words]))


def test_words_of_one_class_are_known_by_each_other() -> None:
    one = features_of(["the", "treasurer", "rejects", "the", "extension"])
    two = features_of(["the", "board", "rejects", "the", "renewal"])
    assert "=BOSS CONTRACT" in set(one) & set(two)
