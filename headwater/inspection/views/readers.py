"""Critical readers: sent a copy of the draft by link, heard, and each comment resolved."""

import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from headwater.govuk import formats, pages
from headwater.inspection.documents import assembly
from headwater.inspection.forms import reports as asked
from headwater.inspection.models import ReaderComment, Report
from headwater.inspection.services import reports
from headwater.inspection.services.reports import readers
from headwater.inspection.views import reports as report_pages
from headwater.kernel import handling, people, requests


def listing(request: requests.SignedIn, slug: str) -> HttpResponse:
    """The comments of critical readers."""
    report = report_pages.report_of(slug, request)
    return pages.ListPage(
        title=_("Critical readers"),
        rows=report.comments.select_related("chapter").order_by("resolved_at", "pk"),
        columns=[
            pages.Column(
                _("Comment"),
                lambda row: row.text[:140],
                link=lambda row: reverse("inspection:report-comment", args=[slug, row.reference]),
            ),
            pages.Column(_("Chapter"), lambda row: row.chapter.title if row.chapter else ""),
            pages.Column(_("By"), "made_by"),
            pages.Column(
                _("State"),
                lambda row: _("Resolved") if row.resolved_at else _("Open"),
                tag=lambda row: "green" if row.resolved_at else "red",
            ),
        ],
        empty=_("No critical reader has commented yet."),
        breadcrumbs=report_pages.way(report.round),
        template="inspection/readers_list.jinja",
        context={"round": report.round},
    ).response(request)


def send(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Keep a copy of the draft and make a link to it for each reader."""
    report = report_pages.report_of(slug, request)
    form = asked.Readers(request.POST or None, round_=report.round)
    if form.is_valid():
        end = datetime.datetime.combine(
            form.cleaned_data["expires_on"], datetime.time.max, timezone.get_default_timezone()
        )
        if end > timezone.now():
            tokens = reports.send_to_readers(
                report, posts=form.cleaned_data["posts"], expires_at=end, by=request.user
            )
            return _sent(request, report, tokens)
        form.add_error("expires_on", _("That day is past. Choose a later day."))
    return pages.FormPage(
        _("Send the draft to critical readers"),
        form,
        _("Make the links"),
        lead=_("They read a copy of the draft as it is now, and comment once."),
        breadcrumbs=report_pages.way(report.round),
    ).response(request)


def _sent(
    request: requests.SignedIn, report: Report, tokens: dict[people.Post, str]
) -> HttpResponse:
    links = [
        (str(post), request.build_absolute_uri(reverse("inspection:read-critically", args=[token])))
        for post, token in tokens.items()
    ]
    context = {
        "links": links,
        "round": report.round,
        "breadcrumbs": report_pages.way(report.round),
    }
    return render(request, "inspection/readers_sent.jinja", context)


def add(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Take down a comment that reached the team in another way."""
    report = report_pages.report_of(slug, request)
    chapters = {chapter.reference: chapter for chapter in report.chapters.order_by("order")}
    titles = [(reference, chapter.title) for reference, chapter in chapters.items()]
    form = asked.OwnComment(request.POST or None, chapters=titles)
    if form.is_valid():
        data = form.cleaned_data
        reports.comment(
            report,
            chapters.get(data["chapter"]),
            text=data["text"],
            made_by=data["made_by"],
            by=request.user,
        )
        return redirect("inspection:report-readers", slug)
    return pages.FormPage(
        _("Take down a comment"),
        form,
        _("Keep the comment"),
        breadcrumbs=report_pages.way(report.round),
    ).response(request)


def show(request: requests.SignedIn, slug: str, reference: str) -> HttpResponse:
    """One comment, and what was done about it."""
    report = report_pages.report_of(slug, request)
    found = report.comments.select_related("chapter", "report__record").filter(reference=reference)
    comment = found.first()
    if comment is None:
        raise handling.NotSeen(reference)
    facts = _facts(comment)
    breadcrumbs = report_pages.way(report.round)
    if comment.resolved_at:
        return pages.RecordPage(
            _("Comment"), facts, state=_("Resolved"), colour="green", breadcrumbs=breadcrumbs
        ).response(request)
    form = asked.Answer(request.POST or None)
    if form.is_valid():
        reports.resolve_comment(comment, resolution=form.cleaned_data["text"], by=request.user)
        return redirect("inspection:report-readers", slug)
    there = reverse("inspection:report-readers", args=[slug])
    return pages.ConfirmPage(
        _("Resolve a comment"), _("Resolve the comment"), there, facts=facts, form=form,
        breadcrumbs=breadcrumbs,
    ).response(request)  # fmt: skip


def _facts(comment: ReaderComment) -> list[pages.Fact]:
    facts = [
        pages.Fact(_("Comment"), comment.text, prose=True),
        pages.Fact(_("Chapter"), comment.chapter.title if comment.chapter else _("The whole")),
        pages.Fact(_("By"), comment.made_by),
        pages.Fact(_("Received"), formats.moment(comment.made_at)),
    ]
    if comment.resolved_at:
        facts.append(pages.Fact(_("What was done"), comment.resolution, prose=True))
    return facts


def read(request: requests.ByLink, token: str) -> HttpResponse:
    """The page behind a critical reader's link: the draft as it was sent, and room to comment."""
    holder = request.link_holder
    copy = reports.reading_copy(holder.link)
    chapters = [(each.reference, each.title) for each in copy.report.chapters.order_by("order")]
    form = asked.Reading(request.POST or None, chapters=chapters)
    if request.method == "POST" and form.is_valid():
        texts = {"" if k == "whole" else k: v for k, v in form.cleaned_data.items()}
        count = readers.comment_by_link(holder, texts)
        lead = _("Each comment will be resolved before the report is published.")
        return pages.DonePage(
            _("Thank you. Your comments have been sent") if count else _("Thank you for reading"),
            lead=lead if count else _("You have nothing to change. That has been kept."),
        ).response(request)
    context = {"document": assembly.document(copy.frozen), "form": form, "post": holder.link.post}
    return render(request, "inspection/readers_draft.jinja", context)


read.link_act = readers.ACT  # type: ignore[attr-defined]
read.login_required = False  # type: ignore[attr-defined]

urlpatterns = [
    path("rounds/<slug:slug>/report/readers/", listing, name="report-readers"),
    path("rounds/<slug:slug>/report/readers/send/", send, name="report-readers-send"),
    path("rounds/<slug:slug>/report/readers/add/", add, name="report-comment-add"),
    path("rounds/<slug:slug>/report/readers/<slug:reference>/", show, name="report-comment"),
    path("reading/<str:token>/", read, name="read-critically"),
]
