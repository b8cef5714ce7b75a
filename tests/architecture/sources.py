"""Find what the house rules are about; finding nothing is an error, not a pass."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = "stream_health"
CODE_FOLDERS = ("src", "tests", "benchmarks", "tools")
TEXT_FOLDERS = (*CODE_FOLDERS, "deploy", "docs", "topics")
TEXT_SUFFIXES = frozenset({".py", ".md", ".toml", ".txt", ".json", ".yaml", ".yml", ".sh", ".cfg"})


@dataclass(frozen=True)
class Source:
    """A Python file, its path relative to the repository with ``/`` between the parts."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return _parse(self.text)

    @property
    def room(self) -> str:
        """The folder under the package, "" for files of the package itself and all others."""
        parts = self.path.split("/")
        return parts[2] if parts[:2] == ["src", PACKAGE] and len(parts) > 3 else ""

    def nodes(self) -> Iterator[ast.AST]:
        """Every node, those inside functions and conditions too."""
        return ast.walk(self.tree)

    def at(self, node: ast.AST) -> str:
        """``path:line``, for messages."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def python_sources() -> tuple[Source, ...]:
    """Every Python file of the project."""
    found = [path for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return tuple(_read(path) for path in sorted(found))


@cache
def package_sources() -> tuple[Source, ...]:
    """Every Python file of the package."""
    return tuple(source for source in python_sources() if source.path.startswith("src/"))


@cache
def texts() -> tuple[Source, ...]:
    """Every text file somebody wrote or generated, the Python ones among them."""
    found = [
        path
        for folder in TEXT_FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in TEXT_SUFFIXES or path.name.startswith(("Dockerfile", "Makefile"))
    ]
    found += [path for path in ROOT.iterdir() if path.suffix in TEXT_SUFFIXES]
    found += [ROOT / "Makefile"]
    return tuple(_read(path) for path in sorted(found) if path.is_file())


def _read(path: Path) -> Source:
    return Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def dotted_name(node: ast.expr) -> str:
    """Give ``a.b.c`` for a chain of names, "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted_name(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def listed(violations: Iterable[str]) -> str:
    """Show violations one a line, as the message of a failed test."""
    return "\n" + "\n".join(violations)
