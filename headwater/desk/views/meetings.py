"""One meeting: its agenda, minutes, decisions, and the approval that freezes them."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.desk import reader, trails
from headwater.desk.forms import meetings as forms
from headwater.desk.views import crumbs
from headwater.govuk import errors, formats, pages
from headwater.govuk.forms import Form
from headwater.kernel import handling, meetings, people

COLOURS = {
    meetings.Meeting.State.PLANNED: "blue",
    meetings.Meeting.State.HELD: "yellow",
    meetings.Meeting.State.APPROVED: "green",
}


def _link(meeting: meetings.Meeting) -> str:
    return reverse("meeting", kwargs={"reference": meeting.reference})


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """One meeting with what was said and decided."""
    person = reader.person(request)
    meeting = handling.fetch(meetings.Meeting, reference, by=person)
    body = meeting.body
    return pages.RecordPage(
        meeting.title,
        caption=_("Meeting"),
        state=meeting.get_state_display(),
        colour=COLOURS[meetings.Meeting.State(meeting.state)],
        facts=_facts(meeting),
        acts=_acts(meeting, person),
        breadcrumbs=[
            *crumbs.under((_("Boards and meetings"), "bodies")),
            (body.title, reverse("body", args=[body.reference])),
        ],
        template="desk/meeting.jinja",
        context=_account(meeting),
    ).response(request)


def _facts(meeting: meetings.Meeting) -> list[pages.Fact]:
    body = meeting.body
    facts = [
        pages.Fact(_("Body"), body.title, href=reverse("body", args=[body.reference])),
        pages.Fact(_("Begins"), formats.moment(meeting.starts_at)),
        pages.Fact(_("Quorum"), body.quorum),
    ]
    if meeting.about:
        title, address = reader.named(meeting.about)
        facts.append(pages.Fact(_("About"), title, href=address))
    if meeting.approved_at:
        facts.append(pages.Fact(_("Minutes approved"), formats.moment(meeting.approved_at)))
    return facts


def _account(meeting: meetings.Meeting) -> dict[str, Any]:
    return {
        "items": meeting.items.order_by("order"),
        "present": meeting.present.select_related("organisation").order_by("title"),
        "decisions": meeting.decisions.select_related("supersedes", "superseded_by"),
        "events": trails.of_record(meeting),
        "reference": meeting.reference,
    }


def _acts(meeting: meetings.Meeting, person: reader.Person) -> list[pages.Act]:
    states = meetings.Meeting.State
    if meeting.state == states.APPROVED:
        return []
    is_held = meeting.state == states.HELD
    steps = [(_("Change the minutes") if is_held else _("Write the minutes"), "meeting-hold")]
    if is_held:
        steps += [(_("Record a decision"), "meeting-decide"), (_("Approve"), "meeting-approve")]
    refusal = meetings.may_minute(meeting.body, person).sentence
    return [
        pages.Act(
            text,
            reverse(name, kwargs={"reference": meeting.reference}),
            refusal=refusal,
            secondary=place > 0,
        )
        for place, (text, name) in enumerate(steps)
    ]


def _to_minute(request: HttpRequest, reference: str) -> tuple[meetings.Meeting, reader.Person]:
    person = reader.person(request)
    meeting = handling.fetch(meetings.Meeting, reference, by=person)
    handling.require(meetings.may_minute(meeting.body, person))
    return meeting, person


def hold(request: HttpRequest, reference: str) -> HttpResponse:
    """Record who was present and what was said."""
    meeting, person = _to_minute(request, reference)
    form = forms.Hold(request.POST or None, meeting=meeting, version=meeting.record.version)
    if form.is_valid():
        try:
            meetings.hold(meeting, by=person, **form.chosen())
        except handling.Refused as refused:
            form.add_error("present", str(refused))
        except handling.Conflict:
            return _crossed(request, meeting, form)
        else:
            messages.success(request, _("The minutes are kept. They stay open until approved."))
            return redirect("meeting", reference=reference)
    return pages.FormPage(
        _("Write the minutes"),
        form,
        _("Save minutes"),
        caption=meeting.title,
        cancel=_link(meeting),
    ).response(request)


def _crossed(request: HttpRequest, meeting: meetings.Meeting, form: forms.Hold) -> HttpResponse:
    """Another wrote these minutes first: show what stands now and what was sent."""
    meeting.record.refresh_from_db()
    sent = form.chosen()
    stored = meeting.present.select_related("organisation").order_by("title")
    changes = [errors.Change(_("Who was present?"), _names(stored), _names(sent["present"]))]
    for item, minute in zip(meeting.items.order_by("order"), sent["minutes"], strict=True):
        changes.append(errors.Change(item.title, item.minute, minute))
    return errors.conflict(
        request,
        changes=[change for change in changes if change.stored != change.sent],
        title=_("Somebody else wrote these minutes"),
        again=request.path,
        version=meeting.record.version,
    )


def _names(posts: Iterable[people.Post]) -> str:
    return "; ".join(str(post) for post in posts)


def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a decision; it is never changed, only replaced by another."""
    meeting, person = _to_minute(request, reference)
    standing = meetings.decisions_of(meeting.body).filter(superseded_by=None)
    form = forms.Decide(request.POST or None, earlier=list(standing))
    if form.is_valid():
        try:
            meetings.decide(meeting, by=person, **form.chosen())
        except handling.Refused as refused:
            form.add_error("question", str(refused))
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect("meeting", reference=reference)
    return pages.FormPage(
        _("Record a decision"),
        form,
        _("Record decision"),
        caption=meeting.title,
        lead=_("It cannot be changed afterwards; another decision can replace it."),
        cancel=_link(meeting),
    ).response(request)


def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """Freeze the minutes."""
    meeting, person = _to_minute(request, reference)
    form = Form(request.POST or None, version=meeting.record.version)
    if form.is_valid():
        meetings.approve_minutes(meeting, by=person, version=form.cleaned_data["version"])
        messages.success(request, _("The minutes are approved and frozen."))
        return redirect("meeting", reference=reference)
    return pages.ConfirmPage(
        _("Approve these minutes?"),
        _("Approve minutes"),
        cancel=_link(meeting),
        caption=meeting.title,
        warning=_("Approved minutes cannot change, and no decision can be added."),
        form=form,
    ).response(request)


urlpatterns = [
    path("meetings/<str:reference>/", show, name="meeting"),
    path("meetings/<str:reference>/minutes/", hold, name="meeting-hold"),
    path("meetings/<str:reference>/decide/", decide, name="meeting-decide"),
    path("meetings/<str:reference>/approve/", approve, name="meeting-approve"),
]
