"""The page on behaviour names every kind there is, and its settings are settings."""

import re
import tomllib

from tests.architecture.sources import ROOT

from stream_health.domain.behaviour.kinds import KINDS
from stream_health.domain.policy import Policy
from stream_health.wire.policy_file import policy_from_table

PAGE = (ROOT / "docs/concepts/behaviour-and-silence.md").read_text(encoding="utf-8")


def test_every_kind_has_its_row() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, flags=re.MULTILINE) == list(KINDS)


def test_the_settings_shown_are_read() -> None:
    (block,) = re.findall("```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    policy = policy_from_table(tomllib.loads(block)["policy"])
    assert policy.behaviour.confidence_min == 0.9
    assert policy.action_names.action_of("monthly.report.sent") is not None
    assert Policy().action_names.action_of("monthly.report.sent") is None
