"""What a report is made of, read from the rows of the present reader and frozen as one value.

Nothing goes in that is marked above plain OFFICIAL: the page's audience is everybody. Notes,
narratives, comments and evidence never go in; of evidence only how much there is.
"""

from typing import Any

from headwater.inspection import figures
from headwater.inspection.documents import skeleton
from headwater.inspection.documents.content import FORMAT
from headwater.inspection.models import Answer, Judgement, PracticeNote, Report, Return, Round
from headwater.inspection.rules import reconstruction
from headwater.inspection.services import visits
from headwater.kernel import frameworks, handling

KINDS = ("cohort", "scale", "scale_point", "capability", "finding", "stage", "criterion")


def content(round_: Round, report: Report | None = None) -> dict[str, Any]:
    """The content of a round's report as it stands now; without a report, of its skeleton.

    The same rows give the same value. ``signed_by`` and ``edition`` are filled in at publication.
    """
    frozen = {
        "format": FORMAT,
        "title": report.title if report else round_.title,
        "round": _round(round_),
        "framework": _framework(round_.framework),
        "figures": figures.freeze(round_, only_unmarked=True),
        "has_comparison": round_.framework.of_kind("cohort").exists(),
        **_by_body(round_),
        "guidance": visits.guidance_differs(round_),
        "caveat": report.guidance_caveat if report else "",
        "recommendations": _recommendations(round_),
        "practice": _practice(round_),
        "cited_facts": _cited(report),
        "is_generated": report is None,
        "signed_by": [],
        "edition": None,
    }
    frozen["chapters"] = _chapters(report) if report else skeleton.chapters(frozen)
    return frozen


def _round(round_: Round) -> dict[str, Any]:
    return {
        "slug": round_.slug,
        "title": round_.title,
        "owner": round_.record.owner.name,
        "starts_on": round_.starts_on.isoformat(),
        "terms": round_.terms,
        "method": round_.method,
        "is_reconstruction": round_.is_reconstruction,
        "note": reconstruction.note_for(round_),
    }


def _framework(pack: frameworks.Pack) -> dict[str, Any]:
    items = pack.items.filter(kind__in=KINDS).select_related("parent")
    ranked = sorted(items, key=lambda item: (KINDS.index(item.kind), item.order, item.pk))
    return {
        "slug": pack.slug,
        "version": pack.version,
        "title": pack.title,
        "digest": pack.digest,
        "is_confirmed": pack.is_confirmed,
        "items": [
            {
                "kind": item.kind,
                "code": item.code,
                "parent": item.parent.code if item.parent else "",
                "title": item.title,
                "is_historical": item.is_historical,
                "body": item.body,
            }
            for item in ranked
        ],
    }


def _by_body(round_: Round) -> dict[str, Any]:
    """Answers and judgements of each body: of a reconstruction nothing, because they are nobody's."""
    if not reconstruction.may_publish_per_subject(round_):
        return {"bodies": [], "answers": {}, "judgements": {}, "withheld": {}}
    answers: dict[str, dict[str, str]] = {}
    withheld: dict[str, dict[str, int]] = {}
    found = (
        Answer.objects.filter(
            submission__subject__round=round_, label__marking__in=handling.UNMARKED
        )
        .exclude(value="")
        .order_by("finding__order", "submission__subject__code")
        .values_list("finding__code", "submission__subject__code", "value", "evidence_count")
    )
    for finding, body, value, evidence_count in found:
        answers.setdefault(finding, {})[body] = value
        if evidence_count:
            withheld.setdefault(finding, {})[body] = evidence_count
    return {
        "bodies": _bodies(round_),
        "answers": answers,
        "judgements": _judgements(round_),
        "withheld": withheld,
    }


def _bodies(round_: Round) -> list[dict[str, Any]]:
    """Every body inspected; ``is_withheld`` when its return is marked and counts in no finding."""
    placed = {}
    marked = set(
        Return.objects.filter(subject__round=round_)
        .exclude(label__marking__in=handling.UNMARKED)
        .values_list("subject_id", flat=True)
    )
    for subject in round_.subjects.prefetch_related("cohort_memberships__cohort"):
        for membership in subject.cohort_memberships.all():
            if round_.cohorts_on in membership.period:
                placed[subject.pk] = membership.cohort.code
    return [
        {
            "code": subject.code,
            "name": subject.name,
            "cohort": placed.get(subject.pk, ""),
            "is_withheld": subject.pk in marked,
        }
        for subject in round_.subjects.order_by("name", "code")
    ]


def _judgements(round_: Round) -> dict[str, dict[str, str]]:
    stages: dict[str, dict[str, str]] = {}
    current = Judgement.objects.filter(
        round=round_, is_current=True, label__marking__in=handling.UNMARKED
    ).values_list("subject__code", "capability__code", "stage__code")
    for body, capability, stage in current.order_by("subject__code", "capability__order"):
        stages.setdefault(body, {})[capability or "overall"] = stage
    return stages


def _recommendations(round_: Round) -> list[dict[str, Any]]:
    found = (
        round_.recommendations.filter(label__marking__in=handling.UNMARKED)
        .prefetch_related("clauses")
        .order_by("number")
    )
    return [
        {
            "number": each.number,
            "text": each.summary,
            "clauses": [
                {
                    "mark": clause.mark,
                    "text": clause.text,
                    "lead": clause.lead,
                    "supporting": clause.supporting,
                    "due": clause.first_due_date.isoformat() if clause.first_due_date else "",
                }
                for clause in sorted(each.clauses.all(), key=lambda clause: clause.order)
            ],
        }
        for each in found
    ]


def _practice(round_: Round) -> list[dict[str, str]]:
    """Notes that a second inspector has read and shared; the others stay with the team."""
    shared = PracticeNote.objects.filter(
        round=round_, label__is_open=True, label__marking__in=handling.UNMARKED
    ).select_related("record")
    return [
        {
            "id": note.reference,
            "title": f"{note.get_sort_display()}: {note.title}",
            "text": note.text,
            "caution": note.caution,
        }
        for note in shared.order_by("record__title", "pk")
    ]


def _cited(report: Report | None) -> list[dict[str, str]]:
    if report is None:
        return []
    return [
        {"text": fact.text, "source": fact.source} for fact in report.cited_facts.order_by("text")
    ]


def _chapters(report: Report) -> list[dict[str, str]]:
    """The chapters that hold something."""
    return [
        {"title": chapter.title, "text": chapter.text.replace("\r\n", "\n")}
        for chapter in report.chapters.order_by("order")
        if chapter.text.strip()
    ]
