from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """The reader's work, or for the public what the product is."""
    return render(request, "desk/home.jinja")


home.login_required = False  # type: ignore[attr-defined]
