"""``config show`` and ``config check`` as a person meets them."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from stream_health.app.settings import load
from stream_health.app.settings_layers import leaves
from stream_health.app.settings_show import MASK, as_toml, effective_table
from stream_health.cli.config import register
from stream_health.domain.policy import Policy

app = typer.Typer()
register(app)
runner = CliRunner()

FILE = """
[kafka]
bootstrap = "broker:9092"
protocol = "SASL_SSL"
sasl_user = "health"

[policy.alerts]
drop_points = 18
hold = "6h"
"""
PASSWORD = {"STREAM_HEALTH_KAFKA__SASL_PASSWORD": "hunter2"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "health.toml"
    path.write_text(FILE)
    return path


def test_show_names_the_origin_of_what_is_not_the_default(file: Path) -> None:
    shown = runner.invoke(app, ["config", "show", "--config", str(file)], env=PASSWORD)
    assert shown.exit_code == 0, shown.output
    lines = shown.output.splitlines()
    assert f'bootstrap = "broker:9092"  # file {file}' in lines
    assert f'sasl_password = "{MASK}"  # environment STREAM_HEALTH_KAFKA__SASL_PASSWORD' in lines
    assert any(line.startswith("drop_points = 18") and str(file) in line for line in lines)
    assert "check_hostname = true" in lines
    assert "hunter2" not in shown.output


def test_what_show_prints_can_be_used_as_a_file_and_means_the_same(
    file: Path, tmp_path: Path
) -> None:
    loaded = load(config=file, environ=PASSWORD)
    again = tmp_path / "again.toml"
    again.write_text(as_toml(loaded))
    reloaded = load(config=again, environ=PASSWORD)
    assert effective_table(reloaded) == effective_table(loaded)
    assert reloaded.policy.version == loaded.policy.version != Policy().version


@given(st.text(max_size=30).filter(bool))
def test_any_text_survives_being_shown(text: str) -> None:
    loaded = load(
        {"kafka.protocol": "SASL_SSL", "kafka.sasl_user": text, "kafka.sasl_password": "x"},
        environ={},
    )
    assert tomllib.loads(as_toml(loaded))["kafka"]["sasl_user"] == text


def test_json_has_settings_origins_and_version(file: Path) -> None:
    arguments = ["config", "show", "--config", str(file), "--format", "json"]
    shown = json.loads(runner.invoke(app, arguments, env=PASSWORD).output)
    assert shown["settings"]["policy"]["alerts"]["hold"] == "6h"
    assert shown["origins"]["policy.alerts.hold"] == f"file {file}"
    assert dict(leaves(shown["settings"])).keys() >= shown["origins"].keys()
    assert "hunter2" not in json.dumps(shown)


def test_show_refuses_wrong_settings_with_every_reason() -> None:
    wrong = {"STREAM_HEALTH_CLOCK__SOURCE": "sun", "STREAM_HEALTH_KAFKA__BOOTSTRAP": "b"}
    shown = runner.invoke(app, ["config", "show"], env=wrong)
    assert shown.exit_code == 1
    assert shown.output.count("error: ") == 2
    assert "'sun'" in shown.output


def test_a_right_file_is_ok_with_its_policy_version(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("[policy.alerts]\ndrop_points = 18\n")
    checked = runner.invoke(app, ["config", "check", str(path)])
    version = load(config=path, environ={}).policy.version
    assert (checked.exit_code, checked.output) == (0, f"{path}: ok, policy version {version}\n")


def test_a_wrong_file_is_refused_with_every_mistake(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(
        '[policy]\nflag_risk = 3\n[policy.alerts]\nhold = "soon"\nholds = 1\n'
        '[clock]\nsource = "x"\n'
    )
    checked = runner.invoke(app, ["config", "check", str(path)])
    assert checked.exit_code == 1
    said = {line.removeprefix("error: ").split(":")[0] for line in checked.output.splitlines()}
    assert said == {"policy.flag_risk", "policy.alerts.hold", "policy.alerts.holds", "clock.source"}
    assert all(str(path) in line for line in checked.output.splitlines())


def test_the_policy_can_be_set_by_the_environment() -> None:
    environ = {
        "STREAM_HEALTH_POLICY__ALERTS__DROP_POINTS": "18.5",
        "STREAM_HEALTH_POLICY__ALERTS__HOLD": "6h",
        "STREAM_HEALTH_POLICY__HIGH_VALUE__TIERS": '["strategic"]',
    }
    policy = load(environ=environ).policy
    assert policy.alerts.drop_points_milli == 18_500
    assert policy.alerts.hold_ms == 6 * 3_600_000
    assert policy.high_value.tiers == ("strategic",)


@pytest.mark.slow
def test_settings_are_read_without_what_talks_to_kafka_or_learns() -> None:
    heavy = ("aiohttp", "aiokafka", "faust", "numpy", "polars", "river")
    asked = f"import sys, stream_health.app.settings; print(*sys.modules.keys() & {heavy})"
    found = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == []
