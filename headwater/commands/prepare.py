"""`migrate`, `load-library` and `load-demo`: make the database ready and fill it."""

import argparse
import importlib
import importlib.util
import sys
from typing import Any

from django.conf import settings

from headwater import console
from headwater.desk import cast
from headwater.kernel import frameworks, handling


def register(subparsers: Any) -> None:
    """Add the three subcommands."""
    for name, run, words in (
        ("migrate", run_migrate, "bring the database's tables up to this version"),
        ("load-library", run_load_library, "load the frameworks and lists that come along"),
        ("load-demo", run_load_demo, "load the demonstration programme and the 2009 round"),
    ):
        subparsers.add_parser(name, help=words).set_defaults(run=run)


def run_migrate(arguments: argparse.Namespace) -> int:
    migrate(verbosity=1)
    return console.DONE


def run_load_library(arguments: argparse.Namespace) -> int:
    load_library()
    return console.DONE


def run_load_demo(arguments: argparse.Namespace) -> int:
    load_demo()
    return console.DONE


def migrate(*, verbosity: int = 0) -> None:
    """Migrate as the owner, then give the web role its rights; with verbosity 1 name each step."""
    handling.migrate(stdout=sys.stderr, verbosity=verbosity)


def load_library() -> None:
    """Load every pack of the library that is new, and its roles as they are now."""
    purpose = handling.System("load-library")
    with handling.acting(purpose):
        frameworks.load_library(by=purpose, tell=console.tell)
        console.tell(f"{cast.load_roles(by=purpose)} roles")


def load_demo() -> None:
    """Tell the demonstration programme: the desk's cast first, then each capability's part.

    Each part is told through the capability's own services and finds what it told before, so a
    second run is quick.
    """
    purpose = handling.System("load-demo")
    parts = ["headwater.desk", *(f"headwater.{name}" for name in settings.CAPABILITIES)]
    for part in parts:
        module = f"{part}.demo"
        if importlib.util.find_spec(module) is not None:
            importlib.import_module(module).load(by=purpose, tell=console.tell)
