"""Model versions that were cut: read from a replay's ``models.jsonl`` or from the topic."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from stream_health.app.model_shelf import fitted
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.operating_point import OperatingPoint
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scorecard import Scorecard
from stream_health.domain.scorecard.table import diff, table
from stream_health.learning.targets.target import TARGETS, start_of
from stream_health.local.recording import read_topic
from stream_health.wire.internal.models import MODELS, ModelVersion
from stream_health.wire.names import TopicName
from stream_health.wire.rejected import Rejected


class ModelsError(Exception):
    """Versions that are not there or cannot be read; the message says what to do."""


def versions_in(path: Path) -> list[ModelVersion]:
    """Versions of a file of JSON lines, oldest first; also of a recorded history.

    Raises
    ------
    ModelsError
        When the file cannot be read, or a line is no model version.
    """
    return _decoded(values_in(path, TopicName.MODELS), str(path))


def values_in(path: Path, topic: TopicName) -> list[bytes]:
    """Values of a topic in a file of JSON lines: each by itself, or recorded history.

    Raises
    ------
    ModelsError
        When the file cannot be read.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}; give the {topic}.jsonl of a replay"
        raise ModelsError(msg) from error
    values = (_value(line, topic) for line in lines if line.strip())
    return [value for value in values if value is not None]


async def versions_on(
    bootstrap: str, *, prefix: str = "", security: Mapping[str, Any] | None = None
) -> list[ModelVersion]:
    """Versions in the ``models`` topic, oldest first.

    Raises
    ------
    ModelsError
        When a record is no model version.
    KafkaError
        When nobody answers.
    """
    topic = prefix + TopicName.MODELS
    newest = {one.key: one.value for one in await read_topic(bootstrap, topic, security=security)}
    return _decoded((value for value in newest.values() if value is not None), topic)


def kept_back_by(version: ModelVersion) -> tuple[str, ...]:
    """Checks of the learner's own gate that a version failed; nothing where it may be served."""
    gate = version.report.get("gate") or {"checks": []}
    return tuple(check["name"] for check in gate["checks"] if not check["passed"])


def scorecard_of(versions: Iterable[ModelVersion], wanted: str | None, policy: Policy) -> Scorecard:
    """The version of this name, else the newest, with the rows of today's catalogue.

    Raises
    ------
    ModelsError
        When there is none of this name.
    """
    expert = prior(policy, CATALOGUE)
    found = {version.version: version for version in versions}
    if wanted == expert.version or (wanted is None and not found):
        return expert
    version = found[max(found, key=lambda name: found[name].cut_at_ms)] if wanted is None else None
    version = version or found.get(wanted or "")
    if version is None:
        there = ", ".join(sorted(found)) or "none; --from FILE or --bootstrap says where they are"
        msg = f"there is no model version {wanted!r}; there is: prior, {there}"
        raise ModelsError(msg)
    try:
        return fitted(Scorecard.from_dict(version.scorecard), expert)
    except (KeyError, TypeError, ValueError) as error:
        msg = f"model version {version.version!r} is not a scorecard: {error!r}"
        raise ModelsError(msg) from error


def printed(scorecard: Scorecard, policy: Policy, *, target: str = "churn") -> str:
    """Print a version as a table, beside the points it started from.

    Raises
    ------
    ModelsError
        When the version has no model of the target.
    """
    declared = TARGETS[target]
    start = start_of(declared, policy, CATALOGUE)
    if declared.adverse:
        levels = "".join(map(_level, scorecard.operating_points))
        return table(scorecard, start, CATALOGUE) + (levels and f"\n{levels}")
    card = dict(scorecard.likelihoods).get(target)
    if card is None:
        msg = (
            f"version {scorecard.version} has no model of {target}: there were fewer than "
            f"{declared.positives_min} matured examples of each class"
        )
        raise ModelsError(msg)
    return f"{target}: more points, more likely\n{table(card, start, CATALOGUE)}"


def differing(old: Scorecard, new: Scorecard) -> str:
    """Bins, thresholds and likelihoods that differ between two versions; empty when none does."""
    parts = [diff(old, new)]
    cards = dict(old.likelihoods)
    for target, card in new.likelihoods:
        if target not in cards:
            parts.append(f"{target}: a model where there was none\n")
        elif changed := diff(cards[target], card):
            parts.append(f"{target}:\n{changed}")
    if old.operating_points != new.operating_points:
        parts += [f"was: {_level(point)}" for point in old.operating_points]
        parts += [f"now: {_level(point)}" for point in new.operating_points]
    return "\n".join(part for part in parts if part)


def _level(point: OperatingPoint) -> str:
    asked = "" if point.asked is None else f" of at least {point.asked:.0%}"
    precision = "-" if point.precision is None else f"{point.precision:.0%}"
    return (
        f"{point.value_tier} is flagged from a risk of {point.risk_min:.1%} on, for {point.goal}"
        f"{asked}: recall {point.recall or 0:.0%}, precision {precision}, "
        f"{point.flagged_share or 0:.1%} flagged\n"
    )


def _value(line: bytes, topic: TopicName) -> bytes | None:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return line  # the contract says what is wrong with it
    if not isinstance(record, dict) or "topic" not in record:
        return line
    return orjson.dumps(record.get("value")) if record["topic"] == topic else None


def _decoded(values: Iterable[bytes | None], where: str) -> list[ModelVersion]:
    decoded = MODELS.decode_values([value for value in values if value is not None])
    for version in decoded:
        if isinstance(version, Rejected):
            msg = f"{where}: no model version ({version.detail}); give the models.jsonl of a replay"
            raise ModelsError(msg)
    found = [version for version in decoded if isinstance(version, ModelVersion)]
    return sorted(found, key=lambda version: (version.cut_at_ms, version.version))
