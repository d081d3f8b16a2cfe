"""The source of the house as the architecture tests read it: files, syntax trees, functions."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "headwater"
FOLDERS = ("headwater", "tests", "bench", "docs")
CAPABILITIES = tuple(sorted(path.parent.parent.name for path in HOUSE.glob("*/models/rounds.py")))

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    """A file's path from the root of the checkout."""
    return path.relative_to(ROOT).as_posix()


@cache
def files() -> tuple[Path, ...]:
    """Every Python file of ours; migrations that Django wrote are not."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    written = [path for path in found if not _is_generated(path)]
    return (ROOT / "conftest.py", *sorted(written))


def _is_generated(path: Path) -> bool:
    return path.parent.name == "migrations" and path.name.startswith("0001_")


def is_test(path: Path) -> bool:
    """Whether a file serves tests alone."""
    parts = path.relative_to(ROOT).parts
    return "tests" in parts or path.name == "conftest.py"


def product() -> tuple[Path, ...]:
    """The files of the product itself: neither tests nor migrations nor measurements."""
    return tuple(
        path
        for path in files()
        if path.is_relative_to(HOUSE) and not is_test(path) and path.parent.name != "migrations"
    )


def of_part(*parts: str) -> tuple[Path, ...]:
    """The product's files of some parts of the capabilities, such as ``views`` or ``rules``."""
    return tuple(
        path
        for path in product()
        if any(
            path == HOUSE / capability / f"{part}.py"
            or path.is_relative_to(HOUSE / capability / part)
            for capability in CAPABILITIES
            for part in parts
        )
    )


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def line_count(function: Function) -> int:
    """How many lines a function takes, its docstring apart: explaining costs nothing."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None:
        return lines
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1)


def imported(path: Path) -> set[str]:
    """The dotted names that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found
