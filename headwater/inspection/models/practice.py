"""Developing practice and anonymous case notes, tagged to findings."""

from django.db import models

from headwater.inspection.models.rounds import Round
from headwater.kernel import frameworks, handling


class PracticeNote(handling.Rooted):
    """Something worth learning from, told without naming a person, school or family."""

    KIND = "practice note"
    PURPOSE = "Learning from what was seen"

    class Sort(models.TextChoices):
        PRACTICE = "practice", "Developing practice"
        CASE = "case", "Case note"

    round = models.ForeignKey(Round, models.PROTECT, related_name="practice_notes")
    slug = models.SlugField(max_length=60, help_text="The round's, which few can read")
    sort = models.CharField(max_length=10, choices=Sort)
    text = models.TextField()
    caution = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    findings = models.ManyToManyField(frameworks.Item, related_name="+")
