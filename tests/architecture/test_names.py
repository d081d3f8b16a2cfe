"""Names and folders: what a newcomer guesses is where it is."""

import ast
import re

import pytest

from tests.architecture import sources

DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "manager",
    "managers",
    "misc",
    "presenter",
    "presenters",
    "repository",
    "repositories",
    "signals",
}
PARTS = ("models", "rules", "services", "forms", "views", "urls", "migrations", "tests", "jinja2")
AWAY_FROM_PAGES = ("django.http", "django.shortcuts", "django.template", "django.contrib.messages")


def test_no_module_is_a_drawer_without_a_label():
    found = [
        sources.name(path)
        for path in sources.files()
        if path.stem in DRAWERS or path.parent.name in DRAWERS
    ]
    assert not found, "name the file after the noun that it holds"


@pytest.mark.parametrize("capability", sources.CAPABILITIES)
def test_a_capability_has_the_fixed_set_of_parts(capability):
    folder = sources.HOUSE / capability
    missing = [
        part
        for part in (*PARTS, "apps")
        if not ((folder / part).is_dir() or (folder / f"{part}.py").is_file())
    ]
    assert not missing
    about = ast.get_docstring(sources.tree(folder / "__init__.py")) or ""
    assert len(about.splitlines()) >= 3, "say what the capability is for, and its words"


def test_nothing_catches_every_exception():
    found = [
        f"{sources.name(path)}:{node.lineno}"
        for path in sources.files()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.ExceptHandler) and _swallows_all(node)
    ]
    assert not found, "name the errors that are expected; others crash and are logged"


def _swallows_all(handler: ast.ExceptHandler) -> bool:
    """A handler of every error is allowed only to put things straight and raise it again."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    caught = handler.type
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        name is None or (isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"})
        for name in names
    )


def test_nothing_is_left_for_later():
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{sources.name(path)}:{number}"
        for path in sources.product()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if mark.search(line)
    ]
    assert not found


def test_every_public_rule_and_service_says_what_it_means():
    silent = [
        f"{sources.name(path)}:{node.name}"
        for path in sources.of_part("rules", "services")
        for node in sources.tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


def test_every_product_module_says_what_it_is():
    silent = [
        sources.name(path)
        for path in sources.product()
        if path.name not in {"__init__.py", "apps.py", "urls.py", "wsgi.py"}
        and sources.tree(path).body
        and not ast.get_docstring(sources.tree(path))
    ]
    assert not silent


def test_rules_and_services_know_nothing_of_pages():
    found = {
        sources.name(path): sorted(unwanted)
        for path in sources.of_part("rules", "services")
        if (unwanted := {n for n in sources.imported(path) if n.startswith(AWAY_FROM_PAGES)})
    }
    assert not found


def test_no_business_effect_hides_in_a_signal():
    found = [
        sources.name(path)
        for path in sources.product()
        if any(name.startswith("django.db.models.signals") for name in sources.imported(path))
    ]
    assert not found
