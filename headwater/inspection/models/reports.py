"""A report written in chapters, read critically, signed by two, and published as editions."""

from django.db import models

from headwater.inspection.models.returns import Return
from headwater.inspection.models.rounds import Round
from headwater.kernel import handling, people


class Report(handling.Rooted):
    """The report of a round while it is being written."""

    KIND = "report"
    PURPOSE = "Telling the public what an inspection found"

    round = models.OneToOneField(Round, models.PROTECT, related_name="report")
    guidance_caveat = models.TextField(
        blank=True,
        help_text="Printed under tables that compare bodies judged under unlike guidance",
    )


class Chapter(handling.Child, handling.Versioned):
    """One chapter in Markdown with references to figures. An empty one is left out."""

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    report = models.ForeignKey(Report, models.PROTECT, related_name="chapters")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "order"], name="chapter_order_once")
        ]

    def __str__(self) -> str:
        return self.title


class ChapterVersion(handling.Child):
    """A chapter as it was saved at one moment; appended."""

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    saved_by = models.CharField(max_length=60)
    saved_at = models.DateTimeField(db_default=models.functions.Now())

    def __str__(self) -> str:
        return f"{self.chapter} version {self.number}"


class CitedFact(handling.Child):
    """A number typed by hand that the report may use because its source is named."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="cited_facts")
    text = models.CharField(max_length=120, help_text="As it stands in the text")
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "text"], name="fact_cited_once")]

    def __str__(self) -> str:
        return self.text


class ReadingCopy(handling.Child):
    """The draft as it was given to critical readers; kept as it was, whatever changes later."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="reading_copies")
    frozen = models.JSONField()
    made_at = models.DateTimeField(db_default=models.functions.Now())

    def __str__(self) -> str:
        return f"reading copy of {self.report_id}"


class ReaderComment(handling.Child):
    """A critical reader's comment on a chapter, and how it was resolved."""

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    report = models.ForeignKey(Report, models.PROTECT, related_name="comments")
    chapter = models.ForeignKey(Chapter, models.PROTECT, null=True, related_name="comments")
    text = models.TextField()
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(db_default=models.functions.Now())
    resolution = models.TextField(blank=True)
    resolved_by = models.CharField(max_length=60, blank=True)
    resolved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.text


class AccuracyCheck(handling.Child):
    """What a subject is shown of the draft for factual accuracy, its comment and our answer."""

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    submission = models.OneToOneField(Return, models.PROTECT, related_name="accuracy_check")
    draft = models.TextField(help_text="The passages about the subject, as sent")
    sent_at = models.DateTimeField(db_default=models.functions.Now())
    due_on = models.DateField()
    comment = models.TextField(blank=True)
    is_agreed = models.BooleanField(null=True, help_text="True: no change asked for")
    commented_by = models.CharField(max_length=200, blank=True)
    commented_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    replied_by = models.CharField(max_length=60, blank=True)
    replied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"accuracy check of {self.submission_id}"

    @property
    def kind(self) -> str:
        return "accuracy check"


class Signature(handling.Child):
    """A person, or a post by link, signs the report as it stands; a change voids it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(people.Person, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(people.Post, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, help_text="What was signed")
    signed_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person", "post", "digest"],
                name="signature_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(post__isnull=True),
                name="signed_by_a_person_or_a_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} signed"

    @property
    def name(self) -> str:
        """Who signed, as printed: a person's name, or a post with its body."""
        return str(self.person or self.post)


class Edition(handling.Rooted):
    """A published edition: data, definitions, framework and text frozen under one hash. Public."""

    KIND = "edition"
    PURPOSE = "Public record of an inspection"

    round = models.ForeignKey(Round, models.PROTECT, related_name="editions")
    slug = models.SlugField(max_length=60, help_text="The round's, which the public cannot read")
    number = models.PositiveSmallIntegerField()
    frozen = models.JSONField(help_text="Everything the edition is built from")
    hash = models.CharField(max_length=64)
    errata = models.JSONField(default=list, help_text="Every number that changed since the last")
    erratum_note = models.TextField(blank=True)
    published_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="edition_number_once")
        ]


class EditionFile(handling.Child):
    """One built form of an edition (PDF, DOCX, ODS, JSON, HTML), stored by its digest."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="file_name_once")]

    def __str__(self) -> str:
        return self.name
