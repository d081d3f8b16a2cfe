"""Self-assessments: a body runs a framework on itself, alone and in private."""

from django.db import models

from headwater.kernel import frameworks, handling


class Assessment(handling.Rooted):
    """One run of a framework by one body on itself; its label opens it to that body alone."""

    KIND = "self-assessment"
    PURPOSE = "Finding out for oneself where one stands"

    class State(models.TextChoices):
        OPEN = "open", "Being filled in"
        COMPLETE = "complete", "Complete"

    TRANSITIONS = {State.OPEN: (State.COMPLETE,), State.COMPLETE: ()}

    framework = models.ForeignKey(frameworks.Pack, models.PROTECT, related_name="assessments")
    cohort = models.ForeignKey(
        frameworks.Item, models.PROTECT, null=True, related_name="+", help_text="Answered as which"
    )
    on_date = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    completed_at = models.DateTimeField(null=True)


class AssessmentAnswer(handling.Child, handling.Versioned):
    """One answer of a self-assessment on the finding's own scale."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    finding = models.ForeignKey(frameworks.Item, models.PROTECT, related_name="+")
    value = models.CharField(max_length=20)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "finding"], name="assessed_once")
        ]

    def __str__(self) -> str:
        return f"{self.finding}: {self.value}"
