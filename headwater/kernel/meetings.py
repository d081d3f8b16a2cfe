"""Meetings: bodies with terms of reference, their meetings, items and decisions.

Minutes freeze when they are approved; a decision is never edited but superseded by another.
"""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import functions
from django.utils import timezone

from headwater.kernel import audit, people
from headwater.kernel.handling import doors, records, verdicts


class Body(records.Rooted):
    """A board, panel or team that meets: its terms of reference, seats and quorum."""

    KIND = "body"
    PURPOSE = "Deciding together and keeping an account of it"

    terms = models.TextField()
    quorum = models.PositiveIntegerField(default=1)
    seats = models.ManyToManyField(people.Post, related_name="bodies")


class Meeting(records.Rooted):
    """One meeting of a body."""

    KIND = "meeting"
    PURPOSE = "Keeping an account of a meeting"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held, minutes open"
        APPROVED = "approved", "Minutes approved"

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    about = models.CharField(max_length=12, blank=True, help_text="Reference of a record")
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    present = models.ManyToManyField(people.Post, related_name="+")
    approved_at = models.DateTimeField(null=True)


class AgendaItem(records.Child):
    """One item of a meeting and what was said about it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    order = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    minute = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="item_place_once")]

    def __str__(self) -> str:
        return self.title


class Decision(records.Child):
    """What was decided, from which options, why, and who dissented. Appended, never changed."""

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    question = models.CharField(max_length=300)
    options = ArrayField(models.CharField(max_length=300), default=list)
    outcome = models.TextField()
    reason = models.TextField()
    dissent = models.TextField(blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )
    decided_at = models.DateTimeField(db_default=functions.Now())

    def __str__(self) -> str:
        return self.question


def may_minute(body: Body, person: people.Person) -> verdicts.Verdict:
    """Whoever keeps the account for the body's owner, or holds one of its seats today."""
    if person.may("meeting.minute", organisation=body.record.owner):
        return verdicts.YES
    if people.Holding.objects.on().filter(person=person, post__bodies=body).exists():
        return verdicts.YES
    return verdicts.no(f"Only those who sit on {body} or keep its account can do this.")


def establish(
    *,
    title: str,
    owner: people.Organisation,
    terms: str,
    quorum: int,
    seats: list[people.Post],
    label: records.Label,
    by: audit.Actor,
    ends_on: datetime.date,
) -> Body:
    """Set up a body with its terms of reference, seats and quorum."""
    if quorum < 1 or quorum > len(seats):
        raise verdicts.Refused("The quorum is at least one and at most the number of seats.")
    body = doors.create(
        Body,
        title=title,
        owner=owner,
        label=label,
        by=by,
        ends_on=ends_on,
        terms=terms,
        quorum=quorum,
    )
    body.seats.set(seats)
    return body


def convene(
    body: Body,
    *,
    title: str,
    starts_at: datetime.datetime,
    agenda: list[str],
    by: audit.Actor,
    about: str = "",
) -> Meeting:
    """Plan a meeting of a body with its agenda, under the body's own label."""
    meeting = doors.create(
        Meeting,
        title=title,
        owner=body.record.owner,
        label=body.label,
        by=by,
        ends_on=timezone.localdate(starts_at) + datetime.timedelta(days=6 * 365),
        body=body,
        starts_at=starts_at,
        about=about,
    )
    for place, item in enumerate(agenda, start=1):
        AgendaItem.objects.create(label=body.label, meeting=meeting, order=place, title=item)
    return meeting


def hold(
    meeting: Meeting,
    *,
    present: list[people.Post],
    minutes: list[str],
    version: int,
    by: audit.Actor,
) -> None:
    """Record who was present and what was said on each item, in the order of the agenda.

    Raises Conflict when somebody else wrote or approved the minutes since ``version``.
    """
    if meeting.state == Meeting.State.APPROVED:
        raise verdicts.Refused("These minutes are approved and cannot change.")
    if len(present) < meeting.body.quorum:
        raise verdicts.Refused(
            f"{len(present)} present, but the quorum is {meeting.body.quorum}. "
            "Record it as an informal talk, or meet again."
        )
    doors.claim(meeting.record, version=version)
    meeting.present.set(present)
    for item, minute in zip(meeting.items.order_by("order"), minutes, strict=False):
        item.minute = minute
        item.save(update_fields=["minute"])
    meeting.state = Meeting.State.HELD
    meeting.save(update_fields=["state"])
    audit.note("meeting held", meeting, by=by, present=[str(post) for post in present])


def decide(
    meeting: Meeting,
    *,
    question: str,
    outcome: str,
    reason: str,
    by: audit.Actor,
    options: tuple[str, ...] = (),
    dissent: str = "",
    supersedes: Decision | None = None,
) -> Decision:
    """Append a decision to a meeting that was held; an earlier one is replaced once."""
    records.Record.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    meeting.refresh_from_db(fields=["state"])
    if meeting.state != Meeting.State.HELD:
        raise verdicts.Refused("Decisions are recorded after the meeting and before approval.")
    if supersedes is not None:
        doors.hold(supersedes)
        if Decision.objects.filter(supersedes=supersedes).exists():
            raise verdicts.Refused("Another decision has replaced that one already.")
    made = Decision.objects.create(
        label=meeting.label,
        meeting=meeting,
        question=question,
        options=list(options),
        outcome=outcome,
        reason=reason,
        dissent=dissent,
        supersedes=supersedes,
    )
    audit.note("decision recorded", meeting, by=by, decision=made.reference, outcome=outcome)
    return made


def decisions_of(body: Body) -> "models.QuerySet[Decision]":
    """What a body decided, newest first, as far as the transaction's reader may see it."""
    decisions = Decision.objects.filter(meeting__body=body).order_by("-decided_at", "-pk")
    return decisions.select_related("meeting__record", "superseded_by")


def approve_minutes(meeting: Meeting, *, version: int, by: audit.Actor) -> None:
    """Freeze the minutes of a meeting that was held, as they were read at ``version``."""
    if meeting.state != Meeting.State.HELD:
        raise verdicts.Refused("Only the minutes of a meeting that was held can be approved.")
    doors.claim(meeting.record, version=version)
    meeting.state = Meeting.State.APPROVED
    meeting.approved_at = functions.Now()
    meeting.save(update_fields=["state", "approved_at"])
    audit.note("minutes approved", meeting, by=by)
