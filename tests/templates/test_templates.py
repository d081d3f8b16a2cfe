"""Every template compiles, uses only names it was given, and keeps the house rules of pages."""

import re
from functools import cache
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta, nodes

from headwater.govuk import jinja

ROOT = Path(__file__).resolve().parents[2] / "headwater"
ALL_PAGES_HAVE = {
    "frame",
    "messages",
    "request",
    "csrf_input",
    "csrf_token",
    "title",
    "caption",
    "breadcrumbs",
    "self",
    "loop",
}
ALLAUTH = re.compile(r"/(account|mfa|usersessions|socialaccount)/")


def _paths() -> list[Path]:
    return sorted(
        path
        for folder in ROOT.glob("*/jinja2")
        for path in folder.rglob("*")
        if path.suffix in {".jinja", ".html"}
    )


def _name(path: Path) -> str:
    return path.as_posix().split("/jinja2/", 1)[1]


@cache
def _environment() -> jinja2.Environment:
    folders = [str(folder) for folder in sorted(ROOT.glob("*/jinja2"))]
    return jinja.environment(loader=jinja2.FileSystemLoader(folders), autoescape=True)


def _tree(path: Path) -> nodes.Template:
    return _environment().parse(path.read_text())


def _without_comments(path: Path) -> str:
    return re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)


def _needs(path: Path) -> set[str]:
    found = re.match(r"\s*\{#-?\s*needs:(.*?)-?#\}", path.read_text(), flags=re.S)
    return {name.strip() for name in found[1].split(",")} if found else set()


def _made_here(tree: nodes.Template) -> set[str]:
    names = {macro.name for macro in tree.find_all(nodes.Macro)}
    for imported in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in imported.names}
    names |= {imported.target for imported in tree.find_all(nodes.Import)}
    names |= {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    return names


every_template = pytest.mark.parametrize("path", _paths(), ids=_name)


@every_template
def test_a_template_compiles(path: Path) -> None:
    _environment().get_template(_name(path))


@every_template
def test_a_template_uses_only_names_that_it_was_given(path: Path) -> None:
    tree = _tree(path)
    used = meta.find_undeclared_variables(tree)
    known = set(_environment().globals) | ALL_PAGES_HAVE | _needs(path) | _made_here(tree)
    assert not used - known, "misspelt, or missing from the line {# needs: … #} at its top"


@every_template
def test_what_a_template_imports_exists(path: Path) -> None:
    for imported in _tree(path).find_all(nodes.FromImport):
        if isinstance(imported.template, nodes.Const):
            source = _environment().get_template(imported.template.value)
            for name in imported.names:
                wanted = name if isinstance(name, str) else name[0]
                assert hasattr(source.module, wanted), f"{source.name} has no {wanted}"


@every_template
def test_a_template_has_nothing_that_the_content_policy_refuses(path: Path) -> None:
    text = _without_comments(path)
    assert not re.search(r"<[a-zA-Z][^>]*\sstyle\s*=", text), "inline style"
    assert not re.search(r"<style\b", text), "style element"
    assert not re.search(r"<script\b(?![^>]*\ssrc=)", text), "inline script"
    assert not re.search(r"<[a-zA-Z][^>]*\son[a-z]+\s*=", text), "inline event handler"
    assert "javascript:" not in text
    assert not re.search(r"(src|href)=\"https?://", text), "leans on another site"


@every_template
def test_a_template_lets_no_text_through_unescaped(path: Path) -> None:
    text = _without_comments(path)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", text)


@every_template
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in re.findall(r"<a\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>", _without_comments(path)):
        assert "href=" in link


@every_template
def test_every_posted_form_proves_where_it_comes_from(path: Path) -> None:
    text = _without_comments(path)
    for form in re.findall(r'<form[^>]*method="post".*?</form>', text, flags=re.S):
        assert "csrf_input" in form or "csrf_token" in form


@every_template
def test_a_page_says_its_title_in_the_window_and_in_a_heading(path: Path) -> None:
    text = _without_comments(path)
    if '{% extends "govuk/base.jinja" %}' not in text or ALLAUTH.search(f"/{_name(path)}"):
        return
    assert "{% block title %}" in text
    heading = re.search(r"\{% block heading %\}(.*?)\{% endblock", text, flags=re.S)
    if heading:
        assert "<h1" in text or "heading" in heading[1]


@every_template
def test_a_template_is_short_enough_to_read_at_once(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 120
