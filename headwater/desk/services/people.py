"""Inviting people, what they do for whom and until when, the posts they hold, closing accounts."""

import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from headwater.kernel import audit, handling, people

PERMISSION = "people.manage"
BEGINNING = handling.declare_purpose("begin", "Beginning the installation")
Keeper = people.Person | handling.System
"""Who looks after people: an administrator, or the command that makes the first one."""


def may_manage(by: Keeper) -> handling.Verdict:
    """People, posts, areas and organisations are looked after by the programme administrator.

    Of the purposes of the installation itself only its beginning may do so.
    """
    if by == BEGINNING or (isinstance(by, people.Person) and by.may(PERMISSION)):
        return handling.YES
    return handling.no(
        _("People, posts, areas and organisations are looked after by the programme administrator.")
    )


def may_close(person: people.Person, *, by: people.Person) -> handling.Verdict:
    """Nobody closes their own account, so that somebody can always open one."""
    if person == by:
        return handling.no(_("You cannot close your own account. Ask another administrator."))
    return may_manage(by)


def invite(
    *,
    name: str,
    email: str,
    organisation: people.Organisation,
    role: people.Role,
    start: datetime.date,
    by: Keeper,
    area: people.Area | None = None,
) -> people.Person:
    """Make an account without a password, with its first membership."""
    handling.require(may_manage(by))
    if people.Person.objects.filter(email__iexact=email).exists():
        raise handling.Refused(_("Somebody with this e-mail address has an account already."))
    person = people.Person(name=name, email=email.lower())
    person.set_unusable_password()
    person.save()
    audit.note("person invited", by=by, person=person.reference, role=role.code)
    join(person, organisation=organisation, role=role, start=start, area=area, by=by)
    return person


def password_path(person: people.Person) -> str:
    """The address at which the person sets a password, once, within three days."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(person),
            "key": default_token_generator.make_token(person),
        },
    )


def note_link(person: people.Person, *, by: Keeper) -> None:
    """Keep in the trail that a way to set a password was handed out."""
    handling.require(may_manage(by))
    audit.note("password link made", by=by, person=person.reference)


def join(
    person: people.Person,
    *,
    organisation: people.Organisation,
    role: people.Role,
    start: datetime.date,
    by: Keeper,
    area: people.Area | None = None,
    end: datetime.date | None = None,
) -> people.Membership:
    """Let a person act in a role for an organisation, from a day, until one if given."""
    handling.require(may_manage(by))
    period = people.days(start, _after(start, end))
    _require_free(
        people.Membership.objects.filter(
            person=person, organisation=organisation, role=role, period__overlap=period
        )
    )
    membership = people.Membership.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        area=area or organisation.area,
        period=period,
    )
    audit.note(
        "membership begun",
        by=by,
        person=person.reference,
        organisation=organisation.code,
        role=role.code,
        start=start,
        end=end,
    )
    return membership


def leave(membership: people.Membership, *, end: datetime.date, by: people.Person) -> None:
    """End a membership after a day; what was done under it stays."""
    handling.require(may_manage(by))
    period = people.days(membership.period.lower, _after(membership.period.lower, end))
    _require_free(
        people.Membership.objects.exclude(pk=membership.pk).filter(
            person=membership.person,
            organisation=membership.organisation,
            role=membership.role,
            period__overlap=period,
        )
    )
    membership.period = period
    membership.save(update_fields=["period"])
    audit.note(
        "membership ended",
        by=by,
        person=membership.person.reference,
        organisation=membership.organisation.code,
        role=membership.role.code,
        end=end,
    )


def close(person: people.Person, *, by: people.Person) -> None:
    """Close an account at once: every browser is signed out, and nothing is deleted."""
    handling.require(may_close(person, by=by))
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.note("account closed", by=by, person=person.reference)


def reopen(person: people.Person, *, by: people.Person) -> None:
    """Open a closed account again."""
    handling.require(may_manage(by))
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.note("account opened again", by=by, person=person.reference)


def make_post(
    *, title: str, organisation: people.Organisation, email: str, by: people.Person
) -> people.Post:
    """Make a post that people hold in turn."""
    handling.require(may_manage(by))
    if people.Post.objects.filter(organisation=organisation, title=title).exists():
        raise handling.Refused(_("That organisation has a post of this name already."))
    post = people.Post.objects.create(title=title, organisation=organisation, email=email)
    audit.note("post made", by=by, post=post.reference, title=title)
    return post


def hand_over(
    post: people.Post, *, to: people.Person | None, start: datetime.date, by: people.Person
) -> None:
    """Give a post to a person from a day, or to nobody; the present holder's time ends before."""
    handling.require(may_manage(by))
    handling.hold(post)
    later = Q(period__startswith__gte=start)
    if people.Holding.objects.filter(later, post=post).exists():
        raise handling.Refused(_("The post changes hands on or after that day already."))
    for holding in people.Holding.objects.filter(post=post, period__contains=start):
        holding.period = people.days(holding.period.lower, start - datetime.timedelta(days=1))
        holding.save(update_fields=["period"])
    if to is not None:
        people.Holding.objects.create(post=post, person=to, period=people.days(start))
    audit.note(
        "post handed over",
        by=by,
        post=post.reference,
        to=to.reference if to else "",
        start=start,
    )


def _require_free(clashing: "QuerySet[people.Membership]") -> None:
    if clashing.exists():
        raise handling.Refused(_("They hold this role there already on some of these days."))


def _after(start: datetime.date, end: datetime.date | None) -> datetime.date | None:
    if end is not None and end < start:
        raise handling.Refused(_("It cannot end before it begins."))
    return end
