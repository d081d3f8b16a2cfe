"""The stage tables: each percentage with its count, and the counts with the whole.

Every body is judged to be at one stage of each capability (inspection report, 2.3.3 and the
tables that open chapters 3 to 7), so the counts of a table must add up to its denominator.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from headwater.inspection.arithmetic import counting, fractions, reading, rounding, sizes, wording
from headwater.inspection.arithmetic.problems import Kind, Problem, Severity, one_line

COMPARED = ("developed", "advanced")
BEYOND = "delivering"


@dataclass(frozen=True, slots=True)
class StageTable:
    """One capability's table as judged."""

    problems: tuple[Problem, ...]
    whole: int
    """How many bodies most of its rows are shares of."""
    developed_or_advanced: counting.Range | None
    """How many bodies the table puts there; None when it cannot be relied on."""


def judge(printed: Sequence[reading.StageRow], known: sizes.Sizes) -> dict[str, StageTable]:
    """Every stage table that prints a denominator, by capability."""
    tables: dict[str, list[reading.StageRow]] = {}
    for row in printed:
        tables.setdefault(row.capability, []).append(row)
    return {
        capability: _judge(tables[capability], whole, known)
        for capability, whole in sizes.of_stage_tables(printed).items()
    }


def _judge(table: list[reading.StageRow], whole: int, known: sizes.Sizes) -> StageTable:
    found = {row.stage: one_line(_cell(row, whole)) for row in table}
    broken = {
        stage
        for stage, problems in found.items()
        if any(problem.severity is Severity.CONTRADICTION for problem in problems)
    }
    overall = _sum(table, whole, broken, known)
    problems = [problem for row in table for problem in found[row.stage]] + overall
    return StageTable(tuple(problems), whole, _compared(table, whole, broken, overall))


def _cell(row: reading.StageRow, whole: int) -> list[Problem]:
    if row.denominator is None or (row.percentage is None and not row.denominator):
        return []
    found = []
    fault = (
        fractions.fault(row.percentage, row.forces, of=row.denominator) if row.percentage else None
    )
    if fault:
        severity, kind, possible, why = fault
        found.append(_problem(row, severity, kind, possible, why))
    if row.denominator != whole:
        found.append(
            _problem(
                row,
                Severity.CONTRADICTION,
                Kind.WRONG_DENOMINATOR,
                f"of {whole}",
                f"The other rows of this table are shares of {whole} bodies, this one of "
                f"{row.denominator}.",
            )
        )
    return found


def _sum(
    table: list[reading.StageRow], whole: int, broken: set[str], known: sizes.Sizes
) -> list[Problem]:
    """A problem of the table as a whole, unless a cell already found broken explains it."""
    total = counting.Range(0, 0)
    for row in table:
        total = total + _count(row, whole, is_broken=row.stage in broken)
    size = known.whole.get(sizes.ALL, whole)
    counted = " + ".join(str(row.forces) if row.forces is not None else "?" for row in table)
    if whole > size:
        severity, kind = Severity.CONTRADICTION, Kind.WRONG_DENOMINATOR
        why = f"The table counts {whole} bodies, but the other tables count {size} in all."
    elif total.low > whole:
        severity, kind = Severity.CONTRADICTION, Kind.SUM_NOT_100
        why = f"The stages add up to {total.low} bodies, more than the {whole} there are."
    elif total.high < whole:
        severity, kind = Severity.INCOMPLETE, Kind.SUM_NOT_100
        missing = wording.plural(whole - total.high, "body is", "bodies are")
        why = f"The stages add up to {total.high} of {whole} bodies, so {missing} at no stage."
    elif whole < size:
        severity, kind = Severity.INCOMPLETE, Kind.WRONG_DENOMINATOR
        missing = wording.plural(size - whole, "body is", "bodies are")
        why = f"The table counts {whole} of the {size} bodies in all, so {missing} at no stage."
    else:
        return []
    return [
        Problem(
            severity=severity,
            kind=kind,
            capability=table[0].capability,
            printed=f"{counted} of {whole}",
            possible=f"{size} in all",
            why=why,
        )
    ]


def _count(row: reading.StageRow, whole: int, *, is_broken: bool) -> counting.Range:
    """The counts that a row may stand for; a broken one for what either of its figures says."""
    by_percentage = counting.Range(0, whole)
    if row.percentage:
        by_percentage = rounding.counts(row.percentage, of=whole)
    if row.forces is None:
        return counting.Range(0, whole) if by_percentage.is_empty else by_percentage
    if is_broken and row.percentage and not by_percentage.is_empty:
        return counting.Range(
            min(row.forces, by_percentage.low), max(row.forces, by_percentage.high)
        )
    return counting.Range(row.forces, row.forces)


def _compared(
    table: list[reading.StageRow], whole: int, broken: set[str], overall: list[Problem]
) -> counting.Range | None:
    forces = {row.stage: row.forces for row in table}
    counts = [forces.get(stage) for stage in COMPARED]
    if broken & {*COMPARED, BEYOND}:
        return None
    if any(problem.severity is Severity.CONTRADICTION for problem in overall):
        return None
    least = sum(count for count in counts if count is not None)
    if None in counts:
        return None
    missing = sum(max(0, whole - sum(count or 0 for count in forces.values())) for _ in overall)
    return counting.Range(least, least + (forces.get(BEYOND) or 0) + missing)


def _problem(
    row: reading.StageRow, severity: Severity, kind: Kind, possible: str, why: str
) -> Problem:
    count = "no figure" if row.forces is None else str(row.forces)
    return Problem(
        severity=severity,
        kind=kind,
        capability=row.capability,
        stage=row.stage,
        printed=f"{count} of {row.denominator}, {wording.share(row.percentage)}",
        possible=possible,
        why=why,
    )
