"""Adding areas to the tree and changing their names."""

from django.utils.translation import gettext as _

from headwater.desk.services import names
from headwater.desk.services import people as services
from headwater.kernel import audit, handling, people

LONGEST_NAME = names.most_characters(people.Area, "name")
_FROM_THE_TOP = list(people.Area.Kind)


def kinds_below(area: people.Area) -> list[people.Area.Kind]:
    """The kinds of area that may lie within another, widest first."""
    return _FROM_THE_TOP[_FROM_THE_TOP.index(people.Area.Kind(area.kind)) + 1 :]


def may_lie_within(kind: str, within: people.Area) -> handling.Verdict:
    """The tree narrows: nation, region, force area, district; a step may be left out."""
    if kind in kinds_below(within):
        return handling.YES
    told = {"kind": people.Area.Kind(kind).label.lower(), "name": within.name}
    return handling.no(_("A %(kind)s cannot lie within %(name)s: choose a narrower kind.") % told)


def add(name: str, *, kind: str, within: people.Area, by: services.Keeper) -> people.Area:
    """Add an area to the tree; its code is made of its name."""
    handling.require(services.may_manage(by))
    handling.require(may_lie_within(kind, within))
    return _added(name, kind=kind, within=within, by=by)


def nation(name: str, *, by: services.Keeper) -> people.Area:
    """The nation at the top of the tree: made when there is none, the same one when named again."""
    handling.require(services.may_manage(by))
    name = names.tidy(name, longest=LONGEST_NAME)
    present = people.Area.objects.filter(parent=None).order_by("pk").first()
    if present is None:
        return _added(name, kind=people.Area.Kind.NATION, within=None, by=by)
    if present.name.casefold() != name.casefold():
        raise handling.Refused(
            _("The nation of this installation is %(name)s already.") % {"name": present.name}
        )
    return present


def rename(area: people.Area, *, name: str, by: services.Keeper) -> None:
    """Call an area by another name; its code and thereby its address stay."""
    handling.require(services.may_manage(by))
    names.one_at_a_time()
    name, before = names.tidy(name, longest=LONGEST_NAME), area.name
    names.require_free(people.Area.objects.exclude(pk=area.pk), name=name)
    area.name = name
    area.save(update_fields=["name"])
    people.renumber_areas()
    audit.note("area renamed", by=by, area=area.code, before=before, after=name)


def _added(name: str, *, kind: str, within: people.Area | None, by: services.Keeper) -> people.Area:
    names.one_at_a_time()
    name = names.tidy(name, longest=LONGEST_NAME)
    code = names.code(name)
    names.require_free(people.Area.objects.all(), name=name, code=code)
    area = people.Area.objects.create(code=code, name=name, kind=kind, parent=within)
    people.renumber_areas()
    audit.note(
        "area added",
        by=by,
        area=code,
        name=name,
        kind=kind,
        within=within.code if within else "",
    )
    area.refresh_from_db(fields=["low", "high"])
    return area
