"""Visits of a round: planned without conflicts of interest, stamped when they are done."""

import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from headwater.inspection.models import (
    CohortMembership,
    Interest,
    Judgement,
    Round,
    Subject,
    Visit,
)
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
    _require_free(round_, subject, inspectors, days=(starts_on, ends_on))
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
    _hold(visit)
    if visit.state != Visit.State.PLANNED:
        raise handling.Refused("Only a planned visit can change.")
    handling.require(rules.may_visit(visit.round, starts_on=starts_on, ends_on=ends_on, person=by))
    _require_free(visit.round, visit.subject, inspectors, days=(starts_on, ends_on))
    handling.claim(visit, version=version)  # type: ignore[arg-type]
    visit.starts_on, visit.ends_on, visit.place, visit.purpose = starts_on, ends_on, place, purpose
    visit.save(update_fields=["starts_on", "ends_on", "place", "purpose"])
    visit.inspectors.set(inspectors)
    audit.note("visit changed", visit.round, by=by, subject=visit.subject.code, starts_on=starts_on)


def may_complete(visit: Visit, person: people.Person) -> handling.Verdict:
    """A visit is recorded after it ended, by somebody who was there or by the lead."""
    if visit.state != Visit.State.PLANNED:
        return handling.no("This visit is not waiting to be made.")
    if visit.ends_on > people.today():
        return handling.no(f"The visit ends on {visit.ends_on:%-d %B %Y}. Record it after that.")
    if not (person.may("round.manage") or visit.inspectors.filter(pk=person.pk).exists()):
        return handling.no("Only an inspector who was there, or the lead, can record the visit.")
    return handling.YES


def complete(visit: Visit, *, by: people.Person) -> None:
    """Record that a visit was made, stamped with the framework and guidance then in force."""
    _hold(visit)
    handling.require(may_complete(visit, by))
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


def _hold(visit: Visit) -> None:
    """Let nobody else record, change or cancel a visit until this is over; read it again."""
    handling.hold(visit, "state", "ends_on")


def cancel(visit: Visit, *, reason: str, by: people.Person) -> None:
    """Cancel a planned visit with a reason."""
    handling.require(rules.may_manage(visit.round, by))
    _hold(visit)
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
    if until is not None and until < from_date:
        raise handling.Refused("The interest ends before it begins. Check the two days.")
    period = people.days(from_date, until)
    if Interest.objects.filter(
        person=person, organisation=organisation, period__overlap=period
    ).exists():
        raise handling.Refused(
            f"An interest of {person.name} in {organisation.name} is on record for these days."
        )
    made = Interest.objects.create(
        person=person,
        organisation=organisation,
        reason=reason,
        period=period,
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


def subject(round_: Round, reference: str) -> Subject:
    """A body of the round; NotSeen when there is none of that reference."""
    found = round_.subjects.select_related("organisation", "submission__record", "round")
    subject_ = found.filter(reference=reference).first()
    if subject_ is None:
        raise handling.NotSeen(reference)
    return subject_


def visit(round_: Round, reference: str) -> Visit:
    """A visit of the round; NotSeen when there is none of that reference."""
    found = round_.visits.select_related("subject__organisation", "round", "framework")
    visit_ = found.filter(reference=reference).first()
    if visit_ is None:
        raise handling.NotSeen(reference)
    return visit_


def subjects_of(round_: Round) -> QuerySet[Subject]:
    """The bodies of a round with cohort, return, visits made and judgements settled."""
    cohort = CohortMembership.objects.filter(
        subject=OuterRef("pk"), period__contains=round_.cohorts_on
    ).values("cohort__title")[:1]
    return (
        round_.subjects.select_related("submission")
        .order_by("name")
        .annotate(
            cohort_name=Subquery(cohort),
            visit_count=_VISITS_MADE,
            judged_count=_JUDGED,
        )
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(subject=OuterRef("pk")).order_by().values("subject")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)


# Built once: Django takes longer to put such a count together than the database to answer it.
_VISITS_MADE = _count(Visit.objects.filter(state=Visit.State.DONE))
_JUDGED = _count(Judgement.objects.filter(is_current=True, capability__isnull=False))


def judgements_of(subject_: Subject) -> QuerySet[Judgement]:
    """The judgements that stand for a body, in the framework's order."""
    return (
        subject_.judgements.filter(is_current=True)
        .select_related("capability", "stage")
        .order_by("capability__order")
    )


def interests_of(round_: Round) -> QuerySet[Interest]:
    """Interests declared by members of the team in bodies of the round."""
    return (
        Interest.objects.on()
        .filter(
            person__team_memberships__team=round_.team,
            organisation__in=round_.subjects.values("organisation"),
        )
        .select_related("person", "organisation")
        .distinct()
        .order_by("person__name")
    )


def _require_free(
    round_: Round,
    subject: Subject,
    inspectors: list[people.Person],
    *,
    days: tuple[datetime.date, datetime.date],
) -> None:
    """Refuse inspectors who are not of the team or have an interest on the first or last day."""
    if not inspectors:
        raise handling.Refused("Choose at least one inspector for the visit.")
    members = set(
        people.TeamMember.objects.on().filter(team=round_.team).values_list("person_id", flat=True)
    )
    for person in inspectors:
        if person.pk not in members:
            raise handling.Refused(f"{person.name} is not in the round's team.")
        for day in days:
            handling.require(interests.conflict(person, subject.organisation, on=day))
