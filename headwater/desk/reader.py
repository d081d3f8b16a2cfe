"""Who asks, and where a record has its page."""

from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from headwater.desk import capabilities
from headwater.kernel import actions, handling, meetings, people

Person = people.Person

_OWN = {
    actions.Action.KIND: "action",
    meetings.Body.KIND: "body",
    meetings.Meeting.KIND: "meeting",
}


def of(request: HttpRequest) -> handling.Reader:
    """The reader of the request: the person signed in, or the public."""
    return request.user if isinstance(request.user, Person) else handling.PUBLIC


def person(request: HttpRequest) -> Person:
    """The person signed in, on a page that asks for one."""
    if not isinstance(request.user, Person):
        raise handling.Refused("Sign in first.")
    return request.user


@cache
def places() -> dict[str, str]:
    """The name of the address of each kind of record, which takes its ``reference``.

    A capability adds its own kinds as ``PLACES`` in ``headwater.<capability>.navigation``.
    """
    found = dict(_OWN)
    for navigation in capabilities.modules("navigation"):
        found.update(getattr(navigation, "PLACES", {}))
    return found


def address(*, kind: str, reference: str) -> str:
    """Where a record of a kind is shown; empty when it has no page of its own."""
    name = places().get(kind)
    if name is None:
        return ""
    try:
        return reverse(name, kwargs={"reference": reference})
    except NoReverseMatch:
        return ""


def named(reference: str) -> tuple[str, str]:
    """Title and address of the record with a reference; unseen, the reference alone."""
    record = handling.Record.objects.filter(reference=reference).first()
    if record is None:
        return reference, ""
    return record.title, address(kind=record.kind, reference=reference)
