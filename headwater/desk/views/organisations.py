"""Organisations: the list, one of them, adding one, and what it is called."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.desk.forms import places as forms
from headwater.desk.services import organisations as services
from headwater.desk.views import crumbs
from headwater.desk.views.people import manager
from headwater.govuk import pages
from headwater.kernel import handling, people


def _found(reference: str) -> people.Organisation:
    rows = people.Organisation.objects.select_related("area").filter(reference=reference)
    organisation = rows.first()
    if organisation is None:
        raise handling.NotSeen(reference)
    return organisation


def _link(organisation: people.Organisation) -> str:
    return reverse("organisation", kwargs={"reference": organisation.reference})


def _area(organisation: people.Organisation) -> str:
    return reverse("area", kwargs={"code": organisation.area.code})


def index(request: HttpRequest) -> HttpResponse:
    """Every organisation that takes part."""
    manager(request)
    return pages.ListPage(
        title=_("Organisations"),
        rows=people.Organisation.objects.select_related("area").order_by("name"),
        columns=[
            pages.Column(_("Organisation"), "name", link=_link, sort="name"),
            pages.Column(_("Kind"), "kind", sort="kind"),
            pages.Column(_("Covers"), "area.name", link=_area, sort="area__low"),
            pages.Column(_("Code"), "code", file_only=True),
        ],
        filters=[
            pages.Search(_("Which organisation?"), on=["name"]),
            pages.Only("kind", _("Kind"), [(kind, kind) for kind in services.kinds()]),
        ],
        breadcrumbs=crumbs.under((_("People"), "people")),
        template="desk/organisations.jinja",
    ).response(request)


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """One organisation: what it covers, who acts for it today, and its posts."""
    manager(request)
    organisation = _found(reference)
    return pages.RecordPage(
        organisation.name,
        caption=_("Organisation"),
        facts=[
            pages.Fact(_("Kind"), organisation.kind),
            pages.Fact(_("Covers"), organisation.area.name, href=_area(organisation)),
            pages.Fact(_("Code in files"), organisation.code),
        ],
        acts=[
            pages.Act(_("Change name or kind"), reverse("organisation-change", args=[reference]))
        ],
        breadcrumbs=crumbs.under((_("People"), "people"), (_("Organisations"), "organisations")),
        template="desk/organisation.jinja",
        context=_within(organisation),
    ).response(request)


def _within(organisation: people.Organisation) -> dict[str, Any]:
    held = people.Membership.objects.on().filter(organisation=organisation)
    return {
        "memberships": held.select_related("person", "role").order_by("person__name", "role__name"),
        "posts": organisation.posts.order_by("title"),
    }


def add(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    by = manager(request)
    form = forms.NewOrganisation(request.POST or None, initial={"area": request.GET.get("area")})
    if form.is_valid():
        try:
            organisation = services.add(by=by, **form.chosen())
        except handling.Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("The organisation is added."))
            return redirect(_link(organisation))
    return pages.FormPage(
        _("Add an organisation"),
        form,
        _("Add organisation"),
        cancel=reverse("organisations"),
        breadcrumbs=crumbs.under((_("People"), "people"), (_("Organisations"), "organisations")),
    ).response(request)


def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what an organisation is called, or its kind."""
    by, organisation = manager(request), _found(reference)
    present = {"name": organisation.name, "kind": organisation.kind}
    form = forms.Organisation(request.POST or None, initial=present)
    if form.is_valid():
        try:
            services.change(organisation, by=by, **form.chosen())
        except handling.Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("The organisation is changed."))
            return redirect(_link(organisation))
    return pages.FormPage(
        _("Change an organisation"),
        form,
        _("Save"),
        caption=present["name"],
        cancel=_link(organisation),
    ).response(request)


urlpatterns = [
    path("organisations/", index, name="organisations"),
    path("organisations/add/", add, name="organisation-add"),
    path("organisations/<str:reference>/", show, name="organisation"),
    path("organisations/<str:reference>/change/", change, name="organisation-change"),
]
