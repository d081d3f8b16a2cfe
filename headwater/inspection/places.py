"""Where the records of inspections have their pages, and what everybody may read."""

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from headwater.inspection.models import (
    Assessment,
    Edition,
    Evidence,
    PracticeNote,
    Rating,
    Recommendation,
    Report,
    Return,
    Round,
)
from headwater.kernel import handling, work


def _by_reference(name: str) -> Callable[[handling.Record], str]:
    return lambda record: reverse(f"inspection:{name}", kwargs={"reference": record.reference})


def _round(record: handling.Record) -> str:
    return reverse("inspection:round", args=[Round.objects.get(record=record).slug])


def _report(record: handling.Record) -> str:
    report = Report.objects.select_related("round").get(record=record)
    return reverse("inspection:report", args=[report.round.slug])


def _edition(record: handling.Record) -> str:
    edition = Edition.objects.defer("frozen").get(record=record)
    return reverse("inspection:edition", args=[edition.slug, edition.number])


PLACES: dict[str, Callable[[handling.Record], str]] = {
    Assessment.KIND: _by_reference("assessment"),
    Edition.KIND: _edition,
    Evidence.KIND: _by_reference("evidence"),
    PracticeNote.KIND: _by_reference("practice-note"),
    Rating.KIND: _by_reference("rating"),
    Recommendation.KIND: _by_reference("recommendation"),
    Report.KIND: _report,
    Return.KIND: _by_reference("return"),
    Round.KIND: _round,
}


def published() -> Iterator[work.Waiting]:
    """Every published edition that the reader may see, the newest first; ``due`` is its day."""
    editions = Edition.objects.defer("frozen").select_related("record__owner")
    for edition in editions.order_by("-published_at", "-number"):
        yield work.Waiting(
            title=edition.title,
            href=reverse("inspection:edition", args=[edition.slug, edition.number]),
            why=_("Edition %(number)d, by %(body)s")
            % {"number": edition.number, "body": edition.record.owner.name},
            due=timezone.localdate(edition.published_at),
        )
