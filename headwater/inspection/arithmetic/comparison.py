"""The comparison of overall assessment: fractions, denominators, and the stage tables.

For each capability the five columns print two numbers several times over: funded bodies at
Developed or Advanced, and non-funded bodies there (inspection report, Appendix D). The check
looks for the two numbers that leave the fewest cells wrong; the cells that they leave wrong are
reported.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headwater.inspection.arithmetic import counting, fractions, reading, rounding, sizes, wording
from headwater.inspection.arithmetic.problems import Kind, Problem, Severity, one_line
from headwater.inspection.arithmetic.stages import StageTable

SHARE = "funded_share_of_dev_adv"
FUNDED_COLUMNS = frozenset({SHARE, "funded_dev_adv_of_all", "dev_adv_of_funded"})
NON_FUNDED_COLUMNS = frozenset({"nonfunded_dev_adv_of_all", "dev_adv_of_nonfunded"})

type Judgements = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Bodies by capability, cohort and stage."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Bodies at Developed or Advanced: the funded and the others."""

    funded: int
    others: int

    def breaks(self, row: reading.ComparisonRow) -> bool:
        """Whether the cell cannot be true if this pair is."""
        if row.column_id == SHARE:
            return (row.numerator, row.denominator) != (self.funded, self.funded + self.others)
        expected = self.funded if row.column_id in FUNDED_COLUMNS else self.others
        return row.numerator != expected


def check(
    printed: Sequence[reading.ComparisonRow],
    *,
    tables: Mapping[str, StageTable],
    known: sizes.Sizes,
    judgements: Judgements | None,
) -> list[Problem]:
    """One line for each faulty cell, in file order."""
    found: dict[tuple[str, str], list[Problem]] = {}
    names = dict.fromkeys(row.capability for row in printed)
    judged = {name: _bodies_judged(printed, name, tables.get(name), known) for name in names}
    for row in printed:
        found[row.capability, row.column_id] = _cell(row, judged[row.capability])
    for capability in names:
        cells = [
            row
            for row in printed
            if row.capability == capability
            and row.numerator is not None
            and row.denominator
            and row.column_id in FUNDED_COLUMNS | NON_FUNDED_COLUMNS
            and not _has_broken_fraction(found[row.capability, row.column_id])
        ]
        table = tables.get(capability)
        total = table.developed_or_advanced if table else None
        for problem in _together(cells, total, _loaded(judgements, capability)):
            found[problem.capability, problem.column_id].append(problem)
    return [line for problems in found.values() for line in one_line(problems)]


def _bodies_judged(
    printed: Sequence[reading.ComparisonRow],
    capability: str,
    table: StageTable | None,
    known: sizes.Sizes,
) -> Mapping[str, int]:
    """How many bodies of each cohort the capability's cells should be shares of.

    All of them; or fewer, where not every body was judged and the cells and the stage table agree
    on how many were. The stage table then says how many are missing.
    """
    found: dict[str, set[int | None]] = {}
    for row in printed:
        if row.capability == capability and row.column_id in sizes.COHORT_OF_COLUMN:
            cohort = sizes.COHORT_OF_COLUMN[row.column_id]
            found.setdefault(cohort, set()).add(row.denominator)
    if table is not None:
        found.setdefault(sizes.ALL, set()).add(table.whole)
    own = {cohort: n for cohort, (n, *others) in found.items() if n is not None and not others}
    cohorts = (sizes.FUNDED, sizes.NON_FUNDED, sizes.ALL)
    if not all(cohort in own for cohort in cohorts):
        return known.whole
    if own[sizes.FUNDED] + own[sizes.NON_FUNDED] != own[sizes.ALL]:
        return known.whole
    is_within = all(own[cohort] <= known.whole.get(cohort, own[cohort]) for cohort in cohorts)
    return own if is_within else known.whole


def _cell(row: reading.ComparisonRow, judged: Mapping[str, int]) -> list[Problem]:
    if row.denominator is None or (row.percentage is None and not row.denominator):
        return []
    found = []
    cohort = sizes.COHORT_OF_COLUMN.get(row.column_id)
    size = judged.get(cohort) if cohort else None
    is_wrong_size = size is not None and row.denominator != size
    fault = None
    if row.percentage is not None:
        fault = fractions.fault(row.percentage, row.numerator, of=row.denominator)
    if fault:
        severity, kind, possible, why = fault
        if is_wrong_size and size:
            why = f"{why.removesuffix('.')}; {_of_true_size(row, size)}."
        found.append(_problem(row, severity, kind, possible, why))
    if is_wrong_size:
        found.append(
            _problem(
                row,
                Severity.CONTRADICTION,
                Kind.WRONG_DENOMINATOR,
                f"of {size}",
                f"The {cohort} cohort counts {size} in the other cells and tables, not "
                f"{row.denominator}.",
            )
        )
    return found


def _of_true_size(row: reading.ComparisonRow, size: int) -> str:
    text = f"the other tables count {size} in that cohort"
    if row.numerator is None or row.numerator > size or row.percentage is None:
        return text
    if row.numerator not in rounding.counts(row.percentage, of=size):
        return text
    return f"{text}, and {row.numerator} of {size} is {row.percentage}%"


def _has_broken_fraction(found: Sequence[Problem]) -> bool:
    """Whether the count itself is in doubt, so that it must not speak for its row.

    A percentage that is right for the cohort's true size leaves the count standing.
    """
    return any(problem.severity is Severity.CONTRADICTION for problem in found) and not any(
        problem.kind is Kind.WRONG_DENOMINATOR for problem in found
    )


def _together(
    cells: Sequence[reading.ComparisonRow], total: counting.Range | None, loaded: str
) -> list[Problem]:
    """The cells of one capability that disagree with each other or with its stage table."""
    pairs = _candidates(cells, total)
    if not pairs:
        return []

    def cost(pair: _Pair) -> tuple[int, int]:
        broken = sum(pair.breaks(row) for row in cells)
        return broken + (not _fits(pair, total)), broken

    best = min(pairs, key=lambda pair: (cost(pair), pair.funded, pair.others))
    found = [_disagreement(row, best) for row in cells if best.breaks(row)]
    if not _fits(best, total) and total is not None:
        at = next((row for row in cells if row.column_id == SHARE), cells[0])
        if not best.breaks(at):
            found.append(_against_stages(at, best, total, loaded))
    return found


def _candidates(cells: Sequence[reading.ComparisonRow], total: counting.Range | None) -> set[_Pair]:
    funded = {row.numerator for row in cells if row.column_id in FUNDED_COLUMNS}
    others = {row.numerator for row in cells if row.column_id in NON_FUNDED_COLUMNS}
    totals = {row.denominator for row in cells if row.column_id == SHARE}
    if total is not None:
        totals |= {total.low, total.high}
    pairs = {_Pair(f, n) for f in funded for n in others if f is not None and n is not None}
    pairs |= {_Pair(f, t - f) for f in funded for t in totals if f is not None and t is not None}
    pairs |= {_Pair(t - n, n) for n in others for t in totals if n is not None and t is not None}
    return {pair for pair in pairs if pair.funded >= 0 and pair.others >= 0}


def _fits(pair: _Pair, total: counting.Range | None) -> bool:
    return total is None or pair.funded + pair.others in total


def _disagreement(row: reading.ComparisonRow, pair: _Pair) -> Problem:
    both = pair.funded + pair.others
    if row.column_id == SHARE and row.numerator == pair.funded:
        return _problem(
            row,
            Severity.CONTRADICTION,
            Kind.WRONG_DENOMINATOR,
            f"of {both}",
            f"The other columns of this row count {pair.funded} funded and {pair.others} "
            f"non-funded bodies, {both} together, not {row.denominator}.",
        )
    expected = pair.funded if row.column_id in FUNDED_COLUMNS else pair.others
    whole = both if row.column_id == SHARE else row.denominator
    return _problem(
        row,
        Severity.CONTRADICTION,
        Kind.TABLE_VS_TABLE,
        f"{expected} of {whole}",
        f"The other columns of this row and the stage table need {expected} bodies here, not "
        f"{row.numerator}.",
    )


def _against_stages(
    row: reading.ComparisonRow, pair: _Pair, total: counting.Range, loaded: str
) -> Problem:
    return _problem(
        row,
        Severity.CONTRADICTION,
        Kind.TABLE_VS_TABLE,
        f"{wording.plural(total, 'body', 'bodies')} at Developed or Advanced{loaded}",
        f"The comparison counts {pair.funded} funded and {pair.others} non-funded bodies at "
        f"Developed or Advanced, {pair.funded + pair.others} together, but the stage table "
        f"counts {total}.",
    )


def _loaded(judgements: Judgements | None, capability: str) -> str:
    by_cohort = (judgements or {}).get(capability)
    if not by_cohort:
        return ""
    funded, others = (
        sum(by_cohort.get(cohort, {}).get(stage, 0) for stage in ("developed", "advanced"))
        for cohort in (sizes.FUNDED, sizes.NON_FUNDED)
    )
    return f"; the judgements loaded give {funded} funded and {others} non-funded"


def _problem(
    row: reading.ComparisonRow, severity: Severity, kind: Kind, possible: str, why: str
) -> Problem:
    numerator = "no figure" if row.numerator is None else str(row.numerator)
    return Problem(
        severity=severity,
        kind=kind,
        capability=row.capability,
        column_id=row.column_id,
        printed=f"{wording.share(row.percentage)} ({numerator} of {row.denominator})",
        possible=possible,
        why=why,
    )
