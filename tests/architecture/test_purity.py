"""The core takes facts and a time, and gives facts: no clock, no randomness, no I/O, no logging."""

import ast

import pytest
from tests.architecture.sources import PACKAGE, Source, dotted_name, listed, package_sources

PURE_ROOMS = ("domain", "learning", "language")

IMPURE_MODULES = frozenset(
    [
        "asyncio",
        "ctypes",
        "getpass",
        "glob",
        "http",
        "io",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "platform",
        "secrets",
        "select",
        "shelve",
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "tempfile",
        "threading",
        "time",
        "urllib",
    ]
)

IMPURE_CALLS = frozenset({"open", "print", "input", "breakpoint", "exec", "eval"})

IMPURE_METHODS = frozenset({"now", "utcnow", "today", "uuid1", "uuid4", "urandom"})

SEEDED = frozenset({"random.Random", "np.random.default_rng", "numpy.random.default_rng"})
"""Generators that are pure as long as they are given a seed."""


def impurities(source: Source) -> list[str]:
    """Say where a file reads a clock, rolls dice, does I/O or logs."""
    return [
        f"{source.at(node)}: {what}, pass it in as an argument instead"
        for node in source.nodes()
        if (what := _impurity(node))
    ]


def _impurity(node: ast.AST) -> str:
    if isinstance(node, ast.Import):
        names = [alias.name.split(".")[0] for alias in node.names]
        return next((f"imports {name}" for name in names if name in IMPURE_MODULES), "")
    if isinstance(node, ast.ImportFrom) and not node.level:
        top = (node.module or "").split(".")[0]
        if top == "random" and any(alias.name != "Random" for alias in node.names):
            return "imports the shared random generator"
        return f"imports {top}" if top in IMPURE_MODULES else ""
    return _impure_call(node) if isinstance(node, ast.Call) else ""


def _impure_call(node: ast.Call) -> str:
    name = dotted_name(node.func)
    last = name.split(".")[-1]
    if name in IMPURE_CALLS or ("." in name and last in IMPURE_METHODS):
        return f"calls {name}"
    if name in SEEDED or name == "Random":
        return "" if node.args or node.keywords else f"calls {name} without a seed"
    if name.startswith(("random.", "np.random.", "numpy.random.")):
        return f"calls {name}, which shares its state"
    return ""


@pytest.mark.slow
def test_the_pure_rooms_are_pure() -> None:
    pure = [source for source in package_sources() if source.room in PURE_ROOMS]
    assert len(pure) > 20
    violations = [found for source in pure for found in impurities(source)]
    assert not violations, listed(violations)


@pytest.mark.parametrize(
    "text",
    [
        "import time",
        "import os.path",
        "from logging import getLogger",
        "from pathlib import Path",
        "from random import shuffle",
        "import random\nx = random.random()",
        "import random\nx = random.Random()",
        "import numpy as np\nx = np.random.normal()",
        "import numpy as np\nx = np.random.default_rng()",
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.date.today()",
        "import uuid\nx = uuid.uuid4()",
        "def f():\n    print(1)",
        "def f():\n    return open('x')",
    ],
)
def test_a_planted_impurity_is_caught(text: str) -> None:
    assert len(impurities(Source(f"src/{PACKAGE}/domain/x.py", text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "import random\nx = random.Random(7).random()",
        "import numpy as np\nx = np.random.default_rng(seed=1)",
        "def now(as_of_ms: int) -> int:\n    return as_of_ms\ny = now(3)",
    ],
)
def test_what_is_given_its_seed_or_time_is_left_alone(text: str) -> None:
    assert impurities(Source(f"src/{PACKAGE}/learning/x.py", text)) == []
