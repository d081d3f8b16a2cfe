"""Evidence: what shows that an answer or a judgement is right, or that it is not."""

from django.db import models

from headwater.inspection.models.rounds import Round, Subject
from headwater.kernel import frameworks, handling, people


class Evidence(handling.Rooted):
    """A document, note or observation about one subject; one piece can serve many findings."""

    KIND = "evidence"
    PURPOSE = "Supporting or contradicting the findings of an inspection"

    class Method(models.TextChoices):
        DOCUMENT = "document", "Document"
        RETURN = "return", "Return"
        INTERVIEW = "interview", "Interview"
        FOCUS_GROUP = "focus_group", "Focus group"
        OBSERVATION = "observation", "Observation"

    round = models.ForeignKey(Round, models.PROTECT, related_name="evidence")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="evidence")
    method = models.CharField(max_length=12, choices=Method)
    summary = models.TextField()
    source = models.CharField(max_length=300)
    said_by_role = models.CharField(max_length=160, blank=True, help_text="A role, never a name")
    speaks_of_date = models.DateField(help_text="The day that it tells about")
    received_date = models.DateField(help_text="The day on which it arrived")
    request_code = models.CharField(max_length=120, blank=True)


class Attachment(handling.Child):
    """A file that belongs to a piece of evidence, stored outside the web root by its digest."""

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="attachments")
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.file_name


class EvidenceUse(handling.Child):
    """A piece of evidence supports or contradicts one finding for its subject."""

    class Stance(models.TextChoices):
        SUPPORTS = "supports", "Supports"
        CONTRADICTS = "contradicts", "Contradicts"

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="uses")
    finding = models.ForeignKey(frameworks.Item, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=12, choices=Stance)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "finding"], name="use_once")]

    def __str__(self) -> str:
        return f"{self.evidence} {self.stance} {self.finding}"
