"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def home(request: HttpRequest) -> HttpResponse:
    """The reader's work, or for the public what the product is."""
    return render(request, "desk/home.jinja")


home.login_required = False  # type: ignore[attr-defined]

urlpatterns = [path("", home, name="home")]
