"""Whoever names us speaks to us."""

import pytest

from stream_health.language.errors import LanguageError
from stream_health.language.extract import Extractor
from stream_health.language.message import Message
from stream_health.language.own_names import OwnNames
from stream_health.language.sentences import split
from stream_health.language.settings import LanguageSettings

TEXT = "We are moving away from Zentrel Cloud at the end of the contract."


def kinds(text: str, *names: str) -> set[str]:
    reader = Extractor(LanguageSettings(own_names=names))
    message = Message("acme", "m1", 0, "inbound", "email", text)
    return {signal.kind for signal in reader.read(message).signals}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("We leave Zentrel Cloud.", "we leave you "),
        ("Zentrel cloud's reports are slow", "your reports are slow "),
        ("Our cloud is not theirs.", "our cloud is not theirs "),
        ("zentrel", "zentrel "),
    ],
)
def test_a_name_of_ours_is_read_as_you(text: str, read: str) -> None:
    [sentence] = split(text)
    replaced = OwnNames(["Zentrel Cloud"]).replaced(sentence)
    assert replaced.text.replace("^", "") == read
    assert replaced.words == tuple(read.split())


def test_who_leaves_what_we_sell_leaves_us() -> None:
    assert "cancellation_intent" in kinds(TEXT, "Zentrel Cloud")


def test_the_evidence_keeps_the_name() -> None:
    reader = Extractor(LanguageSettings(own_names=("Zentrel Cloud",)))
    signals = reader.read(Message("acme", "m1", 0, "inbound", "email", TEXT)).signals
    assert TEXT in {signal.evidence for signal in signals}


def test_a_name_without_a_letter_is_refused() -> None:
    with pytest.raises(LanguageError, match="needs a letter or digit"):
        LanguageSettings(own_names=("--",))
