"""Pages about rounds: the list, a round's plan, its team, bodies, guidance and phases."""

import datetime

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from headwater.govuk import errors, formats, forms, pages
from headwater.inspection.forms import rounds as asked
from headwater.inspection.models import Round
from headwater.inspection.rules import reconstruction, reports
from headwater.inspection.rules import rounds as rules
from headwater.inspection.services import consistency, rounds, visits
from headwater.kernel import frameworks, handling, people, requests

COLOURS = {
    Round.Phase.PLANNING: "grey",
    Round.Phase.RETURNS: "blue",
    Round.Phase.FIELDWORK: "turquoise",
    Round.Phase.MODERATION: "purple",
    Round.Phase.ACCURACY: "yellow",
    Round.Phase.PUBLISHED: "green",
}


def crumbs(round_: Round | None = None) -> list[tuple[str, str]]:
    """The way back: home, rounds and, below a round, the round."""
    way = [(_("Home"), "/"), (_("Inspection rounds"), reverse("inspection:rounds"))]
    if round_ is not None:
        way.append((round_.title, address(round_)))
    return way


def address(round_: Round) -> str:
    """The page of a round."""
    return reverse("inspection:round", args=[round_.slug])


def listing(request: requests.SignedIn) -> HttpResponse:
    """The rounds that the reader may see."""
    found = (
        handling.visible(Round, to=request.user)
        .select_related("framework")
        .annotate(subject_count=Count("subjects"))
        .order_by("-starts_on")
    )
    return pages.ListPage(
        title=_("Inspection rounds"),
        rows=found,
        columns=[
            pages.Column(_("Round"), "title", link=address, sort="record__title"),
            pages.Column(
                _("Phase"), "get_phase_display", tag=lambda r: COLOURS[r.phase], sort="phase"
            ),
            pages.Column(_("Framework"), lambda r: _framework(r.framework)),
            pages.Column(_("Bodies"), "subject_count", numeric=True, sort="subject_count"),
            pages.Column(_("Starts"), "starts_on", shown=formats.day, sort="starts_on"),
        ],
        filters=[
            pages.Search(_("Which round?"), on=["record.title"]),
            pages.Only("phase", _("Which phase?"), Round.Phase.choices),
        ],
        empty=_("There is no round that you may see."),
        template="inspection/rounds_list.jinja",
        breadcrumbs=[(_("Home"), "/")],
        context={"may_start": request.user.may("round.manage")},
    ).response(request)


def _framework(pack: frameworks.Pack) -> str:
    return _("%(title)s, version %(version)s") % {"title": pack.title, "version": pack.version}


def start(request: requests.SignedIn) -> HttpResponse:
    """Start a round."""
    if not request.user.may("round.manage"):
        raise handling.Refused(_("Only a lead inspector can start a round."))
    form = asked.Start(request.POST or None)
    if form.is_valid():
        try:
            owner = request.user.organisations_now(may="round.manage")[0]
            made = rounds.create(by=request.user, owner=owner, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("slug", str(refused))
        else:
            messages.success(request, _("The round has been started. Write its terms next."))
            return redirect(address(made))
    return pages.FormPage(
        _("Start a round"), form, _("Start the round"), breadcrumbs=crumbs()
    ).response(request)


def show(request: requests.SignedIn, slug: str) -> HttpResponse:
    """One round: its plan, what is next, and the way to everything in it."""
    round_ = rounds.by_slug(slug, by=request.user)
    ready = rounds.readiness(round_)
    phase = rules.next_phase(round_)
    managed = rules.may_manage(round_, request.user)
    verdict = rules.may_enter(round_, phase, ready) if phase and managed else managed
    acts = []
    if phase and request.user.may("round.manage"):
        words = _("Move to %(phase)s") % {"phase": Round.Phase(phase).label.lower()}
        there = reverse("inspection:round-enter", args=[slug, phase])
        acts.append(pages.Act(words, there, verdict.sentence))
    return pages.RecordPage(
        round_.title,
        caption=_("Inspection round"),
        state=round_.get_phase_display(),
        colour=COLOURS[Round.Phase(round_.phase)],
        note=reconstruction.NOTE if round_.is_reconstruction else "",
        facts=_facts(round_, bool(managed)),
        acts=acts,
        breadcrumbs=crumbs(),
        template="inspection/rounds_page.jinja",
        context={
            "round": round_,
            "ready": ready,
            "manages": bool(managed),
            "follows": bool(consistency.may_follow(round_, by=request.user)),
            "writes": bool(reports.may_edit(request.user)),
            "edition": round_.editions.order_by("-number").first(),
        },
    ).response(request)


def _facts(round_: Round, manages: bool) -> list[pages.Fact]:
    change = reverse("inspection:round-plan", args=[round_.slug]) if manages else ""
    due = formats.day(round_.returns_due_on) if round_.returns_due_on else _("not set")
    return [
        pages.Fact(_("Framework"), _framework(round_.framework)),
        pages.Fact(_("Terms of reference"), round_.terms or _("not written yet"), change=change),
        pages.Fact(_("Method"), round_.method or _("not written yet")),
        pages.Fact(_("Starts"), formats.day(round_.starts_on)),
        pages.Fact(_("Cohorts as on"), formats.day(round_.cohorts_on)),
        pages.Fact(_("Returns due"), due),
        pages.Fact(_("Rated by two"), f"{round_.second_rating_share}%"),
        pages.Fact(_("Kept until"), formats.day(round_.record.ends_on)),
    ]


def plan(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Change the plan of a round."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(rules.may_manage(round_, request.user))
    form = asked.Plan.of(round_, request.POST or None)
    if form.is_valid():
        try:
            rounds.change_plan(round_, by=request.user, **form.cleaned_data)
        except handling.Conflict:
            return _crossed(request, slug, form)
        messages.success(request, _("The plan has been saved."))
        return redirect(address(round_))
    return pages.FormPage(
        _("Plan of the round"), form, _("Save the plan"), breadcrumbs=crumbs(round_)
    ).response(request)


def _crossed(request: requests.SignedIn, slug: str, form: asked.Plan) -> HttpResponse:
    stored = rounds.by_slug(slug, by=request.user)
    changes = [
        errors.Change(str(form.fields[name].label), _said(now), _said(form.cleaned_data[name]))
        for name in form.base_fields
        if (now := getattr(stored, name)) != form.cleaned_data[name]
    ]
    return errors.conflict(
        request,
        changes=changes,
        title=_("Somebody else changed this plan"),
        again=request.path,
        version=stored.record.version,
    )


def _said(value: object) -> str:
    return formats.day(value) if isinstance(value, datetime.date) else str(value or "")


def enter(request: requests.SignedIn, slug: str, phase: str) -> HttpResponse:
    """Ask, then move the round to its next phase."""
    round_ = rounds.by_slug(slug, by=request.user)
    if phase not in Round.Phase.values:
        raise handling.NotSeen(phase)
    handling.require(rules.may_manage(round_, request.user))
    handling.require(rules.may_enter(round_, phase, rounds.readiness(round_)))
    form = forms.Form(request.POST or None, version=round_.record.version)
    name = Round.Phase(phase).label.lower()
    if request.method == "POST" and form.is_valid():
        rounds.enter(round_, phase, by=request.user, version=form.cleaned_data["version"])
        messages.success(request, _("The round is now in %(phase)s.") % {"phase": name})
        return redirect(address(round_))
    return pages.ConfirmPage(
        _("Move the round to %(phase)s?") % {"phase": name},
        _("Move the round"),
        address(round_),
        lead=_("Everybody in the round works in its present phase; this step is noted."),
        form=form,
        breadcrumbs=crumbs(round_),
    ).response(request)


def team(request: requests.SignedIn, slug: str) -> HttpResponse:
    """The inspectors of the round, with what they declared."""
    round_ = rounds.by_slug(slug, by=request.user)
    members = (
        people.TeamMember.objects.on()
        .filter(team=round_.team)
        .select_related("person")
        .annotate(
            visit_count=Count("person__visits", filter=Q(person__visits__round=round_)),
        )
        .order_by("person__name")
    )
    return pages.ListPage(
        title=_("Inspection team"),
        rows=members,
        columns=[
            pages.Column(_("Inspector"), "person.name"),
            pages.Column(_("Capacity"), "capacity", shown=capfirst),
            pages.Column(_("Visits"), "visit_count", numeric=True),
        ],
        breadcrumbs=crumbs(round_),
        template="inspection/rounds_team.jinja",
        context={
            "round": round_,
            "manages": bool(rules.may_manage(round_, request.user)),
            "interests": visits.interests_of(round_),
        },
    ).response(request)


def join(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Take an inspector into the team."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(rules.may_manage(round_, request.user))
    form = asked.Member(request.POST or None, round_=round_)
    if form.is_valid():
        rounds.add_member(round_, form.cleaned_data["person"], by=request.user)
        return redirect("inspection:round-team", slug)
    return pages.FormPage(
        _("Add an inspector"), form, _("Add to the team"), breadcrumbs=crumbs(round_)
    ).response(request)


def declare(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Declare an inspector's interest in a body."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(rules.may_manage(round_, request.user))
    form = asked.Interest(request.POST or None, round_=round_)
    if form.is_valid():
        data = dict(form.cleaned_data)
        who, body = data.pop("person"), data.pop("organisation")
        try:
            visits.declare_interest(who, body, by=request.user, **data)
        except handling.Refused as refused:
            form.add_error("from_date", str(refused))
        else:
            return redirect("inspection:round-team", slug)
    return pages.FormPage(
        _("Declare an interest"), form, _("Declare the interest"), breadcrumbs=crumbs(round_)
    ).response(request)


def guidance(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Record a guidance document that is in force from a day."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(rules.may_manage(round_, request.user))
    form = asked.Guidance(request.POST or None)
    if form.is_valid():
        try:
            rounds.issue_guidance(round_, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("version", str(refused))
        else:
            return redirect("inspection:round-visits", slug)
    return pages.FormPage(
        _("Record guidance"), form, _("Record the guidance"), breadcrumbs=crumbs(round_)
    ).response(request)


def midpoint(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Record the mid-point meeting."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(rules.may_manage(round_, request.user))
    form = asked.Midpoint(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        minutes = [data["progress"], data["consistency"], data["emerging"]]
        try:
            rounds.hold_midpoint(round_, held_on=data["held_on"], minutes=minutes, by=request.user)
        except handling.Refused as refused:
            form.add_error("held_on", str(refused))
        else:
            messages.success(request, _("The mid-point meeting is on record."))
            return redirect(address(round_))
    return pages.FormPage(
        _("Mid-point meeting"), form, _("Record the meeting"), breadcrumbs=crumbs(round_)
    ).response(request)


urlpatterns = [
    path("rounds/", listing, name="rounds"),
    path("rounds/start/", start, name="round-start"),
    path("rounds/<slug:slug>/", show, name="round"),
    path("rounds/<slug:slug>/plan/", plan, name="round-plan"),
    path("rounds/<slug:slug>/enter/<slug:phase>/", enter, name="round-enter"),
    path("rounds/<slug:slug>/team/", team, name="round-team"),
    path("rounds/<slug:slug>/team/add/", join, name="round-join"),
    path("rounds/<slug:slug>/team/interest/", declare, name="round-interest"),
    path("rounds/<slug:slug>/guidance/add/", guidance, name="round-guidance"),
    path("rounds/<slug:slug>/midpoint/", midpoint, name="round-midpoint"),
]
