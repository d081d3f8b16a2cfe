"""Figures as a pure JSON value, and back: what an edition keeps instead of live rows.

The snapshot holds counts, labels and the definitions under which they were taken. The same rows
give the same snapshot, and a snapshot always gives the same printed figures.
"""

from collections.abc import Mapping
from typing import Any

from headwater.inspection.figures import measures, tables, taking
from headwater.inspection.figures.taking import Figures, RoundFacts
from headwater.inspection.models import Round

FORMAT = "headwater-figures/1"


class NotOurs(ValueError):
    """A value that is no snapshot of figures, or one of a format that this version cannot read."""


def freeze(round_: Round, *, only_unmarked: bool = False) -> dict[str, Any]:
    """The snapshot of a round's figures as the transaction's reader sees them."""
    return snapshot(taking.take(round_, only_unmarked=only_unmarked))


def snapshot(taken: Figures) -> dict[str, Any]:
    """The snapshot of figures that were taken."""
    facts = taken.round
    return {
        "format": FORMAT,
        "round": {
            **{name: getattr(facts, name) for name in _PLAIN},
            **{name: _pairs(getattr(facts, name)) for name in _MAPPED},
            "notes": list(facts.notes),
        },
        "is_partial": taken.is_partial,
        "definitions": [each.as_json() for each in taken.definitions.values()],
        "findings": [_plain(row, _FINDING) for row in taken.findings.rows],
        "stages": [
            {**_plain(row, _STAGE), "by_cohort": [[c, *n] for c, n in row.by_cohort.items()]}
            for row in taken.stages.rows
        ],
        "comparison": [_plain(row, _COMPARISON) for row in taken.comparison.rows],
    }


def thaw(value: Mapping[str, Any]) -> Figures:
    """The figures of a snapshot. They have paths and no addresses, for their rows may be gone.

    Raises :class:`NotOurs` when it is not a snapshot of this format.
    """
    if value.get("format") != FORMAT:
        raise NotOurs("These are not figures that this version can read.")
    definitions = {each["id"]: measures.Definition(**each) for each in value["definitions"]}
    source = tables.Source(definitions)
    facts: dict[str, Any] = {name: value["round"][name] for name in _PLAIN}
    facts |= {name: dict(value["round"][name]) for name in _MAPPED}
    return Figures(
        round=RoundFacts(**facts, notes=tuple(value["round"]["notes"])),
        findings=tables.FindingsTable(
            tuple(tables.FindingRow(**row, source=source) for row in value["findings"])
        ),
        stages=tables.StageTable(tuple(_stage(row, source) for row in value["stages"])),
        comparison=tables.Comparison(
            tuple(tables.ComparisonRow(**row, source=source) for row in value["comparison"])
        ),
        definitions=definitions,
        is_partial=value["is_partial"],
    )


_PLAIN = (
    "slug",
    "title",
    "framework",
    "framework_title",
    "is_reconstruction",
    "cohorts_on",
    "return_count",
)
_MAPPED = ("cohorts", "capabilities", "stages", "subject_counts")
_FINDING = (
    "capability",
    "finding_id",
    "label",
    "cohort",
    "is_asked",
    "is_historical",
    "yes_count",
    "no_count",
    "missing_count",
    "left_out_count",
)
_STAGE = ("capability", "stage", "label", "count", "judged")
_COMPARISON = ("capability", "column_id", "label", "count", "of", "count_path", "of_path")


def _plain(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _pairs(mapping: Mapping[str, Any]) -> list[list[Any]]:
    """A mapping as pairs, because JSON keeps no order that a database would respect."""
    return [[key, value] for key, value in mapping.items()]


def _stage(row: Mapping[str, Any], source: tables.Source) -> tables.StageRow:
    plain = {name: row[name] for name in _STAGE}
    by_cohort = {cohort: (count, judged) for cohort, count, judged in row["by_cohort"]}
    return tables.StageRow(**plain, by_cohort=by_cohort, source=source)
