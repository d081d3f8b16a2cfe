"""What a figure counts: the returns or judgements behind a number, and how many are withheld.

The lists follow the same rules as the counts (``taking`` and ``counting``), so that a list is as
long as the number that leads to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.expressions import OuterRef

from headwater.inspection.figures import counting, outlines
from headwater.inspection.figures.tables import ANY, FROM, OTHERS
from headwater.inspection.models import Answer, CohortMembership, Judgement, Return, Round

ASKED = "asked"


@dataclass(frozen=True)
class Behind:
    """The rows behind a number, as a QuerySet to page through, and how many more there are.

    ``withheld_count`` is of returns in the same cohorts that the reader may not see, whatever they
    answer: to say how they answer would tell what is withheld.
    """

    rows: QuerySet[Any]
    withheld_count: int


def answers(round_: Round, finding: outlines.Finding, cohort: str, side: str) -> Behind:
    """The returns that a finding's figure counts, annotated ``value``, ``cohort_title`` and
    ``evidence_count``; ``side`` is a side of the scale or ``asked``.
    """
    outline = outlines.of(round_.framework)
    keys = _keys(outline, cohort)
    mine = Answer.objects.filter(submission=OuterRef("pk"), finding_id=finding.pk)
    bodies = _in_cohorts(Return.objects.filter(subject__round=round_), "subject_id", round_, keys)
    rows = bodies.annotate(
        value=Subquery(mine.values("value")[:1]),
        evidence_count=Subquery(mine.values("evidence_count")[:1]),
    ).filter(_on_side(finding, side))
    present = counting.returns_in_round(round_)
    all_of_them = sum(n for key, n in present.items() if keys is None or key in keys)
    return Behind(rows.select_related("subject", "record"), all_of_them - bodies.count())


def judgements(round_: Round, capability: str, stage: str, cohort: str) -> QuerySet[Any]:
    """The settled stages that a figure counts, annotated ``cohort_title``.

    ``stage`` is a stage's code, ``from-`` and a code for it and those further on, or ``any``.
    Raises KeyError for a code that the framework does not have.
    """
    outline = outlines.of(round_.framework)
    if capability == outlines.OVERALL:
        of = Q(capability__isnull=True)
    else:
        of = Q(capability_id={each.code: each.pk for each in outline.capabilities}[capability])
    rows = Judgement.objects.filter(
        of, round=round_, is_current=True, stage_id__in=_stages(outline, stage)
    )
    keys = None if cohort == outlines.ALL else _keys(outline, cohort)
    return _in_cohorts(rows, "subject_id", round_, keys).select_related("subject", "stage")


def _stages(outline: outlines.Outline, stage: str) -> list[int]:
    if stage == ANY:
        return [each.pk for each in outline.stages]
    codes = [each.code for each in outline.stages]
    wanted = stage.removeprefix(FROM)
    if wanted not in codes:
        raise KeyError(stage)
    at = codes.index(wanted)
    found: Sequence[outlines.Entry] = outline.stages[at:]
    return [each.pk for each in (found if stage.startswith(FROM) else found[:1])]


def _keys(outline: outlines.Outline, cohort: str) -> list[int] | None:
    """The rows of the cohorts that a figure adds up; None when there are no cohorts to tell apart."""
    if not outline.cohorts:
        return None
    by_code = {each.code: each.pk for each in outline.cohorts}
    if cohort == OTHERS:
        return [each.pk for each in outline.cohorts[1:]]
    return [by_code[code] for code in outline.members(cohort)]


def _in_cohorts(
    rows: QuerySet[Any], subject: str, round_: Round, keys: list[int] | None
) -> QuerySet[Any]:
    in_force = CohortMembership.objects.on(round_.cohorts_on).filter(subject=OuterRef(subject))
    rows = rows.annotate(
        cohort_key=Subquery(in_force.values("cohort_id")[:1]),
        cohort_title=Subquery(in_force.values("cohort__title")[:1]),
        name=F("subject__name"),
    )
    return rows if keys is None else rows.filter(cohort_key__in=keys)


def _on_side(finding: outlines.Finding, side: str) -> Q:
    left_out = finding.values(outlines.NOT_APPLICABLE)
    if side == ASKED:
        return Q(value__isnull=True) | ~Q(value__in=left_out)
    if side == outlines.NOT_RECORDED:
        known = finding.values(outlines.YES) + finding.values(outlines.NO) + left_out
        return Q(value__isnull=True) | ~Q(value__in=known)
    return Q(value__in=finding.values(side))
