"""Areas: the tree of places, the bodies that cover one, and its records."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.desk import reader, records
from headwater.desk.forms import places as forms
from headwater.desk.services import areas as services
from headwater.desk.services import people as people_services
from headwater.desk.views import crumbs
from headwater.desk.views.people import manager
from headwater.govuk import pages
from headwater.kernel import handling, people


def _found(code: str) -> people.Area:
    area = people.Area.objects.filter(code=code).first()
    if area is None:
        raise handling.NotSeen(code)
    return area


def index(request: HttpRequest) -> HttpResponse:
    """Every area, in the order of the tree."""
    areas = list(people.Area.objects.order_by("low"))
    depth: dict[int | None, int] = {None: -1}
    for area in areas:
        depth[area.pk] = depth.get(area.parent_id, -1) + 1
    context = {
        "areas": [(area, depth[area.pk]) for area in areas],
        "is_kept": bool(people_services.may_manage(reader.person(request))),
        "breadcrumbs": crumbs.under(),
    }
    return render(request, "desk/areas.jinja", context)


def show(request: HttpRequest, code: str) -> HttpResponse:
    """One area: what it lies in, what lies in it, who covers it, and the records about it."""
    area = _found(code)
    above = people.Area.objects.filter(low__lt=area.low, high__gte=area.high).order_by("low")
    return pages.ListPage(
        title=area.name,
        rows=records.within(area),
        columns=records.columns(),
        filename=f"area-{area.code}",
        empty=_("There are no records about this area that you may see."),
        breadcrumbs=[
            *crumbs.under((_("Areas"), "areas")),
            *((each.name, reverse("area", args=[each.code])) for each in above),
        ],
        template="desk/area.jinja",
        context={**_around(area), "acts": _acts(area, to=reader.person(request))},
    ).response(request)


def _around(area: people.Area) -> dict[str, Any]:
    bodies = people.Organisation.objects.select_related("area").order_by("area__low", "name")
    return {
        "area": area,
        "within": list(area.children.order_by("low")),
        "covering": list(bodies.filter(area__low__lte=area.low, area__high__gte=area.high)),
        "inside": list(bodies.filter(area__low__gt=area.low, area__low__lte=area.high)),
    }


def _acts(area: people.Area, *, to: people.Person) -> list[pages.Act]:
    """What whoever looks after areas can do from an area's page; nothing for others."""
    if not people_services.may_manage(to):
        return []
    adding = f"{reverse('organisation-add')}?area={area.pk}"
    naming = reverse("area-rename", args=[area.code])
    acts = [
        pages.Act(_("Add an organisation"), adding, secondary=True),
        pages.Act(_("Change its name"), naming, secondary=True),
    ]
    if services.kinds_below(area):
        within = reverse("area-add", args=[area.code])
        acts.insert(0, pages.Act(_("Add an area within it"), within))
    return acts


def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add an area within another."""
    by, within = manager(request), _found(code)
    form = forms.NewArea(request.POST or None, within=within)
    if form.is_valid():
        try:
            area = services.add(within=within, by=by, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": area.name})
            return redirect("area", code=code)
    return pages.FormPage(
        _("Add an area within %(name)s") % {"name": within.name},
        form,
        _("Add area"),
        cancel=reverse("area", args=[code]),
        breadcrumbs=crumbs.under((_("Areas"), "areas")),
    ).response(request)


def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Call an area by another name."""
    by, area = manager(request), _found(code)
    before = area.name
    form = forms.AreaName(request.POST or None, initial={"name": before})
    if form.is_valid():
        try:
            services.rename(area, name=form.cleaned_data["name"], by=by)
        except handling.Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("The area has its new name."))
            return redirect("area", code=code)
    return pages.FormPage(
        _("Change the name of an area"),
        form,
        _("Save"),
        caption=before,
        cancel=reverse("area", args=[code]),
        breadcrumbs=crumbs.under((_("Areas"), "areas")),
    ).response(request)


urlpatterns = [
    path("areas/", index, name="areas"),
    path("areas/<slug:code>/", show, name="area"),
    path("areas/<slug:code>/add/", add, name="area-add"),
    path("areas/<slug:code>/rename/", rename, name="area-rename"),
]
