"""A round of inspection: its terms, subjects, cohorts, guidance, visits and interests."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models.functions import Coalesce

from headwater.kernel import frameworks, handling, people


class Round(handling.Rooted):
    """One inspection of many bodies against one framework version."""

    KIND = "inspection round"
    PURPOSE = "Inspecting how bodies carry out the prevention programme"

    class Phase(models.TextChoices):
        PLANNING = "planning", "Planning"
        RETURNS = "returns", "Returns"
        FIELDWORK = "fieldwork", "Fieldwork"
        MODERATION = "moderation", "Moderation"
        ACCURACY = "accuracy", "Factual accuracy"
        PUBLISHED = "published", "Published"

    TRANSITIONS = {
        Phase.PLANNING: (Phase.RETURNS,),
        Phase.RETURNS: (Phase.FIELDWORK,),
        Phase.FIELDWORK: (Phase.MODERATION,),
        Phase.MODERATION: (Phase.ACCURACY,),
        Phase.ACCURACY: (Phase.PUBLISHED, Phase.MODERATION),
        Phase.PUBLISHED: (),
    }

    slug = models.SlugField(max_length=60, unique=True)
    framework = models.ForeignKey(frameworks.Pack, models.PROTECT, related_name="rounds")
    is_reconstruction = models.BooleanField(
        default=False, help_text="Answers drawn by lot to give published totals"
    )
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.PLANNING)
    terms = models.TextField(blank=True, help_text="Terms of reference")
    method = models.TextField(blank=True)
    team = models.ForeignKey(people.Team, models.PROTECT, related_name="rounds")
    cohorts_on = models.DateField(help_text="The day on which cohort memberships count")
    starts_on = models.DateField()
    returns_due_on = models.DateField(null=True)
    second_rating_share = models.PositiveSmallIntegerField(
        default=100, help_text="Share of ratings done twice, in percent"
    )


class Subject(handling.Child):
    """A body inspected in a round. In a reconstruction it is anonymous and has no organisation."""

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    round = models.ForeignKey(Round, models.PROTECT, related_name="subjects")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    organisation = models.ForeignKey(people.Organisation, models.PROTECT, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "code"], name="subject_once")]

    def __str__(self) -> str:
        return self.name


class CohortMembership(handling.Child):
    """A subject belongs to a cohort (such as priority) between two days."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="cohort_memberships")
    cohort = models.ForeignKey(frameworks.Item, models.PROTECT, related_name="+")
    period = DateRangeField()
    reason = models.CharField(max_length=300, blank=True)

    objects = people.Dated.as_manager()

    class Meta:
        constraints = [people.one_at_a_time("one_cohort", "subject")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.cohort}"

    @classmethod
    def code_of(cls, subject: str) -> Coalesce:
        """For a query: the code of the cohort that counts for its ``subject``, or an empty text."""
        counting = cls.objects.filter(
            subject=models.OuterRef(subject),
            period__contains=models.OuterRef(f"{subject}__round__cohorts_on"),
        )
        return Coalesce(models.Subquery(counting.values("cohort__code")[:1]), models.Value(""))


class Guidance(handling.Child):
    """A guidance document in force from a day in a round; visits are stamped with it."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="guidance")
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    issued_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "title", "version"], name="guidance_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.version}"


class Visit(handling.Child):
    """Inspectors at a subject on some days; stamped with the guidance then in force."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    round = models.ForeignKey(Round, models.PROTECT, related_name="visits")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="visits")
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=200)
    purpose = models.TextField(blank=True, help_text="Who is to be met, by post")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    inspectors = models.ManyToManyField(people.Person, related_name="visits")
    framework = models.ForeignKey(frameworks.Pack, models.PROTECT, null=True, related_name="+")
    guidance = models.ManyToManyField(Guidance, related_name="visits")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.subject}, {self.starts_on}"


class Interest(models.Model):
    """Why an inspector may not inspect a body: it is, or was, the home force, for example."""

    person = models.ForeignKey(people.Person, models.PROTECT, related_name="interests")
    organisation = models.ForeignKey(people.Organisation, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    period = DateRangeField()

    objects = people.Dated.as_manager()

    class Meta:
        constraints = [people.one_at_a_time("one_interest", "person", "organisation")]

    def __str__(self) -> str:
        return f"{self.person} and {self.organisation}"
