"""The product's addresses, and the two pages against which the others are measured."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from headwater.urls import handler400, handler403, handler404, handler500
from headwater.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def base(request: HttpRequest) -> HttpResponse:
    """A signed-in page that renders the base template and nothing else."""
    return render(request, "govuk/base.jinja", {"title": "Base"})


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Two letters through the whole stack of middleware, for nobody in particular."""
    return HttpResponse("ok")


urlpatterns = [path("bench/base/", base), path("bench/health/", health), *product]
