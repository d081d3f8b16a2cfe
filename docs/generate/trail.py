"""docs/reference/trail-events.md: every event that the code can note in the trail."""

import ast
from collections.abc import Iterator
from pathlib import Path

from docs.generate import writing

ROOT = Path(__file__).resolve().parents[2]
HEAD = """# Events of the trail

What the trail can say, where it is said, and which facts stand beside it. Facts can lawfully be
erased; the event and its seal stay. Reading a record that is marked above OFFICIAL is an event too.
"""


def page() -> str:
    """A table of the events in alphabetical order."""
    found = sorted(
        {
            (event, path.relative_to(ROOT).as_posix(), facts)
            for path in sorted((ROOT / "headwater").rglob("*.py"))
            if "tests" not in path.parts
            for event, facts in _events(ast.parse(path.read_text(encoding="utf-8")))
        }
    )
    rows = [(event, writing.code(place), facts) for event, place, facts in found]
    return HEAD + "\n" + writing.table(("Event", "Noted by", "Facts"), rows)


def _events(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in ast.walk(function):
            if _is_note(call) and isinstance(call, ast.Call) and call.args:
                facts = ", ".join(sorted(k.arg for k in call.keywords if k.arg and k.arg != "by"))
                for name in _names(call.args[0], function, tree):
                    yield name, facts


def _is_note(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "note"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "audit"
    )


def _names(value: ast.expr, function: ast.FunctionDef, tree: ast.Module) -> list[str]:
    """The texts that an expression can be: constants, either side of a choice, a variable's."""
    if isinstance(value, ast.Constant):
        return [str(value.value)]
    if isinstance(value, ast.IfExp):
        return [*_names(value.body, function, tree), *_names(value.orelse, function, tree)]
    if isinstance(value, ast.JoinedStr):
        return ["".join(_piece(part) for part in value.values)]
    if isinstance(value, ast.Name):
        return _assigned(value.id, function, tree) or _passed(value.id, function, tree)
    return [f"({ast.unparse(value)})"]


def _piece(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    return "<" + ast.unparse(part.value).rpartition(".")[2].lower() + ">"


def _assigned(name: str, function: ast.FunctionDef, tree: ast.Module) -> list[str]:
    return [
        text
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id == name
        for text in _names(node.value, function, tree)
    ]


def _passed(name: str, function: ast.FunctionDef, tree: ast.Module) -> list[str]:
    """What callers in the same file give for a parameter."""
    arguments = function.args
    positions = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    texts: list[str] = []
    for caller in ast.walk(tree):
        if not isinstance(caller, ast.FunctionDef) or caller is function:
            continue
        for call in ast.walk(caller):
            if not isinstance(call, ast.Call) or ast.unparse(call.func) != function.name:
                continue
            given = {k.arg: k.value for k in call.keywords if k.arg}
            given |= dict(zip(positions, call.args, strict=False))
            if name in given:
                texts += _names(given[name], caller, tree)
    return texts
