"""The house as the reference pages see it: its models and the operations of its migrations."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

OURS = ("kernel", *settings.CAPABILITIES)


def our_models() -> Iterator[type[models.Model]]:
    """Every model of ours, by application and in the order in which they are defined."""
    for label in OURS:
        yield from apps.get_app_config(label).get_models()


def operations() -> Iterator[Operation]:
    """Every operation of our migrations, in the order in which they run."""
    loader = MigrationLoader(None)
    for leaf in (leaf for label in OURS for leaf in loader.graph.leaf_nodes(label)):
        for key in loader.graph.forwards_plan(leaf):
            if key[0] == leaf[0]:
                yield from loader.graph.nodes[key].operations
