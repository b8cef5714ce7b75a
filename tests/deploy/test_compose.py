"""docker-compose.yml: valid, pinned, without secrets, with settings that exist."""

import json
import tomllib
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft7Validator
from tests.deploy.support import ROOT, read_yaml

from stream_health.app.settings import load
from stream_health.app.settings_errors import SECRET_WORDS, SettingsError
from stream_health.app.settings_layers import PREFIX

COMPOSE = read_yaml(ROOT / "docker-compose.yml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def validator() -> Draft7Validator:
    vendored = resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((vendored / "compose-spec.json").read_text(encoding="utf-8"))
    return Draft7Validator(schema)


def settings_of(service: dict[str, Any]) -> dict[str, str]:
    given = service.get("environment", {})
    return {name: value for name, value in given.items() if name.startswith(PREFIX)}


def test_it_is_what_the_compose_specification_asks_for() -> None:
    assert [error.message for error in validator().iter_errors(COMPOSE)] == []


@pytest.mark.parametrize(
    "planted",
    [{"services": {"worker": {"imagee": "x"}}}, {"services": {"worker": {"ports": "8080"}}}],
)
def test_the_schema_finds_mistakes(planted: dict[str, Any]) -> None:
    assert not validator().is_valid(planted)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_pinned_and_watched(name: str) -> None:
    service = SERVICES[name]
    tag = service["image"].partition(":")[2]
    assert tag
    assert tag != "latest"
    # The image of the workers brings its own check.
    assert "healthcheck" in service or name == "worker"
    assert all(str(port).startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_settings_of_the_services_are_known() -> None:
    given = {name: settings_of(service) for name, service in SERVICES.items()}
    assert given["worker"]
    for settings in given.values():
        load(environ=settings)


def test_a_setting_that_is_not_known_would_be_found() -> None:
    with pytest.raises(SettingsError, match="KAFKA__BOOTSTRAPS"):
        load(environ=settings_of(SERVICES["worker"]) | {f"{PREFIX}KAFKA__BOOTSTRAPS": "k:1"})


def test_there_are_no_secrets() -> None:
    names = [name for service in SERVICES.values() for name in service.get("environment", {})]
    assert [name for name in names if any(word in name.lower() for word in SECRET_WORDS)] == []


def test_every_mounted_file_exists_and_every_volume_is_declared() -> None:
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", [])]
    sources = {mount.split(":")[0] for mount in mounts}
    files = {source for source in sources if source.startswith(".")}
    assert [source for source in files if not (ROOT / source).exists()] == []
    assert sources - files == set(COMPOSE["volumes"])


def test_kafka_is_the_version_that_the_tests_run() -> None:
    jars = tomllib.loads((ROOT / "src/stream_health/local/broker/jars.toml").read_text())
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{jars['versions']['kafka']}"
