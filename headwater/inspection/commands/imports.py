"""`headwater inspection import`: answers and stages of a whole round from CSV files."""

import argparse
from pathlib import Path
from typing import Any

from headwater import console
from headwater.inspection.services import imports, rounds, staging
from headwater.kernel import handling

PURPOSE = handling.declare_purpose("import-returns", "Importing returns from the command line")


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "import", help="replace a round's draft answers by those of a CSV file, whole or not at all"
    )
    parser.add_argument("round", metavar="ROUND", help="its short name, such as hmic-2009")
    parser.add_argument(
        "returns", metavar="returns.csv", type=Path, help="columns force,cohort,finding_id,answer"
    )
    parser.add_argument(
        "--judgements",
        metavar="judgements.csv",
        type=Path,
        help="columns force,cohort,capability,stage",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import both files or neither; each fault is told on a line of its own."""
    for file in filter(None, (arguments.returns, arguments.judgements)):
        if not file.is_file():
            console.tell(f"There is no file {file}.")
            return console.WRONG_USE
    try:
        with handling.acting(PURPOSE):
            _import(arguments)
    except handling.NotSeen:
        console.tell(f"There is no round called {arguments.round}.")
    except staging.ImportRefused as refused:
        _tell_faults(refused)
    else:
        return console.DONE
    return console.WRONG_USE


def _import(arguments: argparse.Namespace) -> None:
    round_ = rounds.by_slug(arguments.round, by=PURPOSE)
    judgements: Path | None = arguments.judgements
    with arguments.returns.open("rb") as returns:
        if judgements is None:
            imports.replace(
                round_, returns, by=PURPOSE, name=arguments.returns.name, tell=console.tell
            )
            return
        with judgements.open("rb") as stages:
            imports.replace(
                round_,
                returns,
                judgements=stages,
                by=PURPOSE,
                name=arguments.returns.name,
                judgements_name=judgements.name,
                tell=console.tell,
            )


def _tell_faults(refused: staging.ImportRefused) -> None:
    for fault in refused.faults:
        console.tell(f"{refused.file_name}: {staging.told(fault)}")
    if refused.count > len(refused.faults):
        console.tell(f"{refused.file_name}: {refused.count - len(refused.faults):,} more faults")
    things = "fault" if refused.count == 1 else "faults"
    console.tell(f"{refused.count:,} {things}; nothing was imported")
