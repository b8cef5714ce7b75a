"""What verdicts teach the reading: the same in every partition number, across restarts."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stream_health.app.taught_reading import TaughtReading
from stream_health.domain.clocking import HOUR_MS
from stream_health.domain.effects import SignalJudged
from stream_health.language.verdicts import Snapshot

KINDS = ("champion_leaving", "urgency", "silence")  # the last is not read from text
RULES = ("last_day", "deadline", "words")

VERDICTS = st.lists(
    st.builds(
        SignalJudged,
        verdict_id=st.uuids().map(str),
        signal_id=st.just("s"),
        signal_kind=st.sampled_from(KINDS),
        rules=st.lists(st.sampled_from(RULES), max_size=3).map(tuple),
        confidence=st.floats(0, 1),
        right=st.booleans(),
        judged_at_ms=st.integers(0, 5 * HOUR_MS),
    ),
    max_size=8,
)
DONE_MS = 6 * HOUR_MS


def learned(verdicts: list[SignalJudged]) -> Snapshot:
    taught = TaughtReading({})
    for judged in verdicts:
        taught.hear(judged)
    taught.catch_up(DONE_MS)
    return taught.learner.snapshot()


@given(VERDICTS, st.randoms(use_true_random=False))
def test_the_same_is_learned_in_whatever_order_verdicts_are_heard(
    verdicts: list[SignalJudged], random: Any
) -> None:
    shuffled = random.sample(verdicts, len(verdicts))
    assert learned(shuffled) == learned(verdicts)


@given(VERDICTS, st.integers(0, 5), st.integers(0, 8))
def test_a_restart_anywhere_changes_nothing(
    verdicts: list[SignalJudged], hour: int, heard: int
) -> None:
    verdicts = sorted(verdicts, key=lambda judged: judged.judged_at_ms)
    state: dict[bytes, bytes] = {}
    first = TaughtReading(state)
    for judged in verdicts[:heard]:
        first.hear(judged)
    known = [judged for judged in verdicts[:heard] if judged.judged_at_ms < hour * HOUR_MS]
    if len(known) == len(verdicts[:heard]):  # nothing of an hour comes after it was learned
        first.catch_up(hour * HOUR_MS)
    state = {key: value for key, value in first.changes().items() if value is not None}
    second = TaughtReading(state)
    assert second.changes() == {}
    for judged in verdicts[heard:]:
        second.hear(judged)
    second.catch_up(DONE_MS)
    read = [judged for judged in verdicts if judged.signal_kind != "silence"]
    assert second.learner.verdicts_total == len(read)
    assert second.learner.snapshot().keys() == {judged.signal_kind for judged in read}
    if hour == 0:
        assert second.learner.snapshot() == learned(verdicts)
