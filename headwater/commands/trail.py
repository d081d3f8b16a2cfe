"""`audit verify`: prove that the trail is as it was written."""

import argparse
from typing import Any

from headwater import console
from headwater.kernel import audit, handling


def register(subparsers: Any) -> None:
    """Add `audit` with its one subcommand."""
    trail = subparsers.add_parser("audit", help="prove the trail")
    actions = trail.add_subparsers(metavar="ACTION", required=True)
    actions.add_parser(
        "verify", help="seal what is open, prove every row, print the head for an outside anchor"
    ).set_defaults(run=run_verify)


def run_verify(arguments: argparse.Namespace) -> int:
    """Print what was proved, one `name value` a line, and each fault as a `fault` line."""
    with handling.acting(handling.System("verify")):
        found = audit.verify()
    print(f"rows {found.row_count}")  # noqa: T201
    print(f"seals {found.seal_count}")  # noqa: T201
    print(f"unsealed-before {found.unsealed_before}")  # noqa: T201
    print(f"head {found.head}")  # noqa: T201
    for fault in found.faults:
        print(f"fault {fault}")  # noqa: T201
    if found.faults:
        console.tell("the trail is not as it was written")
        return console.FOUND
    console.tell("the trail is as it was written; keep the head somewhere else")
    return console.DONE
