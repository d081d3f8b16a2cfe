"""`headwater inspection report`: the report of a round as files."""

import argparse
from pathlib import Path
from typing import Any

from headwater import console
from headwater.inspection import documents
from headwater.inspection.models import Round
from headwater.inspection.services import reports, rounds
from headwater.kernel import audit, handling

PURPOSE = handling.declare_purpose("write-report", "Writing a report from the command line")


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "report", help="write the newest edition of a round's report, or its draft, as files"
    )
    parser.add_argument("round", metavar="ROUND", help="its short name, such as hmic-2009")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where to put them")
    parser.set_defaults(run=run, is_long=True)


def run(arguments: argparse.Namespace) -> int:
    """Write report.html, report.pdf, report.docx, tables.ods and report.json."""
    try:
        with handling.acting(PURPOSE):
            return _write(rounds.by_slug(arguments.round, by=PURPOSE), arguments.out)
    except handling.NotSeen:
        console.tell(f"There is no round called {arguments.round}.")
        return console.WRONG_USE


def _write(round_: Round, out: Path) -> int:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, FileNotFoundError, NotADirectoryError, PermissionError) as closed:
        console.tell(f"{out} cannot be made a folder: {closed.strerror}.")
        return console.WRONG_USE
    for file in _made(round_):
        (out / file.name).write_bytes(file.data)
        console.tell(f"{out / file.name}: {len(file.data):,} bytes")
    return console.DONE


def _made(round_: Round) -> list[documents.Built]:
    """The newest edition's files; without one, a draft from the rows as they are now."""
    edition = reports.latest_edition(round_)
    if edition is not None:
        console.tell(f"edition {edition.number}, hash {edition.hash}")
        return reports.rebuild(edition, tell=console.tell)
    report = reports.of_round(round_)
    console.tell("nothing is published yet: this is a draft, marked so on every page")
    frozen = reports.content(round_, report)
    audit.note("report drafted", round_, by=PURPOSE)
    return documents.build(frozen, tell=console.tell)
