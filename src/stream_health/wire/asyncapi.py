"""The AsyncAPI 3 document: channels, operations, messages and Kafka bindings of all topics.

Source: AsyncAPI 3.0.0 and its Kafka bindings 0.5.0.
"""

from typing import Any, Final

from stream_health import __version__
from stream_health.wire.catalogue import CATALOGUE, DEFAULT_PARTITIONS
from stream_health.wire.topic import Direction, Topic

_BINDING: Final = "0.5.0"
_HEADERS: Final[dict[str, Any]] = {
    "type": "object",
    "description": "CloudEvents 1.0 in binary mode; equal ce_source and ce_id: the same event.",
    "properties": {
        "content-type": {"type": "string", "const": "application/json"},
        "ce_specversion": {"type": "string", "const": "1.0"},
        "ce_source": {"type": "string", "const": "/stream-health"},
        "ce_id": {"type": "string", "description": "Deterministic: a replay gives it again."},
        "ce_type": {"type": "string", "examples": ["stream-health.score.changed.v1"]},
        "ce_time": {"type": "string", "format": "date-time"},
    },
    "required": ["content-type", "ce_specversion", "ce_source", "ce_id", "ce_type"],
}
_NOTES: Final = """\
Records are keyed by account_id in UTF-8 and partitioned with Kafka's murmur2 (librdkafka producers
set partitioner=murmur2_random); all topics keyed by account have the same number of partitions.
Record timestamps are event time. Times are RFC 3339 with offset, money is integer minor units with
currency, points are log-odds: 100 is best. Unknown fields are ignored; what cannot be read goes to
dead-letters with its reason.
"""


def asyncapi_document() -> dict[str, Any]:
    """Return the document, ready to be written as YAML beside ``schemas/``.

    >>> asyncapi_document()["asyncapi"]
    '3.0.0'
    """
    topics = list(CATALOGUE.values())
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "stream-health",
            "version": __version__,
            "description": " ".join(_NOTES.split()),
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {topic.name.value: _channel(topic) for topic in topics},
        "operations": {
            name: operation for topic in topics for name, operation in _operations(topic).items()
        },
        "components": {
            "messages": {topic.name.value: _message(topic) for topic in topics},
            "schemas": {"cloudevents-headers": _HEADERS},
        },
    }


def _channel(topic: Topic) -> dict[str, Any]:
    config = topic.config()
    kafka = {
        "cleanup.policy": [config["cleanup.policy"]],
        "max.message.bytes": int(config["max.message.bytes"]),
    }
    if "retention.ms" in config:
        kafka["retention.ms"] = int(config["retention.ms"])
    return {
        "address": topic.name.value,
        "description": topic.meaning,
        "messages": {topic.name.value: {"$ref": f"#/components/messages/{topic.name}"}},
        "bindings": {
            "kafka": {
                "topic": topic.name.value,
                "partitions": topic.partitions(DEFAULT_PARTITIONS),
                "topicConfiguration": kafka,
                "bindingVersion": _BINDING,
            }
        },
        "tags": [{"name": topic.direction.value}]
        + ([{"name": "personal-data"}] if topic.personal else []),
    }


def _operations(topic: Topic) -> dict[str, Any]:
    """What this system does with the topic; internal ones and signals go both ways."""
    receives = topic.direction is not Direction.OUTPUT or topic.name == "signals"
    sends = topic.direction is not Direction.INPUT
    actions = [action for action, does in (("receive", receives), ("send", sends)) if does]
    return {
        f"{action}-{topic.name}": {
            "action": action,
            "channel": {"$ref": f"#/channels/{topic.name}"},
            "summary": topic.meaning,
            "messages": [{"$ref": f"#/channels/{topic.name}/messages/{topic.name}"}],
        }
        for action in actions
    }


def _message(topic: Topic) -> dict[str, Any]:
    key = {"type": "string", "description": topic.key}
    message: dict[str, Any] = {
        "name": topic.name.value,
        "summary": topic.meaning,
        "bindings": {"kafka": {"key": key, "bindingVersion": _BINDING}},
    }
    if topic.value is None:
        return message | {
            "contentType": "application/vnd.msgpack",
            "payload": {"type": "string", "format": "binary", "description": "Packed state."},
        }
    if topic.direction is Direction.OUTPUT:
        message["headers"] = {"$ref": "#/components/schemas/cloudevents-headers"}
    return message | {
        "contentType": "application/json",
        "payload": {"$ref": f"./schemas/{topic.name}.json"},
    }
