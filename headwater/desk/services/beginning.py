"""Beginning an installation: its nation, its first organisation and its first administrator.

The same way leads back in when the last administrator has gone: what is there already stays.
"""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from headwater.desk.services import areas, names, organisations
from headwater.desk.services import people as services
from headwater.kernel import audit, handling, people

LONGEST_NAME = names.most_characters(people.Person, "name")


def may_begin() -> handling.Verdict:
    """Only an installation in which nobody looks after people today can be begun."""
    present = people.Membership.objects.on().filter(
        person__is_active=True, role__may__contains=[services.PERMISSION]
    )
    first = present.select_related("person").order_by("pk").first()
    if first is None:
        return handling.YES
    return handling.no(
        _("This installation has begun: %(name)s looks after its people.")
        % {"name": first.person.name}
    )


def begin(*, nation: str, organisation: str, kind: str, name: str, email: str) -> people.Person:
    """Make the first administrator and what they stand on; call it as ``services.BEGINNING``.

    A nation, an organisation or an account of that name or address that is there is kept.
    """
    handling.require(may_begin())
    by, role = services.BEGINNING, _role()
    address = _address(email)
    area = areas.nation(nation, by=by)
    body = _organisation(organisation, kind=kind, area=area)
    person = _account(address)
    if person is None:
        person = services.invite(
            name=names.tidy(name, longest=LONGEST_NAME),
            email=address,
            organisation=body,
            role=role,
            start=people.today(),
            by=by,
        )
    else:
        services.join(person, organisation=body, role=role, start=people.today(), by=by)
    services.note_link(person, by=by)
    audit.note(
        "installation begun",
        by=by,
        nation=area.code,
        organisation=body.code,
        person=person.reference,
    )
    return person


def _role() -> people.Role:
    """The role that looks after people; of several, the one that may do the least besides."""
    found = people.Role.objects.filter(may__contains=[services.PERMISSION])
    role = min(found, key=lambda each: (len(each.may), each.code), default=None)
    if role is None:
        raise handling.Refused(_("The library is not loaded. Run: headwater load-library"))
    return role


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise handling.Refused(
            _("“%(email)s” is not an e-mail address such as name@example.org.") % {"email": email}
        ) from None
    return address


def _organisation(name: str, *, kind: str, area: people.Area) -> people.Organisation:
    present = people.Organisation.objects.filter(name__iexact=" ".join(name.split())).first()
    return present or organisations.add(name, kind=kind, area=area, by=services.BEGINNING)


def _account(address: str) -> people.Person | None:
    person = people.Person.objects.filter(email__iexact=address).first()
    if person is not None and not person.is_active:
        raise handling.Refused(
            _("The account of %(email)s is closed. Begin with another address.")
            % {"email": address}
        )
    return person
