"""Pages on which a report is written: chapters, references, cited facts, caveat and signatures."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headwater.govuk import errors, formats, pages
from headwater.inspection import tasks
from headwater.inspection.documents import assembly, guide
from headwater.inspection.forms import reports as asked
from headwater.inspection.models import Chapter, Report, Round
from headwater.inspection.rules import reports as rules
from headwater.inspection.services import reports, rounds
from headwater.inspection.views.rounds import crumbs
from headwater.kernel import handling, people, requests


def way(round_: Round) -> list[tuple[str, str]]:
    """The way back: home, rounds, the round, its report."""
    return [*crumbs(round_), (_("Report"), reverse("inspection:report", args=[round_.slug]))]


def round_of(slug: str, request: requests.SignedIn) -> Round:
    """The round, for those who write its report. A body sees its round, and no report of it."""
    round_ = rounds.by_slug(slug, by=request.user)
    if not rules.may_edit(request.user):
        raise handling.NotSeen(slug)
    return round_


def report_of(slug: str, request: requests.SignedIn) -> Report:
    """The report of a round. Raises NotSeen when the reader sees none."""
    report = reports.of_round(round_of(slug, request))
    if report is None:
        raise handling.NotSeen(slug)
    return report


def show(request: requests.SignedIn, slug: str) -> HttpResponse:
    """The report of a round: where it stands, and the way to everything in it."""
    round_ = round_of(slug, request)
    report = reports.of_round(round_)
    context = {"round": round_, "report": report, "breadcrumbs": crumbs(round_)}
    if report is not None:
        context |= _standing(report, request.user)
    return render(request, "inspection/reports_page.jinja", context)


def _standing(report: Report, person: people.Person) -> dict[str, Any]:
    """What is written, what stands in the way, who has signed and what may be done next."""
    frozen = reports.content(report.round, report)
    faults = reports.check(report, frozen=frozen)
    signers = reports.signers(report, frozen=frozen)
    latest = reports.latest_edition(report.round)
    has_signed = reports.has_signed(signers, person)
    issue = rules.may_correct if latest else rules.may_publish
    return {
        "chapters": list(report.chapters.order_by("order")),
        "stops": rules.stops(faults),
        "warnings": [fault for fault in faults if fault.is_warning],
        "signers": signers,
        "latest": latest,
        "may_sign": rules.may_sign(person, faults=faults, has_signed=has_signed),
        "may_ask": rules.may_ask_to_sign(person, faults=faults),
        "may_issue": issue(person, faults=faults, latest=latest),
        "fact_count": report.cited_facts.count(),
        "comment_count": report.comments.count(),
        "guidance": frozen["guidance"],
    }


@require_POST
def start(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Start the report of a round."""
    round_ = round_of(slug, request)
    reports.start(round_, by=request.user)
    messages.success(
        request, _("The report has been started, with every table and chart in its place.")
    )
    return redirect("inspection:report", slug)


def add(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Add a chapter."""
    report = report_of(slug, request)
    form = asked.ChapterTitle(request.POST or None)
    if form.is_valid():
        made = reports.add_chapter(report, title=form.cleaned_data["title"], by=request.user)
        return redirect("inspection:report-chapter", slug, made.reference)
    return pages.FormPage(
        _("Add a chapter"), form, _("Add the chapter"), breadcrumbs=way(report.round)
    ).response(request)


def chapter(request: requests.SignedIn, slug: str, reference: str) -> HttpResponse:
    """Write a chapter: save it, or look at it first."""
    report = report_of(slug, request)
    found = report.chapters.select_related("report__record").filter(reference=reference).first()
    if found is None:
        raise handling.NotSeen(reference)
    handling.require(rules.may_edit(request.user))
    form = asked.ChapterText.of(found, request.POST or None)
    if form.is_valid() and "preview" not in request.POST:
        try:
            reports.write_chapter(found, by=request.user, **form.cleaned_data)
        except handling.Conflict as conflict:
            return _both(request, form, conflict.latest)
        messages.success(request, _("The chapter has been saved."))
        return redirect("inspection:report", slug)
    return _editor(request, report, found, form)


@require_POST
def move(request: requests.SignedIn, slug: str, reference: str) -> HttpResponse:
    """Let a chapter change places with its neighbour."""
    report = report_of(slug, request)
    found = report.chapters.select_related("report__record").filter(reference=reference).first()
    if found is None:
        raise handling.NotSeen(reference)
    form = asked.Move(request.POST, version=report.record.version)
    if not form.is_valid():
        return redirect("inspection:report", slug)
    told = form.cleaned_data
    try:
        reports.move_chapter(
            found, up=told["direction"] == "up", version=told["version"], by=request.user
        )
    except handling.Conflict:
        messages.error(
            request,
            _("Somebody else changed the order first. This is their order: move it again."),
        )
    else:
        messages.success(request, _("“%(title)s” has been moved.") % {"title": found.title})
    return redirect("inspection:report", slug)


def _editor(
    request: requests.SignedIn, report: Report, found: Chapter, form: asked.ChapterText
) -> HttpResponse:
    frozen = reports.content(report.round, report)
    text, title = (form["text"].value() or "", form["title"].value() or "")
    context = {
        "round": report.round,
        "chapter": found,
        "form": form,
        "preview": assembly.preview(frozen, title=title, text=text, number=found.order),
        "typed": guide.typed(text),
        "kinds": guide.kinds(),
        "picks": guide.picks(frozen),
        "breadcrumbs": way(report.round),
    }
    wrong = form.is_bound and not form.is_valid()
    return render(
        request, "inspection/reports_chapter.jinja", context, status=422 if wrong else 200
    )


def _both(request: requests.SignedIn, form: asked.ChapterText, latest: Chapter) -> HttpResponse:
    """Somebody else saved first: both versions, and the choice."""
    saved = latest.versions.order_by("-number").first()
    number = saved.saved_by.partition(":")[2] if saved else ""
    person = people.Person.objects.filter(pk=number).first() if number.isdigit() else None
    return errors.conflict(
        request,
        title=_("Somebody else has saved this chapter"),
        changes=[
            errors.Change(_("Title"), latest.title, form.cleaned_data["title"]),
            errors.Change(_("Text"), latest.text, form.cleaned_data["text"]),
        ],
        again=request.path,
        version=latest.version,
        by=person.name if person else "",
    )


def cited(request: requests.SignedIn, slug: str) -> HttpResponse:
    """The facts that the report cites, and a form to add one."""
    report = report_of(slug, request)
    form = asked.Cited(request.POST or None)
    if form.is_valid():
        try:
            reports.cite(report, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, _("The source has been kept."))
            return redirect("inspection:report-cited", slug)
    return pages.FormPage(
        _("Cited facts"),
        form,
        _("Add the source"),
        breadcrumbs=way(report.round),
        template="inspection/reports_cited.jinja",
        context={"facts": list(report.cited_facts.order_by("text")), "round": report.round},
    ).response(request)


@require_POST
def uncite(request: requests.SignedIn, slug: str, number: int) -> HttpResponse:
    """Take a source away."""
    fact = report_of(slug, request).cited_facts.filter(pk=number).first()
    if fact is None:
        raise handling.NotSeen(str(number))
    reports.uncite(fact, by=request.user)
    return redirect("inspection:report-cited", slug)


def caveat(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Write the caveat about guidance."""
    report = report_of(slug, request)
    form = asked.Caveat(request.POST or None, initial={"text": report.guidance_caveat})
    if form.is_valid():
        reports.set_caveat(report, text=form.cleaned_data["text"], by=request.user)
        return redirect("inspection:report", slug)
    return pages.FormPage(
        _("Caveat about guidance"),
        form,
        _("Save the caveat"),
        breadcrumbs=way(report.round),
        template="inspection/reports_caveat.jinja",
        context={"guidance": reports.content(report.round, report)["guidance"]},
    ).response(request)


def readiness(request: requests.SignedIn, slug: str) -> HttpResponse:
    """What stands between the report and publication."""
    report = report_of(slug, request)
    faults = reports.check(report)
    context = {
        "round": report.round,
        "groups": guide.grouped(faults),
        "stop_count": len(rules.stops(faults)),
        "warning_count": len(faults) - len(rules.stops(faults)),
        "breadcrumbs": way(report.round),
    }
    return render(request, "inspection/reports_readiness.jinja", context)


def sign(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Ask, then sign the report as it stands."""
    report = report_of(slug, request)
    if request.method == "POST":
        reports.sign(report, by=request.user)
        messages.success(request, _("You have signed the report as it stands."))
        return redirect("inspection:report", slug)
    frozen = reports.content(report.round, report)
    faults = reports.check(report, frozen=frozen)
    signers = reports.signers(report, frozen=frozen)
    handling.require(
        rules.may_sign(
            request.user, faults=faults, has_signed=reports.has_signed(signers, request.user)
        )
    )
    return pages.ConfirmPage(
        _("Sign the report?"),
        _("Sign the report"),
        reverse("inspection:report", args=[slug]),
        lead=_("You sign the text and the figures as they stand now, with your name."),
        warning=_("Any later change of text or data takes the signatures away."),
        breadcrumbs=way(report.round),
    ).response(request)


def publish(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Ask, then publish the first edition and put the building of its files into the queue."""
    report = report_of(slug, request)
    if request.method == "POST":
        edition = reports.publish(report, by=request.user)
        tasks.build_later(edition)
        return redirect("inspection:edition", edition.slug, edition.number)
    latest = reports.latest_edition(report.round)
    handling.require(rules.may_publish(request.user, faults=reports.check(report), latest=latest))
    return pages.ConfirmPage(
        _("Publish the report?"),
        _("Publish the report"),
        reverse("inspection:report", args=[slug]),
        lead=_(
            "Data, definitions, framework and text are frozen as edition 1 under one hash, and "
            "everybody can read it without signing in."
        ),
        warning=_("An edition cannot be taken back. A mistake is corrected by a further edition."),
        facts=[pages.Fact(_("Published on"), formats.day(people.today()))],
        breadcrumbs=way(report.round),
    ).response(request)


def erratum(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Publish a corrected edition that lists every changed number."""
    report = report_of(slug, request)
    latest = reports.latest_edition(report.round)
    handling.require(rules.may_correct(request.user, faults=reports.check(report), latest=latest))
    form = asked.Erratum(request.POST or None)
    if form.is_valid():
        edition = reports.erratum(report, note=form.cleaned_data["note"], by=request.user)
        tasks.build_later(edition)
        return redirect("inspection:edition", edition.slug, edition.number)
    return pages.FormPage(
        _("Correct the published report"),
        form,
        _("Publish the corrected edition"),
        breadcrumbs=way(report.round),
        note=_("The edition that it corrects stays readable, with a pointer to the new one."),
    ).response(request)


urlpatterns = [
    path("rounds/<slug:slug>/report/", show, name="report"),
    path("rounds/<slug:slug>/report/start/", start, name="report-start"),
    path("rounds/<slug:slug>/report/chapters/add/", add, name="report-chapter-add"),
    path("rounds/<slug:slug>/report/chapters/<slug:reference>/", chapter, name="report-chapter"),
    path(
        "rounds/<slug:slug>/report/chapters/<slug:reference>/move/",
        move,
        name="report-chapter-move",
    ),
    path("rounds/<slug:slug>/report/cited/", cited, name="report-cited"),
    path("rounds/<slug:slug>/report/cited/<int:number>/remove/", uncite, name="report-uncite"),
    path("rounds/<slug:slug>/report/caveat/", caveat, name="report-caveat"),
    path("rounds/<slug:slug>/report/readiness/", readiness, name="report-readiness"),
    path("rounds/<slug:slug>/report/sign/", sign, name="report-sign"),
    path("rounds/<slug:slug>/report/publish/", publish, name="report-publish"),
    path("rounds/<slug:slug>/report/erratum/", erratum, name="report-erratum"),
]
