"""Search: records by title and reference, as far as the reader may see them; never people."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.desk import glossary, reader
from headwater.desk.views import crumbs
from headwater.govuk import formats, pages
from headwater.kernel import handling, people

_WORD = re.compile(r"\w+")


def found(words: str) -> "QuerySet[handling.Record]":
    """Records whose title has words that begin so, or whose reference it is."""
    parts = _WORD.findall(words)
    rows = handling.Record.objects.select_related("owner", "area")
    if not parts:
        return rows.none()
    asked = SearchQuery(
        " & ".join(f"{part}:*" for part in parts), search_type="raw", config="simple"
    )
    titled = rows.annotate(words=SearchVector("title", config="simple"))
    return titled.filter(Q(words=asked) | Q(reference=words.strip().lower()))


def index(request: HttpRequest) -> HttpResponse:
    """What was found; without words, only the box."""
    words = request.GET.get("q", "").strip().replace("\x00", "")[:200]
    context: dict[str, Any] = {"words": words, "areas": [], "terms": []}
    if words:
        context["areas"] = list(
            people.Area.objects.filter(name__icontains=words).order_by("low")[:8]
        )
        context["terms"] = _terms(words)
    return pages.ListPage(
        title=_("Search"),
        rows=found(words).order_by("-created_at", "pk"),
        columns=[
            pages.Column(_("Title"), "title", link=reader.link, sort="title"),
            pages.Column(_("What it is"), lambda row: row.kind.capitalize(), sort="kind"),
            pages.Column(_("Owner"), "owner.name", sort="owner__name"),
            pages.Column(_("Area"), "area.name", link=_area, sort="area__name"),
            pages.Column(_("Since"), "created_at", shown=formats.day, sort="created_at"),
        ],
        filename="search",
        empty=_("Nothing that you may see has a title or reference like that.") if words else " ",
        breadcrumbs=crumbs.under(),
        template="desk/search.jinja",
        context=context,
    ).response(request)


def _terms(words: str) -> list[glossary.Term]:
    low = words.lower()
    return [term for term in glossary.terms() if low in (term.term.lower(), term.expansion.lower())]


def _area(record: handling.Record) -> str:
    return reverse("area", kwargs={"code": record.area.code})


index.login_required = False  # type: ignore[attr-defined]

urlpatterns = [path("search/", index, name="search")]
