"""`headwater inspection ...`: the same services as the pages, for files and scripts."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

PARTS = ("rounds", "imports", "figures", "reports")


def register(subparsers: Any) -> None:
    """Add `inspection` and the subcommands of each part."""
    parser = subparsers.add_parser("inspection", help="inspect, import, tabulate, check and report")
    inner = parser.add_subparsers(metavar="SUBCOMMAND", required=True)
    for part in PARTS:
        if find_spec(f"{__name__}.{part}"):
            import_module(f"{__name__}.{part}").register(inner)
