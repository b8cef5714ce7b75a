"""A feature that saw the label is named; honest ones, and noise, are not."""

import random

from tests.support.learning_book import CATALOGUE, CATALOGUE_VERSION, examples

from stream_health.learning.leakage import suspects, suspects_among

MATURED = examples(4, accounts=300, weeks=4)
LABELS = [one.label for one in MATURED]
HONEST = {
    feature.name: [one.values[place] for one in MATURED] for place, feature in enumerate(CATALOGUE)
}


def test_honest_features_are_not_suspected() -> None:
    assert suspects(HONEST, LABELS) == ()


def test_a_feature_that_saw_the_label_is_named_even_when_it_is_noisy() -> None:
    rng = random.Random(3)
    leaking = [label + rng.gauss(0.0, 0.2) for label in LABELS]
    assert [one.feature for one in suspects(HONEST | {"leaking": leaking}, LABELS)] == ["leaking"]


def test_a_feature_that_is_emptied_when_an_account_leaves_is_named() -> None:
    rng = random.Random(4)
    emptied = [None if label else rng.random() for label in LABELS]
    assert [one.feature for one in suspects(HONEST | {"plan": emptied}, LABELS)] == ["plan"]


def test_without_both_classes_nobody_is_suspected() -> None:
    assert suspects({"anything": [1.0, 2.0]}, [0, 0]) == ()


def test_examples_name_their_suspect_with_its_figures_once_there_are_enough() -> None:
    names = [feature.name for feature in CATALOGUE]
    emptied = [
        one._replace(values=(*one.values[:2], None if one.label else 1.0, one.values[3]))
        for one in MATURED
    ]
    (found,) = suspects_among(emptied, names, CATALOGUE_VERSION)
    assert (found.feature, found.auc) == ("noise", 1.0)
    assert str(found).startswith("noise alone tells who left: AUC 1.000 on 1,200 examples")
    assert suspects_among(emptied[:30], names, CATALOGUE_VERSION) == ()
    assert suspects_among(emptied, names, "another catalogue") == ()
