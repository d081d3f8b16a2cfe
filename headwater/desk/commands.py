"""The desk's commands."""

import argparse
from typing import Any

from headwater import console
from headwater.desk import cast
from headwater.kernel import handling


def register(subparsers: Any) -> None:
    """Add the desk's subcommands."""
    subparsers.add_parser(
        "load-cast", help="load the invented nation and its people alone"
    ).set_defaults(run=run_load_cast)


def run_load_cast(arguments: argparse.Namespace) -> int:
    purpose = handling.System("load-demo")
    with handling.acting(purpose):
        cast.load(by=purpose, tell=console.tell)
    return console.DONE
