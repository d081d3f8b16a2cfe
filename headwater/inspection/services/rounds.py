"""Planning and leading a round: subjects, cohorts, guidance and phases."""

import datetime
import zoneinfo

from django.db import transaction
from django.db.models import Count, Q

from headwater.inspection.models import (
    AccuracyCheck,
    CohortMembership,
    Edition,
    Guidance,
    Judgement,
    ReaderComment,
    Return,
    Round,
    Subject,
    Visit,
)
from headwater.inspection.rules import rounds as rules
from headwater.kernel import audit, frameworks, handling, meetings, people

KEPT_YEARS = 20
LONDON = zoneinfo.ZoneInfo("Europe/London")


def create(
    *,
    slug: str,
    framework: frameworks.Pack,
    title: str,
    owner: people.Organisation,
    starts_on: datetime.date,
    by: audit.Actor,
    is_reconstruction: bool = False,
    cohorts_on: datetime.date | None = None,
    terms: str = "",
    method: str = "",
    returns_due_on: datetime.date | None = None,
    second_rating_share: int = 100,
) -> Round:
    """Make a round in planning, with a team of its own that alone can see it.

    Raises Refused when the framework is not made for inspections, or the slug is taken or unfit.
    """
    if framework.kind != "framework":
        raise handling.Refused(f"{framework} is not a framework, so no round can use it.")
    handling.require(rules.may_be_called(slug))
    if Round.objects.filter(slug=slug).exists():
        raise handling.Refused(f"There is already a round called {slug}. Choose another name.")
    if isinstance(by, people.Person) and not by.may("round.manage"):
        raise handling.Refused("Only a lead inspector can start a round.")
    team = people.Team.objects.create(name=f"Inspection team: {title}")
    if isinstance(by, people.Person):
        _join(team, by, capacity="lead", starts_on=starts_on)
    return handling.create(
        Round,
        title=title,
        owner=owner,
        label=handling.Label.intern(team=team),
        by=by,
        ends_on=starts_on.replace(year=starts_on.year + KEPT_YEARS, day=1),
        slug=slug,
        framework=framework,
        is_reconstruction=is_reconstruction,
        team=team,
        cohorts_on=cohorts_on or starts_on,
        starts_on=starts_on,
        terms=terms,
        method=method,
        returns_due_on=returns_due_on,
        second_rating_share=second_rating_share,
    )


def change_plan(
    round_: Round, *, title: str, version: int, by: people.Person, **plan: object
) -> None:
    """Change the title, terms, method and days of a round that is not published."""
    handling.require(rules.may_manage(round_, by))
    handling.claim(round_.record, version=version)
    round_.record.title = title
    round_.record.save(update_fields=["title"])
    for name, value in plan.items():
        setattr(round_, name, value)
    round_.save(update_fields=list(plan))
    audit.note("round plan changed", round_, by=by, changed=sorted(plan))


def add_member(
    round_: Round, person: people.Person, *, by: audit.Actor, capacity: str = "inspector"
) -> None:
    """Take an inspector into the round's team; from then on the round can be seen by them."""
    if isinstance(by, people.Person):
        handling.require(rules.may_manage(round_, by))
    if not person.may("round.inspect"):
        raise handling.Refused(f"{person.name} is not an inspector and cannot join the team.")
    if people.TeamMember.objects.on().filter(team=round_.team, person=person).exists():
        return
    _join(round_.team, person, capacity=capacity, starts_on=round_.starts_on)
    audit.note("inspector joined the team", round_, by=by, person=person.reference)


def _join(
    team: people.Team, person: people.Person, *, capacity: str, starts_on: datetime.date
) -> None:
    people.TeamMember.objects.create(
        team=team,
        person=person,
        capacity=capacity,
        period=people.days(min(starts_on, people.today())),
    )


@transaction.atomic
def add_subject(
    round_: Round,
    *,
    code: str,
    name: str,
    by: audit.Actor,
    organisation: people.Organisation | None = None,
    cohort: str = "",
    reason: str = "",
) -> Subject:
    """Add a body to be inspected, in a cohort of the framework when it has any."""
    if isinstance(by, people.Person):
        handling.require(rules.may_manage(round_, by))
    if round_.phase != Round.Phase.PLANNING:
        raise handling.Refused("Bodies are added while the round is being planned.")
    if (organisation is None) != round_.is_reconstruction:
        raise handling.Refused(
            "The subjects of a reconstruction are anonymous."
            if round_.is_reconstruction
            else "Say which organisation is inspected."
        )
    subject = Subject.objects.create(
        label_id=round_.label_id, round=round_, code=code, name=name, organisation=organisation
    )
    if cohort:
        place(subject, cohort=cohort, from_date=round_.starts_on, reason=reason, by=by)
    audit.note("subject added", round_, by=by, subject=code, cohort=cohort)
    return subject


def place(
    subject: Subject, *, cohort: str, from_date: datetime.date, by: audit.Actor, reason: str = ""
) -> CohortMembership:
    """Put a subject into a cohort from a day on; an earlier membership ends the day before.

    Reports made before keep the cohort that was in force on their own day.
    """
    item = subject.round.framework.of_kind("cohort").filter(code=cohort).first()
    if item is None:
        known = ", ".join(subject.round.framework.of_kind("cohort").values_list("code", flat=True))
        raise handling.Refused(f"The framework has no cohort {cohort}. It has: {known or 'none'}.")
    if subject.cohort_memberships.filter(period__startswith__gt=from_date).exists():
        raise handling.Refused("A later change of cohort is on record. Choose a day after it.")
    current = subject.cohort_memberships.on(from_date).first()
    if current is not None:
        if current.period.lower == from_date:
            raise handling.Refused("A membership already begins on that day. Choose a later day.")
        current.period = people.days(current.period.lower, from_date - datetime.timedelta(days=1))
        current.save(update_fields=["period"])
    made = CohortMembership.objects.create(
        label_id=subject.label_id,
        subject=subject,
        cohort=item,
        period=people.days(from_date),
        reason=reason,
    )
    audit.note(
        "cohort set", subject.round, by=by, subject=subject.code, cohort=cohort, reason=reason
    )
    return made


def issue_guidance(
    round_: Round, *, title: str, version: str, issued_on: datetime.date, by: audit.Actor
) -> Guidance:
    """Record a guidance document; visits that end on or after that day are stamped with it."""
    if isinstance(by, people.Person):
        handling.require(rules.may_manage(round_, by))
    if round_.guidance.filter(title=title, version=version).exists():
        raise handling.Refused("That version of the document is on record already.")
    made = Guidance.objects.create(
        label_id=round_.label_id, round=round_, title=title, version=version, issued_on=issued_on
    )
    audit.note("guidance issued", round_, by=by, title=title, version=version, on=issued_on)
    return made


def guidance_on(round_: Round, day: datetime.date) -> list[Guidance]:
    """The newest version of each guidance document in force on a day."""
    newest: dict[str, Guidance] = {}
    for guidance in round_.guidance.filter(issued_on__lte=day).order_by("issued_on", "id"):
        newest[guidance.title] = guidance
    return list(newest.values())


def readiness(round_: Round) -> rules.Readiness:
    """Count what stands between a round and its next phase, in a fixed number of queries."""
    subjects = round_.subjects.aggregate(
        count=Count("pk", distinct=True),
        visited=Count("pk", distinct=True, filter=Q(visits__state=Visit.State.DONE)),
    )
    capabilities = round_.framework.of_kind("capability").count()
    judged = Judgement.objects.filter(
        round=round_, is_current=True, capability__isnull=False
    ).count()
    held = meetings.Meeting.objects.filter(
        about=round_.reference, record__title__startswith=rules.MIDPOINT
    ).exclude(state=meetings.Meeting.State.PLANNED)
    return rules.Readiness(
        subject_count=subjects["count"],
        visited_count=subjects["visited"],
        unjudged_count=subjects["count"] * capabilities - judged,
        open_return_count=Return.objects.filter(subject__round=round_)
        .exclude(state=Return.State.ACCEPTED)
        .count(),
        planned_visit_count=round_.visits.filter(state=Visit.State.PLANNED).count(),
        midpoint_held=held.exists(),
        unanswered_checks=AccuracyCheck.objects.filter(
            submission__subject__round=round_, replied_at=None
        ).count(),
        unresolved_comments=ReaderComment.objects.filter(
            report__round=round_, resolved_at=None
        ).count(),
        edition_count=Edition.objects.filter(round=round_).count(),
    )


def enter(round_: Round, phase: str, *, version: int, by: audit.Actor) -> None:
    """Move a round to a phase when its rule allows; entering returns opens one for each body."""
    if isinstance(by, people.Person):
        handling.require(rules.may_manage(round_, by))
    handling.require(rules.may_enter(round_, phase, readiness(round_)))
    handling.claim(round_.record, version=version)
    before, round_.phase = round_.phase, Round.Phase(phase)
    round_.save(update_fields=["phase"])
    audit.note("round entered a phase", round_, by=by, before=before, after=phase)
    if phase == Round.Phase.RETURNS:
        _open_returns(round_, by=by)


def _open_returns(round_: Round, *, by: audit.Actor) -> None:
    from headwater.inspection.services import returns

    for subject in round_.subjects.select_related("organisation__area").order_by("code"):
        if not Return.objects.filter(subject=subject).exists():
            returns.open_for(subject, by=by, due_on=round_.returns_due_on)


def by_slug(slug: str, *, by: handling.Reader) -> Round:
    """The round of that name; NotSeen when there is none that ``by`` may see."""
    found = handling.visible(Round, to=by).select_related("framework", "team", "label")
    try:
        return found.get(slug=slug)
    except Round.DoesNotExist:
        raise handling.NotSeen(slug) from None


def hold_midpoint(
    round_: Round, *, held_on: datetime.date, minutes: list[str], by: people.Person
) -> meetings.Meeting:
    """Record the meeting half-way through fieldwork, under the round's own label."""
    handling.require(rules.may_manage(round_, by))
    if round_.phase != Round.Phase.FIELDWORK:
        raise handling.Refused("The mid-point meeting is held during fieldwork.")
    if held_on > people.today():
        raise handling.Refused("Record the meeting after it was held.")
    body = handling.create(
        meetings.Body,
        title=f"{rules.MIDPOINT}: {round_.title}",
        owner=round_.record.owner,
        label=round_.label,
        by=by,
        ends_on=round_.record.ends_on,
        terms="Reviews progress, keeps judging consistent and identifies emerging findings",
        quorum=0,
    )
    meeting = meetings.convene(
        body,
        title=f"{rules.MIDPOINT}: {round_.title}",
        starts_at=datetime.datetime.combine(held_on, datetime.time(10), tzinfo=LONDON),
        agenda=["Progress", "Consistency of judgements", "Emerging findings"],
        about=round_.reference,
        by=by,
    )
    meetings.hold(meeting, present=[], minutes=minutes, version=1, by=by)
    return meeting
