"""`headwater inspection report`: the report of a round as files."""

import argparse
from pathlib import Path
from typing import Any

from headwater import console
from headwater.inspection import documents
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
    with handling.acting(PURPOSE):
        made = _made(arguments.round)
        arguments.out.mkdir(parents=True, exist_ok=True)
        for file in made:
            (arguments.out / file.name).write_bytes(file.data)
            console.tell(f"{arguments.out / file.name}: {len(file.data):,} bytes")
    return console.DONE


def _made(slug: str) -> list[documents.Built]:
    """The newest edition's files; without one, a draft from the rows as they are now."""
    round_ = rounds.by_slug(slug, by=PURPOSE)
    edition = reports.latest_edition(round_)
    if edition is not None:
        console.tell(f"edition {edition.number}, hash {edition.hash}")
        return reports.rebuild(edition, tell=console.tell)
    report = reports.of_round(round_)
    console.tell("nothing is published yet: this is a draft, marked so on every page")
    frozen = reports.content(round_, report)
    audit.note("report drafted", round_, by=PURPOSE)
    return documents.build(frozen, tell=console.tell)
