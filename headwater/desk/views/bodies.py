"""Bodies: boards, panels and teams with their terms, seats and meetings."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.desk import reader, trails
from headwater.desk.forms import meetings as forms
from headwater.desk.views import crumbs
from headwater.govuk import pages
from headwater.kernel import handling, meetings, people


def may_establish(person: people.Person) -> handling.Verdict:
    """Bodies are set up by those who keep the account of meetings."""
    if person.may("meeting.minute"):
        return handling.YES
    return handling.no("Bodies are set up by those whose role keeps the account of meetings.")


def _link(body: meetings.Body) -> str:
    return reverse("body", kwargs={"reference": body.reference})


def index(request: HttpRequest) -> HttpResponse:
    """Every body that the reader may see."""
    person = reader.person(request)
    bodies = handling.visible(meetings.Body, to=person)
    return pages.ListPage(
        title=_("Boards and meetings"),
        rows=bodies.select_related("record__owner", "record__area").order_by("record__title"),
        columns=[
            pages.Column(_("Body"), "title", link=_link, sort="record__title"),
            pages.Column(_("Owner"), "record.owner.name", sort="record__owner__name"),
            pages.Column(_("Area"), "record.area.name", sort="record__area__low"),
            pages.Column(_("Quorum"), "quorum", numeric=True, sort="quorum"),
        ],
        filters=[pages.Search(_("Which body?"), on=["record.title"])],
        empty=_("No body that you may see has been set up."),
        breadcrumbs=crumbs.under(),
        template="desk/bodies.jinja",
        context={"refusal": may_establish(person).sentence},
    ).response(request)


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """One body: what it decides, who sits on it, and its meetings."""
    person = reader.person(request)
    body = handling.fetch(meetings.Body, reference, by=person, related=("record__owner",))
    convening = reverse("meeting-convene", kwargs={"reference": reference})
    refusal = meetings.may_minute(body, person).sentence
    return pages.RecordPage(
        body.title,
        caption=_("Body"),
        facts=[
            pages.Fact(_("Terms of reference"), body.terms, prose=True),
            pages.Fact(_("Owner"), body.record.owner),
            pages.Fact(_("Quorum"), body.quorum),
        ],
        acts=[pages.Act(_("Plan a meeting"), convening, refusal=refusal)],
        breadcrumbs=crumbs.under((_("Boards and meetings"), "bodies")),
        template="desk/body.jinja",
        context=_account(body),
    ).response(request)


def _account(body: meetings.Body) -> dict[str, Any]:
    return {
        "seats": body.seats.select_related("organisation").order_by("title"),
        "meetings": body.meetings.select_related("record").order_by("-starts_at"),
        "decisions": meetings.decisions_of(body),
        "events": trails.of_record(body),
        "reference": body.reference,
    }


def establish(request: HttpRequest) -> HttpResponse:
    """Set up a body."""
    person = reader.person(request)
    handling.require(may_establish(person))
    form = forms.Establish(request.POST or None)
    if form.is_valid():
        try:
            return redirect(_link(_established(form, by=person)))
        except handling.Refused as refused:
            form.add_error("quorum", str(refused))
    return pages.FormPage(
        _("Set up a body"),
        form,
        _("Set it up"),
        cancel=reverse("bodies"),
        breadcrumbs=crumbs.under((_("Boards and meetings"), "bodies")),
    ).response(request)


def _established(form: forms.Establish, *, by: people.Person) -> meetings.Body:
    given = form.cleaned_data
    owner = by.organisations_now(may="meeting.minute")[0]
    is_open = given["readers"] == "open"
    return meetings.establish(
        title=given["title"],
        owner=owner,
        terms=given["terms"],
        quorum=given["quorum"],
        seats=form.seats(),
        label=handling.Label.intern(organisation=None if is_open else owner, is_open=is_open),
        by=by,
        ends_on=people.today() + datetime.timedelta(days=6 * 365),
    )


def convene(request: HttpRequest, reference: str) -> HttpResponse:
    """Plan a meeting of a body."""
    person = reader.person(request)
    body = handling.fetch(meetings.Body, reference, by=person, related=("record__owner",))
    handling.require(meetings.may_minute(body, person))
    form = forms.Convene(request.POST or None)
    if form.is_valid():
        meeting = meetings.convene(
            body,
            title=form.cleaned_data["title"],
            starts_at=form.starts_at(),
            agenda=form.agenda_items(),
            by=person,
        )
        return redirect("meeting", reference=meeting.reference)
    return pages.FormPage(
        _("Plan a meeting"), form, _("Plan meeting"), caption=body.title, cancel=_link(body)
    ).response(request)


urlpatterns = [
    path("bodies/", index, name="bodies"),
    path("bodies/new/", establish, name="body-establish"),
    path("bodies/<str:reference>/", show, name="body"),
    path("bodies/<str:reference>/convene/", convene, name="meeting-convene"),
]
