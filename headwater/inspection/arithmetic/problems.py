"""What the check reports: one line for each cell or claim whose figures cannot all be true."""

import csv
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TextIO


class Severity(enum.StrEnum):
    """How sure it is that something printed is wrong, gravest first."""

    CONTRADICTION = "contradiction"
    INCOMPLETE = "incomplete"
    ROUNDING_ONLY = "rounding_only"
    CANNOT_TELL = "cannot_tell"


class Kind(enum.StrEnum):
    """What does not hold, in the order in which a cell is judged."""

    SUM_NOT_100 = "sum_not_100"
    IMPOSSIBLE_PERCENTAGE = "impossible_percentage"
    FRACTION_VS_PERCENTAGE = "fraction_vs_percentage"
    WRONG_DENOMINATOR = "wrong_denominator"
    COHORTS_VS_ALL = "cohorts_vs_all"
    TABLE_VS_TABLE = "table_vs_table"
    SAME_LABEL = "same_label"
    CLAIM_VS_TABLE = "claim_vs_table"
    CLAIM_VS_ANSWERS = "claim_vs_answers"


_GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}
_TURN = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One line of the check, in the order of its columns.

    `capability` to `claim_id` say where (empty where they do not apply), `printed` what stands
    there, `possible` what could stand there, `why` the reason in one sentence for any reader.
    """

    severity: Severity
    kind: Kind
    capability: str = ""
    finding_id: str = ""
    cohort: str = ""
    stage: str = ""
    column_id: str = ""
    claim_id: str = ""
    printed: str
    possible: str
    why: str


def one_line(found: Sequence[Problem]) -> list[Problem]:
    """One line for a cell from everything found there.

    The kind is the first that applies, the severity the gravest found: a graver fault that comes
    later in the order lends its severity and adds its reason, so that no contradiction is hidden
    behind a matter of rounding.
    """
    if not found:
        return []
    in_turn = sorted(found, key=lambda problem: _TURN[problem.kind])
    first, gravest = in_turn[0], min(in_turn, key=lambda problem: _GRAVITY[problem.severity])
    if first.severity is gravest.severity:
        return [first]
    return [
        replace(
            first,
            severity=gravest.severity,
            possible=f"{first.possible}; {gravest.possible}",
            why=f"{first.why.removesuffix('.')}; besides, {_within(gravest.why)}",
        )
    ]


def _within(sentence: str) -> str:
    """A sentence as it stands inside another; the column's name Yes keeps its capital."""
    return sentence if sentence.startswith("Yes ") else sentence[0].lower() + sentence[1:]


def has_contradiction(problems: Iterable[Problem]) -> bool:
    """Whether anything printed cannot be true under any whole numbers."""
    return any(problem.severity is Severity.CONTRADICTION for problem in problems)


def write_csv(problems: Iterable[Problem], *, to: TextIO) -> None:
    """Write a header row and one row for each problem; the stream should be UTF-8."""
    columns = [field.name for field in fields(Problem)]
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(columns)
    for problem in problems:
        writer.writerow([str(getattr(problem, column)) for column in columns])
