"""The dashboards show metrics there are, on places that do not overlap."""

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from tests.deploy.expressions import mistakes
from tests.deploy.support import DEPLOY, read_yaml, rules

from stream_health.app.metrics_catalogue import METRICS, samples_of

GRAFANA = DEPLOY / "grafana"
DASHBOARDS = sorted((GRAFANA / "dashboards").glob("*.json"))
FOR_A_CLOSER_LOOK = {
    "stream_health_buffered_records",
    "stream_health_build_info",
    "stream_health_output_records_total",
    "stream_health_recovered_records_total",
    "stream_health_state_changes_total",
    "stream_health_state_records",
    "stream_health_transaction_duration_seconds",
}
"""Metrics that say more about what a panel shows, and have none of their own."""


def panels(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())["panels"]
    return found


def test_there_is_a_dashboard() -> None:
    assert DASHBOARDS


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.name)
def test_every_panel_shows_metrics_there_are(path: Path) -> None:
    targets = [target for panel in panels(path) for target in panel.get("targets", [])]
    assert len(targets) > 20
    assert {target["expr"]: mistakes(target["expr"]) for target in targets} == {
        target["expr"]: [] for target in targets
    }


def test_every_metric_is_shown_watched_or_for_a_closer_look() -> None:
    shown = [target["expr"] for path in DASHBOARDS for panel in panels(path)
             for target in panel.get("targets", [])]  # fmt: skip
    asked = set(
        re.findall(r"stream_health_\w+", " ".join(shown + [rule["expr"] for rule in rules()]))
    )
    unseen = {metric.full_name for metric in METRICS if asked.isdisjoint(samples_of(metric))}
    assert unseen == FOR_A_CLOSER_LOOK


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.name)
def test_panels_have_a_title_and_a_place_of_their_own(path: Path) -> None:
    shown = panels(path)
    assert len({panel["id"] for panel in shown}) == len(shown)
    assert all(panel["title"] for panel in shown)
    for one, other in combinations([panel["gridPos"] for panel in shown], 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or above, (one, other)


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.name)
def test_panels_ask_the_data_source_that_is_provisioned(path: Path) -> None:
    sources = read_yaml(GRAFANA / "provisioning" / "datasources" / "prometheus.yml")["datasources"]
    asked = {panel["datasource"]["uid"] for panel in panels(path) if "datasource" in panel}
    assert asked == {source["uid"] for source in sources}
