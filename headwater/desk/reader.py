"""Who asks, and where a record has its page."""

from django.http import HttpRequest
from django.urls import reverse

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


def has_place(kind: str) -> bool:
    """Whether records of a kind have a page of their own."""
    return kind in _OWN or any(kind in each.PLACES for each in capabilities.modules("places"))


def address(record: handling.Record) -> str:
    """Where a record's page is; empty when its kind has none.

    A capability names its own in ``PLACES`` of ``headwater.<capability>.places``: by kind, a
    callable that takes the record and returns the address.
    """
    if record.kind in _OWN:
        return reverse(_OWN[record.kind], kwargs={"reference": record.reference})
    for module in capabilities.modules("places"):
        if record.kind in module.PLACES:
            place: str = module.PLACES[record.kind](record)
            return place
    return ""


def link(record: handling.Record) -> str:
    """A link that leads to the record's page, made without a query; empty when it has none."""
    if not has_place(record.kind):
        return ""
    return reverse("record", kwargs={"reference": record.reference})


def named(reference: str) -> tuple[str, str]:
    """Title and address of the record with a reference; unseen, the reference alone."""
    record = handling.Record.objects.filter(reference=reference).first()
    if record is None:
        return reference, ""
    return record.title, link(record)
