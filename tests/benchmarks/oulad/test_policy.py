"""The configuration of the replay is a valid policy, and agrees with the adapter."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from benchmarks.oulad.tables import EPOCH, STARTS, tier_of

import benchmarks.oulad
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import Source
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.segments import segment_of
from stream_health.wire.policy_file import policy_from_table


@pytest.fixture
def policy() -> Policy:
    """Give the policy of the file."""
    path = Path(benchmarks.oulad.__file__).with_name("policy.toml")
    return policy_from_table(tomllib.loads(path.read_text("utf-8"))["policy"])


def test_coverage_expects_the_sources_the_adapter_writes(policy: Policy) -> None:
    for segment in policy.segments:
        assert set(segment.expected) == {Source.USAGE, Source.BILLING, Source.PROFILE}


def test_every_module_is_a_segment_of_its_own(policy: Policy) -> None:
    assert segment_of(policy, {"code_module": "GGG"}).name == "GGG"
    assert segment_of(policy, {}).name == "book"


def test_labels_mature_after_28_days_without_grace(policy: Policy) -> None:
    assert policy.learning.churn_horizon_ms == 28 * DAY_MS
    assert policy.learning.grace_ms == 0


def test_snapshots_fall_on_the_days_of_the_labels(policy: Policy) -> None:
    learning = policy.learning
    for start in STARTS.values():
        for day in (7, 14, 231):
            at_ms = (start + timedelta(days=day) - EPOCH).days * DAY_MS
            assert (at_ms - learning.snapshot_anchor_ms) % learning.snapshot_every_ms == 0


def test_high_value_is_by_tier_only(policy: Policy) -> None:
    tiers = {tier_of(f"AAA-2013J-{number}") for number in range(100)}
    assert tiers & set(policy.high_value.tiers)
    assert tiers - set(policy.high_value.tiers)
    assert policy.high_value.arr_minor_min is None
