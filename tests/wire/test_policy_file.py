"""The policy survives the way to a TOML file and back, and errors name the key."""

import tomllib
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from stream_health.domain.events import Source
from stream_health.domain.policy import HighValue, Policy, Segment
from stream_health.wire.policy_file import PolicyError, policy_from_table, policy_to_table

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=9)
DURATIONS = st.integers(1, 10**12)
SEGMENTS = st.lists(
    st.builds(
        Segment,
        name=WORDS,
        match=st.dictionaries(WORDS, WORDS, max_size=3).map(lambda table: tuple(table.items())),
        base_points_milli=st.integers(0, 100_000),
        expected=st.lists(st.sampled_from(Source), unique=True).map(tuple),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda segment: segment.name,
).map(tuple)
POLICIES = st.builds(
    Policy,
    segments=SEGMENTS,
    high_value=st.builds(
        HighValue,
        tiers=st.lists(st.sampled_from(["high", "digital"]), unique=True).map(tuple),
        arr_minor_min=st.none() | st.integers(0, 10**12),
    ),
    stale_after_ms=st.dictionaries(st.sampled_from(Source), DURATIONS).map(
        lambda table: tuple(table.items())
    ),
    publish_points_milli=st.integers(0, 100_000),
    silence_after_ms=DURATIONS,
    flag_risk=st.floats(0, 1),
    chunk_accounts_max=st.integers(1, 10**6),
)


@given(POLICIES)
def test_a_policy_comes_back_from_a_toml_file_the_same(policy: Policy) -> None:
    text = tomli_w.dumps(policy_to_table(policy))
    back = policy_from_table(tomllib.loads(text))
    assert back == policy
    assert back.version == policy.version


def test_an_empty_table_is_the_default() -> None:
    assert policy_from_table({}) == Policy()


def leaves(record: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for each in fields(record):
        value, here = getattr(record, each.name), (*path, each.name)
        found += leaves(value, here) if is_dataclass(value) else [here]
    return found


@pytest.mark.parametrize("path", leaves(Policy()))
def test_no_key_takes_a_value_of_the_wrong_type_and_the_error_names_both(
    path: tuple[str, ...],
) -> None:
    key = ".".join(part.removesuffix("_ms").removesuffix("_milli") for part in path)
    table: dict[str, Any] = {}
    inner = table
    for part in key.split(".")[:-1]:
        inner = inner.setdefault(part, {})
    inner[key.split(".")[-1]] = "parsecs"
    with pytest.raises(PolicyError, match=f"^{key}.*parsecs"):
        policy_from_table(table)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"alert": {}}, "alert: no such key"),
        ({"alerts": {"hold_ms": 3}}, "alerts.hold_ms: no such key"),
        ({"alerts": {"hold": "12 h"}}, "'12 h' is no duration"),
        ({"alerts": {"hold": "-1h"}}, "'-1h' is no duration"),
        ({"alerts": {"drop_points": 0}}, "alerts.drop_points: 0 is not allowed"),
        ({"alerts": {"drop_points": float("nan")}}, "nan is no number of points"),
        ({"flag_risk": 1.5}, "flag_risk: 1.5 is not allowed"),
        ({"high_value": {"tiers": ["golden"]}}, "high_value.tiers.0: 'golden' is not allowed"),
        ({"segments": []}, r"segments: \[\] is not allowed"),
        ({"segments": [{"name": "a", "expected": ["news"]}]}, "'news' is no source: one of usage"),
        ({"segments": [{"name": "a"}, {"name": "a"}]}, "names must differ"),
        ({"bands": {"critical_points": 90}}, "bands.critical_points: 90.0 is above"),
        ({"business_hours": {"start_hour": 18}}, "18 is not before"),
        ({"business_hours": {"holidays": ["yesterday"]}}, "yesterday"),
        ({"alerts": {"resolve_points": 20}}, "alerts would flap"),
        ({"stale_after": {"usage": 3}}, "stale_after.usage: 3 is no duration"),
    ],
)
def test_a_wrong_value_is_shown_with_its_key(table: dict[str, Any], message: str) -> None:
    with pytest.raises(PolicyError, match=message):
        policy_from_table(table)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(PolicyError) as caught:
        policy_from_table({"flag_risk": 7, "nonsense": 1, "scale": {"anchor_risk": 0}})
    assert len(caught.value.problems) == 3


def test_points_and_durations_are_written_for_people() -> None:
    table = policy_to_table(replace(Policy(), publish_points_milli=1_500))
    assert table["publish_points"] == 1.5
    assert table["silence_after"] == "14d"
    assert table["stale_after"]["usage"] == "3d"
