"""The first page: the reader's work, or for the public what this is and what is published."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from headwater.desk import work
from headwater.kernel import people


def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person signed in; for everybody else, what the product is."""
    if isinstance(request.user, people.Person):
        return _mine(request, request.user)
    context = {
        "published": work.published(),
        "is_demonstration": settings.DEMO,
        "inspects": "inspection" in settings.CAPABILITIES,
    }
    return render(request, "desk/public.jinja", context)


def _mine(request: HttpRequest, person: people.Person) -> HttpResponse:
    today = people.today()
    waiting = work.waiting(person)
    context = {
        "person": person,
        "waiting": waiting,
        "late": sum(each.due is not None and each.due < today for each in waiting),
        "overdue": work.overdue(person),
        "stuck": work.stuck(person),
        "published": work.published(),
        "today": today,
    }
    return render(request, "desk/home.jinja", context)


home.login_required = False  # type: ignore[attr-defined]

urlpatterns = [path("", home, name="home")]
