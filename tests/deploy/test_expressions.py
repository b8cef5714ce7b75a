"""The checker of expressions finds what is planted, and lets right ones pass."""

import pytest
from tests.deploy.expressions import mistakes


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("sum(stream_health_consumer_lag)", "stream_health_consumer_lag: no such metric"),
        ("rate(stream_health_batch_records[5m])", "stream_health_batch_records: no such metric"),
        ("sum by (account) (stream_health_state_bytes)", "account: no label"),
        ("sum by (le) (stream_health_state_bytes)", "le: no label"),
        ('stream_health_state_bytes{topic="alerts"}', "topic: no label"),
        ('stream_health_state_bytes{runtime="scores"}', "runtime=scores: never a value"),
    ],
)
def test_what_no_worker_shows_is_found(expression: str, found: str) -> None:
    assert [mistake[: len(found)] for mistake in mistakes(expression)] == [found]


@pytest.mark.parametrize(
    "expression",
    [
        'up{job="stream-health"} == 0',
        'sum by (instance) (stream_health_state_bytes{runtime="score"}) > 1',
        "histogram_quantile(1, sum by (le) (rate(stream_health_batch_records_bucket[5m])))",
    ],
)
def test_what_is_right_passes(expression: str) -> None:
    assert mistakes(expression) == []
