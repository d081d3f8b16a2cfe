"""Minimum capabilities of a subject on a day, and the gaps that become actions."""

from django.db import models

from headwater.inspection.models.returns import Return
from headwater.kernel import actions, frameworks, handling, people


class MinimumState(handling.Child):
    """How a subject stands against one minimum capability for its category on a day.

    Decided by a person from the findings behind it; a later decision is a new row, so a change
    of category or of mind changes no earlier report.
    """

    class Status(models.TextChoices):
        MET = "met", "Met"
        PARTLY = "partly", "Partly met"
        NOT_MET = "not_met", "Not met"
        NOT_KNOWN = "not_known", "Not known"

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    submission = models.ForeignKey(Return, models.PROTECT, related_name="minimum_states")
    minimum = models.ForeignKey(frameworks.Item, models.PROTECT, related_name="+")
    category = models.ForeignKey(frameworks.Item, models.PROTECT, null=True, related_name="+")
    on_date = models.DateField()
    status = models.CharField(max_length=10, choices=Status)
    reason = models.TextField(blank=True)
    decided_by = models.CharField(max_length=60)
    decided_at = models.DateTimeField(db_default=models.functions.Now())
    action = models.ForeignKey(actions.Action, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.minimum}: {self.status}"
