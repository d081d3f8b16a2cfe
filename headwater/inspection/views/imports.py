"""Pages that take files of answers in and hand them out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import pages
from headwater.inspection.forms import imports as asked
from headwater.inspection.models import Import
from headwater.inspection.rules import imports as rules
from headwater.inspection.services import exports, import_files, returns, rounds, staging
from headwater.inspection.views.returns import address, way
from headwater.inspection.views.rounds import crumbs
from headwater.kernel import handling, requests


def for_round(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Send a file for a whole round; see what is wrong with it, or what it would do."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(rules.may_import_round(round_, request.user))
    form = asked.Sending(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        preview = import_files.offer_round(round_, file, file_name=file.name, by=request.user)
        return _previewed(request, preview)
    return pages.FormPage(
        _("Import answers of the whole round"),
        form,
        _("Read the file"),
        caption=round_.title,
        lead=_("The file replaces the draft answers of the round: all of them, or none."),
        cancel=reverse("inspection:returns", args=[slug]),
        breadcrumbs=crumbs(round_),
    ).response(request)


def for_return(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Send a file for one return."""
    submission = returns.fetch(reference, by=request.user)
    handling.require(rules.may_import_return(submission, request.user))
    form = asked.Sending(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        preview = import_files.offer_return(submission, file, file_name=file.name, by=request.user)
        return _previewed(request, preview)
    return pages.FormPage(
        _("Import answers from a file"),
        form,
        _("Read the file"),
        caption=submission.title,
        lead=_("Download the answers, fill them in, and send the file back. Rows that are not in "
               "the file stay as they are."),
        cancel=address(submission),
        breadcrumbs=way(submission),
    ).response(request)  # fmt: skip


def _previewed(request: requests.SignedIn, preview: import_files.Preview) -> HttpResponse:
    """The file's faults, or the way to its confirmation."""
    if preview.waiting is not None:
        for notice in preview.notices:
            messages.info(request, notice)
        return redirect("inspection:import", preview.waiting.reference)
    context = {"preview": preview, "again": request.path}
    return render(request, "inspection/import_faults.jinja", context, status=422)


def confirm(request: requests.SignedIn, reference: str) -> HttpResponse:
    """What the file will do; the button does it."""
    waiting = import_files.fetch(reference, by=request.user)
    if request.method == "POST":
        return _take(request, waiting)
    name = waiting.submission.title if waiting.submission else waiting.round.title
    return pages.ConfirmPage(
        _("Import this file?"),
        _("Import the answers"),
        _back(waiting),
        lead=_("Every cell was read and nothing is wrong. Nothing has been saved yet."),
        facts=[
            pages.Fact(_("File"), waiting.file_name),
            pages.Fact(_("Rows"), f"{waiting.row_count:,}"),
            pages.Fact(_("For"), name),
        ],
    ).response(request)


def _take(request: requests.SignedIn, waiting: Import) -> HttpResponse:
    """Put the file in place, or show why it does not fit any more."""
    try:
        count = import_files.take(waiting, by=request.user)
    except staging.ImportRefused as refused:
        preview = import_files.refused_again(waiting, refused)
        context = {"preview": preview, "again": _back(waiting)}
        return render(request, "inspection/import_faults.jinja", context, status=409)
    messages.success(request, _("%(count)s rows have been imported.") % {"count": count})
    return redirect(_back(waiting))


def _back(waiting: Import) -> str:
    if waiting.submission is not None:
        return address(waiting.submission)
    return reverse("inspection:returns", args=[waiting.round.slug])


def export_round(request: requests.SignedIn, slug: str, kind: str) -> HttpResponse:
    """The answers of a round that the reader may see, as a file."""
    round_ = rounds.by_slug(slug, by=request.user)
    return _file(exports.of_round(round_, to=request.user, kind=_known(kind)), slug, kind)


def export_return(request: requests.SignedIn, reference: str, kind: str) -> HttpResponse:
    """The answers of one return, as a file to fill in and send back."""
    submission = returns.fetch(reference, by=request.user)
    name = f"{submission.subject.round.slug}-{submission.subject.code}"
    return _file(exports.of_return(submission, kind=_known(kind)), name, kind)


def _known(kind: str) -> str:
    if kind not in exports.FORMATS:
        raise handling.NotSeen(kind)
    return kind


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}-answers.{kind}"'
    return HttpResponse(
        content, content_type=exports.FORMATS[kind], headers={"Content-Disposition": disposition}
    )


urlpatterns = [
    path("rounds/<slug:slug>/import/", for_round, name="round-import"),
    path("rounds/<slug:slug>/returns.<slug:kind>", export_round, name="round-export"),
    path("returns/<slug:reference>/import/", for_return, name="return-import"),
    path("returns/<slug:reference>/answers.<slug:kind>", export_return, name="return-export"),
    path("imports/<slug:reference>/", confirm, name="import"),
]
