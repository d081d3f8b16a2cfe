"""Ratings by inspectors, blind until done, and the judgement settled from them."""

from django.db import models

from headwater.inspection.models.evidence import Evidence
from headwater.inspection.models.rounds import Round, Subject
from headwater.kernel import frameworks, handling, people


class Rating(handling.Rooted):
    """One inspector's rating of one capability of one subject.

    While it is a draft its label opens it to the rater alone; when done, to the round's team.
    A second rater's colleague's rating stays closed until the second is done too.
    """

    KIND = "rating"
    PURPOSE = "Judging how far a body has come"

    class Place(models.TextChoices):
        FIRST = "first", "First"
        SECOND = "second", "Second"

    round = models.ForeignKey(Round, models.PROTECT, related_name="ratings")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="ratings")
    capability = models.ForeignKey(frameworks.Item, models.PROTECT, related_name="+")
    place = models.CharField(max_length=6, choices=Place)
    rater = models.ForeignKey(people.Person, models.PROTECT, related_name="ratings")
    stage = models.ForeignKey(frameworks.Item, models.PROTECT, null=True, related_name="+")
    narrative = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Why it differs from what the criteria support")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None)
                | (models.Q(stage__isnull=False) & ~models.Q(narrative="")),
                name="done_rating_has_stage_and_narrative",
            ),
            models.UniqueConstraint(
                fields=["subject", "capability", "place"], name="one_rating_for_each_place"
            ),
            models.UniqueConstraint(
                fields=["subject", "capability", "rater"], name="two_raters_are_two_people"
            ),
        ]


class CriterionAnswer(handling.Child, handling.Versioned):
    """Whether one descriptor of a stage is met, with the evidence cited for it.

    The rows that name cited evidence have no label of their own: the database opens them to
    whoever may see the answer to which they belong.
    """

    class Met(models.TextChoices):
        MET = "met", "Met"
        PARTLY = "partly", "Partly met"
        NOT_MET = "not_met", "Not met"
        NOT_KNOWN = "not_known", "Not known"

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="criteria")
    criterion = models.ForeignKey(frameworks.Item, models.PROTECT, related_name="+")
    met = models.CharField(max_length=10, choices=Met)
    note = models.TextField(blank=True)
    cited = models.ManyToManyField(Evidence, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rating", "criterion"], name="criterion_once")
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.met}"


class Judgement(handling.Child):
    """The stage settled for one capability of one subject (or overall), with its reasons."""

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    round = models.ForeignKey(Round, models.PROTECT, related_name="judgements")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="judgements")
    capability = models.ForeignKey(
        frameworks.Item, models.PROTECT, null=True, related_name="+", help_text="Null: overall"
    )
    stage = models.ForeignKey(frameworks.Item, models.PROTECT, related_name="+")
    narrative = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="How the ratings were moderated")
    settled_by = models.CharField(max_length=60)
    settled_at = models.DateTimeField(db_default=models.functions.Now())
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "capability"],
                condition=models.Q(is_current=True),
                nulls_distinct=False,
                name="one_current_judgement",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.stage}"
