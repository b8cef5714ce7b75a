"""What a sentence is learned by."""

from hypothesis import given
from hypothesis import strategies as st

from stream_health.language.features import Said, message_features, word_features
from stream_health.language.rulebook import Hit

_WORDS = st.lists(
    st.sampled_from(["the", "board", "refused", "competitor", "budget", "pear", "not", "us"])
)
_SAID = _WORDS.map(lambda words: Said(words, ()))


@given(st.lists(_SAID, max_size=6))
def test_every_sentence_has_its_own_features_each_once(said: list[Said]) -> None:
    rows = message_features(said)
    assert len(rows) == len(said)
    for one, row in zip(said, rows, strict=True):
        assert len(row) == len(set(row))
        assert set(word_features(one.words)) <= set(row)


@given(_SAID, st.lists(_SAID, max_size=4), st.lists(_SAID, max_size=4))
def test_what_is_around_adds_to_a_sentence_and_takes_nothing(
    one: Said, before: list[Said], after: list[Said]
) -> None:
    [alone] = message_features([one])
    among = message_features([*before, one, *after])[len(before)]
    assert {name for name in alone if not name.startswith("#")} <= set(among)
    added = {name[0] for name in set(among) - set(alone)}
    assert added <= set("<>~#")


def test_words_of_one_class_are_known_by_each_other() -> None:
    [one] = message_features([Said(("the", "treasurer", "rejects", "the", "extension"))])
    [two] = message_features([Said(("the", "board", "rejects", "the", "renewal"))])
    assert "=BOSS CONTRACT" in set(one) & set(two)


def test_a_rule_beside_is_heard() -> None:
    said = [Said((), [Hit("urgency", "says_so", 6.0, 0, ())]), Said(()), Said(())]
    rows = message_features(said)
    assert "<!urgency" in rows[1]
    assert "<!urgency" not in rows[2]
    assert "~!urgency" in rows[2]
    assert "~!urgency" not in rows[0]
