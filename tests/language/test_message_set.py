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


def _runs(text: str) -> frozenset[str]:
    letters = "".join(c for c in text.lower() if c.isalnum())
    return frozenset(letters[at : at + 4] for at in range(len(letters) - 3))


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_every_kind_and_many_ordinary_messages(part: str) -> None:
    found = Counter(kind for row in rows(part) for kind in row["labels"] or ["ordinary"])
    assert set(found) == KINDS | {"ordinary"}
    assert sum(found.values()) > 300
    assert found["ordinary"] >= 120
    assert min(found.values()) >= 14, found


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


def test_no_voice_and_no_id_is_in_both_parts() -> None:
    styles = [{row["style"] for row in rows(part)} for part in PARTS]
    ids = [row["message_id"] for part in PARTS for row in rows(part)]
    assert not styles[0] & styles[1]
    assert len(ids) == len(set(ids))
    assert len(ids) >= 600


def test_no_message_nearly_repeats_another() -> None:
    runs = {
        row["message_id"]: letters
        for part in PARTS
        for row in rows(part)
        if len(letters := _runs(row["text"])) >= 20
    }
    alike = [
        (one, other)
        for (one, first), (other, second) in combinations(runs.items(), 2)
        if (shared := len(first & second)) > SIMILARITY_MAX * (len(first) + len(second) - shared)
    ]
    assert not alike
