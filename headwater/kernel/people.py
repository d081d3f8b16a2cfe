"""People and the bodies they act for: areas, organisations, posts, persons, roles, memberships.

Dated facts are half-open ranges of days in Europe/London; the database refuses overlaps.
What a role may do is data (``library/roles``), drawn from HMIC-2009 Appendix E and its modern
equivalents; no code asks for a role by name.
"""

import datetime
import secrets
from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_reference() -> str:
    """A random reference of 10 signs (49 bits) for use outside; it betrays no order or count."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def today() -> datetime.date:
    """The present day in Europe/London."""
    return timezone.localdate()


class IntegerRange(models.Func):
    """``int8range(x, x, '[]')``: lets a GiST index compare integers without btree_gist."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"
    output_field = models.Field()


def one_at_a_time(name: str, *columns: str) -> ExclusionConstraint:
    """No two rows that agree in ``columns`` may have overlapping ``period``."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((IntegerRange(models.F(column)), RangeOperators.OVERLAPS) for column in columns),
            ("period", RangeOperators.OVERLAPS),
        ],
    )


class Dated(models.QuerySet):  # type: ignore[type-arg]
    """Rows with a ``period`` of days."""

    def on(self, day: datetime.date | None = None) -> "Dated":
        """Those in force on ``day`` (today when not given)."""
        return self.filter(period__contains=day or today())


class Area(models.Model):
    """A place that bodies cover: nation, region, force area or district, in one tree.

    ``low`` and ``high`` number the tree so that "within" is one range comparison.
    """

    class Kind(models.TextChoices):
        NATION = "nation", "Nation"
        REGION = "region", "Region"
        FORCE_AREA = "force-area", "Force area"
        DISTRICT = "district", "District"

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    low = models.IntegerField(default=0, db_index=True)
    high = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    def within(self, other: "Area") -> bool:
        """Whether this area is ``other`` or lies inside it."""
        return other.low <= self.low <= other.high


def renumber_areas() -> None:
    """Number the tree of areas afresh; call it after areas are added or moved."""
    areas = list(Area.objects.order_by("name"))
    children: dict[int | None, list[Area]] = {}
    for area in areas:
        children.setdefault(area.parent_id, []).append(area)
    counter = 0

    def walk(area: Area) -> None:
        nonlocal counter
        counter += 1
        area.low = counter
        for child in children.get(area.pk, []):
            walk(child)
        area.high = counter

    for root in children.get(None, []):
        walk(root)
    Area.objects.bulk_update(areas, ["low", "high"])


class Organisation(models.Model):
    """A body that takes part: police force, council, health body, inspectorate and so on."""

    code = models.SlugField(max_length=60, unique=True)
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=40, help_text="Such as police force, council, inspectorate")
    area = models.ForeignKey(Area, models.PROTECT, related_name="organisations")

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What a person may do for an organisation; written only from ``library/roles``."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=40, help_text="Where it works: nation, force, district")
    may = ArrayField(models.CharField(max_length=60), default=list)
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.name


class Persons(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. The e-mail address is the user name."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = Persons()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def reader(self) -> str:
        """The identity that the database checks."""
        return f"person:{self.pk}"

    def get_full_name(self) -> str:
        return self.name

    def memberships_now(self) -> "list[Membership]":
        """Memberships in force today, read once for each Person object."""
        if not hasattr(self, "_memberships_now"):
            self._memberships_now = list(
                Membership.objects.on()
                .filter(person=self)
                .select_related("organisation", "role", "area")
            )
        return self._memberships_now

    def organisations_now(self, *, may: str = "") -> list[Organisation]:
        """The organisations that the person acts for today, or may do this for."""
        held = [m for m in self.memberships_now() if not may or may in m.role.may]
        return list({m.organisation_id: m.organisation for m in held}.values())

    def may(self, permission: str, *, organisation: Organisation | None = None) -> bool:
        """Whether a role held today gives ``permission`` (for ``organisation`` when given)."""
        return any(
            permission in membership.role.may
            and (organisation is None or membership.organisation_id == organisation.pk)
            for membership in self.memberships_now()
        )


class Membership(models.Model):
    """A person acts in a role for an organisation, in an area, between two days."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.ForeignKey(Role, models.PROTECT)
    area = models.ForeignKey(Area, models.PROTECT)
    period = DateRangeField()

    objects = Dated.as_manager()

    class Meta:
        constraints = [one_at_a_time("one_membership", "person", "organisation", "role")]

    def __str__(self) -> str:
        return f"{self.person} as {self.role} of {self.organisation}"


class Clearance(models.Model):
    """A vetting level held between two days, with the source of that fact."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="clearances")
    level = models.CharField(max_length=10)
    period = DateRangeField()
    source = models.CharField(max_length=200)

    objects = Dated.as_manager()

    class Meta:
        constraints = [one_at_a_time("one_clearance", "person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.level}"


class Post(models.Model):
    """A seat in an organisation that people hold in turn. Duties belong to posts, not people."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    title = models.CharField(max_length=160)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    email = models.EmailField(blank=True, help_text="Where a link for this post is sent")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="post_title_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation.name}"

    def holder(self, *, on: datetime.date | None = None) -> Person | None:
        """Who holds the post on a day (today when not given), or nobody."""
        holding = self.holdings.on(on).select_related("person").first()
        return holding.person if holding else None


class Holding(models.Model):
    """A person holds a post between two days; one at a time."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    period = DateRangeField()

    objects = Dated.as_manager()

    class Meta:
        constraints = [one_at_a_time("one_holder", "post")]

    def __str__(self) -> str:
        return f"{self.person} holds {self.post}"


class Team(models.Model):
    """A named set of persons who work on one thing and need to know about it."""

    name = models.CharField(max_length=160)
    members = models.ManyToManyField(Person, through="TeamMember", related_name="teams")

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """A person belongs to a team between two days, in a capacity such as lead or second."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="team_members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="team_memberships")
    capacity = models.CharField(max_length=40, blank=True)
    period = DateRangeField()

    objects = Dated.as_manager()

    class Meta:
        constraints = [one_at_a_time("one_team_membership", "team", "person")]

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"


def days(start: datetime.date, end: datetime.date | None = None) -> DateRange:
    """The days from ``start`` up to and including ``end`` (without end when not given)."""
    return DateRange(start, end + datetime.timedelta(days=1) if end else None, "[)")


def load_roles(roles: Iterable[dict[str, object]]) -> int:
    """Write the roles of the library; a role that is gone keeps its row and loses its powers."""
    codes = []
    for role in roles:
        Role.objects.update_or_create(
            code=role["code"],
            defaults={key: role[key] for key in ("name", "level", "may", "source")},
        )
        codes.append(role["code"])
    Role.objects.exclude(code__in=codes).update(may=[])
    return len(codes)
