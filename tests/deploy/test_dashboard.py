"""The dashboards show metrics there are, on places that do not overlap."""

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from tests.deploy.expressions import mistakes
from tests.deploy.support import DEPLOY, read_yaml

GRAFANA = DEPLOY / "grafana"
DASHBOARDS = sorted((GRAFANA / "dashboards").glob("*.json"))


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
