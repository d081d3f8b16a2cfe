"""Visits of a round: planned without conflicts of interest, stamped when they are done."""

import datetime

from headwater.inspection.models import Interest, Round, Subject, Visit
from headwater.inspection.rules import interests
from headwater.inspection.rules import rounds as rules
from headwater.inspection.services import rounds
from headwater.kernel import audit, handling, people


def plan(
    round_: Round,
    subject: Subject,
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
    place: str,
    inspectors: list[people.Person],
    by: people.Person,
    purpose: str = "",
) -> Visit:
    """Plan a visit. No inspector with an interest in the body can be sent."""
    handling.require(rules.may_visit(round_, starts_on=starts_on, ends_on=ends_on, person=by))
    _require_free(round_, subject, inspectors, on=starts_on)
    visit = Visit.objects.create(
        label_id=round_.label_id,
        round=round_,
        subject=subject,
        starts_on=starts_on,
        ends_on=ends_on,
        place=place,
        purpose=purpose,
    )
    visit.inspectors.set(inspectors)
    audit.note(
        "visit planned",
        round_,
        by=by,
        subject=subject.code,
        starts_on=starts_on,
        inspectors=[person.reference for person in inspectors],
    )
    return visit


def change(
    visit: Visit,
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
    place: str,
    purpose: str,
    inspectors: list[people.Person],
    version: int,
    by: people.Person,
) -> None:
    """Change a visit that has not been made yet."""
    if visit.state != Visit.State.PLANNED:
        raise handling.Refused("Only a planned visit can change.")
    handling.require(rules.may_visit(visit.round, starts_on=starts_on, ends_on=ends_on, person=by))
    _require_free(visit.round, visit.subject, inspectors, on=starts_on)
    handling.claim(visit, version=version)  # type: ignore[arg-type]
    visit.starts_on, visit.ends_on, visit.place, visit.purpose = starts_on, ends_on, place, purpose
    visit.save(update_fields=["starts_on", "ends_on", "place", "purpose"])
    visit.inspectors.set(inspectors)
    audit.note("visit changed", visit.round, by=by, subject=visit.subject.code, starts_on=starts_on)


def complete(visit: Visit, *, by: people.Person) -> None:
    """Record that a visit was made, stamped with the framework and guidance then in force."""
    if visit.state != Visit.State.PLANNED:
        raise handling.Refused("This visit is not waiting to be made.")
    if visit.ends_on > people.today():
        raise handling.Refused(
            f"The visit ends on {visit.ends_on:%-d %B %Y}; record it after that."
        )
    if not (by.may("round.manage") or visit.inspectors.filter(pk=by.pk).exists()):
        raise handling.Refused(
            "Only an inspector who was there, or the lead, can record the visit."
        )
    visit.state, visit.framework = Visit.State.DONE, visit.round.framework
    visit.save(update_fields=["state", "framework"])
    visit.guidance.set(rounds.guidance_on(visit.round, visit.ends_on))
    audit.note(
        "visit made",
        visit.round,
        by=by,
        subject=visit.subject.code,
        framework=str(visit.framework),
        guidance=[str(guidance) for guidance in visit.guidance.all()],
    )


def cancel(visit: Visit, *, reason: str, by: people.Person) -> None:
    """Cancel a planned visit with a reason."""
    handling.require(rules.may_manage(visit.round, by))
    if visit.state != Visit.State.PLANNED:
        raise handling.Refused("Only a planned visit can be cancelled.")
    visit.state = Visit.State.CANCELLED
    visit.save(update_fields=["state"])
    audit.note("visit cancelled", visit.round, by=by, subject=visit.subject.code, reason=reason)


def declare_interest(
    person: people.Person,
    organisation: people.Organisation,
    *,
    reason: str,
    from_date: datetime.date,
    by: audit.Actor,
    until: datetime.date | None = None,
) -> Interest:
    """Declare why an inspector may not inspect a body."""
    made = Interest.objects.create(
        person=person,
        organisation=organisation,
        reason=reason,
        period=people.days(from_date, until),
    )
    audit.note("interest declared", by=by, person=person.reference, organisation=organisation.code)
    return made


def guidance_differs(round_: Round) -> list[str]:
    """The different sets of guidance under which bodies of a round were visited, in words.

    More than one means that a comparison across bodies needs the editor's written caveat
    (HMIC-2009 2.3.1).
    """
    sets = {
        (str(visit.framework), *sorted(str(guidance) for guidance in visit.guidance.all()))
        for visit in round_.visits.filter(state=Visit.State.DONE)
        .select_related("framework")
        .prefetch_related("guidance")
    }
    return sorted("; ".join(entry) for entry in sets)


def _require_free(
    round_: Round, subject: Subject, inspectors: list[people.Person], *, on: datetime.date
) -> None:
    if not inspectors:
        raise handling.Refused("Choose at least one inspector for the visit.")
    members = set(
        people.TeamMember.objects.on().filter(team=round_.team).values_list("person_id", flat=True)
    )
    for person in inspectors:
        if person.pk not in members:
            raise handling.Refused(f"{person.name} is not in the round's team.")
        handling.require(interests.conflict(person, subject.organisation, on=on))
