"""What is wrong with the settings, said once and completely, without telling secrets."""

from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import BaseModel, SecretStr, ValidationError

SECRET_WORDS = ("password", "secret", "token")


class Problem(NamedTuple):
    """One thing that is wrong: at which key, where it was given, and what is allowed."""

    key: str
    origin: str
    message: str

    def __str__(self) -> str:
        """Say it in one line.

        >>> print(Problem("clock.source", "flag", "'sun' is not allowed: 'wall' or 'topic'"))
        clock.source: 'sun' is not allowed: 'wall' or 'topic' (from flag)
        """
        return f"{self.key}: {self.message} (from {self.origin})"


class SettingsError(Exception):
    """The settings cannot be used; ``problems`` has every reason found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def is_secret(path: tuple[str, ...]) -> bool:
    """Whether the value at a path must never be shown.

    >>> is_secret(("kafka", "sasl_password")), is_secret(("kafka", "sasl_user"))
    (True, False)
    """
    return any(word in path[-1] for word in SECRET_WORDS) if path else False


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[tuple[str, str]]:
    """Return key and sentence of each of pydantic's errors."""
    errors = [
        (tuple(str(part) for part in found["loc"]), found)
        for found in error.errors(include_url=False)
    ]
    paths = [path for path, _ in errors]
    return [
        (".".join(path), _sentence(found, path, model))
        for path, found in errors
        if not (found["type"] == "too_short" and _has_mistake_inside(path, paths))
    ]


def _has_mistake_inside(path: tuple[str, ...], paths: list[tuple[str, ...]]) -> bool:
    """Tell whether a list is too short only because what is in it is wrong."""
    return any(len(other) > len(path) and other[: len(path)] == path for other in paths)


def _sentence(found: Any, path: tuple[str, ...], model: type[BaseModel]) -> str:
    kind, value = found["type"], found["input"]
    if kind == "extra_forbidden":
        # The value is not shown: a mistyped key may hold a secret.
        return unknown_key(path[-1], known_keys(model, path[:-1]))
    if kind == "value_error":
        return str(found["ctx"]["error"])
    # In place of a whole section anything may stand, a secret too.
    hidden = is_secret(path) or isinstance(value, SecretStr) or len(path) < 2
    shown = "the value" if hidden else show(value)
    return f"{shown} is not allowed: {found['msg'][:1].lower()}{found['msg'][1:]}"


def show(value: object, length_max: int = 80) -> str:
    """Return a value as a person may see it: scalars cut short, of tables only what they are."""
    if isinstance(value, dict | list | tuple):
        return "a table" if isinstance(value, dict) else "a list"
    text = repr(value)
    return text if len(text) <= length_max else text[: length_max - 3] + "..."


def unknown_key(name: str, known: list[str]) -> str:
    """Say that a key is not known, what it may have been meant to be, and what there is.

    >>> unknown_key("souce", ["source", "tick_interval_ms"])
    'unknown key, did you mean source? known: source, tick_interval_ms'
    """
    near = get_close_matches(name, known, n=1)
    meant = f", did you mean {near[0]}?" if near else ";"
    return f"unknown key{meant} known: {', '.join(known)}"


def known_keys(model: type[BaseModel], path: tuple[str, ...]) -> list[str]:
    """Return the keys of the section at a path."""
    for part in path:
        annotation = model.model_fields[part].annotation
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return list(model.model_fields)
