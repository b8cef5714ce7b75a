"""Which room may import which, and which libraries: read from every import, lazy ones too."""

import ast
import sys
from collections.abc import Iterator

import pytest
from tests.architecture.sources import (
    PACKAGE,
    ROOT,
    Source,
    dotted_name,
    listed,
    package_sources,
)

ROOMS = ("domain", "learning", "language", "wire", "runtime", "app", "desk", "local", "cli")

FEWER_ROOMS: dict[str, set[str]] = {
    "runtime": set(),  # exactly-once batches know nothing of health
    "desk": {"domain", "wire"},
}
"""Rooms that may import less than everything before them."""

ANY_LIBRARY = {"local", "cli"}

LIBRARIES: dict[str, set[str]] = {
    "domain": {"holidays"},  # pure libraries only: no I/O, no clock, no randomness
    "learning": {"river", "numpy"},
    "language": {"numpy", "vaderSentiment", "py3langid", "mailparser_reply", "river"},
    "wire": {"pydantic", "pydantic_core", "typing_extensions", "annotated_types", "orjson"}
    | {"msgspec"},
    "runtime": {"faust", "mode", "aiokafka"},
    "app": {"faust", "mode", "aiokafka", "pydantic", "pydantic_settings", "orjson"}
    | {"river", "structlog", "aiohttp", "prometheus_client", "tomli_w"},
    "desk": {"pydantic", "orjson"},
}

ONLY_IN = {"prometheus_client": "app"}
"""Libraries that one room alone may name, whatever the tables above say."""


def imported(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Give every module named by an import anywhere in a file, relative ones made absolute."""
    package = source.path.removeprefix("src/").removesuffix(".py").split("/")[:-1]
    for node in source.nodes():
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            if module == PACKAGE:  # `from stream_health import app` names a room
                yield from ((node, f"{module}.{alias.name}") for alias in node.names)
            else:
                yield node, module
    yield from ((call, name) for call in _imports_by_name(source) if (name := _literal(call)))


def _imports_by_name(source: Source) -> Iterator[ast.Call]:
    for node in source.nodes():
        if isinstance(node, ast.Call):
            name = dotted_name(node.func).split(".")[-1]
            if name in {"import_module", "__import__"}:
                yield node


def _literal(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return None if first.value.startswith(".") else first.value
    return None


def import_violations(source: Source) -> list[str]:
    """Say which imports of a file of a room are not allowed, and why."""
    found = [
        f"{source.at(node)}: {why}"
        for node, module in imported(source)
        if (why := _why_not(source.room, module))
    ]
    if source.room != "cli":  # it finds its own commands
        found += [
            f"{source.at(call)}: an import by a computed name hides what is imported"
            for call in _imports_by_name(source)
            if _literal(call) is None
        ]
    return found


def _why_not(room: str, module: str) -> str:
    top, *rest = module.split(".")
    if top == PACKAGE:
        target = rest[0] if rest else ""
        may = FEWER_ROOMS.get(room, set(ROOMS[: ROOMS.index(room)])) | {room}
        return f"{room} may not import {target}" if target in ROOMS and target not in may else ""
    if top in sys.stdlib_module_names:
        return ""
    if ONLY_IN.get(top, room) != room:
        return f"only {ONLY_IN[top]} may name {top}"
    allowed = room in ANY_LIBRARY or top in LIBRARIES[room]
    return "" if allowed else f"{room} may not name the library {top}"


def _in_rooms() -> list[Source]:
    return [source for source in package_sources() if source.room]


def test_the_rooms_are_found_and_each_is_known() -> None:
    rooms = {source.room for source in _in_rooms()}
    assert len(rooms) >= 5
    assert rooms <= set(ROOMS), f"a room without a place in the order: {rooms - set(ROOMS)}"
    assert len(_in_rooms()) > 50
    assert set(LIBRARIES) | ANY_LIBRARY == set(ROOMS)


@pytest.mark.slow
def test_rooms_import_only_what_stands_before_them() -> None:
    violations = [found for source in _in_rooms() for found in import_violations(source)]
    assert not violations, listed(violations)


@pytest.mark.slow
def test_the_package_itself_imports_no_room_but_for_its_entry_point() -> None:
    for source in package_sources():
        if not source.room:
            rooms = {name.split(".")[1] for _, name in imported(source) if name.count(".")}
            expected = {"cli"} if source.path.endswith("__main__.py") else set()
            assert rooms & set(ROOMS) == expected, source.path


def test_every_room_that_may_be_imported_from_has_a_folder_or_will() -> None:
    folders = {path.name for path in (ROOT / "src" / PACKAGE).iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} <= set(ROOMS)


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("domain/x.py", "import stream_health.wire.codec", "domain may not import wire"),
        ("domain/x.py", "from stream_health import app", "domain may not import app"),
        ("domain/a/x.py", "from ...wire import codec", "domain may not import wire"),
        ("domain/x.py", "from ..app import y", "domain may not import app"),
        (
            "wire/x.py",
            "def f():\n    from stream_health.cli import main",
            "wire may not import cli",
        ),
        ("runtime/x.py", "import stream_health.domain", "runtime may not import domain"),
        ("desk/x.py", "import stream_health.app", "desk may not import app"),
        ("domain/x.py", "import msgspec", "domain may not name the library msgspec"),
        ("wire/x.py", "if True:\n    import aiokafka.admin", "wire may not name the library"),
        ("local/x.py", "import prometheus_client", "only app may name prometheus_client"),
        ("app/x.py", "import importlib as i\ni.import_module('stream_health.cli')", "import cli"),
        ("domain/x.py", "__import__('orjson')", "domain may not name the library orjson"),
        ("local/x.py", "import importlib\nimportlib.import_module('a' + 'b')", "computed name"),
    ],
)
def test_a_planted_import_is_caught(path: str, text: str, why: str) -> None:
    (violation,) = import_violations(Source(f"src/{PACKAGE}/{path}", text))
    assert why in violation


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("wire/x.py", "import stream_health.domain.events, orjson, json"),
        ("domain/a/x.py", "from . import y\nfrom ..b import z"),
        ("cli/x.py", "import importlib, rich\nimportlib.import_module('y')"),
        ("app/x.py", "from stream_health import __version__\nimport prometheus_client"),
    ],
)
def test_an_allowed_import_is_left_alone(path: str, text: str) -> None:
    assert import_violations(Source(f"src/{PACKAGE}/{path}", text)) == []
