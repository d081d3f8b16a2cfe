"""Rows are read and written through the doors: pages ask handling or a service, never a table."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tests.architecture import sources

WRITES = {"save", "delete", "update", "create", "bulk_create", "bulk_update", "get_or_create"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def _pages() -> tuple[Path, ...]:
    return (*sources.of_part("views", "forms"), *(sources.HOUSE / "desk" / "views").glob("*.py"))


def _attributes(paths: tuple[Path, ...]) -> Iterator[tuple[str, ast.Attribute]]:
    for path in paths:
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.Attribute):
                yield f"{sources.name(path)}:{node.lineno}", node


def _owner(node: ast.Attribute) -> str:
    """The last name before an attribute: ``Round`` in ``models.Round.objects``."""
    value = node.value
    if isinstance(value, ast.Attribute):
        return value.attr
    return value.id if isinstance(value, ast.Name) else ""


def test_a_page_lists_no_marked_rows_past_the_doors():
    marked = {
        model.__name__
        for model in apps.get_models()
        if any(field.name == "label" for field in model._meta.concrete_fields)
    }
    found = [
        f"{place} {_owner(node)}.{node.attr}"
        for place, node in _attributes(_pages())
        if node.attr in MANAGERS and _owner(node) in marked
    ]
    assert not found, "ask handling.visible or handling.fetch, or a service"


def test_a_page_writes_nothing_through_a_manager():
    found = [
        f"{place} .{node.attr}"
        for place, node in _attributes(_pages())
        if node.attr in WRITES
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in MANAGERS
    ]
    assert not found, "a change belongs in a service, with its rule and its line in the trail"


def test_a_page_saves_no_row():
    found = [
        place
        for place, node in _attributes(_pages())
        if node.attr == "save" and not isinstance(node.value, ast.Call)
    ]
    assert not found, "a change belongs in a service, with its rule and its line in the trail"


def test_nobody_but_a_service_writes_a_state():
    found = [
        f"{sources.name(path)}:{node.lineno}"
        for path in sources.of_part("views", "forms", "figures", "commands", "rules", "documents")
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr in {"state", "phase"}
    ]
    assert not found


def test_row_security_is_never_switched_off_in_the_product():
    found = [
        sources.name(path)
        for path in sources.product()
        if not path.is_relative_to(sources.HOUSE / "postgres")
        and "row_security" in path.read_text(encoding="utf-8")
    ]
    assert not found


def test_only_two_services_write_answers():
    """Answers have no foreign keys of their own (ADR 14): each way in keeps their promise itself."""
    written = re.compile(
        r"(INSERT INTO|UPDATE|DELETE FROM) inspection_answer\b"
        r"|\bAnswer\.objects\.(create|bulk_create|get_or_create|update_or_create)\("
    )
    writers = {
        sources.name(path)
        for path in sources.product()
        if written.search(path.read_text(encoding="utf-8"))
    }
    services = "headwater/inspection/services"
    assert writers == {f"{services}/imports.py", f"{services}/returns.py"}
