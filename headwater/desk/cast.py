"""The cast: an invented nation, its bodies and its people.

One cast serves the demonstration, signing in as a persona, the tests and the screenshots.
"""

import datetime
from collections.abc import Callable
from typing import Any

import yaml

from headwater.kernel import audit, frameworks, people

NATION = frameworks.LIBRARY / "cast" / "nation.yaml"
ROLES = frameworks.LIBRARY / "roles" / "programme.yaml"
MAIL_DOMAIN = "averland.example"


def description() -> dict[str, Any]:
    """The cast as written in the library."""
    return dict(yaml.safe_load(NATION.read_text(encoding="utf-8")))


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


class World:
    """The cast by name: ``world.person("lead-inspector")``, ``world.body("ashdale-police")``."""

    def person(self, code: str) -> people.Person:
        return people.Person.objects.get(email=f"{code}@{MAIL_DOMAIN}")

    def body(self, code: str) -> people.Organisation:
        return people.Organisation.objects.get(code=code)

    def area(self, code: str) -> people.Area:
        return people.Area.objects.get(code=code)

    def post(self, code: str) -> people.Post:
        return people.Post.objects.get(email=f"{code}@post.{MAIL_DOMAIN}")

    def forces(self) -> list[people.Organisation]:
        """The eight invented forces in alphabetical order."""
        return list(people.Organisation.objects.filter(kind="police force").order_by("name"))


def load_roles(*, by: audit.Actor) -> int:
    """Write the roles of the library, and note those whose powers changed."""
    described = yaml.safe_load(ROLES.read_text(encoding="utf-8"))
    before = dict(people.Role.objects.values_list("code", "may"))
    count = people.load_roles(
        {**role, "source": described["source"]} for role in described["roles"]
    )
    after = dict(people.Role.objects.values_list("code", "may"))
    if changed := sorted(code for code, may in after.items() if may != before.get(code)):
        audit.note("roles loaded", by=by, roles=changed)
    return count


def load(*, by: audit.Actor, tell: Callable[[str], None] = lambda _line: None) -> World:
    """Make the nation, its bodies, people and posts; what is there already stays."""
    described = description()
    load_roles(by=by)
    _areas(described)
    _bodies(described)
    for persona in described["personas"]:
        _persona(persona, by=by)
    for post in described["posts"]:
        _post(post)
    tell(f"{len(described['personas'])} people in {people.Organisation.objects.count()} bodies")
    return World()


def _areas(described: dict[str, Any]) -> None:
    kinds = people.Area.Kind
    nation = _area(described["nation"], kinds.NATION, None)
    forces = {force["code"]: force for force in described["forces"]}
    for region in described["regions"]:
        above = _area(region, kinds.REGION, nation)
        for code in region["forces"]:
            area = _area(forces[code], kinds.FORCE_AREA, above)
            for name in forces[code]["districts"]:
                _area({"code": slug(name), "name": name}, kinds.DISTRICT, area)
    people.renumber_areas()


def _area(entry: dict[str, str], kind: str, parent: people.Area | None) -> people.Area:
    area, _ = people.Area.objects.get_or_create(
        code=entry["code"], defaults={"name": entry["name"], "kind": kind, "parent": parent}
    )
    return area


def _bodies(described: dict[str, Any]) -> None:
    rows = [dict(body) for body in described["bodies"]]
    for force in described["forces"]:
        code, name = force["code"], force["name"]
        rows.append(_row(f"{code}-police", f"{name} Police", "police force", code))
        rows.append(_row(f"{code}-board", f"{name} Policing Board", "oversight body", code))
        for district in force["districts"]:
            place = slug(district)
            rows.append(_row(f"{place}-council", f"{district} Council", "council", place))
    for row in rows:
        people.Organisation.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "kind": row["kind"],
                "area": people.Area.objects.get(code=row["area"]),
            },
        )


def _row(code: str, name: str, kind: str, area: str) -> dict[str, str]:
    return {"code": code, "name": name, "kind": kind, "area": area}


def _persona(persona: dict[str, Any], *, by: audit.Actor) -> None:
    email = f"{persona['code']}@{MAIL_DOMAIN}"
    person, is_new = people.Person.objects.get_or_create(
        email=email, defaults={"name": persona["name"]}
    )
    if not is_new:
        return
    person.set_unusable_password()
    person.save(update_fields=["password"])
    body = people.Organisation.objects.get(code=persona["body"])
    area = people.Area.objects.get(code=persona["area"]) if "area" in persona else body.area
    people.Membership.objects.create(
        person=person,
        organisation=body,
        role=people.Role.objects.get(code=persona["role"]),
        area=area,
        period=people.days(people.today() - datetime.timedelta(days=400)),
    )
    audit.note("person invited", by=by, person=person.reference, role=persona["role"])


def _post(entry: dict[str, str]) -> None:
    post, is_new = people.Post.objects.get_or_create(
        organisation=people.Organisation.objects.get(code=entry["body"]),
        title=entry["title"],
        defaults={"email": f"{entry['code']}@post.{MAIL_DOMAIN}"},
    )
    if is_new and "holder" in entry:
        people.Holding.objects.create(
            post=post,
            person=World().person(entry["holder"]),
            period=people.days(people.today() - datetime.timedelta(days=400)),
        )
