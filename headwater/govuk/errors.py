"""The pages shown when something could not be done, each saying what to do next.

``handler400`` and its sisters are named in the project's URL file by dotted path. ``refused``,
``conflict`` and ``too_large`` are called by views and middleware that have caught a named error.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


@dataclass(frozen=True)
class Change:
    """One field that two people changed: its label, what is stored now, and what was sent."""

    label: str
    stored: str
    sent: str


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read."""
    return render(request, "govuk/errors/400.jinja", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: seen but refused, with the sentence that the exception carries."""
    return refused(request, str(exception) if exception and exception.args else "")


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """403 with the rule's own sentence."""
    return render(request, "govuk/errors/403.jinja", {"sentence": sentence}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when a form's proof of origin is missing or old."""
    return render(request, "govuk/errors/csrf.jinja", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing there, or nothing that this reader may see; the page does not say which."""
    return render(request, "govuk/errors/404.jinja", status=404)


def conflict(
    request: HttpRequest,
    *,
    changes: Iterable[Change],
    title: str,
    again: str,
    version: int,
    by: str = "",
) -> HttpResponse:
    """409: another saved first. Shows both versions; nothing of the sender's is lost.

    ``again`` is the address at which the newer version is edited, ``version`` is the number of
    that newer version, so that "save mine instead" knowingly replaces it, and ``by`` says who
    saved it.
    """
    context = {
        "changes": list(changes),
        "title": title,
        "again": again,
        "version": version,
        "by": by,
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in {"csrfmiddlewaretoken", "version"}
        ],
    }
    return render(request, "govuk/errors/409.jinja", context, status=409)


def damaged(request: HttpRequest, *, back: str) -> HttpResponse:
    """500: a file is gone or is not what was kept, so it is not handed out. ``back`` leads on."""
    return render(request, "govuk/errors/damaged.jinja", {"back": back}, status=500)


def too_large(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """413: what was sent is larger than is accepted."""
    return render(request, "govuk/errors/413.jinja", {"sentence": sentence}, status=413)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: tried too often."""
    return render(request, "govuk/errors/429.jinja", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Drawn without the request, so that a broken database cannot break it too."""
    return HttpResponse(render_to_string("govuk/errors/500.jinja"), status=500)
