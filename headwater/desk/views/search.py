"""Search: records by title and reference, as far as the reader may see them; never people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from headwater.desk import glossary, records
from headwater.desk.views import crumbs
from headwater.govuk import pages
from headwater.kernel import people


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
        rows=records.with_words(words),
        columns=records.columns(),
        filename="search",
        empty=_("Nothing that you may see has a title or reference like that.") if words else " ",
        breadcrumbs=crumbs.under(),
        template="desk/search.jinja",
        context=context,
    ).response(request)


def _terms(words: str) -> list[glossary.Term]:
    low = words.lower()
    return [term for term in glossary.terms() if low in (term.term.lower(), term.expansion.lower())]


index.login_required = False  # type: ignore[attr-defined]

urlpatterns = [path("search/", index, name="search")]
