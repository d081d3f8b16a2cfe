"""One real thing of each kind out of the demonstration's inspections, for the access table."""

from collections.abc import Callable
from typing import Any

from headwater.inspection import models

PAST, LIVE, THEME, OLD = "averland-2025", "averland-2026", "neighbourhood-theme", "hmic-2009"


def _subject(slug: str) -> Callable[[], str]:
    """Ashdale's place in a round, or the first body's where Ashdale has none."""

    def found() -> str:
        rows = models.Subject.objects.filter(round__slug=slug).order_by("code")
        return (rows.filter(organisation__code="ashdale-police").first() or rows[0]).reference

    return found


def _return(slug: str) -> Callable[[], str]:
    rows = models.Return.objects.filter(subject__organisation__code="ashdale-police")
    return lambda: rows.get(subject__round__slug=slug).reference


def _first(model: type[Any], **narrowed: Any) -> Callable[[], str]:
    return lambda: model.objects.filter(**narrowed).order_by("pk")[0].reference


SAMPLES: dict[str, Callable[[], Any]] = {
    "past": lambda: PAST,
    "live": lambda: LIVE,
    "theme": lambda: THEME,
    "old": lambda: OLD,
    "past-subject": _subject(PAST),
    "live-subject": _subject(LIVE),
    "theme-subject": _subject(THEME),
    "past-return": _return(PAST),
    "live-return": _return(LIVE),
    "assessment": _first(models.Assessment),
    "open-assessment": _first(models.Assessment, state="open"),
    "chapter": _first(models.Chapter),
    "check": _first(models.AccuracyCheck, submission__subject__organisation__code="ashdale-police"),
    "clause": _first(models.Clause),
    "comment": _first(models.ReaderComment),
    "delegation": _first(models.Delegation),
    "evidence": _first(models.Evidence, subject__organisation__code="ashdale-police"),
    "gap": _first(models.MinimumState, submission__subject__organisation__code="ashdale-police"),
    "note": _first(models.PracticeNote),
    "past-visit": _first(models.Visit, round__slug=PAST),
    "query": _first(models.Query),
    "rating": _first(models.Rating, round__slug=THEME),
    "recommendation": _first(models.Recommendation),
    "capability": lambda: "leadership-governance-structures",
    "finding": lambda: "av-fsa",
    "minimum": lambda: models.MinimumState.objects.order_by("pk")[0].minimum.code,
    "criterion": lambda: (
        models.CriterionAnswer.objects.filter(rating__round__slug=THEME)
        .order_by("pk")[0]
        .criterion.code
    ),
    "force": lambda: "ashdale-police",
    "assessed": lambda: (
        models.AssessmentAnswer.objects.filter(assessment__state="open")
        .order_by("pk")[0]
        .finding.code
    ),
}
