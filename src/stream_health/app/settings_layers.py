"""Where settings are given: flags over environment over file over defaults."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic_settings import BaseSettings, EnvSettingsSource
from pydantic_settings import SettingsError as UnreadableVariableError

from stream_health.app.settings_errors import Problem, SettingsError

PREFIX = "STREAM_HEALTH_"
CONFIG_VARIABLE = f"{PREFIX}CONFIG"
DELIMITER = "__"

Table = dict[str, Any]

# Kubernetes describes every service of a namespace to every pod this way; a service called
# stream-health would otherwise look like settings of ours.
_SERVICE_LINK = re.compile(r"_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\d+_(TCP|UDP|SCTP)(_.*)?)$")


class Layer(NamedTuple):
    """Values given in one place, and what that place is called, per key."""

    table: Table
    origins: dict[str, str]


def from_flags(flags: Mapping[str, Any]) -> Layer:
    """Return the layer of command-line flags, named by dotted keys; None means not given.

    >>> from_flags({"kafka.bootstrap": "b:9092", "clock.source": None}).table
    {'kafka': {'bootstrap': 'b:9092'}}
    """
    given = {key: value for key, value in flags.items() if value is not None}
    return Layer(_nested(given), dict.fromkeys(given, "flag"))


def from_environment(environ: Mapping[str, str], model: type[BaseSettings]) -> Layer:
    """Return the layer of environment variables, ``STREAM_HEALTH_SECTION__KEY``.

    Lists and tables are given as JSON. Names that are no setting are kept, to be refused later.

    Raises
    ------
    SettingsError
        When a whole section is given and is not JSON.
    """
    ours = {
        name: value
        for name, value in environ.items()
        if name.startswith(PREFIX) and name != CONFIG_VARIABLE and not _is_service_link(name, value)
    }
    keys = {name: name.removeprefix(PREFIX).lower().replace(DELIMITER, ".") for name in ours}
    source = EnvSettingsSource(
        model, case_sensitive=False, env_prefix=PREFIX, env_nested_delimiter=DELIMITER
    )
    source.env_vars = {name.lower(): value for name, value in ours.items()}
    try:
        known = source()
    except UnreadableVariableError as error:
        section = str(error).split('"')[1]
        variable = f"environment {PREFIX}{section.upper()}"
        problem = Problem(section, variable, "a section given as one variable must be JSON")
        raise SettingsError([problem]) from error
    sections = model.model_fields
    unknown = {key: ours[name] for name, key in keys.items() if key.split(".")[0] not in sections}
    origins = {key: f"environment {name}" for name, key in keys.items()}
    return Layer(known | _nested(unknown), origins)


def from_file(path: Path) -> Layer:
    """Return the layer of a TOML file.

    Raises
    ------
    SettingsError
        When the file cannot be read or is not TOML.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError([Problem(str(path), "--config", _reason(error))]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([Problem(str(path), "--config", f"not TOML: {error}")]) from error
    return Layer(table, {key: f"file {path}" for key, _ in leaves(table)})


def _reason(error: OSError) -> str:
    return f"cannot be read ({error.strerror}); give the path of a TOML file"


def _is_service_link(name: str, value: str) -> bool:
    return bool(_SERVICE_LINK.search(name)) or (
        name.endswith("_PORT") and value.startswith(("tcp://", "udp://", "sctp://"))
    )


def _nested(flat: Mapping[str, Any]) -> Table:
    table: Table = {}
    for key, value in flat.items():
        *sections, name = key.split(".")
        inner = table
        for section in sections:
            step = inner.setdefault(section, {})
            if not isinstance(step, dict):
                problem = Problem(key, "environment or flag", f"{section} is given as a value too")
                raise SettingsError([problem])
            inner = step
        inner[name] = value
    return table


def leaves(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield dotted key and value of everything that is not a table itself.

    >>> list(leaves({"a": {"b": 1}, "c": []}))
    [('a.b', 1), ('c', [])]
    """
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def merged(layers: list[Layer]) -> Layer:
    """Return one layer of several; an earlier one wins, key by key."""
    table: Table = {}
    origins: dict[str, str] = {}
    for layer in reversed(layers):
        _overlay(table, layer.table)
        origins |= layer.origins
    return Layer(table, origins)


def _overlay(table: Table, over: Mapping[str, Any]) -> None:
    for name, value in over.items():
        if isinstance(value, Mapping):
            inner = table.get(name)
            if not isinstance(inner, dict):
                inner = table[name] = {}
            _overlay(inner, value)
        else:
            table[name] = value
