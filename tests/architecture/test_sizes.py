"""Files, functions, views and templates stay short enough to be read at once (CONTRIBUTING.md)."""

import ast

from tests.architecture import sources

FILE_LINES = 400
FUNCTION_LINES = 50
VIEW_LINES = 25
TEMPLATE_LINES = 120


def test_no_file_is_longer_than_four_hundred_lines():
    long = {
        sources.name(path): count
        for path in sources.files()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }
    assert not long, "split by noun"


def test_no_function_is_longer_than_fifty_lines():
    long = {
        f"{sources.name(path)}:{function.name}": count
        for path in sources.files()
        for function in sources.functions(path)
        if (count := sources.line_count(function)) > FUNCTION_LINES
    }
    assert not long, "give the steps names"


def test_no_view_is_longer_than_twenty_five_lines():
    views = (*sources.of_part("views"), *(sources.HOUSE / "desk" / "views").glob("*.py"))
    long = {
        f"{sources.name(path)}:{function.name}": count
        for path in views
        for function in sources.functions(path)
        if _takes_request(function) and (count := _steps(function)) > VIEW_LINES
    }
    assert not long, "a page calls one service and one query"


def test_no_template_is_longer_than_a_hundred_and_twenty_lines():
    long = {
        sources.name(path): count
        for path in sources.HOUSE.glob("*/jinja2/**/*.jinja")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > TEMPLATE_LINES
    }
    assert not long, "take a macro or an include out of it"


def _takes_request(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return bool(function.args.args) and function.args.args[0].arg == "request"


def _steps(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a view, where the description of its page (a call of ``pages``) is one line."""
    described = [
        (call.end_lineno or call.lineno) - call.lineno
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "pages"
        and call.func.attr.endswith("Page")
    ]
    return sources.line_count(function) - sum(described)
