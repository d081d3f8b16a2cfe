"""Pages about the bodies of a round and the visits to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import errors, formats, forms, pages
from headwater.inspection.forms import rounds as asked
from headwater.inspection.models import Round, Subject, Visit
from headwater.inspection.rules import reconstruction
from headwater.inspection.rules import rounds as rules
from headwater.inspection.services import rounds, visits
from headwater.inspection.views.rounds import crumbs
from headwater.kernel import handling, requests

COLOURS = {"planned": "blue", "done": "green", "cancelled": "grey"}


def subjects(request: requests.SignedIn, slug: str) -> HttpResponse:
    """The bodies of a round with cohort, return and visits, in a fixed number of queries."""
    round_ = rounds.by_slug(slug, by=request.user)
    return pages.ListPage(
        title=_("Bodies inspected"),
        rows=visits.subjects_of(round_),
        columns=[
            pages.Column(_("Body"), "name", link=_subject_address(round_), sort="name"),
            pages.Column(_("Cohort"), "cohort_name", sort="cohort_name"),
            pages.Column(_("Return"), _return_state, sort="submission__state"),
            pages.Column(_("Visits made"), "visit_count", numeric=True, sort="visit_count"),
            pages.Column(_("Judged"), "judged_count", numeric=True, sort="judged_count"),
        ],
        filters=[pages.Search(_("Which body?"), on=["name", "code"])],
        sort="name",
        note=reconstruction.NOTE if round_.is_reconstruction else "",
        breadcrumbs=crumbs(round_),
        template="inspection/visits_subjects.jinja",
        context={"round": round_, "manages": bool(rules.may_manage(round_, request.user))},
    ).response(request)


def _return_state(subject: Subject) -> str:
    submission = getattr(subject, "submission", None)
    return submission.get_state_display() if submission else _("not asked yet")


def _subject_address(round_: Round) -> Any:
    bodies = reverse("inspection:round-subjects", args=[round_.slug])
    return lambda subject: f"{bodies}{subject.reference}/"


def add_subject(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Add a body to the round."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(rules.may_manage(round_, request.user))
    form = asked.Body(request.POST or None, round_=round_)
    if form.is_valid():
        body = form.cleaned_data["organisation"]
        told = {name: form.cleaned_data.get(name, "") for name in ("cohort", "reason")}
        try:
            rounds.add_subject(
                round_,
                code=body.code,
                name=body.name,
                organisation=body,
                by=request.user,
                **told,
            )
        except handling.Refused as refused:
            form.add_error("organisation", str(refused))
        else:
            messages.success(request, _("%(name)s has been added.") % {"name": body.name})
            return redirect("inspection:round-subjects", slug)
    return pages.FormPage(
        _("Add a body"), form, _("Add the body"), breadcrumbs=crumbs(round_)
    ).response(request)


def place(request: requests.SignedIn, slug: str, reference: str) -> HttpResponse:
    """Move a body to another cohort from a day on."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(rules.may_manage(round_, request.user))
    subject = visits.subject(round_, reference)
    form = asked.Place(request.POST or None, round_=round_)
    if form.is_valid():
        try:
            rounds.place(subject, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("from_date", str(refused))
        else:
            return redirect("inspection:subject", slug, reference)
    return pages.FormPage(
        _("Change the cohort of %(name)s") % {"name": subject.name},
        form,
        _("Change the cohort"),
        lead=_("Reports made before that day keep the cohort that was then in force."),
        breadcrumbs=crumbs(round_),
    ).response(request)


def timetable(request: requests.SignedIn, slug: str) -> HttpResponse:
    """The visits of a round, each with the guidance it was stamped with."""
    round_ = rounds.by_slug(slug, by=request.user)
    found = (
        round_.visits.select_related("subject", "framework")
        .prefetch_related("inspectors", "guidance")
        .order_by("starts_on", "pk")
    )
    return pages.ListPage(
        title=_("Visits"),
        rows=found,
        columns=[
            pages.Column(
                _("Body"),
                "subject.name",
                link=lambda v: reverse("inspection:visit", args=[slug, v.reference]),
                sort="subject__name",
            ),
            pages.Column(_("From"), "starts_on", shown=formats.day, sort="starts_on"),
            pages.Column(_("To"), "ends_on", shown=formats.day),
            pages.Column(_("Inspectors"), lambda v: ", ".join(p.name for p in v.inspectors.all())),
            pages.Column(_("State"), "get_state_display", tag=lambda v: COLOURS[v.state]),
            pages.Column(_("Guidance then in force"), _guidance),
        ],
        filters=[
            pages.Search(_("Which body?"), on=["subject.name"]),
            pages.Only("state", _("Which state?"), Visit.State.choices),
        ],
        empty=_("No visit has been planned."),
        breadcrumbs=crumbs(round_),
        template="inspection/visits_timetable.jinja",
        context={
            "round": round_,
            "manages": bool(rules.may_manage(round_, request.user)),
            "guidance": round_.guidance.order_by("issued_on"),
            "differing": visits.guidance_differs(round_),
        },
    ).response(request)


def _guidance(visit: Visit) -> str:
    return "; ".join(str(guidance) for guidance in visit.guidance.all())


def plan(request: requests.SignedIn, slug: str, reference: str) -> HttpResponse:
    """Plan a visit to a body."""
    round_ = rounds.by_slug(slug, by=request.user)
    subject = visits.subject(round_, reference)
    handling.require(rules.may_manage(round_, request.user))
    form = asked.Visit(request.POST or None, round_=round_)
    if form.is_valid():
        try:
            visits.plan(round_, subject, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("inspectors", str(refused))
        else:
            return redirect("inspection:round-visits", slug)
    return pages.FormPage(
        _("Plan a visit to %(name)s") % {"name": subject.name},
        form,
        _("Plan the visit"),
        breadcrumbs=crumbs(round_),
    ).response(request)


def show(request: requests.SignedIn, slug: str, reference: str) -> HttpResponse:
    """One visit and what can be done with it."""
    round_ = rounds.by_slug(slug, by=request.user)
    visit = visits.visit(round_, reference)
    planned = rules.is_waiting(visit)
    names = ", ".join(person.name for person in visit.inspectors.order_by("name"))
    acts = []
    if planned and request.user.may("round.inspect"):
        done = visits.may_complete(visit, request.user)
        acts.append(pages.Act(_("Record as made"), _to("visit-done", visit), done.sentence))
    if planned and rules.may_manage(round_, request.user):
        acts.append(pages.Act(_("Change"), _to("visit-change", visit), secondary=True))
        acts.append(pages.Act(_("Cancel the visit"), _to("visit-cancel", visit), secondary=True))
    return pages.RecordPage(
        visit.subject.name,
        caption=_("Visit"),
        state=visit.get_state_display(),
        colour=COLOURS[visit.state],
        facts=[
            pages.Fact(_("From"), formats.day(visit.starts_on)),
            pages.Fact(_("To"), formats.day(visit.ends_on)),
            pages.Fact(_("Place"), visit.place),
            pages.Fact(_("To be met"), visit.purpose or _("not said")),
            pages.Fact(_("Inspectors"), names),
            pages.Fact(_("Framework"), visit.framework or _("stamped when the visit is made")),
            pages.Fact(_("Guidance"), _guidance(visit) or _("stamped when the visit is made")),
        ],
        acts=acts,
        breadcrumbs=[
            *crumbs(round_),
            (_("Visits"), reverse("inspection:round-visits", args=[slug])),
        ],
    ).response(request)


def _to(name: str, visit: Visit) -> str:
    return reverse(f"inspection:{name}", args=[visit.round.slug, visit.reference])


def change(request: requests.SignedIn, slug: str, reference: str) -> HttpResponse:
    """Change a planned visit."""
    round_ = rounds.by_slug(slug, by=request.user)
    visit = visits.visit(round_, reference)
    handling.require(rules.may_manage(round_, request.user))
    names = ("starts_on", "ends_on", "place", "purpose")
    now: dict[str, Any] = {name: getattr(visit, name) for name in names}
    now["inspectors"] = [person.reference for person in visit.inspectors.all()]
    form = asked.Visit(request.POST or None, round_=round_, initial=now, version=visit.version)
    if form.is_valid():
        try:
            visits.change(visit, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("inspectors", str(refused))
        except handling.Conflict as crossed:
            return _crossed(request, crossed.latest, form)
        else:
            return redirect("inspection:visit", slug, reference)
    return pages.FormPage(
        _("Change the visit"), form, _("Save the visit"), breadcrumbs=crumbs(round_)
    ).response(request)


def _crossed(request: requests.SignedIn, stored: Visit, form: forms.Form) -> HttpResponse:
    sent = form.cleaned_data
    names = [
        ", ".join(sorted(person.name for person in people_))
        for people_ in (stored.inspectors.all(), sent["inspectors"])
    ]
    said = [
        ("starts_on", formats.day(stored.starts_on), formats.day(sent["starts_on"])),
        ("ends_on", formats.day(stored.ends_on), formats.day(sent["ends_on"])),
        ("place", stored.place, sent["place"]),
        ("purpose", stored.purpose, sent["purpose"] or ""),
        ("inspectors", *names),
    ]
    return errors.conflict(
        request,
        changes=[
            errors.Change(str(form.fields[name].label), now, new)
            for name, now, new in said
            if now != new
        ],
        title=_("Somebody else changed this visit"),
        again=request.path,
        version=stored.version,
    )


def done(request: requests.SignedIn, slug: str, reference: str) -> HttpResponse:
    """Record a visit as made."""
    round_ = rounds.by_slug(slug, by=request.user)
    visit = visits.visit(round_, reference)
    if request.method == "POST":
        visits.complete(visit, by=request.user)
        messages.success(request, _("The visit is recorded and stamped with its guidance."))
        return redirect("inspection:visit", slug, reference)
    return pages.ConfirmPage(
        _("Record the visit as made?"),
        _("Record the visit"),
        _to("visit", visit),
        lead=_("It is stamped with the framework and the guidance then in force."),
        facts=[
            pages.Fact(str(g.title), g.version) for g in rounds.guidance_on(round_, visit.ends_on)
        ],
        breadcrumbs=crumbs(round_),
    ).response(request)


def cancel(request: requests.SignedIn, slug: str, reference: str) -> HttpResponse:
    """Cancel a planned visit."""
    round_ = rounds.by_slug(slug, by=request.user)
    visit = visits.visit(round_, reference)
    handling.require(rules.may_manage(round_, request.user))
    form: forms.Form = asked.Reason(request.POST or None)
    if form.is_valid():
        try:
            visits.cancel(visit, reason=form.cleaned_data["reason"], by=request.user)
        except handling.Refused as refused:
            form.add_error("reason", str(refused))
        else:
            return redirect("inspection:round-visits", slug)
    return pages.FormPage(
        _("Cancel the visit to %(name)s") % {"name": visit.subject.name},
        form,
        _("Cancel the visit"),
        cancel=_to("visit", visit),
        breadcrumbs=crumbs(round_),
    ).response(request)


def subject(request: requests.SignedIn, slug: str, reference: str) -> HttpResponse:
    """One body in a round: cohort, return, visits, judgements and the way to each."""
    round_ = rounds.by_slug(slug, by=request.user)
    found = visits.subject(round_, reference)
    manages = bool(rules.may_manage(round_, request.user)) and not round_.is_reconstruction
    acts = [
        pages.Act(_("Plan a visit"), reverse("inspection:visit-plan", args=[slug, reference])),
        pages.Act(
            _("Change the cohort"),
            reverse("inspection:subject-place", args=[slug, reference]),
            secondary=True,
        ),
    ]
    cohorts = found.cohort_memberships.select_related("cohort").order_by("period")
    return pages.RecordPage(
        found.name,
        caption=round_.title,
        note=reconstruction.NOTE if round_.is_reconstruction else "",
        facts=[
            pages.Fact(_("Cohort"), "; ".join(_cohort(membership) for membership in cohorts)),
            pages.Fact(_("Return"), _return_state(found), href=_return_address(found)),
        ],
        acts=acts if manages else [],
        breadcrumbs=[
            *crumbs(round_),
            (_("Bodies inspected"), reverse("inspection:round-subjects", args=[slug])),
        ],
        template="inspection/visits_subject.jinja",
        context={
            "round": round_,
            "subject": found,
            "judgements": visits.judgements_of(found),
            "visits": found.visits.order_by("starts_on"),
        },
    ).response(request)


def _cohort(membership: Any) -> str:
    start = formats.day(membership.period.lower)
    return _("%(cohort)s from %(day)s") % {"cohort": membership.cohort.title, "day": start}


def _return_address(found: Subject) -> str:
    submission = getattr(found, "submission", None)
    return reverse("inspection:return", args=[submission.reference]) if submission else ""


urlpatterns = [
    path("rounds/<slug:slug>/bodies/", subjects, name="round-subjects"),
    path("rounds/<slug:slug>/bodies/add/", add_subject, name="subject-add"),
    path("rounds/<slug:slug>/bodies/<slug:reference>/", subject, name="subject"),
    path("rounds/<slug:slug>/bodies/<slug:reference>/cohort/", place, name="subject-place"),
    path("rounds/<slug:slug>/bodies/<slug:reference>/visit/", plan, name="visit-plan"),
    path("rounds/<slug:slug>/visits/", timetable, name="round-visits"),
    path("rounds/<slug:slug>/visits/<slug:reference>/", show, name="visit"),
    path("rounds/<slug:slug>/visits/<slug:reference>/change/", change, name="visit-change"),
    path("rounds/<slug:slug>/visits/<slug:reference>/done/", done, name="visit-done"),
    path("rounds/<slug:slug>/visits/<slug:reference>/cancel/", cancel, name="visit-cancel"),
]
