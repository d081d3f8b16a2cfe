"""The links around every page, by who is signed in.

Each capability that is on adds its own through ``headwater.<capability>.navigation.items``, a
callable of the request that yields :class:`~headwater.govuk.frame.Link`. It may ask
``request.user.may(...)`` and nothing that stands under row-level security: error pages are drawn
outside the reader's transaction.
"""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from headwater.desk import capabilities
from headwater.govuk.frame import Link
from headwater.kernel import people


def items(request: HttpRequest) -> Iterator[Link]:
    """Navigation, account links and footer."""
    person = getattr(request, "user", None)
    yield Link(_("Home"), reverse("home"))
    for navigation in capabilities.modules("navigation"):
        yield from navigation.items(request)
    yield from _footer()
    if isinstance(person, people.Person):
        yield from _signed_in(person)
    else:
        yield Link(_("Search"), reverse("search"))
        yield Link(_("Sign in"), reverse("account_login"), "account")
        if settings.DEMO:
            yield Link(_("Personas"), reverse("personas"), "account")


def _footer() -> Iterator[Link]:
    yield Link(_("Glossary"), reverse("glossary"), "footer")
    yield Link(_("What is held about whom"), reverse("what-we-hold"), "footer")
    yield Link(_("Accessibility"), reverse("accessibility"), "footer")
    yield Link(_("Cookies"), reverse("cookies"), "footer")


def _signed_in(person: people.Person) -> Iterator[Link]:
    yield Link(_("Actions"), reverse("actions"))
    yield Link(_("Meetings"), reverse("bodies"))
    if person.may("people.manage"):
        yield Link(_("People"), reverse("people"))
    if person.may("trail.view"):
        yield Link(_("Trail"), reverse("trail"))
    yield Link(_("Search"), reverse("search"))
    yield Link(person.name, reverse("mfa_index"), "account", note=_post(person))
    if settings.DEMO:
        yield Link(_("Change persona"), reverse("personas"), "account")
    yield Link(_("Sign out"), reverse("account_logout"), "account")


def _post(person: people.Person) -> str:
    held = person.memberships_now()
    return f"{held[0].role.name}, {held[0].organisation.name}" if held else ""
