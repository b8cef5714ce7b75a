"""Authors held out are weighed by what the others tell."""

import numpy as np
from benchmarks.language.labelled import Labelled
from tools.language.held_out import lines
from tools.language.weighing import Told

from stream_health.language.message import Message
from stream_health.language.reading import KINDS
from stream_health.language.weighing import Evidence

KIND = "urgency"


def told(author: str, number: int, words: float, *labels: str) -> Told:
    message = Message("acme", f"{author}-{number}", 0, "inbound", "chat", "text")
    labelled = Labelled(message, frozenset(labels), frozenset(), "neutral", "en", "plain")
    quiet = {kind: np.array([Evidence(words_alone=-4.0)]) for kind in KINDS}
    return Told(labelled, quiet | {KIND: np.array([Evidence(words_alone=words)])})


def part(author: str) -> list[Told]:
    loud = [told(author, number, 4.0, KIND) for number in range(9)]
    quiet = [told(author, number, -4.0) for number in range(9, 30)]
    missed = told(author, 30, -4.0, KIND)
    return [*loud, *quiet, missed]


def test_what_words_do_not_say_is_missed_and_nothing_else_is_found() -> None:
    [urgency] = [line.split() for line in lines([part("a"), part("b")]) if line.startswith(KIND)]
    assert urgency == [KIND, "20", "0.900", "1.000", "0.947"]


def test_a_kind_that_nobody_tells_of_has_no_figures() -> None:
    [praise] = [line.split() for line in lines([part("a"), part("b")]) if line.startswith("praise")]
    assert praise == ["praise", "0", "-", "-", "-"]
