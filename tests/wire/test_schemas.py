"""The published contract: schemas, examples and the AsyncAPI document agree with the code."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator
from tests.support.wire_records import FakeRecord

from stream_health.wire.asyncapi import asyncapi_document
from stream_health.wire.catalogue import CATALOGUE
from stream_health.wire.contract import Contract
from stream_health.wire.decode import ACCOUNT_CONTRACTS, decode_batch
from stream_health.wire.examples import EXAMPLES
from stream_health.wire.inputs.messages import MESSAGES
from stream_health.wire.internal.alert_candidates import CANDIDATES
from stream_health.wire.internal.book_stats import BOOK_STATS
from stream_health.wire.internal.clock import CLOCK
from stream_health.wire.internal.fired_alerts import FIRED_ALERTS
from stream_health.wire.internal.models import MODELS
from stream_health.wire.internal.shadow_scores import SHADOW_SCORES
from stream_health.wire.internal.signal_verdicts import SIGNAL_VERDICTS
from stream_health.wire.internal.snapshots import SNAPSHOTS
from stream_health.wire.internal.training_examples import TRAINING
from stream_health.wire.names import TopicName
from stream_health.wire.outputs.alert_digests import DIGESTS
from stream_health.wire.outputs.alerts import ALERTS
from stream_health.wire.outputs.dead_letters import DEAD_LETTERS
from stream_health.wire.outputs.drift import DRIFT
from stream_health.wire.outputs.quality import QUALITY
from stream_health.wire.outputs.score_changes import SCORE_CHANGES
from stream_health.wire.rejected import Rejected
from stream_health.wire.schemas import schema_of, schemas

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS: dict[str, Contract[Any]] = {
    **ACCOUNT_CONTRACTS,
    TopicName.MESSAGE_EVENTS: MESSAGES,
    TopicName.SCORE_CHANGES: SCORE_CHANGES,
    TopicName.ALERTS: ALERTS,
    TopicName.ALERT_DIGESTS: DIGESTS,
    TopicName.DEAD_LETTERS: DEAD_LETTERS,
    TopicName.QUALITY: QUALITY,
    TopicName.TRAINING_EXAMPLES: TRAINING,
    TopicName.SNAPSHOTS: SNAPSHOTS,
    TopicName.SHADOW_SCORES: SHADOW_SCORES,
    TopicName.DRIFT: DRIFT,
    TopicName.MODELS: MODELS,
    TopicName.CLOCK: CLOCK,
    TopicName.BOOK_STATS: BOOK_STATS,
    TopicName.ALERT_CANDIDATES: CANDIDATES,
    TopicName.SIGNAL_VERDICTS: SIGNAL_VERDICTS,
    TopicName.FIRED_ALERTS: FIRED_ALERTS,
}
WITH_SCHEMA = sorted(schemas())


def test_every_topic_with_values_has_schema_contract_and_example() -> None:
    assert WITH_SCHEMA
    assert set(WITH_SCHEMA) == set(CONTRACTS) == set(EXAMPLES)


@pytest.mark.parametrize("name", WITH_SCHEMA)
def test_every_example_is_valid_and_read(name: TopicName) -> None:
    schema = schema_of(CATALOGUE[name])
    Draft202012Validator.check_schema(schema)
    assert schema["examples"]
    for example in schema["examples"]:
        Draft202012Validator(schema).validate(example)
        value = CONTRACTS[name].decode(json.dumps(example).encode())
        assert not isinstance(value, Rejected), value


@pytest.mark.parametrize("name", ACCOUNT_CONTRACTS)
def test_what_a_schema_requires_the_code_requires(name: TopicName) -> None:
    schema, example = schema_of(CATALOGUE[name]), EXAMPLES[name][0]
    for field in schema["required"]:
        without = {key: value for key, value in example.items() if key != field}
        assert not Draft202012Validator(schema).is_valid(without)
        (rejected,) = decode_batch(name, [FakeRecord(json.dumps(without).encode())])
        assert isinstance(rejected, Rejected)
        assert field in rejected.detail


def test_published_examples_of_scores_add_up() -> None:
    (change,) = EXAMPLES[TopicName.SCORE_CHANGES]
    factors = sum(factor["points"] for factor in change["factors"])
    assert change["score"] == change["base_points"] + factors
    assert change["delta"] == sum(cause["points"] for cause in change["causes"])


@pytest.mark.slow
def test_committed_files_are_what_the_code_says() -> None:
    command = [sys.executable, "-m", "tools.generate", "--check"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_asyncapi_document_is_valid_by_the_official_schema() -> None:
    official = json.loads((ROOT / "tests/wire/asyncapi/3.0.0.json").read_text())
    validator = Draft7Validator(official)
    document = yaml.safe_load((ROOT / "topics/asyncapi.yaml").read_text())
    validator.validate(document)
    assert document == asyncapi_document()
    del document["info"]["version"]
    assert not validator.is_valid(document)


def test_every_schema_the_document_refers_to_is_there() -> None:
    text = json.dumps(asyncapi_document())
    referred = {f"./schemas/{name}.json" for name in WITH_SCHEMA}
    assert all(f'"{path}"' in text for path in referred)
    assert all((ROOT / "topics" / path).exists() for path in referred)
