"""What we say about ourselves: accessibility, what is held about whom, cookies; and health."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from headwater.desk.views import crumbs


def accessibility(request: HttpRequest) -> HttpResponse:
    """How usable the pages are, and what is not yet."""
    return render(request, "desk/accessibility.jinja", {"breadcrumbs": crumbs.under()})


def held(request: HttpRequest) -> HttpResponse:
    """What is held about whom, why, for how long, and who sees it."""
    context = {"breadcrumbs": crumbs.under(), "capabilities": settings.CAPABILITIES}
    return render(request, "desk/held.jinja", context)


def cookies(request: HttpRequest) -> HttpResponse:
    """The two cookies that the pages need."""
    return render(request, "desk/cookies.jinja", {"breadcrumbs": crumbs.under()})


def health(request: HttpRequest) -> HttpResponse:
    """``ok`` when the database answers, for whatever watches the service."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


for _view in (accessibility, held, cookies, health):
    _view.login_required = False  # type: ignore[attr-defined]

urlpatterns = [
    path("accessibility/", accessibility, name="accessibility"),
    path("what-we-hold/", held, name="what-we-hold"),
    path("cookies/", cookies, name="cookies"),
    path("healthz", health, name="health"),
]
