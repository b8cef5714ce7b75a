"""The configuration of the replay names what the policy knows, and agrees with the adapter."""

import tomllib
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.oulad.tables import EPOCH, STARTS, tier_of

import benchmarks.oulad
from stream_health.domain.events import Source
from stream_health.domain.policy import HighValue, Learning, Policy, Segment

DAY_MS = 86_400_000


def given() -> dict[str, Any]:
    path = Path(benchmarks.oulad.__file__).with_name("policy.toml")
    table: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))["policy"]
    return table


def test_every_key_is_a_field_of_the_policy() -> None:
    table, sources = given(), {source.label for source in Source}
    sections = [
        (Policy, table),
        (HighValue, table["high_value"]),
        (Learning, table["learning"]),
        *[(Segment, segment) for segment in table["segments"]],
    ]
    for kind, section in sections:
        assert set(section) <= {field.name for field in fields(kind)}
    assert set(table["stale_after_ms"]) <= sources
    assert all(set(segment["expected"]) <= sources for segment in table["segments"])


def test_snapshots_fall_on_the_days_of_the_labels() -> None:
    learning = given()["learning"]
    assert learning["churn_horizon_ms"] == 28 * DAY_MS
    for start in STARTS.values():
        for day in (7, 14, 231):
            at_ms = (start + timedelta(days=day) - EPOCH).days * DAY_MS
            assert (at_ms - learning["snapshot_anchor_ms"]) % learning["snapshot_every_ms"] == 0


def test_some_accounts_have_a_tier_that_is_high_value() -> None:
    tiers = {tier_of(f"AAA-2013J-{number}") for number in range(100)}
    assert tiers & set(given()["high_value"]["tiers"])
    assert tiers - set(given()["high_value"]["tiers"])
