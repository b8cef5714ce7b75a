"""Whether a schema is still compatible with the one last released.

What outsiders send must still be taken, and what they read must still be there: an input may
accept more and never less, an output may say more and never less.
"""

from collections.abc import Iterator
from typing import Any

_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


def breaks(old: dict[str, Any], new: dict[str, Any], *, is_input: bool) -> list[str]:
    """Sentences about everything a schema no longer keeps; empty when it is compatible.

    Parameters
    ----------
    old, new
        JSON Schemas as `schemas` makes them.
    is_input
        True when outsiders write the values, False when they read them.

    Examples
    --------
    >>> old = {"type": "object", "properties": {"a": {"type": "string"}}}
    >>> breaks(old, {"type": "object", "properties": {}}, is_input=True)
    ['a: removed']
    """
    return list(_Comparison(old, new, is_input).objects("", old, new))


class _Comparison:
    def __init__(self, old: dict[str, Any], new: dict[str, Any], is_input: bool) -> None:
        self.old_defs = old.get("$defs", {})
        self.new_defs = new.get("$defs", {})
        self.is_input = is_input

    def objects(self, path: str, old: Any, new: Any) -> Iterator[str]:
        """Compare two schemas wherever they stand."""
        old, new = _resolved(old, self.old_defs), _resolved(new, self.new_defs)
        old_forms, new_forms = _forms(old), _forms(new)
        if len(old_forms) > 1 or len(new_forms) > 1:
            yield from self.unions(path, old_forms, new_forms)
            return
        yield from self.types(path, old, new)
        yield from self.properties(path, old, new)
        yield from self.required(path, old, new)
        if "items" in old and "items" in new:
            yield from self.objects(f"{path}[]", old["items"], new["items"])

    def unions(self, path: str, old: list[Any], new: list[Any]) -> Iterator[str]:
        """Every old form must still be taken; no form may be new to those who read."""
        olds = {_label(_resolved(form, self.old_defs)): form for form in old}
        news = {_label(_resolved(form, self.new_defs)): form for form in new}
        for label in olds.keys() - news.keys() if self.is_input else news.keys() - olds.keys():
            yield f"{path or 'value'}: {label} {'no longer taken' if self.is_input else 'is new'}"
        for label in sorted(olds.keys() & news.keys()):
            yield from self.objects(path, olds[label], news[label])

    def types(self, path: str, old: Any, new: Any) -> Iterator[str]:
        """Compare type, enumeration, pattern and bounds of one form."""
        here = path or "value"
        if old.get("type") != new.get("type") and not self._widened(old, new):
            yield f"{here}: type was {old.get('type')}, is {new.get('type')}"
        narrow, wide = (new, old) if self.is_input else (old, new)
        was, now = _choices(old), _choices(new)
        lost = was - now if self.is_input and now else now - was if was else set()
        if not self.is_input and was and not now:
            lost = {"anything"}
        if self.is_input and now and not was:
            lost = {"anything else"}
        for choice in sorted(map(str, lost)):
            yield f"{here}: {choice} {'no longer taken' if self.is_input else 'is new'}"
        if old.get("pattern") != new.get("pattern") and narrow.get("pattern"):
            yield f"{here}: pattern was {old.get('pattern')}, is {new.get('pattern')}"
        for bound in (*_LOWER_BOUNDS, *_UPPER_BOUNDS):
            if _tighter(bound, narrow.get(bound), wide.get(bound)):
                yield f"{here}: {bound} was {old.get(bound)}, is {new.get(bound)}"

    def _widened(self, old: Any, new: Any) -> bool:
        wider = new if self.is_input else old
        narrower = old if self.is_input else new
        return wider.get("type") is None or (
            (narrower.get("type"), wider.get("type")) == ("integer", "number")
        )

    def properties(self, path: str, old: Any, new: Any) -> Iterator[str]:
        """Every property must still be there, and be the same or wider."""
        for name, schema in old.get("properties", {}).items():
            here = f"{path}.{name}" if path else name
            if name in new.get("properties", {}):
                yield from self.objects(here, schema, new["properties"][name])
            else:
                yield f"{here}: removed"

    def required(self, path: str, old: Any, new: Any) -> Iterator[str]:
        """Writers must not have to say more, readers must not get less."""
        before, after = set(old.get("required", ())), set(new.get("required", ()))
        kept = set(new.get("properties", ()))
        for name in sorted(after - before if self.is_input else (before - after) & kept):
            here = f"{path}.{name}" if path else name
            yield f"{here}: {'newly required' if self.is_input else 'no longer certain'}"


def _resolved(schema: Any, defs: dict[str, Any]) -> Any:
    while "$ref" in schema:
        schema = defs[schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _forms(schema: Any) -> list[Any]:
    forms: list[Any] = schema.get("anyOf") or schema.get("oneOf") or [schema]
    return forms


def _label(schema: Any) -> str:
    kind = schema.get("properties", {}).get("kind", {}).get("const")
    return f"kind {kind!r}" if kind else str(schema.get("type"))


def _choices(schema: Any) -> set[Any]:
    return {schema["const"]} if "const" in schema else set(schema.get("enum", ()))


def _tighter(bound: str, narrow: Any, wide: Any) -> bool:
    if narrow is None:
        return False
    if wide is None:
        return True
    return bool(narrow > wide if bound in _LOWER_BOUNDS else narrow < wide)
