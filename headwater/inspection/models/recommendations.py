"""Recommendations: clauses with owners and dates, responses, progress and closure."""

from django.db import models

from headwater.inspection.models.rounds import Round
from headwater.kernel import actions, frameworks, handling, people


class Recommendation(handling.Rooted):
    """What a report asks for. Open to everyone who is signed in; public once published."""

    KIND = "recommendation"
    PURPOSE = "Following up an inspection"

    round = models.ForeignKey(Round, models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    summary = models.TextField()
    item = models.ForeignKey(frameworks.Item, models.PROTECT, null=True, related_name="+")
    response = models.TextField(blank=True)
    responded_by = models.CharField(max_length=60, blank=True)
    responded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="recommendation_number_once")
        ]


class Clause(handling.Child):
    """One separable thing that a recommendation asks for."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        REPORTED = "reported", "Reported done"
        CLOSED = "closed", "Closed"

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    lead = models.CharField(max_length=200, blank=True, help_text="Lead owner, as a body or post")
    lead_post = models.ForeignKey(people.Post, models.PROTECT, null=True, related_name="+")
    supporting = models.CharField(max_length=400, blank=True)
    first_due_date = models.DateField(null=True)
    due_date = models.DateField(null=True)
    slip_count = models.PositiveSmallIntegerField(default=0)
    depends_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="dependants")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)
    action = models.ForeignKey(actions.Action, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.text


class Progress(handling.Child):
    """A dated report on a clause with its evidence, or a moved date with its reason; appended."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="progress")
    text = models.TextField()
    evidence = models.TextField(blank=True)
    old_due_date = models.DateField(null=True)
    new_due_date = models.DateField(null=True)
    reported_by = models.CharField(max_length=60)
    reported_at = models.DateTimeField(db_default=models.functions.Now())

    def __str__(self) -> str:
        return self.text
