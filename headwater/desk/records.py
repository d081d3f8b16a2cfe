"""Records across all kinds: by reference, by words of the title, by area; and their columns."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from headwater.desk import reader
from headwater.govuk import formats, pages
from headwater.kernel import handling, people

_WORD = re.compile(r"\w+")


def by_reference(reference: str) -> handling.Record:
    """The record with a reference; raises NotSeen unless the transaction's reader may see it."""
    record = handling.Record.objects.filter(reference=reference).first()
    if record is None:
        raise handling.NotSeen(reference)
    return record


def with_words(words: str) -> "QuerySet[handling.Record]":
    """Records whose title has words that begin so, or whose reference it is; newest first."""
    parts = _WORD.findall(words)
    if not parts:
        return handling.Record.objects.none()
    asked = SearchQuery(
        " & ".join(f"{part}:*" for part in parts), search_type="raw", config="simple"
    )
    titled = _newest().annotate(words=SearchVector("title", config="simple"))
    return titled.filter(Q(words=asked) | Q(reference=words.strip().lower()))


def within(area: people.Area) -> "QuerySet[handling.Record]":
    """Records about an area or a place in it, newest first."""
    return _newest().filter(area__low__range=(area.low, area.high))


def _newest() -> "QuerySet[handling.Record]":
    return handling.Record.objects.select_related("owner", "area").order_by("-created_at", "pk")


def columns() -> list[pages.Column]:
    """How a list of records of all kinds is shown."""
    return [
        pages.Column(_("Title"), "title", link=reader.link, sort="title"),
        pages.Column(_("What it is"), lambda row: row.kind.capitalize(), sort="kind"),
        pages.Column(_("Owner"), "owner.name", sort="owner__name"),
        pages.Column(_("Area"), "area.name", link=_area, sort="area__low"),
        pages.Column(_("Since"), "created_at", shown=formats.day, sort="created_at"),
    ]


def _area(record: handling.Record) -> str:
    return reverse("area", kwargs={"code": record.area.code})
