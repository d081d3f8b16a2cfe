"""The finding tables: every row alone, its denominator, its cohorts together, its label."""

from collections.abc import Sequence

from headwater.inspection.arithmetic import cohorts, reading, rows, sizes
from headwater.inspection.arithmetic.problems import Kind, Problem, Severity, one_line


class Table:
    """The finding tables as judged; also what later checks may take from them."""

    def __init__(self, printed: Sequence[reading.FindingRow], known: sizes.Sizes) -> None:
        self._printed = printed
        self._judged = {(row.finding_id, row.cohort): rows.judge(row) for row in printed}
        by_finding: dict[str, dict[str, rows.Judged]] = {}
        self._found: dict[tuple[str, str], list[Problem]] = {}
        for judged in self._rows():
            by_finding.setdefault(judged.row.finding_id, {})[judged.row.cohort] = judged
            if judged.problem:
                self._note(judged.problem)
        for row in printed:
            if problem_of_nobody := rows.of_nobody(row):
                self._note(problem_of_nobody)
        for by_cohort in by_finding.values():
            for problem in cohorts.check(by_cohort, known):
                self._note(problem)
        for problem in _same_labels(self._rows()):
            self._note(problem)

    def problems(self) -> list[Problem]:
        """One line for each faulty row, in file order."""
        return [
            problem
            for row in self._printed
            for problem in one_line(self._found.get((row.finding_id, row.cohort), []))
        ]

    def row(self, finding_id: str, cohort: str) -> rows.Judged | None:
        """The judged row; None when the tables print no figures for it."""
        return self._judged.get((finding_id, cohort))

    def has_wrong_denominator(self, finding_id: str, cohort: str) -> bool:
        """Whether the number of bodies printed for a row is itself in doubt."""
        found = self._found.get((finding_id, cohort), [])
        return any(problem.kind is Kind.WRONG_DENOMINATOR for problem in found)

    def _rows(self) -> list[rows.Judged]:
        return [judged for judged in self._judged.values() if judged]

    def _note(self, problem: Problem) -> None:
        self._found.setdefault((problem.finding_id, problem.cohort), []).append(problem)


def _same_labels(printed: Sequence[rows.Judged]) -> list[Problem]:
    """Rows that share a label with a row whose figures no one count explains.

    Each row of such a group is reported: the print does not say which of them is meant.
    """
    groups: dict[tuple[str, str], list[rows.Judged]] = {}
    for judged in printed:
        groups.setdefault((judged.row.label_group, judged.row.cohort), []).append(judged)
    return [
        _label_problem(judged, other)
        for group in groups.values()
        for judged in group
        for other in [row for row in group if not _may_agree(row, judged)][:1]
    ]


def _label_problem(judged: rows.Judged, other: rows.Judged) -> Problem:
    return judged.report(
        Severity.CONTRADICTION,
        Kind.SAME_LABEL,
        possible=f"{rows.shown(other.row)} (as {other.row.finding_id})",
        why=(
            f"The tables print two different sets of figures for the {judged.row.cohort} cohort "
            f"under one label, here and in row {other.row.finding_id}."
        ),
    )


def _may_agree(first: rows.Judged, other: rows.Judged) -> bool:
    if (first.row.yes, first.row.no) == (other.row.yes, other.row.no):
        return True
    if first.region is None or other.region is None or first.asked != other.asked:
        return False
    return not (first.region & other.region).is_empty
