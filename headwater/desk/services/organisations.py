"""Adding the organisations that take part, and changing what they are called and what they are."""

from headwater.desk.services import names
from headwater.desk.services import people as services
from headwater.kernel import audit, handling, people

LONGEST_NAME = names.most_characters(people.Organisation, "name")
LONGEST_KIND = names.most_characters(people.Organisation, "kind")


def kinds() -> list[str]:
    """The kinds of organisation in use, in alphabetical order."""
    used = people.Organisation.objects.values_list("kind", flat=True)
    return list(used.order_by("kind").distinct())


def add(name: str, *, kind: str, area: people.Area, by: services.Keeper) -> people.Organisation:
    """Add an organisation that covers an area; its code is made of its name."""
    handling.require(services.may_manage(by))
    names.one_at_a_time()
    name = names.tidy(name, longest=LONGEST_NAME)
    code = names.code(name)
    names.require_free(people.Organisation.objects.all(), name=name, code=code)
    organisation = people.Organisation.objects.create(
        code=code, name=name, kind=_kind(kind), area=area
    )
    audit.note(
        "organisation added",
        by=by,
        organisation=code,
        name=name,
        kind=organisation.kind,
        area=area.code,
    )
    return organisation


def change(organisation: people.Organisation, *, name: str, kind: str, by: services.Keeper) -> None:
    """Call an organisation by another name or kind; its code stays."""
    handling.require(services.may_manage(by))
    names.one_at_a_time()
    before = [organisation.name, organisation.kind]
    name = names.tidy(name, longest=LONGEST_NAME)
    others = people.Organisation.objects.exclude(pk=organisation.pk)
    names.require_free(others, name=name)
    organisation.name, organisation.kind = name, _kind(kind)
    organisation.save(update_fields=["name", "kind"])
    audit.note(
        "organisation changed",
        by=by,
        organisation=organisation.code,
        before=before,
        after=[organisation.name, organisation.kind],
    )


def _kind(kind: str) -> str:
    """A kind as it is written already, so that one kind does not become two by its case."""
    tidy = names.tidy(kind, longest=LONGEST_KIND)
    return next((used for used in kinds() if used.casefold() == tidy.casefold()), tidy)
