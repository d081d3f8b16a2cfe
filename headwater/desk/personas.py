"""Signing in as one of the cast without a password: in a demonstration, on this machine only."""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from headwater.desk import cast
from headwater.kernel import handling, people

_FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST")


@dataclass(frozen=True)
class Persona:
    """One of the cast as the sign-in page shows them."""

    code: str
    name: str
    post: str
    body: str
    does: str
    is_shown: bool


def cast_list() -> list[Persona]:
    """Everybody in the cast, in the order of the library, with role and body by name."""
    held = {
        membership.person.email: membership
        for membership in people.Membership.objects.on().select_related(
            "person", "role", "organisation"
        )
    }
    found = []
    for described in cast.description()["personas"]:
        membership = held.get(f"{described['code']}@{cast.MAIL_DOMAIN}")
        if membership is not None and membership.person.is_active:
            found.append(
                Persona(
                    code=described["code"],
                    name=membership.person.name,
                    post=membership.role.name,
                    body=membership.organisation.name,
                    does=described["does"],
                    is_shown=described["shown"],
                )
            )
    return found


def lines() -> Iterator[str]:
    """Who to sign in as and what each does: what the demonstration says when it is ready."""
    for persona in cast_list():
        if persona.is_shown:
            yield f"{persona.name}, {persona.post}, {persona.body}: {persona.does}"


def may_sign_in(request: HttpRequest) -> handling.Verdict:
    """Personas exist in a demonstration alone, and only for a browser on this very machine.

    The address of the sender, the name asked for and the address listened at must all be loopback,
    and nothing may have forwarded the request: a proxy on this machine would look local.
    """
    if not settings.DEMO:
        return handling.no("Personas can be signed in as only in a demonstration.")
    host = request.get_host().rpartition(":")[0] or request.get_host()
    if host.endswith("]"):
        host = host.strip("[]")
    places = [request.META.get("REMOTE_ADDR", ""), host]
    listening = request.META.get("SERVER_NAME", "")
    if _is_address(listening):
        places.append(listening)
    is_forwarded = any(name in request.META for name in _FORWARDED)
    if is_forwarded or not all(_is_loopback(place) for place in places):
        return handling.no(
            "Personas can be signed in as only from the machine that runs the demonstration."
        )
    return handling.YES


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_loopback(text: str) -> bool:
    return text == "localhost" or (_is_address(text) and ipaddress.ip_address(text).is_loopback)
