"""The weights of words that came with the package."""

from importlib import resources

import orjson

from stream_health.language.reading import KINDS
from stream_health.language.word_model import WEIGHTS_FILE, WordModel, learned_words


def test_the_table_has_a_column_a_kind_and_the_biases_come_first() -> None:
    raw = resources.files("stream_health.language").joinpath(WEIGHTS_FILE).read_bytes()
    written = orjson.loads(raw)
    assert written["kinds"] == list(KINDS)
    first, row = next(iter(written["weights"].items()))
    assert first == ""
    assert learned_words().log_odds([[]])[0].tolist() == [int(one) / 100 for one in row.split()]


def test_a_sentence_adds_up_its_features_and_unknown_ones_say_nothing() -> None:
    model = WordModel.of({"": [-300, 10], "so long": [50, 0], "so": [25, -20]})
    assert model.log_odds([["so", "so long", "pear"], []]).tolist() == [[-2.25, -0.1], [-3.0, 0.1]]
