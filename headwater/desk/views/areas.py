"""Areas: the tree of places, the bodies that cover one, and its records."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.desk import records
from headwater.desk.views import crumbs
from headwater.govuk import pages
from headwater.kernel import handling, people


def index(request: HttpRequest) -> HttpResponse:
    """Every area, in the order of the tree."""
    areas = list(people.Area.objects.order_by("low"))
    depth: dict[int | None, int] = {None: -1}
    for area in areas:
        depth[area.pk] = depth.get(area.parent_id, -1) + 1
    context = {
        "areas": [(area, depth[area.pk]) for area in areas],
        "breadcrumbs": crumbs.under(),
    }
    return render(request, "desk/areas.jinja", context)


def show(request: HttpRequest, code: str) -> HttpResponse:
    """One area: what it lies in, what lies in it, who covers it, and the records about it."""
    area = people.Area.objects.filter(code=code).first()
    if area is None:
        raise handling.NotSeen(code)
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
        context=_around(area),
    ).response(request)


def _around(area: people.Area) -> dict[str, Any]:
    bodies = people.Organisation.objects.select_related("area").order_by("area__low", "name")
    return {
        "area": area,
        "within": list(area.children.order_by("low")),
        "covering": list(bodies.filter(area__low__lte=area.low, area__high__gte=area.high)),
        "inside": list(bodies.filter(area__low__gt=area.low, area__low__lte=area.high)),
    }


urlpatterns = [
    path("areas/", index, name="areas"),
    path("areas/<slug:code>/", show, name="area"),
]
