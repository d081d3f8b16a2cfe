"""The desk's commands."""

import argparse
from typing import Any

from headwater import console
from headwater.desk import demo
from headwater.kernel import handling


def register(subparsers: Any) -> None:
    """Add the desk's subcommands."""
    subparsers.add_parser(
        "load-cast", help="load the invented nation and its people alone"
    ).set_defaults(run=run_load_cast)


def run_load_cast(arguments: argparse.Namespace) -> int:
    demo.load(by=handling.System("load-demo"), tell=console.tell)
    return console.DONE
