"""The arithmetic check: does a published report agree with itself?

For an editor before publication, and for anyone who reads a table. Given the finding tables, the
stage tables, the comparison of overall assessment and the claims of the body text, it asks of
every figure whether whole numbers of bodies exist that make all the figures true together, with
percentages rounded half up on n/N, and reports the places where they do not. It knows neither
database nor pages. Its words: a *row* is a finding in a cohort, a *cell* one printed share, a
*claim* a figure of the text, *asked* the bodies in a denominator.
"""

from collections.abc import Sequence

from headwater.inspection.arithmetic import comparison as comparisons
from headwater.inspection.arithmetic import findings as finding_tables
from headwater.inspection.arithmetic import reading, sizes
from headwater.inspection.arithmetic import stages as stage_tables
from headwater.inspection.arithmetic.answers import Answers, Counts
from headwater.inspection.arithmetic.claims import Claims
from headwater.inspection.arithmetic.problems import Problem


def check(
    findings: Sequence[reading.FindingRow],
    stages: Sequence[reading.StageRow],
    comparison: Sequence[reading.ComparisonRow],
    claims: Sequence[reading.Claim],
    *,
    answers: Counts | None = None,
    judgements: comparisons.Judgements | None = None,
) -> list[Problem]:
    """Every place where the published figures cannot all be true, one line for each.

    The lines follow the files: finding rows, stage tables, comparison, claims. Cohort sizes are
    worked out from the printed denominators, never assumed. A conflict between two places is
    reported once: between cohorts at the row for all, between a claim and a table at the claim,
    between comparison and stage table at the comparison. Only rows of one label, of which neither
    is known to be the right one, are each reported.

    `answers` (by finding, cohort and answer) add one question: does a claim that the tables allow
    fit the answers? The tables themselves are not held against the answers, for whoever has the
    answers can print the tables anew; the check is about what was printed. `judgements` (by
    capability, cohort and stage) only make what is possible more exact.
    """
    known = sizes.of_cohorts(findings, stages, comparison)
    table = finding_tables.Table(findings, known)
    tables = stage_tables.judge(stages, known)
    return [
        *table.problems(),
        *(problem for stage_table in tables.values() for problem in stage_table.problems),
        *comparisons.check(comparison, tables=tables, known=known, judgements=judgements),
        *Claims(claims, table=table, answers=Answers(answers)).problems(),
    ]
