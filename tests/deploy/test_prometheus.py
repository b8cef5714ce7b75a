"""Rules of Prometheus and Alertmanager: valid, tried, explained, and about metrics there are."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.deploy.expressions import mistakes
from tests.deploy.support import DEPLOY, ROOT, RULES, read_yaml, rules, run_tool

from stream_health.app.metrics import WorkerMetrics

PROMETHEUS = DEPLOY / "prometheus"
TESTS = PROMETHEUS / "rules_test.yml"


def test_prometheus_takes_its_configuration_and_rules() -> None:
    checked = run_tool("promtool", "check", "config", str(PROMETHEUS / "prometheus.yml"))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_what_a_worker_shows_is_to_the_taste_of_prometheus() -> None:
    shown = WorkerMetrics().exposition().decode()
    linted = run_tool("promtool", "check", "metrics", given=shown)
    assert linted.returncode == 0, linted.stdout + linted.stderr
    planted = "# HELP bad_counter A counter.\n# TYPE bad_counter counter\nbad_counter 1\n"
    assert run_tool("promtool", "check", "metrics", given=planted).returncode != 0


@pytest.mark.slow
def test_every_rule_fires_and_stays_silent_where_it_should() -> None:
    tested = run_tool("promtool", "test", "rules", TESTS.name, cwd=PROMETHEUS)
    assert tested.returncode == 0, tested.stdout + tested.stderr


@pytest.mark.slow
def test_the_rule_tests_fail_on_a_rule_that_is_wrong(tmp_path: Path) -> None:
    text = RULES.read_text()
    (tmp_path / RULES.name).write_text(text.replace("> 100000", "> 100000000"))
    (tmp_path / TESTS.name).write_text(TESTS.read_text())
    assert run_tool("promtool", "test", "rules", TESTS.name, cwd=tmp_path).returncode != 0


def test_alertmanager_takes_its_configuration() -> None:
    config = str(DEPLOY / "alertmanager" / "alertmanager.yml")
    checked = run_tool("amtool", "check-config", config)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_a_rule_is_about_metrics_there_are_and_has_a_runbook(rule: dict[str, Any]) -> None:
    assert mistakes(rule["expr"]) == []
    assert rule["labels"]["severity"] in {"warning", "critical"}
    assert set(rule["annotations"]) == {"summary", "description", "runbook_url"}
    page, _, anchor = rule["annotations"]["runbook_url"].partition("#")
    headings = re.findall(r"^## (\S+)$", (ROOT / page).read_text(), re.MULTILINE)
    assert anchor in headings


def test_every_runbook_belongs_to_a_rule() -> None:
    page = (ROOT / "docs" / "operation.md").read_text().partition("# Runbooks")[2]
    anchors = set(re.findall(r"^## (\S+)$", page, re.MULTILINE))
    used = {rule["annotations"]["runbook_url"].partition("#")[2] for rule in rules()}
    assert anchors == used


def test_every_rule_is_tried_both_ways() -> None:
    tried: dict[str, set[bool]] = {}
    for test in read_yaml(TESTS)["tests"]:
        for case in test["alert_rule_test"]:
            tried.setdefault(case["alertname"], set()).add(bool(case["exp_alerts"]))
    assert tried == {rule["alert"]: {True, False} for rule in rules()}
    assert len(tried) > 10
