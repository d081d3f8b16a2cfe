"""The counts of a round, made by PostgreSQL in the name of the transaction's reader.

One query counts answers by finding, cohort and value; one counts the bodies asked in each cohort;
one counts settled stages by capability and cohort. Row-level security leaves out what the reader
may not see; ``only_unmarked`` leaves out besides what is marked above OFFICIAL.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from headwater.inspection.figures import outlines
from headwater.inspection.models import Return, Round
from headwater.kernel import handling

MANY = 1_000
"""Bodies in a round from which the order of joins is worth two more statements."""

_BODIES = """
    inspection_return r JOIN inspection_subject s ON s.id = r.subject_id
    LEFT JOIN inspection_cohortmembership m
        ON m.subject_id = s.id AND m.period @> %(day)s::date
"""
_ANSWERS = f"""
    SELECT a.finding_id, m.cohort_id, a.value, count(*)
    FROM inspection_answer a JOIN ({_BODIES}) ON r.record_id = a.submission_id
    WHERE s.round_id = %(round)s AND (%(unmarked)s::int[] IS NULL OR a.label_id = ANY(%(unmarked)s))
    GROUP BY a.finding_id, m.cohort_id, a.value
"""
_ASKED = f"""
    SELECT m.cohort_id, count(*) FROM {_BODIES}
    WHERE s.round_id = %(round)s AND (%(unmarked)s::int[] IS NULL OR r.label_id = ANY(%(unmarked)s))
    GROUP BY m.cohort_id
"""
_STAGES = """
    SELECT j.capability_id, j.stage_id, m.cohort_id, count(*)
    FROM inspection_judgement j
    LEFT JOIN inspection_cohortmembership m
        ON m.subject_id = j.subject_id AND m.period @> %(day)s::date
    WHERE j.round_id = %(round)s AND j.is_current
        AND (%(unmarked)s::int[] IS NULL OR j.label_id = ANY(%(unmarked)s))
    GROUP BY j.capability_id, j.stage_id, m.cohort_id
"""


@dataclass
class Counts:
    """Bodies by (finding, cohort, side), by cohort, and by (capability, stage, cohort); by code.

    A body in no cohort stands under an empty code.
    """

    answers: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    stages: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    has_overall: bool = False


def count_answers(
    round_: Round, outline: outlines.Outline, counts: Counts, *, only_unmarked: bool = False
) -> None:
    """Fill in who was asked and what they answered: two queries."""
    given = _given(round_, only_unmarked=only_unmarked)
    cohorts = {each.pk: each.code for each in outline.cohorts}
    findings = {each.pk: each for each in outline.findings}
    for cohort, number in _rows(_ASKED, given):
        counts.asked[cohorts.get(cohort, "")] += number
    many = sum(counts.asked.values()) > MANY
    with _bodies_joined_first() if many else nullcontext():
        rows = _rows(_ANSWERS, given)
    for pk, cohort, value, number in rows:
        finding = findings[pk]
        counts.answers[finding.code, cohorts.get(cohort, ""), finding.side(value)] += number


def count_stages(
    round_: Round, outline: outlines.Outline, counts: Counts, *, only_unmarked: bool = False
) -> None:
    """Fill in the settled stages: one query."""
    cohorts = {each.pk: each.code for each in outline.cohorts}
    capabilities = {each.pk: each.code for each in outline.capabilities}
    stages = {each.pk: each.code for each in outline.stages}
    given = _given(round_, only_unmarked=only_unmarked)
    for capability, stage, cohort, number in _rows(_STAGES, given):
        code = capabilities.get(capability, outlines.OVERALL)
        counts.stages[code, stages[stage], cohorts.get(cohort, "")] += number
        counts.has_overall = counts.has_overall or code == outlines.OVERALL


def marked_count(round_: Round) -> int:
    """How many returns that the reader sees are marked above OFFICIAL."""
    returns = Return.objects.filter(subject__round=round_)
    return returns.exclude(label__marking__in=handling.UNMARKED).count()


def returns_in_round(round_: Round) -> dict[int | None, int]:
    """How many returns there are by cohort (its row's key), seen or not, and nothing else of them.

    Empty for whoever may not see the round.
    """
    given = {"round": round_.pk, "day": round_.cohorts_on}
    return dict(
        _rows(
            "SELECT cohort_id, return_count FROM hw.returns_in_round(%(round)s, %(day)s::date)",
            given,
        )
    )


def _given(round_: Round, *, only_unmarked: bool) -> dict[str, Any]:
    unmarked = None
    if only_unmarked:
        labels = handling.Label.objects.filter(marking__in=handling.UNMARKED)
        unmarked = list(labels.values_list("pk", flat=True))
    return {"round": round_.pk, "day": round_.cohorts_on, "unmarked": unmarked}


@contextmanager
def _bodies_joined_first() -> Iterator[None]:
    """Have the bodies joined to each other before a million answers are joined to them.

    The planner would else begin with the answers and carry all of them through three joins.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL join_collapse_limit = 1")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET join_collapse_limit")


def _rows(statement: str, given: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
