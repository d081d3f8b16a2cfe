"""Figures written out as CSV, ODS and JSON, with the columns of the commands.

CSV is the bare table. ODS adds a sheet of notes; JSON adds numerators and denominators, the
definitions and the notes. Whatever stands per subject carries its warning in every form.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from headwater.govuk import sheets
from headwater.inspection.figures import measures
from headwater.inspection.figures.heats import Heat
from headwater.inspection.figures.tables import Comparison, FindingsTable, StageTable
from headwater.inspection.figures.taking import Figures
from headwater.inspection.figures.values import Figure

type Table = FindingsTable | StageTable | Comparison | Heat
type Cells = list[list[sheets.Cell]]

FINDING_COLUMNS = (
    "capability",
    "finding_id",
    "cohort",
    "yes_pct",
    "no_pct",
    "yes",
    "no",
    "not_recorded",
    "denominator",
)
STAGE_COLUMNS = ("capability", "stage", "forces", "pct")
COMPARISON_COLUMNS = ("capability", "column_id", "pct", "numerator", "denominator")


def to_csv(table: Table) -> bytes:
    """One table as CSV: UTF-8 without a byte order mark, one header row."""
    notes = [table.note] if isinstance(table, Heat) and table.note else []
    return sheets.write_csv(columns(table), cells(table), notes=notes)


def to_ods(what: Figures | Table, *, notes: Sequence[str] = ()) -> bytes:
    """One table, or all of a round, as a workbook with a sheet of notes.

    ``notes`` are what must be said beside one table; all of a round brings its own.
    """
    if isinstance(what, Figures):
        parts: Iterable[tuple[str, Table]] = (
            ("Findings", what.findings),
            ("Stages", what.stages),
            ("Comparison", what.comparison),
        )
        title, more = what.round.title, list(what.round.notes)
    else:
        parts = [(_TITLES[type(what)], what)]
        title, more = _TITLES[type(what)], list(notes)
        if isinstance(what, Heat):
            more.append(what.note)
    pages = [sheets.Sheet(name, columns(table), cells(table)) for name, table in parts]
    if isinstance(what, Heat) and what.note:
        pages = [
            sheets.Sheet(
                page.title, [*page.header, "note"], [[*row, what.note] for row in page.rows]
            )
            for page in pages
        ]
    definitions = _definitions_of(what)
    words = sheets.Notes(
        title,
        "Answers and judgements of the round, counted by Headwater",
        measures.HALF_UP,
        [*(note for note in more if note), *(_in_words(each) for each in definitions)],
    )
    return sheets.write_ods(pages, notes=words)


def to_json(what: Figures | Table, *, notes: Sequence[str] = ()) -> bytes:
    """One table, or all of a round, as JSON with what its figures mean; ``notes`` as above."""
    value: dict[str, Any] = {}
    if isinstance(what, Figures):
        facts = what.round
        value["round"] = {
            "slug": facts.slug,
            "title": facts.title,
            "framework": facts.framework,
            "is_reconstruction": facts.is_reconstruction,
            "cohorts_on": facts.cohorts_on,
            "is_partial": what.is_partial,
        }
        value["notes"] = list(facts.notes)
        value["findings"] = _findings_json(what.findings)
        value["stages"] = _stages_json(what.stages)
        value["comparison"] = _comparison_json(what.comparison)
    else:
        value["notes"] = [*notes, *([what.note] if isinstance(what, Heat) and what.note else [])]
        value |= _table_json(what)
    value["rounding"] = measures.HALF_UP
    value["definitions"] = [each.as_json() for each in _definitions_of(what)]
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def columns(table: Table) -> Sequence[str]:
    """The header of a table in a file."""
    match table:
        case FindingsTable():
            return FINDING_COLUMNS
        case StageTable():
            return STAGE_COLUMNS
        case Comparison():
            return COMPARISON_COLUMNS
        case Heat():
            return ("subject", "cohort", *table.columns)


def cells(table: Table) -> Cells:
    """The rows of a table in a file, in the order of its columns."""
    match table:
        case FindingsTable():
            return [
                [row.capability, row.finding_id, row.cohort, *(f.cell for f in row.figures)]
                for row in table.rows
            ]
        case StageTable():
            return [
                [row.capability, row.stage, row.bodies.cell, row.pct.cell] for row in table.rows
            ]
        case Comparison():
            return [
                [
                    row.capability,
                    row.column_id,
                    row.pct.cell,
                    row.numerator.cell,
                    row.denominator.cell,
                ]
                for row in table.rows
            ]
        case Heat():
            return [[row.code, row.cohort, *row.texts] for row in table.rows]


_TITLES: dict[type, str] = {
    FindingsTable: "Findings",
    StageTable: "Stages",
    Comparison: "Comparison",
    Heat: "Heat table",
}


def _definitions_of(what: Figures | Table) -> list[measures.Definition]:
    if isinstance(what, Figures):
        return list(what.definitions.values())
    if isinstance(what, Heat):
        return []
    wanted = {FindingsTable: "finding.", StageTable: "stage.", Comparison: "comparison."}[
        type(what)
    ]
    given = what.rows[0].source.definitions if what.rows else measures.MEASURES
    return [each for each in given.values() if each.id.startswith(wanted)]


def _in_words(each: measures.Definition) -> str:
    return (
        f"{each.name}: {each.title}. Population: {each.population}. Numerator: {each.numerator}. "
        f"Not recorded: {each.not_recorded}. Not applicable: {each.not_applicable}. "
        f"Not asked: {each.not_asked}. Rounding: {each.rounding}."
    )


def _table_json(table: Table) -> dict[str, Any]:
    match table:
        case FindingsTable():
            return {"findings": _findings_json(table)}
        case StageTable():
            return {"stages": _stages_json(table)}
        case Comparison():
            return {"comparison": _comparison_json(table)}
        case Heat():
            names = columns(table)
            return {"rows": [dict(zip(names, row, strict=True)) for row in cells(table)]}


def _value(figure: Figure) -> int | None:
    return figure.value


def _findings_json(table: FindingsTable) -> list[dict[str, Any]]:
    return [
        {
            "capability": row.capability,
            "finding_id": row.finding_id,
            "label": row.label,
            "cohort": row.cohort,
            "is_asked": row.is_asked,
            "is_historical": row.is_historical,
            **dict(zip(FINDING_COLUMNS[3:], map(_value, row.figures), strict=True)),
            "not_applicable": row.not_applicable.value,
        }
        for row in table.rows
    ]


def _stages_json(table: StageTable) -> list[dict[str, Any]]:
    return [
        {
            "capability": row.capability,
            "stage": row.stage,
            "forces": row.bodies.value,
            "pct": row.pct.value,
            "denominator": row.judged,
        }
        for row in table.rows
    ]


def _comparison_json(table: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "capability": row.capability,
            "column_id": row.column_id,
            "pct": row.pct.value,
            "numerator": row.numerator.value,
            "denominator": row.denominator.value,
        }
        for row in table.rows
    ]
