"""Actions: what a post agreed to do, by when, how it is shown, and who checks it.

An action is raised from anything that has a reference (a gap, a recommendation, a lesson).
Whoever verifies is never whoever owns; a first due date is kept when the date moves.
"""

import datetime

from django.db import models
from django.db.models import functions
from django.utils import timezone

from headwater.kernel import audit, people
from headwater.kernel.handling import doors, records, verdicts


class Actions(models.QuerySet["Action"]):
    def overdue(self, *, on: datetime.date | None = None) -> "Actions":
        """Those that stood undone past their due date on a day (today when not given)."""
        day = on or people.today()
        undone = models.Q(done_at__isnull=True) | models.Q(done_at__date__gt=day)
        begun = models.Q(record__created_at__date__lte=day)
        return self.filter(undone, begun, due_date__lt=day).exclude(state=Action.State.WITHDRAWN)


class Action(records.Rooted):
    """Something to be done by a post before a day and verified by another person."""

    KIND = "action"
    PURPOSE = "Following up what was agreed"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done, waiting to be verified"
        VERIFIED = "verified", "Verified"
        WITHDRAWN = "withdrawn", "Withdrawn"

    TRANSITIONS = {
        State.OPEN: (State.DONE, State.WITHDRAWN),
        State.DONE: (State.VERIFIED, State.OPEN),
        State.VERIFIED: (),
        State.WITHDRAWN: (),
    }

    detail = models.TextField(blank=True)
    owner_post = models.ForeignKey(people.Post, models.PROTECT, related_name="actions")
    verifier_post = models.ForeignKey(people.Post, models.PROTECT, related_name="to_verify")
    escalates_to = models.ForeignKey(people.Post, models.PROTECT, null=True, related_name="+")
    first_due_date = models.DateField()
    due_date = models.DateField(db_index=True)
    slip_count = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    raised_from = models.CharField(max_length=12, db_index=True, help_text="Reference of a record")
    raised_about = models.CharField(max_length=120, blank=True, help_text="What in that record")
    evidence = models.TextField(blank=True)
    done_by = models.ForeignKey(people.Person, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    verified_by = models.CharField(max_length=200, blank=True)
    verified_at = models.DateTimeField(null=True)

    objects = Actions.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(owner_post=models.F("verifier_post")),
                name="owner_is_not_verifier",
            ),
            models.CheckConstraint(
                condition=models.Q(done_by__isnull=True, done_at__isnull=True)
                | models.Q(done_by__isnull=False, done_at__isnull=False),
                name="done_who_and_when",
            ),
        ]

    def is_overdue(self, *, on: datetime.date | None = None) -> bool:
        """Whether the action stood undone past its due date on a day (today when not given)."""
        day = on or people.today()
        if self.state == self.State.WITHDRAWN or self.due_date >= day:
            return False
        return self.done_at is None or timezone.localdate(self.done_at) > day


def may_finish(action: Action, person: people.Person) -> verdicts.Verdict:
    """Only the holder of the owner's post, or somebody who manages for that body, reports it done."""
    if action.state != Action.State.OPEN:
        return verdicts.no(f"This action is {action.get_state_display().lower()}.")
    if action.owner_post.holder() == person or person.may(
        "action.manage", organisation=action.owner_post.organisation
    ):
        return verdicts.YES
    return verdicts.no(f"Only {action.owner_post} can report this action done.")


def may_move(action: Action, person: people.Person) -> verdicts.Verdict:
    """The date is moved by whoever answers for the action; the first date stays on record."""
    if action.state not in (Action.State.OPEN, Action.State.DONE):
        return verdicts.no("The date of an action that is over cannot move.")
    if action.owner_post.holder() == person or person.may(
        "action.manage", organisation=action.owner_post.organisation
    ):
        return verdicts.YES
    return verdicts.no(f"Only {action.owner_post} can move the date.")


def is_to_verify(action: Action) -> verdicts.Verdict:
    """Whether there is anything to verify, whoever asks."""
    if action.state != Action.State.DONE:
        return verdicts.no("There is nothing to verify until the owner reports the action done.")
    return verdicts.YES


def may_send_link(action: Action, person: people.Person) -> verdicts.Verdict:
    """A verifier without an account is asked by link, once there is something to verify."""
    if not (waiting := is_to_verify(action)):
        return waiting
    if not action.verifier_post.email:
        return verdicts.no(f"{action.verifier_post} has no e-mail address to send a link to.")
    if person.may("action.manage", organisation=action.owner_post.organisation) or (
        person in (action.owner_post.holder(), action.verifier_post.holder())
    ):
        return verdicts.YES
    return verdicts.no(f"Only {action.owner_post} can ask for verification by link.")


def may_verify(action: Action, person: people.Person) -> verdicts.Verdict:
    """The verifier holds the verifier's post and is not whoever did the work."""
    if not (waiting := is_to_verify(action)):
        return waiting
    if action.done_by_id == person.pk or action.owner_post.holder() == person:
        return verdicts.no("Whoever did the work cannot verify it. Ask another person.")
    if action.verifier_post.holder() != person:
        return verdicts.no(f"Only {action.verifier_post} can verify this action.")
    return verdicts.YES


def raise_for(
    source: audit.Subject,
    *,
    title: str,
    owner_post: people.Post,
    verifier_post: people.Post,
    due_date: datetime.date,
    label: records.Label,
    by: people.Person | audit.Actor,
    about: str = "",
    detail: str = "",
    escalates_to: people.Post | None = None,
) -> Action:
    """Raise an action from a record. The owner and the verifier must be different posts."""
    if owner_post == verifier_post:
        raise verdicts.Refused("The owner of an action cannot verify it. Choose another post.")
    return doors.create(
        Action,
        title=title,
        owner=owner_post.organisation,
        label=label,
        by=by,
        ends_on=due_date + datetime.timedelta(days=6 * 365),
        detail=detail,
        owner_post=owner_post,
        verifier_post=verifier_post,
        escalates_to=escalates_to,
        first_due_date=due_date,
        due_date=due_date,
        raised_from=source.reference,
        raised_about=about,
    )


def finish(action: Action, *, evidence: str, version: int, by: people.Person) -> None:
    """Report an action done, with what shows it."""
    verdicts.require(may_finish(action, by))
    if not evidence.strip():
        raise verdicts.Refused("Say what shows that the action is done.")
    doors.claim(action.record, version=version)
    action.state = Action.State.DONE
    action.evidence, action.done_by = evidence, by
    action.done_at = functions.Now()
    action.save(update_fields=["state", "evidence", "done_by", "done_at"])
    audit.note("action reported done", action, by=by, evidence=evidence)


def verify(action: Action, *, agrees: bool, remark: str, version: int, by: people.Person) -> None:
    """Verify an action, or send it back open with a remark."""
    verdicts.require(may_verify(action, by))
    _settle(action, agrees=agrees, remark=remark, version=version, by=by, name=by.name)


def verify_by_link(
    action: Action, *, agrees: bool, remark: str, version: int, by: audit.Actor
) -> None:
    """The same step for a partner without an account; the link was sent to the verifier's post."""
    verdicts.require(is_to_verify(action))
    _settle(action, agrees=agrees, remark=remark, version=version, by=by, name=str(by))


def _settle(
    action: Action, *, agrees: bool, remark: str, version: int, by: audit.Actor, name: str
) -> None:
    if not agrees and not remark.strip():
        raise verdicts.Refused("Say what is missing, so that the owner can act on it.")
    doors.claim(action.record, version=version)
    if agrees:
        action.state, action.verified_by = Action.State.VERIFIED, name
        action.verified_at = functions.Now()
    else:
        action.state, action.done_by, action.done_at = Action.State.OPEN, None, None
    action.save(update_fields=["state", "verified_by", "verified_at", "done_by", "done_at"])
    audit.note("action verified" if agrees else "action sent back", action, by=by, remark=remark)


def move_due_date(
    action: Action, *, to: datetime.date, reason: str, version: int, by: people.Person
) -> None:
    """Move the due date with a reason; the first date is kept and the slip counted."""
    verdicts.require(may_move(action, by))
    if not reason.strip():
        raise verdicts.Refused("Say why the date moves.")
    doors.claim(action.record, version=version)
    before, action.due_date = action.due_date, to
    action.slip_count += 1 if to > before else 0
    action.save(update_fields=["due_date", "slip_count"])
    audit.note("action date moved", action, by=by, before=before, after=to, reason=reason)
