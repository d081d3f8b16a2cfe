"""The public's pages: published reports, each edition, its files, and what each number counts."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import errors, formats, pages, uploads
from headwater.inspection import documents
from headwater.inspection.documents import assembly, behind, tree
from headwater.inspection.documents.content import Content
from headwater.inspection.models import Edition
from headwater.inspection.services import attachments, reports
from headwater.inspection.views.recommendations import reader
from headwater.kernel import handling


def listing(request: HttpRequest) -> HttpResponse:
    """Every published edition, newest first."""
    return pages.ListPage(
        title=_("Published reports"),
        rows=reports.published_editions(),
        columns=[
            pages.Column(_("Report"), "record.title", link=address, sort="record__title"),
            pages.Column(_("Published by"), "record.owner.name"),
            pages.Column(_("Edition"), "number", numeric=True),
            pages.Column(_("Published"), "published_at", shown=formats.day, sort="published_at"),
        ],
        filters=[pages.Search(_("Which report?"), on=["record.title"])],
        empty=_("No report has been published yet."),
    ).response(request)


def address(edition: Edition) -> str:
    """The page of an edition."""
    return reverse("inspection:edition", args=[edition.slug, edition.number])


def latest(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest edition of a round's report."""
    return _page(request, reports.find_edition(slug))


def show(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition, to be read by everybody."""
    return _page(request, reports.find_edition(slug, number))


def _page(request: HttpRequest, edition: Edition) -> HttpResponse:
    editions = list(reports.published_editions(edition.slug))
    built = {file.name: file for file in edition.files.all()}
    context = {
        "edition": edition,
        "editions": editions,
        "newest": editions[0],
        "content": Content(edition.frozen),
        "document": _document(edition),
        "base": address(edition),
        "files": [built[name] for name in documents.FILES if name in built],
        "is_building": len(built) < len(documents.FILES),
        "file_count": len(documents.FILES),
    }
    return render(request, "inspection/editions_page.jinja", context)


KEPT = 8
_kept: dict[str, tree.Document] = {}


def _document(edition: Edition) -> tree.Document:
    """The document of an edition; the last few stay at hand, because an edition never changes."""
    if edition.hash not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[edition.hash] = assembly.document(edition.frozen)
    return _kept[edition.hash]


def figure(request: HttpRequest, slug: str, number: int, path: str) -> HttpResponse:
    """What a number of an edition counts: the bodies, or why there is no list of them."""
    edition = reports.find_edition(slug, number)
    found = behind.look(edition.frozen, path)
    if found is None:
        raise handling.NotSeen(path)
    context = {
        "edition": edition,
        "behind": found,
        "content": Content(edition.frozen),
        "breadcrumbs": [
            (_("Published reports"), reverse("inspection:editions")),
            (edition.title, address(edition)),
        ],
    }
    return render(request, "inspection/editions_figure.jinja", context)


def file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse | FileResponse:
    """One built file of an edition, when it is still what was published."""
    edition = reports.find_edition(slug, number)
    found = reports.open_file(edition, name, by=reader(request))
    if found is None:
        return errors.damaged(request, back=address(edition))
    download = f"{edition.slug}-edition-{edition.number}-{name}"
    kind = uploads.Kind(name, found.media_type, (), "")
    response = FileResponse(attachments.place(found.sha256).open("rb"))
    for header, value in uploads.download_headers(filename=download, kind=kind).items():
        response[header] = value
    return response


_OPEN: tuple[Any, ...] = (listing, latest, show, figure, file)
for _view in _OPEN:
    _view.login_required = False

urlpatterns = [
    path("editions/", listing, name="editions"),
    path("editions/<slug:slug>/", latest, name="edition-latest"),
    path("editions/<slug:slug>/<int:number>/", show, name="edition"),
    path("editions/<slug:slug>/<int:number>/files/<str:name>", file, name="edition-file"),
    path("editions/<slug:slug>/<int:number>/<path:path>", figure, name="edition-figure"),
]
