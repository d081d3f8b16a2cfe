"""Actions: the list, what was overdue on a day, one action, and the steps of its life."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.desk import reader, trails
from headwater.desk.forms import actions as forms
from headwater.desk.views import crumbs
from headwater.govuk import errors, formats, pages
from headwater.kernel import actions, handling

COLOURS = {
    actions.Action.State.OPEN: "blue",
    actions.Action.State.DONE: "yellow",
    actions.Action.State.VERIFIED: "green",
    actions.Action.State.WITHDRAWN: "grey",
}


def _link(action: actions.Action) -> str:
    return reverse("action", kwargs={"reference": action.reference})


def _columns() -> list[pages.Column]:
    return [
        pages.Column(_("Action"), "title", link=_link, sort="record__title"),
        pages.Column(_("Owner"), "owner_post", sort="owner_post__title"),
        pages.Column(_("Verifier"), "verifier_post", sort="verifier_post__title"),
        pages.Column(_("Due"), "due_date", shown=formats.day, sort="due_date"),
        pages.Column(_("Moved"), "slip_count", numeric=True, sort="slip_count"),
        pages.Column(_("State"), _state, tag=_colour, sort="state"),
    ]


def _state(action: actions.Action) -> str:
    return _("Overdue") if action.is_overdue() else action.get_state_display()


def _colour(action: actions.Action) -> str:
    return "red" if action.is_overdue() else COLOURS[actions.Action.State(action.state)]


def _rows(request: HttpRequest) -> actions.Actions:
    rows = handling.visible(actions.Action, to=reader.of(request)).select_related(
        "owner_post__organisation", "verifier_post__organisation"
    )
    return cast(actions.Actions, rows)


def index(request: HttpRequest) -> HttpResponse:
    """Every action that the reader may see."""
    return pages.ListPage(
        title=_("Actions"),
        rows=_rows(request).order_by("due_date", "pk"),
        columns=_columns(),
        filters=[
            pages.Search(_("Which action?"), on=["record.title", "owner_post.title"]),
            pages.Only("state", _("Which state?"), actions.Action.State.choices),
        ],
        empty=_("No action that you may see has been raised."),
        breadcrumbs=crumbs.under(),
        template="desk/actions.jinja",
    ).response(request)


def overdue(request: HttpRequest) -> HttpResponse:
    """What stood undone past its due date on the day asked for, today when none is."""
    form = forms.OnDay(request.GET if "day-day" in request.GET else None)
    day = form.chosen()
    return pages.ListPage(
        title=_("Overdue on %(day)s") % {"day": formats.day(day)},
        rows=_rows(request).overdue(on=day).order_by("due_date", "pk"),
        columns=_columns(),
        empty=_("Nothing that you may see was overdue on that day."),
        filename=f"overdue-{day.isoformat()}",
        breadcrumbs=crumbs.under((_("Actions"), "actions")),
        template="desk/overdue.jinja",
        context={"form": form},
    ).response(request)


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """One action: what, who, by when, how it is shown, and its trail."""
    person = reader.person(request)
    action = handling.fetch(actions.Action, reference, by=person)
    return pages.RecordPage(
        action.title,
        caption=_("Action"),
        state=_state(action),
        colour=_colour(action),
        facts=_facts(action),
        acts=_acts(action, person),
        breadcrumbs=crumbs.under((_("Actions"), "actions")),
        template="desk/record.jinja",
        context={"events": trails.of_record(action), "reference": reference},
    ).response(request)


def _facts(action: actions.Action) -> list[pages.Fact]:
    facts = [
        pages.Fact(_("What is to be done"), action.detail, prose=True),
        pages.Fact(_("Owner"), action.owner_post),
        pages.Fact(_("Verifier"), action.verifier_post),
        pages.Fact(_("Due"), formats.day(action.due_date)),
    ]
    if action.due_date != action.first_due_date:
        facts.append(pages.Fact(_("First due"), formats.day(action.first_due_date)))
        facts.append(pages.Fact(_("Times the date slipped"), action.slip_count))
    if action.escalates_to:
        facts.append(pages.Fact(_("Goes up to"), action.escalates_to))
    if action.raised_about:
        facts.append(pages.Fact(_("Raised about"), action.raised_about))
    source, address = reader.named(action.raised_from)
    facts.append(pages.Fact(_("Raised from"), source, href=address))
    if action.evidence:
        facts.append(pages.Fact(_("What shows it"), action.evidence, prose=True))
    if action.done_by:
        done = _("%(name)s, %(moment)s")
        told = {"name": action.done_by.name, "moment": formats.moment(action.done_at)}
        facts.append(pages.Fact(_("Reported done"), done % told))
    if action.verified_at:
        told = {"name": action.verified_by, "moment": formats.moment(action.verified_at)}
        facts.append(pages.Fact(_("Verified"), _("%(name)s, %(moment)s") % told))
    return facts


def _acts(action: actions.Action, person: reader.Person) -> list[pages.Act]:
    state, states = action.state, actions.Action.State
    steps = []
    if state == states.OPEN:
        steps.append((_("Report done"), "action-finish", actions.may_finish, False))
    if state == states.DONE:
        steps.append((_("Verify"), "action-verify", actions.may_verify, False))
        steps.append((_("Ask by link"), "action-link", actions.may_send_link, True))
    if state in (states.OPEN, states.DONE):
        steps.append((_("Move the date"), "action-move", actions.may_move, True))
    return [
        pages.Act(
            text,
            reverse(name, kwargs={"reference": action.reference}),
            refusal=rule(action, person).sentence,
            secondary=secondary,
        )
        for text, name, rule, secondary in steps
    ]


def crossed(
    request: HttpRequest, action: actions.Action, change: errors.Change, *, title: str
) -> HttpResponse:
    """Another changed the action first: show what stands now and what was sent."""
    action.refresh_from_db()
    action.record.refresh_from_db()
    return errors.conflict(
        request,
        changes=[change, errors.Change(_("State"), action.get_state_display(), "")],
        title=title,
        again=request.path,
        version=action.record.version,
    )


def finish(request: HttpRequest, reference: str) -> HttpResponse:
    """Report an action done."""
    person = reader.person(request)
    action = handling.fetch(actions.Action, reference, by=person)
    handling.require(actions.may_finish(action, person))
    form = forms.Finish(request.POST or None, version=action.record.version)
    if form.is_valid():
        try:
            actions.finish(action, by=person, **form.cleaned_data)
        except handling.Conflict:
            sent = form.cleaned_data["evidence"]
            change = errors.Change(_("What shows it"), action.evidence, sent)
            return crossed(request, action, change, title=_("Somebody else changed this action"))
        messages.success(request, _("Reported done. The verifier sees it among their work."))
        return redirect("action", reference=reference)
    return pages.FormPage(
        _("Report this action done"),
        form,
        _("Report done"),
        caption=action.title,
        cancel=_link(action),
    ).response(request)


def verify(request: HttpRequest, reference: str) -> HttpResponse:
    """Verify an action, or send it back."""
    person = reader.person(request)
    action = handling.fetch(actions.Action, reference, by=person)
    handling.require(actions.may_verify(action, person))
    form = forms.Verify(request.POST or None, version=action.record.version)
    if form.is_valid():
        try:
            actions.verify(action, by=person, **form.cleaned_data)
        except handling.Conflict:
            change = errors.Change(_("Your remark"), "", form.cleaned_data["remark"] or "")
            return crossed(request, action, change, title=_("Somebody else changed this action"))
        said = _("Verified.") if form.cleaned_data["agrees"] else _("Sent back to the owner.")
        messages.success(request, said)
        return redirect("action", reference=reference)
    return pages.FormPage(
        _("Verify this action"),
        form,
        _("Save"),
        caption=action.title,
        cancel=_link(action),
        template="desk/verify.jinja",
        context={"facts": _facts(action)},
    ).response(request)


def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Move the due date; the first one is kept."""
    person = reader.person(request)
    action = handling.fetch(actions.Action, reference, by=person)
    handling.require(actions.may_move(action, person))
    form = forms.Move(request.POST or None, version=action.record.version)
    if form.is_valid():
        try:
            actions.move_due_date(action, by=person, **form.cleaned_data)
        except handling.Conflict:
            sent = formats.day(form.cleaned_data["to"])
            change = errors.Change(_("Due"), formats.day(action.due_date), sent)
            return crossed(request, action, change, title=_("Somebody else moved this action"))
        messages.success(request, _("The date is moved. The first date stays on record."))
        return redirect("action", reference=reference)
    return pages.FormPage(
        _("Move the due date"),
        form,
        _("Move date"),
        caption=action.title,
        lead=_("It is due on %(day)s.") % {"day": formats.day(action.due_date)},
        cancel=_link(action),
    ).response(request)


urlpatterns = [
    path("actions/", index, name="actions"),
    path("actions/overdue/", overdue, name="actions-overdue"),
    path("actions/<str:reference>/", show, name="action"),
    path("actions/<str:reference>/done/", finish, name="action-finish"),
    path("actions/<str:reference>/verify/", verify, name="action-verify"),
    path("actions/<str:reference>/move/", move, name="action-move"),
]
