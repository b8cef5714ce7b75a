"""The settings in force as a person reads them: every value, where it came from, no secrets."""

from collections.abc import Iterator
from typing import Any

import orjson
import tomli_w

from stream_health.app.settings import Loaded
from stream_health.app.settings_errors import is_secret
from stream_health.app.settings_layers import Table
from stream_health.wire.policy_file import policy_to_table

MASK = "**********"
_DEFAULT = "default"


def effective_table(loaded: Loaded) -> Table:
    """Return every setting by section, the policy in full, secrets masked and unset ones out."""
    table = _plain(loaded.settings.model_dump(mode="json", exclude={"policy"}))
    return table | {"policy": policy_to_table(loaded.policy)}


def as_toml(loaded: Loaded) -> str:
    """Return a TOML file that means the same (but for secrets), with origins as comments."""
    head = [
        f"# policy version {loaded.policy.version}; a value without a comment is the default",
    ]
    return "\n".join([*head, *_sections(effective_table(loaded), loaded.origins, ())]) + "\n"


def as_json(loaded: Loaded) -> str:
    """Return settings, origins of what is not the default, and the policy's version."""
    shown = {
        "policy_version": loaded.policy.version,
        "settings": effective_table(loaded),
        "origins": loaded.origins,
    }
    return orjson.dumps(shown, option=orjson.OPT_INDENT_2).decode()


def _plain(table: Table, path: tuple[str, ...] = ()) -> Table:
    shown: Table = {}
    for name, value in table.items():
        at = (*path, name)
        if isinstance(value, dict):
            shown[name] = _plain(value, at)
        elif value is not None:
            shown[name] = MASK if is_secret(at) else value
    return shown


def _sections(table: Table, origins: dict[str, str], path: tuple[str, ...]) -> Iterator[str]:
    """Yield values before inner tables, as TOML needs it."""
    if path and any(not isinstance(value, dict) for value in table.values()):
        yield f"\n[{'.'.join(path)}]"
    for name, value in table.items():
        if not isinstance(value, dict):
            yield from _value(name, value, _origin(origins, (*path, name)))
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _sections(value, origins, (*path, name))


def _value(name: str, value: Any, origin: str) -> Iterator[str]:
    text = f"{name} = {_inline(value)}"
    yield text if origin == _DEFAULT else f"{text}  # {origin}"


def _inline(value: Any) -> str:
    """Return a value on one line, tables within lists too."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {_inline(item)}" for key, item in value.items())
        return f"{{{inner}}}"
    return tomli_w.dumps({"value": value}).removeprefix("value = ").rstrip("\n")


def _origin(origins: dict[str, str], path: tuple[str, ...]) -> str:
    for length in range(len(path), 0, -1):
        found = origins.get(".".join(path[:length]))
        if found is not None:
            return found
    return _DEFAULT
