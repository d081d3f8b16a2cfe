"""Conflicts of interest: an inspector never inspects a home force."""

import datetime

from headwater.inspection.models import Interest
from headwater.kernel import handling, people


def conflict(
    person: people.Person, organisation: people.Organisation | None, *, on: datetime.date
) -> handling.Verdict:
    """Whether ``person`` may inspect ``organisation`` on a day; the sentence names the reason.

    A person who acts for the body on that day is always in conflict; other interests are declared.
    """
    if organisation is None:
        return handling.YES
    if people.Membership.objects.on(on).filter(person=person, organisation=organisation).exists():
        return handling.no(f"{person.name} acts for {organisation.name} and cannot inspect it.")
    declared = Interest.objects.on(on).filter(person=person, organisation=organisation).first()
    if declared is not None:
        return handling.no(
            f"{person.name} cannot inspect {organisation.name}: {declared.reason}. "
            "Choose another inspector."
        )
    return handling.YES
