"""`headwater inspection tables`, `stages`, `comparison` and `check`."""

import argparse
import io
import sys
from pathlib import Path
from typing import Any

from headwater import console
from headwater.inspection import arithmetic, figures
from headwater.inspection.arithmetic import problems, reading
from headwater.inspection.figures import counting, outlines, written
from headwater.inspection.models import Round
from headwater.inspection.services import rounds
from headwater.kernel import handling

PURPOSE = handling.declare_purpose("print-figures", "Printing figures from the command line")

FORMATS = ("csv", "json", "ods")
TABLES = {
    "tables": "print the finding tables by cohort, with counts",
    "stages": "print how many bodies stand at each stage",
    "comparison": "print funded bodies beside the others",
}


def register(subparsers: Any) -> None:
    """Add the four subcommands."""
    for name, words in TABLES.items():
        parser = subparsers.add_parser(name, help=words)
        parser.add_argument("round", metavar="ROUND", help="its short name, such as hmic-2009")
        _add_output(parser, FORMATS)
        parser.set_defaults(run=run_table, table=name)
    check = subparsers.add_parser(
        "check", help="find the published figures that cannot all be true; exit 1 when there are"
    )
    for name in ("findings", "stages", "comparison", "claims"):
        check.add_argument(f"--{name}", type=Path, required=True, metavar="FILE")
    check.add_argument("--round", default="", metavar="ROUND", help="hold claims to its answers")
    _add_output(check, ("csv",))
    check.set_defaults(run=run_check)


def _add_output(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    parser.add_argument("--format", choices=formats, default="csv")
    parser.add_argument("--out", type=Path, metavar="FILE", help="stdout when left out")


def run_table(arguments: argparse.Namespace) -> int:
    """Print one table of a round."""
    try:
        with handling.acting(PURPOSE):
            taken = figures.take(rounds.by_slug(arguments.round, by=PURPOSE))
    except handling.NotSeen:
        console.tell(f"There is no round called {arguments.round}.")
        return console.WRONG_USE
    tables: dict[str, written.Table] = {
        "tables": taken.findings,
        "stages": taken.stages,
        "comparison": taken.comparison,
    }
    table = tables[arguments.table]
    match arguments.format:
        case "csv":
            content = written.to_csv(table)
        case "json":
            content = written.to_json(table, notes=taken.round.notes)
        case _:
            content = written.to_ods(table, notes=taken.round.notes)
    return _put(content, arguments.out)


def run_check(arguments: argparse.Namespace) -> int:
    """Print one line for each place where the published figures cannot all be true."""
    try:
        found = arithmetic.check(
            reading.findings(_lines(arguments.findings), name=arguments.findings.name),
            reading.stages(_lines(arguments.stages), name=arguments.stages.name),
            reading.comparison(_lines(arguments.comparison), name=arguments.comparison.name),
            reading.claims(_lines(arguments.claims), name=arguments.claims.name),
            **_counts(arguments.round),
        )
    except reading.PublishedFileError as error:
        console.tell(str(error))
        return console.WRONG_USE
    except FileNotFoundError as missing:
        console.tell(f"There is no file {missing.filename}.")
        return console.WRONG_USE
    except (IsADirectoryError, NotADirectoryError, PermissionError) as closed:
        console.tell(f"{closed.filename} cannot be read: {closed.strerror}.")
        return console.WRONG_USE
    except handling.NotSeen:
        console.tell(f"There is no round called {arguments.round}.")
        return console.WRONG_USE
    text = io.StringIO(newline="")
    problems.write_csv(found, to=text)
    code = _put(text.getvalue().encode(), arguments.out)
    return console.FOUND if not code and problems.has_contradiction(found) else code


def _lines(file: Path) -> list[str]:
    return reading.text_lines(file)


def _counts(slug: str) -> dict[str, Any]:
    """The answers and judgements of a round as the check takes them; nothing without a round."""
    if not slug:
        return {}
    with handling.acting(PURPOSE):
        round_: Round = rounds.by_slug(slug, by=PURPOSE)
        outline, counts = outlines.of(round_.framework), counting.Counts()
        counting.count_answers(round_, outline, counts)
        counting.count_stages(round_, outline, counts)
    return {"answers": _answers(outline, counts), "judgements": _judgements(counts)}


def _answers(
    outline: outlines.Outline, counts: counting.Counts
) -> dict[str, dict[str, dict[str, int]]]:
    """By finding, cohort and answer, of the cohorts that were asked; missing ones not recorded."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for finding in outline.findings:
        for cohort in finding.asked_of or ("",):
            given = {side: counts.answers[finding.code, cohort, side] for side in outlines.SIDES}
            known = sum(given.values()) - given[outlines.NOT_RECORDED]
            given[outlines.NOT_RECORDED] = counts.asked[cohort] - known
            found.setdefault(finding.code, {})[cohort] = given
    return found


def _judgements(counts: counting.Counts) -> dict[str, dict[str, dict[str, int]]]:
    found: dict[str, dict[str, dict[str, int]]] = {}
    for (capability, stage, cohort), number in counts.stages.items():
        found.setdefault(capability, {}).setdefault(cohort, {})[stage] = number
    return found


def _put(content: bytes, out: Path | None) -> int:
    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return console.DONE
    if not out.absolute().parent.is_dir():
        console.tell(f"There is no folder {out.absolute().parent}.")
        return console.WRONG_USE
    try:
        out.write_bytes(content)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as closed:
        console.tell(f"{out} cannot be written: {closed.strerror}.")
        return console.WRONG_USE
    console.tell(f"{out} holds {len(content):,} bytes")
    return console.DONE
