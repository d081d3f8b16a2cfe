"""Records and labels: what every root noun shares, and the routes by which it may be reached."""

from typing import Any

from django.db import models
from django.utils import timezone

from headwater.kernel import people

UNMARKED = ("", "OFFICIAL", "OFFICIAL - FOR PUBLIC RELEASE")


class Label(models.Model):
    """One distinct way of handling, shared by all records that are handled alike.

    Each route that is not null opens the records to somebody; any one suffices.
    """

    id = models.AutoField(primary_key=True)
    marking = models.CharField(max_length=200, blank=True, default="OFFICIAL")
    organisation = models.ForeignKey(people.Organisation, models.PROTECT, null=True)
    area = models.ForeignKey(people.Area, models.PROTECT, null=True)
    team = models.ForeignKey(people.Team, models.PROTECT, null=True)
    person = models.ForeignKey(people.Person, models.PROTECT, null=True)
    is_open = models.BooleanField(default=False, help_text="Everyone who is signed in")
    is_public = models.BooleanField(default=False, help_text="Everybody, without sign-in")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "marking",
                    "organisation",
                    "area",
                    "team",
                    "person",
                    "is_open",
                    "is_public",
                ],
                name="label_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.marking or "not marked"

    @property
    def is_marked(self) -> bool:
        """Whether reading is noted in the trail: anything above plain OFFICIAL."""
        return self.marking not in UNMARKED

    @classmethod
    def intern(
        cls,
        *,
        marking: str = "OFFICIAL",
        organisation: people.Organisation | None = None,
        area: people.Area | None = None,
        team: people.Team | None = None,
        person: people.Person | None = None,
        is_open: bool = False,
        is_public: bool = False,
    ) -> "Label":
        """The one label with exactly these routes, made when it does not exist yet."""
        label, _ = cls.objects.get_or_create(
            marking=marking,
            organisation=organisation,
            area=area,
            team=team,
            person=person,
            is_open=is_open,
            is_public=is_public,
        )
        return label

    def routes(self) -> list[str]:
        """In words, who reaches records under this label."""
        named = [
            (self.organisation, "members of {}"),
            (self.area, "bodies that cover {}"),
            (self.team, "{}"),
            (self.person, "{} alone"),
        ]
        words = [form.format(thing) for thing, form in named if thing]
        if self.is_open:
            words.append("everyone who is signed in")
        if self.is_public:
            words.append("the public")
        return words


class Versioned(models.Model):
    """A row that two people may edit at once: ``version`` counts the changes."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Record(Versioned):
    """The row that every root noun shares: reference, title, owner, label and end date."""

    reference = models.CharField(max_length=12, unique=True, default=people.new_reference)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    area = models.ForeignKey(people.Area, models.PROTECT, related_name="+")
    owner = models.ForeignKey(people.Organisation, models.PROTECT, related_name="+")
    label = models.ForeignKey(Label, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200, help_text="Why the record is kept")
    ends_on = models.DateField(help_text="The day on which it is deleted or its keeping reviewed")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["kind", "-created_at"], name="record_newest")]

    def __str__(self) -> str:
        return self.title


class Child(models.Model):
    """A row under a root: it carries the root's label as its own column."""

    label = models.ForeignKey(Label, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True


class Rooted(models.Model):
    """A root noun: its primary key is its record, and the record's label is its own."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="+")
    label = models.ForeignKey(Label, models.PROTECT, related_name="+", editable=False)

    KIND = ""
    PURPOSE = ""

    class Meta:
        abstract = True

    @property
    def reference(self) -> str:
        return self.record.reference

    @property
    def title(self) -> str:
        return self.record.title

    @property
    def kind(self) -> str:
        return self.record.kind

    def __str__(self) -> str:
        return self.record.title


class Link(models.Model):
    """A single-use, expiring way in for a post without an account: it opens one act."""

    token_hash = models.CharField(max_length=64, unique=True)
    act = models.CharField(max_length=60)
    record_reference = models.CharField(max_length=12)
    label = models.ForeignKey(Label, models.PROTECT, related_name="+")
    target: Any = models.JSONField(
        default=dict, help_text="What the act is about, such as a question"
    )
    post = models.ForeignKey(people.Post, models.PROTECT, related_name="links")
    issued_by = models.CharField(max_length=60)
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.act} for {self.post}"

    @property
    def reference(self) -> str:
        return self.record_reference

    @property
    def kind(self) -> str:
        return "link"
