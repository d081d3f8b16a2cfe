"""Rules that need a second person where no eligible second is there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from headwater.inspection.models import Interest, Round, Subject
from headwater.kernel import people


def sentences(person: people.Person) -> Iterator[str]:
    """For each round of the person that is not published, what its team is too small for."""
    teams = people.TeamMember.objects.on().filter(person=person).values("team")
    rounds = Round.objects.filter(team__in=teams, is_reconstruction=False).exclude(
        phase=Round.Phase.PUBLISHED
    )
    for round_ in rounds.select_related("record"):
        members = _raters(round_)
        if len(members) < 2:
            yield _(
                "%(round)s: the report needs two signatures and the team has %(count)d inspector. "
                "Add an inspector to the team."
            ) % {"round": round_.title, "count": len(members)}
        if round_.second_rating_share:
            yield from _unrateable(round_, members)


def _raters(round_: Round) -> set[int]:
    return set(
        people.TeamMember.objects.on()
        .filter(
            team=round_.team,
            person__memberships__role__may__contains=["round.judge"],
            person__memberships__period__contains=people.today(),
        )
        .values_list("person_id", flat=True)
    )


def _unrateable(round_: Round, members: set[int]) -> Iterator[str]:
    against: dict[int, set[int]] = {}
    for person_id, body_id in [
        *Interest.objects.on()
        .filter(person__in=members)
        .values_list("person_id", "organisation_id"),
        *people.Membership.objects.on()
        .filter(person__in=members)
        .values_list("person_id", "organisation_id"),
    ]:
        against.setdefault(body_id, set()).add(person_id)
    for subject in Subject.objects.filter(round=round_, organisation__isnull=False):
        if len(members - against.get(subject.organisation_id or 0, set())) < 2:
            yield _(
                "%(round)s: no second inspector without an interest can rate %(body)s. "
                "Add an inspector, or lower the share of ratings done by two."
            ) % {"round": round_.title, "body": subject.name}
