"""The product's addresses, and the page against which the others are measured."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from headwater.urls import handler400, handler403, handler404, handler500
from headwater.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def base(request: HttpRequest) -> HttpResponse:
    """A signed-in page that renders the base template and nothing else."""
    return render(request, "govuk/base.jinja", {"title": "Base"})


urlpatterns = [path("bench/base/", base), *product]
