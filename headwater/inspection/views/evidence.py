"""Pages about evidence: the list, one piece, what it bears on, and its files."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import errors, formats, pages, uploads
from headwater.inspection.forms import evidence as asked
from headwater.inspection.models import Evidence, EvidenceUse
from headwater.inspection.rules import reconstruction
from headwater.inspection.services import attachments, evidence, rounds
from headwater.inspection.views.rounds import crumbs
from headwater.kernel import handling, requests


def address(piece: Evidence) -> str:
    """The page of a piece of evidence."""
    return reverse("inspection:evidence", args=[piece.reference])


@dataclass(frozen=True)
class _Bearing(pages.Only):
    """A filter that is drawn here and applied by the service, because two of them act together."""

    def apply(self, rows: Any, value: str) -> Any:
        return rows


def listing(request: requests.SignedIn, slug: str) -> HttpResponse:
    """The evidence of a round that the reader may see, by body, method, finding and stance."""
    round_ = rounds.by_slug(slug, by=request.user)
    chosen = {name: request.GET.get(name, "").replace("\x00", "") for name in ("finding", "stance")}
    findings = [(item.code, item.title) for item in asked.findings_of(round_)]
    subjects = round_.subjects.order_by("name").values_list("code", "name")
    return pages.ListPage(
        title=_("Evidence"),
        rows=evidence.listed(round_, to=request.user, **chosen),
        columns=[
            pages.Column(_("Evidence"), "title", link=address, sort="record__title"),
            pages.Column(_("Body"), "subject.name", sort="subject__name"),
            pages.Column(_("Method"), "get_method_display", sort="method"),
            pages.Column(_("Tells of"), "speaks_of_date", shown=formats.day, sort="speaks_of_date"),
            pages.Column(_("Arrived"), "received_date", shown=formats.day, sort="received_date"),
            pages.Column(
                _("Supports"), "supports_count", numeric=True, link=address, sort="supports_count"
            ),
            pages.Column(_("Contradicts"), "contradicts_count", numeric=True, link=address),
            pages.Column(_("Files"), "file_count", numeric=True, link=address),
            pages.Column(_("Marking"), "label"),
        ],
        filters=[
            pages.Search(_("Which evidence?"), on=["record.title", "summary", "source"]),
            pages.Only("body", _("Which body?"), list(subjects), on="subject.code"),
            pages.Only("method", _("Which method?"), Evidence.Method.choices),
            _Bearing("finding", _("Which finding?"), findings),
            _Bearing("stance", _("Supports or contradicts?"), EvidenceUse.Stance.choices),
        ],
        note=reconstruction.note_for(round_),
        empty=_("There is no evidence in this round that you may see."),
        breadcrumbs=crumbs(round_),
        template="inspection/evidence_list.jinja",
        context={"round": round_},
    ).response(request)


def add(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Add a piece of evidence about a body; the body itself adds what it supplies."""
    round_ = rounds.by_slug(slug, by=request.user)
    is_body = request.user.may("return.edit")
    subjects = list(round_.subjects.select_related("organisation").order_by("name"))
    wanted = [each for each in subjects if each.code == request.GET.get("body")] or subjects
    form = asked.New(
        request.POST or None,
        subjects=wanted,
        requests=evidence.requested(round_),
        is_body=is_body,
        initial={"request_code": request.GET.get("request", "")},
    )
    if form.is_valid():
        try:
            made = evidence.add(round=round_, by=request.user, **form.told())
        except handling.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The evidence has been kept. Say now what it bears on."))
            finding = request.GET.get("finding", "")
            return redirect(_address("use", made, f"?finding={finding}" if finding else ""))
    return pages.FormPage(
        _("Add evidence"),
        form,
        _("Keep the evidence"),
        caption=wanted[0].name if len(wanted) == 1 else "",
        note=reconstruction.note_for(round_),
        cancel=reverse("inspection:evidence-list", args=[slug]),
        breadcrumbs=_crumbs(round_),
    ).response(request)


def show(request: requests.SignedIn, reference: str) -> HttpResponse:
    """One piece of evidence: what it is, what it supports or contradicts, and its files."""
    piece = evidence.fetch(reference, by=request.user)
    uses = piece.uses.select_related("finding__parent").order_by("finding__order")
    refusal = evidence.may_change(piece, by=request.user).sentence
    return pages.RecordPage(
        piece.title,
        caption=_("Evidence about %(name)s") % {"name": piece.subject.name},
        state=str(piece.label),
        colour="orange" if piece.label.is_marked else "grey",
        facts=_facts(piece),
        acts=[
            pages.Act(_("Say what it bears on"), _address("use", piece), refusal),
            pages.Act(_("Attach a file"), _address("attach", piece), refusal, secondary=True),
            pages.Act(_("Correct it"), _address("change", piece), refusal, secondary=True),
        ],
        breadcrumbs=_crumbs(piece.round),
        template="inspection/evidence_page.jinja",
        context={
            "piece": piece,
            "uses": uses,
            "files": piece.attachments.order_by("file_name"),
            "may_change": not refusal,
        },
    ).response(request)


def _facts(piece: Evidence) -> list[pages.Fact]:
    facts = [
        pages.Fact(_("What it shows"), piece.summary, prose=True),
        pages.Fact(_("Method"), piece.get_method_display()),
        pages.Fact(_("Source"), piece.source),
        pages.Fact(_("Tells of"), formats.day(piece.speaks_of_date)),
        pages.Fact(_("Arrived"), formats.day(piece.received_date)),
        pages.Fact(_("Seen by"), "; ".join(piece.label.routes())),
    ]
    if wanted := evidence.answers_request(piece):
        facts.append(pages.Fact(_("Answers the request"), wanted.title))
    if piece.said_by_role:
        facts.insert(2, pages.Fact(_("Said by"), piece.said_by_role))
    return facts


def change(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Correct a piece of evidence; when another corrected it meanwhile both versions are shown."""
    piece = evidence.fetch(reference, by=request.user)
    handling.require(evidence.may_change(piece, by=request.user))
    form = asked.Piece(
        request.POST or None,
        methods=list(Evidence.Method.choices),
        requests=evidence.requested(piece.round),
        version=piece.record.version,
        initial={"title": piece.title, **{name: getattr(piece, name) for name in _EDITED}},
    )
    if form.is_valid():
        try:
            evidence.change(piece, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error(None, str(refused))
        except handling.Conflict:
            return _crossed(request, evidence.fetch(reference, by=request.user), form)
        else:
            messages.success(request, _("The evidence has been corrected."))
            return redirect(address(piece))
    return pages.FormPage(
        _("Correct evidence"),
        form,
        _("Save"),
        cancel=address(piece),
        breadcrumbs=_crumbs(piece.round),
    ).response(request)


_EDITED = (
    "method",
    "summary",
    "source",
    "said_by_role",
    "speaks_of_date",
    "received_date",
    "request_code",
)


def _crossed(request: requests.SignedIn, piece: Evidence, form: asked.Piece) -> HttpResponse:
    changes = [
        errors.Change(
            str(form.fields[name].label),
            _said(form, name, getattr(piece, name)),
            _said(form, name, sent),
        )
        for name, sent in form.cleaned_data.items()
        if name != "version" and str(getattr(piece, name)) != str(sent)
    ]
    return errors.conflict(
        request,
        changes=changes,
        title=_("Somebody else corrected this evidence"),
        again=request.path,
        version=piece.record.version,
    )


def _said(form: asked.Piece, name: str, value: object) -> str:
    """An answer in the words in which it was offered."""
    offered = dict(getattr(form.fields[name], "choices", ()))
    return str(offered.get(value, value))


def use(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Say on which finding a piece of evidence bears, and how."""
    piece = evidence.fetch(reference, by=request.user)
    handling.require(evidence.may_change(piece, by=request.user))
    first = {"finding": request.GET.get("finding", "")}
    form = asked.Use(request.POST or None, round_=piece.round, initial=first)
    if form.is_valid():
        evidence.use(piece, by=request.user, **form.cleaned_data)
        messages.success(request, _("It is now shown beside the answer to that finding."))
        return redirect(address(piece))
    return pages.FormPage(
        _("What does it bear on?"),
        form,
        _("Save"),
        caption=piece.title,
        cancel=address(piece),
        breadcrumbs=_crumbs(piece.round),
    ).response(request)


def withdraw(request: requests.SignedIn, reference: str, code: str) -> HttpResponse:
    """Take back that a piece of evidence bears on a finding."""
    piece = evidence.fetch(reference, by=request.user)
    found = piece.uses.select_related("finding", "evidence").filter(finding__code=code).first()
    if found is None:
        raise handling.NotSeen(code)
    form = asked.Withdraw(request.POST or None)
    if form.is_valid():
        evidence.withdraw(found, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("It no longer bears on that finding. The trail keeps why."))
        return redirect(address(piece))
    return pages.ConfirmPage(
        _("Take it away from this finding?"),
        _("Take it away"),
        address(piece),
        lead=found.finding.title,
        form=form,
        is_destructive=True,
        breadcrumbs=_crumbs(piece.round),
    ).response(request)


def attach(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Attach a file to a piece of evidence."""
    piece = evidence.fetch(reference, by=request.user)
    handling.require(evidence.may_change(piece, by=request.user))
    form = asked.File(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            attachments.attach(piece, file.file, file_name=file.name, by=request.user)
        except handling.Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("The file has been attached."))
            return redirect(address(piece))
    return pages.FormPage(
        _("Attach a file"),
        form,
        _("Attach"),
        caption=piece.title,
        cancel=address(piece),
        breadcrumbs=_crumbs(piece.round),
    ).response(request)


def download(request: requests.SignedIn, reference: str) -> HttpResponseBase:
    """Hand out one file, always as a download, when it is still what was received."""
    found = attachments.open_for_reading(reference, by=request.user)
    if not found.is_intact:
        sentence = _(
            "This is not the file that was received, so it is not handed out. "
            "Tell the administrator, who can restore it from a backup."
        )
        response = errors.refused(request, sentence)
        response.status_code = 409
        return response
    file_name = found.attachment.file_name
    answer = FileResponse(found.path.open("rb"))
    for name, value in uploads.download_headers(filename=file_name, kind=found.kind).items():
        answer[name] = value
    return answer


def _address(act: str, piece: Evidence, query: str = "") -> str:
    return reverse(f"inspection:evidence-{act}", args=[piece.reference]) + query


def _crumbs(round_: Any) -> list[tuple[str, str]]:
    return [
        *crumbs(round_),
        (_("Evidence"), reverse("inspection:evidence-list", args=[round_.slug])),
    ]


urlpatterns = [
    path("rounds/<slug:slug>/evidence/", listing, name="evidence-list"),
    path("rounds/<slug:slug>/evidence/add/", add, name="evidence-add"),
    path("evidence/<slug:reference>/", show, name="evidence"),
    path("evidence/<slug:reference>/change/", change, name="evidence-change"),
    path("evidence/<slug:reference>/use/", use, name="evidence-use"),
    path("evidence/<slug:reference>/use/<slug:code>/withdraw/", withdraw, name="evidence-withdraw"),
    path("evidence/<slug:reference>/attach/", attach, name="evidence-attach"),
    path("attachments/<slug:reference>/", download, name="attachment"),
]
