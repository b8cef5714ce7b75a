"""The policy as a table for TOML files, and back.

The keys are the fields of ``domain.policy``, with two changes for people: what ends in ``_ms``
there is a duration here (``hold = "12h"``), and milli-points are points (``drop_points = 15``).
The contract is built from the dataclasses, so a new field of the policy is a new key by itself.
"""

from dataclasses import MISSING, Field, fields, is_dataclass
from types import UnionType
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    TypeAdapter,
    ValidationError,
    create_model,
)
from pydantic import Field as Key

from stream_health.domain.events import Source
from stream_health.domain.policy import Policy
from stream_health.wire.durations import format_duration, parse_duration_ms
from stream_health.wire.points import to_milli, to_points
from stream_health.wire.policy_bounds import BOUNDS, ITEM_TYPES, contradictions

_NOTHING: Final = "none"  # TOML has no null
_STRICT: Final = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
_SOURCES: Final = {source.label: source for source in Source}


class PolicyError(ValueError):
    """The table describes no policy; ``problems`` names key, value and what is allowed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def policy_from_table(table: dict[str, Any]) -> Policy:
    """Policy of a table as read from TOML; keys left out have their defaults.

    Raises
    ------
    PolicyError
        When a key is unknown, or a value is of the wrong type or out of range.

    Examples
    --------
    >>> policy_from_table({"alerts": {"hold": "6h"}}).alerts.hold_ms
    21600000
    >>> policy_from_table({"flag_risk": 3})
    Traceback (most recent call last):
    ...
    stream_health.wire.policy_file.PolicyError: flag_risk: 3 is not allowed: ...
    """
    try:
        policy: Policy = _CONTRACT.validate_python(table)
    except ValidationError as error:
        raise PolicyError([_sentence(found) for found in error.errors(include_url=False)]) from None
    if problems := contradictions(policy):
        raise PolicyError(problems)
    return policy


def policy_to_table(policy: Policy) -> dict[str, Any]:
    """Table of a policy, with every key; `policy_from_table` gives the same policy back.

    >>> policy_to_table(Policy())["alerts"]["hold"]
    '12h'
    """
    return _table(policy)


def _sentence(found: Any) -> str:
    path = ".".join(str(part) for part in found["loc"])
    if found["type"] == "extra_forbidden":
        return f"{path}: no such key"
    if found["type"] == "value_error":
        return f"{path}: {found['ctx']['error']}"
    return f"{path}: {found['input']!r} is not allowed: {found['msg'].lower()}"


# From the policy to a table.


def _table(record: Any) -> dict[str, Any]:
    return {_key(f.name): _plain(f.name, getattr(record, f.name)) for f in fields(record)}


def _key(name: str) -> str:
    return name.removesuffix("_ms").removesuffix("_milli")


def _plain(name: str, value: Any) -> Any:
    if value is None:
        return _NOTHING
    if isinstance(value, Source):
        return value.label
    if is_dataclass(value):
        return _table(value)
    if isinstance(value, tuple):
        pairs = name in _PAIRS
        return (
            {_plain("", key): _plain(name, item) for key, item in value}
            if pairs
            else [_plain(name, item) for item in value]
        )
    if name.endswith("_ms"):
        return format_duration(value)
    return to_points(value) if name.endswith("_milli") else value


# From a table to the policy: types that check and convert, built from those of the dataclasses.


def _source(label: object) -> Source:
    if label not in _SOURCES:
        msg = f"{label!r} is no source: one of {', '.join(_SOURCES)}"
        raise ValueError(msg)
    return _SOURCES[str(label)]


def _milli(points: object) -> int:
    if isinstance(points, bool) or not isinstance(points, int | float) or not abs(points) <= 1e9:
        msg = f"{points!r} is no number of points"
        raise ValueError(msg)
    return to_milli(points)


def _optional(value: object) -> object:
    return None if value == _NOTHING else value


_DURATION: Final = Annotated[int, BeforeValidator(parse_duration_ms)]
_POINTS: Final = Annotated[int, BeforeValidator(_milli)]
_SOURCE: Final = Annotated[Source, BeforeValidator(_source)]


def _type_of(name: str, hint: Any) -> Any:
    if is_dataclass(hint):
        return _contract_of(hint)
    if hint is Source:
        return _SOURCE
    if isinstance(hint, UnionType):
        (inner,) = [part for part in get_args(hint) if part is not type(None)]
        return Annotated[_type_of(name, inner) | None, BeforeValidator(_optional)]
    if get_origin(hint) is tuple:
        return _tuple_of(name, get_args(hint)[0])
    if name.endswith("_ms"):
        return _DURATION
    return _POINTS if name.endswith("_milli") else hint


def _tuple_of(name: str, item: Any) -> Any:
    if get_origin(item) is tuple:
        key, value = get_args(item)
        table = dict.__class_getitem__((_type_of("", key), _type_of(name, value)))
        return Annotated[table, AfterValidator(_pairs)]
    items = list.__class_getitem__(ITEM_TYPES.get(name) or _type_of(name, item))
    return Annotated[items, AfterValidator(tuple)]


def _pairs(table: dict[Any, Any]) -> tuple[tuple[Any, Any], ...]:
    return tuple(table.items())


def _contract_of(record: Any) -> Any:
    hints = get_type_hints(record)
    keys: dict[str, Any] = {
        each.name: (_type_of(each.name, hints[each.name]), _field_of(each))
        for each in fields(record)
    }
    contract: Any = create_model(record.__name__, __config__=_STRICT, **keys)

    def build(checked: BaseModel) -> Any:
        return record(**{name: getattr(checked, name) for name in keys})

    return Annotated[contract, AfterValidator(build)]


def _field_of(each: "Field[Any]") -> Any:
    default: dict[str, Any] = {
        name: value
        for name, value in (("default", each.default), ("default_factory", each.default_factory))
        if value is not MISSING
    }
    return Key(alias=_key(each.name), **default, **BOUNDS.get(each.name, {}))


_PAIRS: Final = frozenset({"match", "stale_after_ms"})  # tuples of pairs, tables for people
_CONTRACT: Final[TypeAdapter[Policy]] = TypeAdapter(_contract_of(Policy))
