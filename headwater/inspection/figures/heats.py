"""The heat table: each subject in a line, each capability in a column, the settled stage in a cell.

Everything in it is per subject, so of a reconstruction it says so wherever it is shown, and it is
never part of a frozen form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from headwater.inspection.figures import outlines
from headwater.inspection.models import Answer, CohortMembership, Judgement, Round, Subject
from headwater.inspection.rules import reconstruction

UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What stands in one cell: its code and name, how far along it is from 1 to ``most``."""

    code: str
    text: str
    level: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One subject: its code, name, cohort, address and cells."""

    code: str
    name: str
    cohort: str
    url: str
    cells: Sequence[HeatCell]

    @property
    def texts(self) -> list[str]:
        """The codes of the cells, as files hold them."""
        return [cell.code for cell in self.cells]


@dataclass(frozen=True)
class Heat:
    """Subjects by columns (capabilities, or the findings of one), with the warning it carries."""

    columns: Sequence[str]
    titles: Sequence[str]
    rows: Sequence[HeatRow]
    levels: Sequence[tuple[str, int]]
    note: str


def stages(round_: Round) -> Heat:
    """Subjects by capability: two queries, whatever their number."""
    outline = outlines.of(round_.framework)
    base = reverse("inspection:round", args=[round_.slug])
    level = {stage.pk: at for at, stage in enumerate(outline.stages, start=1)}
    settled: dict[tuple[int, int | None], int] = {
        (subject, capability): stage
        for subject, capability, stage in Judgement.objects.filter(
            round=round_, is_current=True
        ).values_list("subject_id", "capability_id", "stage_id")
    }
    columns: list[tuple[int | None, str, str]] = [
        (each.pk, each.code, each.title) for each in outline.capabilities
    ]
    if any(capability is None for _, capability in settled):
        columns.append((None, outlines.OVERALL, outline.titles[outlines.OVERALL]))
    return Heat(
        columns=[code for _, code, _ in columns],
        titles=[title for _, _, title in columns],
        rows=[
            _row(
                subject,
                base,
                [
                    _stage_cell(
                        outline,
                        level,
                        settled.get((subject["id"], pk)),
                        f"{base}bodies/{subject['reference']}/capabilities/{code}/",
                    )
                    for pk, code, _ in columns
                ],
            )
            for subject in _subjects(round_)
        ],
        levels=[(stage.title, at) for at, stage in enumerate(outline.stages, start=1)],
        note=reconstruction.note_for(round_),
    )


def answers(round_: Round, capability: str) -> Heat:
    """Subjects by the findings of one capability: two queries."""
    outline = outlines.of(round_.framework)
    base = reverse("inspection:round", args=[round_.slug])
    findings = outline.of(capability)
    given = {
        (subject, finding): value
        for subject, finding, value in Answer.objects.filter(
            submission__subject__round=round_, finding_id__in=[each.pk for each in findings]
        ).values_list("submission__subject_id", "finding_id", "value")
    }
    return Heat(
        columns=[each.code for each in findings],
        titles=[each.title for each in findings],
        rows=[
            _row(
                subject,
                base,
                [
                    _answer_cell(each, given.get((subject["id"], each.pk)), base, subject["code"])
                    for each in findings
                ],
            )
            for subject in _subjects(round_)
        ],
        levels=[(title, level) for _, title, level in _SIDES.values()],
        note=reconstruction.note_for(round_),
    )


_SIDES = {
    outlines.YES: (outlines.YES, "Yes", 5),
    outlines.NO: (outlines.NO, "No", 2),
    outlines.NOT_RECORDED: (outlines.NOT_RECORDED, "Not recorded", 1),
    outlines.NOT_APPLICABLE: (outlines.NOT_APPLICABLE, "Not applicable", 0),
}


def _subjects(round_: Round) -> list[dict[str, Any]]:
    in_force = CohortMembership.objects.on(round_.cohorts_on).filter(subject__round=round_)
    cohorts = dict(in_force.values_list("subject_id", "cohort__code"))
    subjects = Subject.objects.filter(round=round_).order_by("name", "id")
    return [
        {**subject, "cohort": cohorts.get(subject["id"], "")}
        for subject in subjects.values("id", "code", "name", "reference")
    ]


def _row(subject: dict[str, Any], base: str, cells: list[HeatCell]) -> HeatRow:
    return HeatRow(
        subject["code"],
        subject["name"],
        subject["cohort"],
        f"{base}bodies/{subject['reference']}/",
        cells,
    )


def _stage_cell(
    outline: outlines.Outline, level: dict[int, int], stage: int | None, url: str
) -> HeatCell:
    if stage is None:
        return HeatCell("", UNKNOWN, 0)
    entry = outline.stages[level[stage] - 1]
    return HeatCell(entry.code, entry.title, level[stage], url)


def _answer_cell(finding: outlines.Finding, value: str | None, base: str, subject: str) -> HeatCell:
    if value is None:
        return HeatCell("", UNKNOWN, 0)
    _, _, level = _SIDES[finding.side(value)]
    return HeatCell(
        value, finding.names.get(value, value), level, f"{base}answers/{finding.code}/{subject}/"
    )
