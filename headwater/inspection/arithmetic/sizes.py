"""How many bodies each cohort holds, worked out from the denominators that the files print.

The stage tables and the comparison are shares of whole cohorts, so their denominators say the
size outright, unless several findings were asked of more; a finding may have been asked of fewer
bodies than the cohort holds, so otherwise the finding tables only settle ties. One misprint must not win, so the sizes are those that most denominators
support and that add up: the cohorts together make all. Each stage table has one voice, and each
cell of the comparison whose percentage is that of its fraction.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headwater.inspection.arithmetic import reading, rounding

ALL = "all"
FUNDED = "priority"
NON_FUNDED = "non_priority"

# The comparison calls the priority cohort "funded" (inspection report, Appendix D).
COHORT_OF_COLUMN = {
    "funded_dev_adv_of_all": ALL,
    "nonfunded_dev_adv_of_all": ALL,
    "dev_adv_of_funded": FUNDED,
    "dev_adv_of_nonfunded": NON_FUNDED,
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """`whole` holds the sizes that tables of whole cohorts settle, `usual` those of the findings."""

    whole: dict[str, int]
    usual: dict[str, int]


def of_cohorts(
    findings: Sequence[reading.FindingRow],
    stages: Sequence[reading.StageRow],
    comparison: Sequence[reading.ComparisonRow],
) -> Sizes:
    """The size of each cohort for which any denominator is printed."""
    hard = _tally(
        [(ALL, size) for size in of_stage_tables(stages).values()]
        + [
            (COHORT_OF_COLUMN[row.column_id], row.denominator)
            for row in comparison
            if row.column_id in COHORT_OF_COLUMN and _agrees_with_itself(row)
        ]
    )
    soft = _tally([(row.cohort, row.denominator) for row in findings])
    usual = {cohort: _commonest(tally) for cohort, tally in soft.items()}
    whole = _adding_up(hard, soft)
    asked = _agreed(findings)
    if whole and all(asked.get(cohort, 0) >= size for cohort, size in whole.items()):
        whole = asked
    if set(usual) <= set(COHORT_OF_COLUMN.values()):
        usual |= whole
    return Sizes(whole, usual)


def of_stage_tables(stages: Sequence[reading.StageRow]) -> dict[str, int]:
    """The denominator that most rows of each stage table print, by capability."""
    tallies = _tally([(row.capability, row.denominator) for row in stages])
    return {capability: _commonest(tally) for capability, tally in tallies.items()}


def _agrees_with_itself(row: reading.ComparisonRow) -> bool:
    if row.percentage is None or row.numerator is None or not row.denominator:
        return True
    return row.numerator in rounding.counts(row.percentage, of=row.denominator)


def _tally(printed: Iterable[tuple[str, int | None]]) -> dict[str, Counter[int]]:
    tallies: dict[str, Counter[int]] = {}
    for cohort, denominator in printed:
        if denominator:
            tallies.setdefault(cohort, Counter())[denominator] += 1
    return tallies


def _agreed(findings: Sequence[reading.FindingRow]) -> dict[str, int]:
    """The largest sizes that add up and that more than one finding prints, or nothing.

    They may exceed those of the other tables, where not every body has been judged yet.
    """
    by_finding: dict[str, dict[str, int | None]] = {}
    for row in findings:
        by_finding.setdefault(row.finding_id, {})[row.cohort] = row.denominator
    printed = Counter(
        tuple(sizes.get(cohort) for cohort in (ALL, FUNDED, NON_FUNDED))
        for sizes in by_finding.values()
    )
    agreed = [
        {ALL: everyone, FUNDED: funded, NON_FUNDED: others}
        for (everyone, funded, others), times in printed.items()
        if times > 1 and everyone is not None and funded is not None and others is not None
        if everyone == funded + others
    ]
    return max(agreed, key=lambda sizes: tuple(sizes.values()), default={})


def _commonest(tally: Counter[int]) -> int:
    return max(tally, key=lambda size: (tally[size], size))


def _adding_up(hard: dict[str, Counter[int]], soft: dict[str, Counter[int]]) -> dict[str, int]:
    """The sizes of the funded, the others and all that add up and have the most support."""
    cohorts = (FUNDED, NON_FUNDED, ALL)
    known = [cohort for cohort in cohorts if hard.get(cohort)]
    if len(known) < 2:
        return {cohort: _commonest(hard[cohort]) for cohort in known}

    def support(triple: tuple[int, int, int], by: dict[str, Counter[int]]) -> int:
        return sum(by.get(name, Counter())[n] for name, n in zip(cohorts, triple, strict=True))

    funded, others, everyone = (tuple(hard.get(cohort, ())) for cohort in cohorts)
    triples = {(f, n, f + n) for f in funded for n in others}
    triples |= {(f, a - f, a) for f in funded for a in everyone if a >= f}
    triples |= {(a - n, n, a) for n in others for a in everyone if a >= n}
    if not triples:
        return {cohort: _commonest(hard[cohort]) for cohort in known}
    best = max(triples, key=lambda triple: (support(triple, hard), support(triple, soft), triple))
    return dict(zip(cohorts, best, strict=True))
