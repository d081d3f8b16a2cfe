"""Migrations run in one line, forwards and backwards, and say what they do."""

import ast
import io

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from tests.architecture import sources

OURS = {"kernel", "desk", "govuk", *sources.CAPABILITIES}


def _loader() -> MigrationLoader:
    return MigrationLoader(connections["default"])


def test_each_app_has_one_line_of_migrations(db):
    graph = _loader().graph
    forks = {
        key: sorted(child.key for child in node.children if child.key[0] == key[0])
        for key, node in graph.node_map.items()
        if key[0] in OURS
    }
    assert not {key: after for key, after in forks.items() if len(after) > 1}
    for app in OURS:
        assert len(graph.leaf_nodes(app)) <= 1


def test_every_migration_can_be_taken_back(db):
    one_way = [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in _loader().disk_migrations.items()
        if app in OURS
        for operation in migration.operations
        if not operation.reversible
    ]
    assert not one_way


def test_a_migration_written_by_hand_says_why():
    silent = [
        sources.name(path)
        for path in sources.files()
        if path.parent.name == "migrations"
        and path.name != "__init__.py"
        and not ast.get_docstring(sources.tree(path))
    ]
    assert not silent


def test_models_and_migrations_agree(db):
    told = io.StringIO()
    try:
        call_command("makemigrations", *OURS, check=True, dry_run=True, stdout=told)
    except SystemExit:
        pytest.fail(told.getvalue())
