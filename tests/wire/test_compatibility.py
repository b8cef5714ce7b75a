"""Nothing that was released is broken, and the check would see it if it were."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stream_health.wire.catalogue import CATALOGUE
from stream_health.wire.compatibility import breaks
from stream_health.wire.names import TopicName
from stream_health.wire.schemas import schema_of
from stream_health.wire.topic import Direction

RELEASED = sorted((Path(__file__).resolve().parents[2] / "topics" / "released").glob("*.json"))
Change = Callable[[dict[str, Any]], object]


def sides(name: TopicName) -> list[bool]:
    """Is it an input? Signals are written and read by others."""
    if name is TopicName.SIGNALS:
        return [True, False]
    return [CATALOGUE[name].direction is not Direction.OUTPUT]


def test_there_is_a_release_to_compare_with() -> None:
    assert RELEASED


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_the_released_schema_is_kept(path: Path) -> None:
    name = TopicName(path.stem)
    new, old = schema_of(CATALOGUE[name]), json.loads(path.read_text())
    found = [broken for is_input in sides(name) for broken in breaks(old, new, is_input=is_input)]
    assert not found


def of(name: str) -> dict[str, Any]:
    return copy.deepcopy(schema_of(CATALOGUE[TopicName(name)]))


@pytest.mark.parametrize(
    ("topic", "change", "said"),
    [
        ("usage-events", lambda s: s["properties"].pop("feature"), "feature: removed"),
        ("usage-events", lambda s: s["required"].append("feature"), "feature: newly required"),
        ("usage-events", lambda s: s["properties"]["name"].update(type="integer"), "name: type"),
        ("usage-events", lambda s: s["properties"]["name"].update(maxLength=9), "name: maxLength"),
        ("usage-events", lambda s: s["properties"]["name"].update(pattern="^a"), "name: pattern"),
        ("usage-events", lambda s: s["properties"]["count"]["anyOf"].pop(), "count:"),
        ("ticket-events", lambda s: s["properties"]["kind"]["enum"].pop(), "kind: csat no longer"),
        ("billing-events", lambda s: s["$defs"]["Money"]["required"].append("tax"), "tax"),
        ("billing-events", lambda s: s["$defs"]["Money"]["properties"].pop("currency"), "amount.c"),
        ("clock", lambda s: s["oneOf"].pop(), "value: kind"),
        ("score-changes", lambda s: s["properties"].pop("arm"), "arm: removed"),
        ("score-changes", lambda s: s["required"].remove("arm"), "arm: no longer certain"),
        ("score-changes", lambda s: s["properties"]["type"]["enum"].append("x"), "type: x is new"),
        ("score-changes", lambda s: s["properties"]["score"].update(maximum=200), "score: maximum"),
        ("score-changes", lambda s: s["$defs"]["CauseValue"]["properties"].pop("text"), "causes[]"),
    ],
)
def test_a_breaking_change_is_found(topic: str, change: Change, said: str) -> None:
    old, new = of(topic), of(topic)
    change(new)
    found = breaks(old, new, is_input=sides(TopicName(topic))[0])
    (sentence,) = found
    assert said in sentence


@pytest.mark.parametrize(
    ("topic", "change"),
    [
        ("usage-events", lambda s: s["properties"].update(more={"type": "string"})),
        ("usage-events", lambda s: s["required"].remove("user_id")),
        ("usage-events", lambda s: s["properties"]["name"].update(maxLength=900)),
        ("usage-events", lambda s: s["properties"]["name"].pop("minLength")),
        ("ticket-events", lambda s: s["properties"]["kind"]["enum"].append("merged")),
        ("score-changes", lambda s: s["properties"].update(more={"type": "string"})),
        ("score-changes", lambda s: s["required"].append("more")),
        ("score-changes", lambda s: s["properties"]["score"].update(maximum=99)),
        ("score-changes", lambda s: s["properties"]["cadence"]["enum"].pop()),
    ],
)
def test_a_compatible_change_is_let_through(topic: str, change: Change) -> None:
    old, new = of(topic), of(topic)
    change(new)
    assert not breaks(old, new, is_input=sides(TopicName(topic))[0])
