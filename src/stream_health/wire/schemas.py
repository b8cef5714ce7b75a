"""JSON Schemas of all values, from the same models that validate them."""

from typing import Any, Final

from pydantic import TypeAdapter

from stream_health.wire.catalogue import CATALOGUE
from stream_health.wire.examples import EXAMPLES
from stream_health.wire.names import TopicName
from stream_health.wire.topic import Topic

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema_of(topic: Topic) -> dict[str, Any]:
    """JSON Schema of the values of a topic, with examples.

    Raises
    ------
    ValueError
        For a topic of packed state, which has none.

    Examples
    --------
    >>> schema_of(CATALOGUE[TopicName.USAGE_EVENTS])["required"][:2]
    ['event_id', 'account_id']
    """
    if topic.value is None:
        msg = f"topic {topic.name} holds packed state and has no schema"
        raise ValueError(msg)
    schema = _plain(TypeAdapter(topic.value).json_schema())
    head = {"$schema": DIALECT, "title": topic.name.value, "description": topic.meaning}
    return (
        head
        | {k: v for k, v in schema.items() if k not in head}
        | {"examples": list(EXAMPLES[topic.name])}
    )


def schemas() -> dict[TopicName, dict[str, Any]]:
    """Schemas of all topics that have one."""
    return {name: schema_of(topic) for name, topic in CATALOGUE.items() if topic.value is not None}


def _plain(schema: Any) -> Any:
    """Drop the titles pydantic makes of field names, and OpenAPI's discriminator."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _plain(value) for key, value in schema.items() if key != "discriminator"}
    if isinstance(plain.get("title"), str):
        del plain["title"]
    return plain
