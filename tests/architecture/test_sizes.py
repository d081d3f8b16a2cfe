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
        if _takes_request(function) and (count := sources.line_count(function)) > VIEW_LINES
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
