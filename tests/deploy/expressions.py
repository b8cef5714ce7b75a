"""Finds what a PromQL expression asks for that the catalogue of metrics does not have."""

import re

from stream_health.app.metrics_catalogue import METRICS, Metric, samples_of

_NAME = re.compile(r"\bstream_health_\w+")
_SELECTOR = re.compile(r"(\w+)\{([^}]*)\}")
_MATCHER = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"([^\"]*)\"")
_GROUPING = re.compile(r"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)")
_GIVEN_BY_PROMETHEUS = {"job", "instance"}

_BY_SAMPLE = {sample: metric for metric in METRICS for sample in samples_of(metric)}


def mistakes(expression: str) -> list[str]:
    """Names, labels and label values of an expression that no worker ever shows."""
    names = _NAME.findall(expression)
    found = [f"{name}: no such metric" for name in names if name not in _BY_SAMPLE]
    metrics = [_BY_SAMPLE[name] for name in names if name in _BY_SAMPLE]
    labels = set(_GIVEN_BY_PROMETHEUS).union(*map(_labels, metrics)) if metrics else None
    for group in _GROUPING.findall(expression):
        asked = {label.strip() for label in group.split(",") if label.strip()}
        if labels is not None:
            found += [f"{label}: no label of {names}" for label in sorted(asked - labels)]
    for name, matchers in _SELECTOR.findall(expression):
        if name in _BY_SAMPLE:
            found += _selector_mistakes(_BY_SAMPLE[name], matchers)
    return found


def _labels(metric: Metric) -> set[str]:
    return set(metric.label_names) | ({"le"} if metric.kind == "histogram" else set())


def _selector_mistakes(metric: Metric, matchers: str) -> list[str]:
    known = dict(metric.labels)
    found = []
    for label, value in _MATCHER.findall(matchers):
        if label in _GIVEN_BY_PROMETHEUS or (label == "le" and metric.kind == "histogram"):
            continue
        if label not in known:
            found.append(f"{label}: no label of {metric.full_name}")
        elif known[label] is not None and value not in (known[label] or ()):
            found.append(f"{label}={value}: never a value of {metric.full_name}")
    return found
