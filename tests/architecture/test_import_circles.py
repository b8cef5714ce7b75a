"""No file needs another that needs it, imports for type checkers and lazy ones counted too."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import pytest
from tests.architecture.sources import Source, package_sources


def module_of(source: Source) -> str:
    """Give the dotted name that a file is imported by."""
    return source.path[len("src/") : -len(".py")].removesuffix("/__init__").replace("/", ".")


def needed(source: Source, modules: set[str]) -> Iterator[str]:
    """Give the modules of ours that a file names in an import."""
    for node in source.nodes():
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from inside & modules or {node.module} & modules


def circle(sources: tuple[Source, ...]) -> list[str]:
    """Give modules of which each needs the one before it, empty when there are none."""
    modules = {module_of(source) for source in sources}
    graph = {module_of(source): set(needed(source, modules)) for source in sources}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


@pytest.mark.slow
def test_no_modules_need_each_other() -> None:
    sources = package_sources()
    assert len(sources) > 100
    assert not circle(sources)


def test_a_circle_that_type_checking_hides_is_found() -> None:
    hidden = "if TYPE_CHECKING:\n    from stream_health.domain.a import A"
    first = Source("src/stream_health/domain/a.py", "from stream_health.domain import b")
    second = Source("src/stream_health/domain/b.py", hidden)
    assert circle((first,)) == []
    assert set(circle((first, second))) == {"stream_health.domain.a", "stream_health.domain.b"}
