"""One idea a file, and functions one can see at once: the house numbers as a ratchet."""

import ast

import pytest
from tests.architecture.sources import PACKAGE, Source, listed, package_sources, python_sources

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
PARAMETERS_MAX = 6

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_files(source: Source) -> list[str]:
    """Say whether a file has too many lines."""
    lines = len(source.text.splitlines())
    return [f"{source.path}: {lines} lines, {FILE_LINES_MAX} at most"] * (lines > FILE_LINES_MAX)


def long_functions(source: Source) -> list[str]:
    """Say which functions have too many lines, from ``def`` on, their docstring not counted."""
    return [
        f"{source.at(node)}: {node.name} has {lines} lines, {FUNCTION_LINES_MAX} at most"
        for node in source.nodes()
        if isinstance(node, _Function) and (lines := _lines(node)) > FUNCTION_LINES_MAX
    ]


def many_parameters(source: Source) -> list[str]:
    """Say which functions take too many parameters; a command's options are its parameters."""
    if source.room == "cli":
        return []
    return [
        f"{source.at(node)}: {node.name} takes {count} parameters, {PARAMETERS_MAX} at most"
        for node in source.nodes()
        if isinstance(node, _Function) and (count := _parameters(node)) > PARAMETERS_MAX
    ]


def _lines(node: _Function) -> int:
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    has_docstring = ast.get_docstring(node, clean=False) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if has_docstring else 0
    return whole - docstring


def _parameters(node: _Function) -> int:
    arguments = node.args
    named = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len(named) - (named[:1] in (["self"], ["cls"]))


def test_files_are_short() -> None:
    assert len(python_sources()) > 100
    violations = [found for source in python_sources() for found in long_files(source)]
    assert not violations, listed(violations)


@pytest.mark.slow
def test_functions_are_short() -> None:
    violations = [found for source in python_sources() for found in long_functions(source)]
    assert not violations, listed(violations)


@pytest.mark.slow
def test_functions_take_few_parameters() -> None:
    assert len(package_sources()) > 50
    violations = [found for source in package_sources() for found in many_parameters(source)]
    assert not violations, listed(violations)


def _planted(text: str, room: str = "wire") -> Source:
    return Source(f"src/{PACKAGE}/{room}/x.py", text)


@pytest.mark.parametrize("size", [FILE_LINES_MAX, FILE_LINES_MAX + 1])
def test_a_file_one_line_too_long_is_caught(size: int) -> None:
    assert len(long_files(_planted("x = 1\n" * size))) == (size > FILE_LINES_MAX)


@pytest.mark.parametrize("size", [FUNCTION_LINES_MAX, FUNCTION_LINES_MAX + 1])
@pytest.mark.parametrize("docstring", ["", '    """Say.\n\n    More.\n    """\n'])
def test_a_function_one_line_too_long_is_caught(size: int, docstring: str) -> None:
    text = "class C:\n  async def f(self):\n" + docstring + "    x = 1\n" * (size - 1)
    assert len(long_functions(_planted(text))) == (size > FUNCTION_LINES_MAX)


@pytest.mark.parametrize(
    ("signature", "caught"),
    [
        ("a, b, c, d, e, f", False),
        ("a, b, c, d, e, f, g", True),
        ("a, /, b, *, c, d, e, f, g", True),
        ("self, a, b, c, d, e, f", False),
    ],
)
def test_a_seventh_parameter_is_caught(signature: str, caught: bool) -> None:
    text = f"def f({signature}): ..."
    assert bool(many_parameters(_planted(text))) is caught
    assert many_parameters(_planted(text, room="cli")) == []
