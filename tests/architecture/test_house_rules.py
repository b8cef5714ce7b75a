"""What every file keeps to: docstrings, no leftovers, no trace of one machine, mirroring tests."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest
from tests.architecture.sources import PACKAGE, ROOT, Source, listed, python_sources, texts

OWN_FOLDERS = frozenset(
    [
        "architecture",
        "benchmarks",
        "deploy",
        "docs",
        "kafka",
        "laws",
        "simulation",
        "support",
        "tools",
        "topics",
    ]
)
"""Folders of tests that are about more than one room."""

_LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!.*#\d+)")
_MACHINE_PATH = re.compile(r"(?<![\w.}])/(?:work|home|root|Users)/\w")
_REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|repo1?\.maven\.(?:apache\.)?org|npmjs\.org|crates\.io"
    r"|docker\.io|ghcr\.io|quay\.io|index-url|proxy\.golang\.org"
)


def without_docstring(source: Source) -> list[str]:
    """Say whether a module does not tell what it is."""
    return [] if ast.get_docstring(source.tree) else [f"{source.path}: no docstring"]


def leftovers(source: Source) -> list[str]:
    """Say where a comment holds code, or work left undone without its issue's number."""
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    comments = [token for token in tokens if token.type == tokenize.COMMENT]
    return [
        f"{source.path}:{comment.start[0]}: {why}"
        for comment in comments
        if (why := _why_leftover(comment.string.lstrip("# ")))
    ]


def _why_leftover(comment: str) -> str:
    if _LEFTOVER.search(comment):
        return "work left undone needs the number of its issue, like #12"
    return "commented-out code" if _is_code(comment) else ""


def _is_code(comment: str) -> bool:
    try:
        body = ast.parse(comment).body
    except SyntaxError:
        return False
    return any(
        isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Expr | ast.Assign) and isinstance(node.value, ast.Call))
        for node in body
    )


def machine_traces(source: Source) -> list[str]:
    """Say where a text names a path of one machine, or a package registry."""
    return [
        f"{source.path}:{number}: {match.group()!r} belongs to one machine"
        for number, line in enumerate(source.text.splitlines(), start=1)
        for match in (_MACHINE_PATH.search(line), _REGISTRY.search(line))
        if match
    ]


def unmirrored(path: str, root: Path) -> list[str]:
    """Say whether a test file stands in a folder that mirrors none of the source."""
    folder, *below = path.split("/")[1:-1] or [""]
    if not folder or folder in OWN_FOLDERS:
        return [] if folder else [f"{path}: a test belongs in the folder of a room"]
    mirrored = root.joinpath("src", PACKAGE, folder, *below)
    if mirrored.is_dir() or mirrored.with_suffix(".py").is_file():
        return []
    return [f"{path}: there is no {mirrored.relative_to(root).as_posix()} to mirror"]


def _is_test(source: Source) -> bool:
    return source.path.startswith("tests/") and Path(source.path).name.startswith("test_")


@pytest.mark.slow
def test_every_module_says_what_it_is() -> None:
    assert len(python_sources()) > 100
    violations = [found for source in python_sources() for found in without_docstring(source)]
    assert not violations, listed(violations)


@pytest.mark.slow
def test_no_leftovers() -> None:
    violations = [found for source in python_sources() for found in leftovers(source)]
    assert not violations, listed(violations)


@pytest.mark.slow
def test_no_trace_of_one_machine() -> None:
    assert len(texts()) > len(python_sources())
    judged = [source for source in texts() if source.path != "tests/architecture/" + _THIS]
    violations = [found for source in judged for found in machine_traces(source)]
    assert not violations, listed(violations)


def test_every_test_mirrors_a_room() -> None:
    tests = [source.path for source in python_sources() if _is_test(source)]
    assert len(tests) > 10
    violations = [found for path in tests for found in unmirrored(path, ROOT)]
    assert not violations, listed(violations)


_THIS = Path(__file__).name
"""The one file that has to plant what it looks for."""


@pytest.mark.parametrize("text", ["", "x = 1", "# said in a comment only\nx = 1"])
def test_a_module_without_docstring_is_caught(text: str) -> None:
    assert without_docstring(Source("src/x.py", text))


@pytest.mark.parametrize(
    ("comment", "caught"),
    [
        ("TODO: later", True),
        ("FIXME", True),
        ("TODO until #12 is done", False),
        ("import os", True),
        ("print(x)", True),
        ("x = f(y)", True),
        ("the score", False),
        ("score = base + factors", False),
        ("Java's own, 128 + signal", False),
    ],
)
def test_a_leftover_is_caught(comment: str, caught: bool) -> None:
    assert bool(leftovers(Source("src/x.py", f"x = 1  # {comment}\n"))) is caught


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("cd /work/main", True),
        ("'/home/ann/x'", True),
        ("/root/.cache", False),
        ("/root/cache", True),
        ("https://example.org/work/x", False),
        ("pip install --index-url x", True),
        ("https://pypi.org/simple", True),
        ("the homework/work/done", False),
    ],
)
def test_a_trace_of_one_machine_is_caught(line: str, caught: bool) -> None:
    assert bool(machine_traces(Source("docs/x.md", f"first\n{line}\n"))) is caught


@pytest.mark.parametrize(
    ("path", "caught"),
    [
        ("tests/wire/test_x.py", False),
        ("tests/wire/part/test_x.py", False),
        ("tests/wire/module/test_x.py", False),
        ("tests/wire/nothing/test_x.py", True),
        ("tests/wrie/test_x.py", True),
        ("tests/test_x.py", True),
        ("tests/laws/test_x.py", False),
    ],
)
def test_a_test_that_mirrors_nothing_is_caught(path: str, caught: bool, tmp_path: Path) -> None:
    room = tmp_path / "src" / PACKAGE / "wire"
    (room / "part").mkdir(parents=True)
    (room / "module.py").touch()
    assert bool(unmirrored(path, tmp_path)) is caught
