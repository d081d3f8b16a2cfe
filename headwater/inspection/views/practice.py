"""Pages about practice notes and case notes."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import errors, forms, pages
from headwater.inspection.forms import practice as asked
from headwater.inspection.models import PracticeNote
from headwater.inspection.rules import practice as rules
from headwater.inspection.services import practice, rounds
from headwater.inspection.views.rounds import crumbs
from headwater.kernel import handling, requests

QUESTIONS = {"sort": "Kind", "title": "Title", "text": "Text", "caution": "Caution"}


def address(note: PracticeNote) -> str:
    """The page of a note."""
    return reverse("inspection:practice-note", args=[note.reference])


def _way() -> list[tuple[str, str]]:
    return [(_("Home"), "/"), (_("Practice notes"), reverse("inspection:practice-notes"))]


def _fetch(reference: str, request: requests.SignedIn) -> PracticeNote:
    related = ("label", "round__record", "round__framework")
    return handling.fetch(PracticeNote, reference, by=request.user, related=related)


def every(request: requests.SignedIn) -> HttpResponse:
    """Every note that the reader may see."""
    found = handling.visible(PracticeNote, to=request.user)
    return _list(request, found, title=_("Practice notes"))


def of_round(request: requests.SignedIn, slug: str) -> HttpResponse:
    """The notes of one round."""
    found = handling.visible(PracticeNote, to=request.user).filter(slug=slug)
    try:
        back = crumbs(rounds.by_slug(slug, by=request.user))
    except handling.NotSeen:
        # Without a note there is a list only for those who may see the round itself.
        if not found.exists():
            raise
        back = _way()
    title = _("Practice notes of the round")
    return _list(request, found, title=title, slug=slug, back=back)


def _list(
    request: requests.SignedIn,
    rows: "QuerySet[PracticeNote]",
    *,
    title: str,
    slug: str = "",
    back: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    notes = rows.select_related("label").prefetch_related("findings")
    return pages.ListPage(
        title=title,
        rows=notes.order_by("record__title"),
        columns=_columns(),
        filters=[
            pages.Search(_("Which note?"), on=["record.title", "text"]),
            pages.Only("sort", _("Which kind?"), PracticeNote.Sort.choices),
            pages.Only("finding", _("Which finding?"), _tagged(rows), on="findings.code"),
        ],
        empty=_("No note has been shared yet."),
        breadcrumbs=back or [(_("Home"), "/")],
        filename="practice-notes",
        template="inspection/practice_list.jinja",
        context={"slug": slug, "may_write": bool(slug) and bool(rules.may_write(request.user))},
    ).response(request)


def _columns() -> list[pages.Column]:
    return [
        pages.Column(_("Note"), "title", link=address, sort="record__title"),
        pages.Column(_("Kind"), "get_sort_display", sort="sort"),
        pages.Column(_("What others can learn"), "text"),
        pages.Column(_("Findings"), _findings),
        pages.Column(_("Source"), "source"),
        pages.Column(_("Shared"), _shared, tag=_colour),
    ]


def _tagged(rows: "QuerySet[PracticeNote]") -> list[tuple[str, str]]:
    """The findings that any of the notes bears on."""
    tagged = rows.filter(findings__isnull=False)
    return sorted(set(tagged.values_list("findings__code", "findings__title")))


def _findings(note: PracticeNote) -> str:
    return "; ".join(item.title for item in note.findings.all())


def _shared(note: PracticeNote) -> str:
    return _("Shared") if note.label.is_open else _("Waits for a second reader")


def _colour(note: PracticeNote) -> str:
    return "green" if note.label.is_open else "yellow"


def show(request: requests.SignedIn, reference: str) -> HttpResponse:
    """One note, what it bears on, and the step to share it."""
    note = _fetch_alone(reference, request)
    change = reverse("inspection:practice-change", args=[reference])
    share = reverse("inspection:practice-share", args=[reference])
    acts = []
    if not note.label.is_open:
        may_share = rules.may_share(note, request.user, writer=practice.writer_of(note))
        acts = [
            pages.Act(_("Share it"), share, may_share.sentence),
            pages.Act(_("Change it"), change, rules.may_change(note, request.user).sentence, True),
        ]
    return pages.RecordPage(
        note.title,
        caption=note.get_sort_display(),
        state=_shared(note),
        colour=_colour(note),
        facts=[
            pages.Fact(_("What others can learn"), note.text, prose=True),
            pages.Fact(_("Be careful"), note.caution or _("Nothing in particular")),
            pages.Fact(_("Source"), note.source),
        ],
        acts=acts,
        breadcrumbs=_way(),
        template="inspection/practice_page.jinja",
        context={"findings": note.findings.select_related("parent").order_by("order")},
    ).response(request)


def _fetch_alone(reference: str, request: requests.SignedIn) -> PracticeNote:
    """The note alone: its round may be closed to the reader."""
    return handling.fetch(PracticeNote, reference, by=request.user, related=("label",))


def add(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Write a note."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(rules.may_write(request.user))
    form = asked.Note(request.POST or None, round_=round_)
    if form.is_valid():
        try:
            note = practice.add(round_, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, _("The note has been kept. Another inspector shares it."))
            return redirect(address(note))
    return pages.FormPage(
        _("Write a practice note"),
        form,
        _("Keep the note"),
        cancel=reverse("inspection:practice", args=[slug]),
        breadcrumbs=_way(),
    ).response(request)


def change(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Change a note that is not shared yet."""
    note = _fetch(reference, request)
    handling.require(rules.may_change(note, request.user))
    form = asked.Note.of(note, request.POST or None)
    if form.is_valid():
        try:
            practice.change(note, by=request.user, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("text", str(refused))
        except handling.Conflict:
            return _crossed(request, reference, form.cleaned_data)
        else:
            return redirect(address(note))
    return pages.FormPage(
        _("Change the note"), form, _("Save the note"), cancel=address(note), breadcrumbs=_way()
    ).response(request)


def _crossed(request: requests.SignedIn, reference: str, sent: dict[str, object]) -> HttpResponse:
    stored = _fetch(reference, request)
    return errors.conflict(
        request,
        changes=[
            errors.Change(_(label), str(getattr(stored, name)), str(sent[name]))
            for name, label in QUESTIONS.items()
        ],
        title=_("Somebody else changed this note"),
        again=request.path,
        version=stored.record.version,
    )


def share(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Ask, then share a note with everyone who is signed in."""
    note = _fetch(reference, request)
    handling.require(rules.may_share(note, request.user, writer=practice.writer_of(note)))
    form = forms.Form(request.POST or None, version=note.record.version)
    if form.is_valid():
        practice.share(note, by=request.user, version=form.cleaned_data["version"])
        messages.success(request, _("The note is shared."))
        return redirect(address(note))
    return pages.ConfirmPage(
        _("Share this note?"),
        _("Share it"),
        address(note),
        lead=_("You have read it and found nothing in it that could point to a person or place."),
        facts=[pages.Fact(_("What others can learn"), note.text, prose=True)],
        form=form,
        breadcrumbs=_way(),
    ).response(request)


urlpatterns = [
    path("practice/", every, name="practice-notes"),
    path("practice/<str:reference>/", show, name="practice-note"),
    path("practice/<str:reference>/change/", change, name="practice-change"),
    path("practice/<str:reference>/share/", share, name="practice-share"),
    path("rounds/<slug:slug>/practice/", of_round, name="practice"),
    path("rounds/<slug:slug>/practice/add/", add, name="practice-add"),
]
