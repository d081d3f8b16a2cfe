"""Signing in as one of the cast, in a demonstration."""

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from headwater.desk import cast, personas
from headwater.kernel import audit, handling, people


def index(request: HttpRequest) -> HttpResponse:
    """The cast to choose from; a POST with ``person`` signs in as that one."""
    handling.require(personas.may_sign_in(request))
    if request.method == "POST":
        return _sign_in(request, code=request.POST.get("person", ""))
    everybody = personas.cast_list()
    context = {
        "leading": [persona for persona in everybody if persona.is_shown],
        "others": [persona for persona in everybody if not persona.is_shown],
    }
    return render(request, "desk/personas.jinja", context)


def _sign_in(request: HttpRequest, *, code: str) -> HttpResponse:
    if code not in {persona.code for persona in personas.cast_list()}:
        raise handling.NotSeen(code)
    person = people.Person.objects.get(email=f"{code}@{cast.MAIL_DOMAIN}")
    auth.login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    with handling.acting(person):
        audit.note("persona signed in", by=person, address=request.META["REMOTE_ADDR"])
    return redirect("home")


index.login_required = False  # type: ignore[attr-defined]

urlpatterns = [path("personas/", index, name="personas")]
