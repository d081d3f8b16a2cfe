"""A subject's return: its answers, who answers them, queries and every earlier version."""

from django.db import models

from headwater.inspection.models.rounds import Subject
from headwater.kernel import frameworks, handling, people


class Return(handling.Rooted):
    """What a subject sends in. Its label opens it to the subject's body and the round's team."""

    KIND = "return"
    PURPOSE = "Answering an inspection"

    class State(models.TextChoices):
        OPEN = "open", "Being filled in"
        SUBMITTED = "submitted", "Submitted"
        QUERIED = "queried", "Sent back with queries"
        ACCEPTED = "accepted", "Accepted"

    TRANSITIONS = {
        State.OPEN: (State.SUBMITTED,),
        State.SUBMITTED: (State.QUERIED, State.ACCEPTED),
        State.QUERIED: (State.SUBMITTED,),
        State.ACCEPTED: (State.QUERIED,),
    }

    subject = models.OneToOneField(Subject, models.PROTECT, related_name="submission")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    due_on = models.DateField(null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=60, blank=True)


class Answer(models.Model):
    """One answer to one finding's question. ``value`` is a code of the finding's scale.

    Answers come in by the million, so a row names its return, finding and label without a
    row-by-row foreign key; the database checks each statement as a whole. An empty value is a
    draft: a comment that waits for its answer.
    """

    submission = models.ForeignKey(
        Return, models.PROTECT, related_name="answers", db_constraint=False, db_index=False
    )
    finding = models.ForeignKey(
        frameworks.Item, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    label = models.ForeignKey(
        handling.Label, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    value = models.CharField(max_length=20)
    comment = models.TextField(default="", db_default="")
    version = models.PositiveIntegerField(default=1, db_default=1)
    evidence_count = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "finding"], name="answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.finding_id}: {self.value}"


class AnswerVersion(handling.Child):
    """An answer as it was saved at one moment, by whom; appended, never changed."""

    submission = models.ForeignKey(Return, models.PROTECT, related_name="versions")
    finding = models.ForeignKey(frameworks.Item, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    value = models.CharField(max_length=20)
    comment = models.TextField(blank=True)
    saved_by = models.CharField(max_length=60)
    saved_at = models.DateTimeField(db_default=models.functions.Now())

    def __str__(self) -> str:
        return f"{self.finding_id} version {self.number}"


class Delegation(handling.Child):
    """A question passed to a post to answer, inside the body or by link to a partner."""

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    submission = models.ForeignKey(Return, models.PROTECT, related_name="delegations")
    finding = models.ForeignKey(frameworks.Item, models.PROTECT, related_name="+")
    post = models.ForeignKey(people.Post, models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    due_on = models.DateField()
    link = models.ForeignKey(handling.Link, models.PROTECT, null=True, related_name="+")
    value = models.CharField(max_length=20, blank=True)
    comment = models.TextField(blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True, help_text="When the editor took it into the return")
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.finding} for {self.post}"


class Query(handling.Child):
    """A question from the inspectors about a submitted answer, and the body's reply."""

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    submission = models.ForeignKey(Return, models.PROTECT, related_name="queries")
    finding = models.ForeignKey(frameworks.Item, models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField(db_default=models.functions.Now())
    reply = models.TextField(blank=True)
    replied_by = models.CharField(max_length=60, blank=True)
    replied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.text
