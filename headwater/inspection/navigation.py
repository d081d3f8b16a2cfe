"""The capability's links in the frame of every page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from headwater.govuk.frame import Link
from headwater.kernel import people


def items(request: HttpRequest) -> Iterator[Link]:
    """What the reader's roles open; the public sees published reports."""
    person = getattr(request, "user", None)
    if isinstance(person, people.Person):
        if person.may("round.inspect"):
            yield Link(_("Inspections"), reverse("inspection:rounds"))
        if person.may("return.edit") or person.may("return.submit"):
            yield Link(_("Returns"), reverse("inspection:own-returns"))
        if person.may("gap.manage") or person.may("oversee"):
            yield Link(_("Gaps"), reverse("inspection:gaps"))
        if person.may("assess.run"):
            yield Link(_("Self-assessment"), reverse("inspection:assessments"))
        if person.may("recommendation.manage") or person.may("recommendation.respond"):
            yield Link(_("Recommendations"), reverse("inspection:clauses"))
    yield Link(_("Reports"), reverse("inspection:editions"))
