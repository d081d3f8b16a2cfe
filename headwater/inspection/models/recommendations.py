"""Recommendations: clauses with owners and dates, responses, progress and closure."""

from django.db import models

from headwater.inspection.models.rounds import Round
from headwater.kernel import actions, frameworks, handling, people


class Recommendation(handling.Rooted):
    """What a report asks for. Open to everyone who is signed in; public once published."""

    KIND = "recommendation"
    PURPOSE = "Following up an inspection"

    round = models.ForeignKey(Round, models.PROTECT, related_name="recommendations")
    slug = models.SlugField(max_length=60, help_text="The round's, which few can read")
    report = models.CharField(max_length=200, help_text="The round's title")
    number = models.PositiveSmallIntegerField()
    summary = models.TextField()
    item = models.ForeignKey(frameworks.Item, models.PROTECT, null=True, related_name="+")
    made_date = models.DateField(help_text="The day from which it can be late")
    named_in = models.JSONField(default=list, help_text="Places in the report with their owners")
    response = models.TextField(blank=True)
    responded_by = models.CharField(max_length=60, blank=True)
    responded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="recommendation_number_once")
        ]


class Clause(handling.Child, handling.Versioned):
    """One separable thing that a recommendation asks for."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        REPORTED = "reported", "Reported done"
        CLOSED = "closed", "Closed"

    TRANSITIONS = {
        State.OPEN: (State.REPORTED,),
        State.REPORTED: (State.CLOSED, State.OPEN),
        State.CLOSED: (),
    }

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
    depends_on = models.ManyToManyField("self", symmetrical=False, related_name="dependants")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True, help_text="Body or post")
    action = models.ForeignKey(actions.Action, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "order"], name="clause_order_once")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def mark(self) -> str:
        """The clause as the report calls it, such as ``2b``; needs its recommendation.

        The letters go on as the columns of a spreadsheet do: after ``2z`` comes ``2aa``.
        """
        letters, left = "", self.order
        while left:
            left, place = divmod(left - 1, 26)
            letters = chr(ord("a") + place) + letters
        return f"{self.recommendation.number}{letters}"


class Progress(handling.Child):
    """A dated report on a clause, a moved date, or its closure; appended.

    ``state_after`` and the two due dates let any past day be told again.
    """

    class Sort(models.TextChoices):
        REPORT = "report", "Progress"
        MOVED = "moved", "Date moved"
        SENT_BACK = "sent_back", "Sent back"
        CLOSED = "closed", "Closed"

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="progress")
    sort = models.CharField(max_length=10, choices=Sort)
    text = models.TextField()
    evidence = models.TextField(blank=True)
    old_due_date = models.DateField(null=True)
    new_due_date = models.DateField(null=True)
    state_after = models.CharField(max_length=10, choices=Clause.State)
    on_date = models.DateField(help_text="The day of which it speaks; rows follow each other")
    reported_by = models.CharField(max_length=60)
    reported_for = models.CharField(max_length=200, help_text="The body or post that reported")
    reported_at = models.DateTimeField(db_default=models.functions.Now())

    def __str__(self) -> str:
        return self.text
