"""The labelled messages are what their README says."""

import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

MESSAGES = Path(__file__).parent / "messages"
PARTS = ("development", "measured")
KINDS = frozenset(
    {
        "champion_leaving",
        "departed_autoreply",
        "cancellation_intent",
        "competitor_named",
        "renewal_hedging",
        "budget_pressure",
        "frustration",
        "urgency",
        "escalation",
        "praise",
        "advocacy",
    }
)
CHANNELS = {"email", "ticket_comment", "call_transcript", "survey_answer", "chat"}
SIMILARITY_MAX = 0.4  # share of common runs of four letters; two tellings of one thing have 0.2


def rows(part: str) -> list[dict[str, Any]]:
    """Read one part."""
    lines = (MESSAGES / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _runs(text: str, numbers: dict[str, int]) -> int:
    """Give the runs of four letters of a text as bits: sets of them would take a minute."""
    letters = "".join(c for c in text.lower() if c.isalnum())
    bits = 0
    for at in range(len(letters) - 3):
        bits |= 1 << numbers.setdefault(letters[at : at + 4], len(numbers))
    return bits


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_every_kind_and_many_ordinary_messages(part: str) -> None:
    found = Counter(kind for row in rows(part) for kind in row["labels"] or ["ordinary"])
    assert set(found) == KINDS | {"ordinary"}
    least = {"development": (2000, 700, 60), "measured": (350, 80, 5)}[part]
    assert sum(found.values()) >= least[0]
    assert found["ordinary"] >= least[1]
    assert min(found.values()) >= least[2], found


@pytest.mark.parametrize("part", PARTS)
def test_every_line_is_of_the_documented_shape(part: str) -> None:
    for row in rows(part):
        assert row["channel"] in CHANNELS, row["message_id"]
        assert row["direction"] in {"inbound", "outbound", "internal"}, row["message_id"]
        assert row["sentiment"] in {"negative", "neutral", "positive"}, row["message_id"]
        assert set(row["labels"]) | set(row["either"]) <= KINDS, row["message_id"]
        assert not set(row["labels"]) & set(row["either"]), row["message_id"]
        inbound_english = row["direction"] == "inbound" and row["language"] == "en"
        assert inbound_english or not row["labels"], row["message_id"]


def test_no_message_is_in_both_parts() -> None:
    ids = [row["message_id"] for part in PARTS for row in rows(part)]
    assert len(ids) == len(set(ids))
    assert len(ids) >= 2000


def test_nothing_of_the_authors_of_the_measured_part_is_learned_from() -> None:
    authors = {part: {row["message_id"].split("-")[0] for row in rows(part)} for part in PARTS}
    assert len(authors["measured"]) == 3  # as their README says
    assert not authors["measured"] & authors["development"]


@pytest.mark.slow
def test_no_message_nearly_repeats_another() -> None:
    numbers: dict[str, int] = {}
    runs = [
        (row["message_id"], letters, letters.bit_count())
        for part in PARTS
        for row in rows(part)
        if (letters := _runs(row["text"], numbers)).bit_count() >= 20
    ]
    alike = [
        (one, other)
        for (one, first, many), (other, second, more) in combinations(runs, 2)
        if min(many, more) > SIMILARITY_MAX * max(many, more)
        and (common := (first & second).bit_count()) > SIMILARITY_MAX * (many + more - common)
    ]
    assert not alike
