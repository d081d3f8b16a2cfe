"""The trail: every event for its keeper, and one record's events for those who see the record."""

import re
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from headwater.desk import reader, records, trails
from headwater.desk.views import crumbs
from headwater.govuk import formats, pages
from headwater.kernel import audit, handling, people

_ACTOR = re.compile(r"(?:person|link):\d{1,18}|purpose:[a-z-]+|public:")


def may_keep(person: people.Person) -> handling.Verdict:
    """The whole trail is for those whose role looks after it."""
    if person.may("trail.view"):
        return handling.YES
    return handling.no("The whole trail is open to the information officer alone.")


def index(request: HttpRequest) -> HttpResponse:
    """Every event by day, record and person, without what was said; as a page, CSV or ODS."""
    person = reader.person(request)
    handling.require(may_keep(person))
    events = _asked(request)
    names = trails.Names()
    return pages.ListPage(
        title=_("The trail"),
        rows=events,
        columns=[
            pages.Column(_("When"), "at", shown=formats.moment, sort="id"),
            pages.Column(_("What happened"), "name", sort="name"),
            pages.Column(_("Kind"), "kind", sort="kind"),
            pages.Column(_("Record"), "record", link=_record_link, sort="record"),
            pages.Column(_("Who"), lambda event: names[event.actor], link=_actor_link),
        ],
        filters=[
            pages.Search(_("What happened?"), on=["name", "record"]),
            pages.Day("from", _("From which day?"), "at__date__gte"),
            pages.Day("to", _("To which day?"), "at__date__lte"),
        ],
        keeps=("record", "actor"),
        note=_("What was said about an event is not shown here: it belongs to the record."),
        filename="trail",
        breadcrumbs=crumbs.under(),
        template="desk/trail.jinja",
        context=_narrowed(request),
    ).response(request)


def _asked(request: HttpRequest) -> "QuerySet[audit.Event]":
    events = audit.Event.objects.order_by("-id")
    if record := request.GET.get("record", "").replace("\x00", ""):
        events = events.filter(record=record)
    if _ACTOR.fullmatch(actor := request.GET.get("actor", "")):
        events = events.filter(actor=actor)
    return events


def _narrowed(request: HttpRequest) -> dict[str, Any]:
    actor = request.GET.get("actor", "")
    sealed = audit.SealedRow.objects.order_by("-event_id").first()
    return {
        "record": request.GET.get("record", ""),
        "actor": trails.Names()[actor] if _ACTOR.fullmatch(actor) else "",
        "seal": audit.Seal.objects.order_by("-id").first(),
        "unsealed": audit.Event.objects.filter(pk__gt=sealed.event_id if sealed else 0).count(),
    }


def _record_link(event: audit.Event) -> str:
    return f"?record={event.record}" if event.record else ""


def _actor_link(event: audit.Event) -> str:
    return f"?actor={event.actor}"


def to_record(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead on to the page of a record, whatever its kind, for those who may see it."""
    address = reader.address(records.by_reference(reference))
    if not address:
        raise handling.NotSeen(reference)
    return redirect(address)


def of_record(request: HttpRequest, reference: str) -> HttpResponse:
    """All events of one record with their facts, for those who may see the record."""
    record = records.by_reference(reference)
    context = {
        "record": record,
        "lines": trails.of_record(record, newest=500),
        "address": reader.link(record),
        "breadcrumbs": crumbs.under(),
    }
    return render(request, "desk/record_trail.jinja", context)


to_record.login_required = False  # type: ignore[attr-defined]

urlpatterns = [
    path("records/<str:reference>/", to_record, name="record"),
    path("trail/", index, name="trail"),
    path("records/<str:reference>/trail/", of_record, name="record-trail"),
]
