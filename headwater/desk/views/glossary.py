"""The glossary: what the two documents call things, where they disagree, and today's word."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from headwater.desk import glossary
from headwater.desk.views import crumbs


def index(request: HttpRequest) -> HttpResponse:
    """Every term, or those in which the words asked for stand."""
    asked = request.GET.get("q", "").strip()[:100]
    terms = [term for term in glossary.terms() if _holds(term, asked.lower())]
    context = {
        "terms": terms,
        "asked": asked,
        "pack": glossary.newest(),
        "letters": sorted({term.term[0].upper() for term in terms}),
        "breadcrumbs": crumbs.under(),
    }
    return render(request, "desk/glossary.jinja", context)


def _holds(term: glossary.Term, words: str) -> bool:
    text = " ".join((term.term, term.expansion, term.meaning, term.today)).lower()
    return words in text


index.login_required = False  # type: ignore[attr-defined]

urlpatterns = [path("glossary/", index, name="glossary")]
