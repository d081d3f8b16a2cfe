"""What waits for a person in inspections, and rules that nobody is there to fulfil."""

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from headwater.inspection.models import AccuracyCheck, Assessment, Judgement, Rating, Return, Round
from headwater.inspection.rules import judgements as rules
from headwater.inspection.services import judgements, returns, stuck
from headwater.kernel import people, work


def items(person: people.Person) -> Iterator[work.Waiting]:
    """Everything that waits for a person, the nearest work first within each kind."""
    yield from _delegated(person)
    yield from _returns(person)
    yield from _accuracy(person)
    yield from _assessments(person)
    if person.may("round.judge"):
        yield from _ratings(person)


def sentences(person: people.Person) -> Iterator[str]:
    """Rules of the person's rounds that no eligible second can fulfil."""
    if person.may("round.inspect"):
        yield from stuck.sentences(person)


def _delegated(person: people.Person) -> Iterator[work.Waiting]:
    for delegation in returns.delegated_to(person):
        yield work.Waiting(
            delegation.finding.title,
            reverse("inspection:delegation", args=[delegation.reference]),
            _("A question for you as %(post)s") % {"post": delegation.post.title},
            delegation.due_on,
        )


def _returns(person: people.Person) -> Iterator[work.Waiting]:
    bodies = person.organisations_now(may="return.edit")
    waiting = (
        Return.objects.filter(
            record__owner__in=bodies, state__in=[Return.State.OPEN, Return.State.QUERIED]
        )
        .exclude(subject__round__phase__in=[Round.Phase.ACCURACY, Round.Phase.PUBLISHED])
        .select_related("record")
        .order_by("due_on")
    )
    for submission in waiting:
        queried = submission.state == Return.State.QUERIED
        yield work.Waiting(
            submission.title,
            reverse("inspection:return", args=[submission.reference]),
            _("Sent back with queries") if queried else _("Being filled in"),
            submission.due_on,
        )


def _accuracy(person: people.Person) -> Iterator[work.Waiting]:
    bodies = person.organisations_now(may="return.submit")
    checks = (
        AccuracyCheck.objects.filter(submission__record__owner__in=bodies, commented_at=None)
        .select_related("submission__record")
        .order_by("due_on")
    )
    for check in checks:
        yield work.Waiting(
            _("Check the draft report for accuracy"),
            reverse("inspection:accuracy-check", args=[check.reference]),
            check.submission.title,
            check.due_on,
        )


def _assessments(person: people.Person) -> Iterator[work.Waiting]:
    bodies = person.organisations_now(may="assess.run")
    if not bodies:
        return
    begun = Assessment.objects.filter(record__owner__in=bodies, state=Assessment.State.OPEN)
    for assessment in begun.select_related("record").order_by("on_date"):
        yield work.Waiting(
            assessment.title,
            reverse("inspection:assessment", args=[assessment.reference]),
            _("A self-assessment that is being filled in"),
        )


def _ratings(person: people.Person) -> Iterator[work.Waiting]:
    teams = people.TeamMember.objects.on().filter(person=person).values("team")
    rounds = Round.objects.filter(team__in=teams, phase__in=rules.RATING_PHASES)
    for round_ in rounds.select_related("record", "framework"):
        there = reverse("inspection:judgements", args=[round_.slug])
        drafts = Rating.objects.filter(round=round_, rater=person, done_at=None).count()
        if drafts:
            yield work.Waiting(round_.title, there, _("Ratings you have begun: %d") % drafts)
        if person.may("round.moderate") and (count := _to_moderate(round_)):
            yield work.Waiting(round_.title, there, _("Judgements to moderate: %d") % count)


def _to_moderate(round_: Round) -> int:
    """Capabilities whose ratings are all open to the team and that have no judgement yet."""
    due = judgements.second_ratings_due(round_)
    settled = set(
        Judgement.objects.filter(round=round_, is_current=True).values_list(
            "subject_id", "capability_id"
        )
    )
    opened = Rating.objects.filter(round=round_, label=round_.label).values_list(
        "subject_id", "capability_id"
    )
    rated = Counter(opened)
    ready = {pair for pair, count in rated.items() if count == (2 if pair in due else 1)}
    return len(ready - settled)
