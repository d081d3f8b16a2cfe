"""Looking across ratings and judgements: what stands where, who differs, how far they agree.

Everything here counts only ratings that have been opened to the team, so that nothing of a blind
rating shows before its time; a reader's own drafts appear as the reader's own.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from headwater.inspection import agreement
from headwater.inspection.models import CriterionAnswer, Judgement, Rating, Round, Subject
from headwater.inspection.rules import judgements as rules
from headwater.inspection.services import judgements
from headwater.kernel import frameworks, handling, people


@dataclass
class Place:
    """One capability (None: overall) of one subject, as far as the reader may see it."""

    subject: Subject
    capability: frameworks.Item | None
    is_second_due: bool
    opened: list[Rating] = field(default_factory=list)
    own: Rating | None = None
    judgement: Judgement | None = None

    @property
    def state(self) -> str:
        """How far judging has come: settled, ready, own-done, own-draft or open."""
        if self.judgement is not None:
            return "settled"
        if self.opened:
            return "ready"
        if self.own is not None:
            return "own-done" if self.own.done_at else "own-draft"
        return "open"

    @property
    def differs(self) -> bool:
        """Whether the opened ratings chose different stages."""
        return len({rating.stage_id for rating in self.opened}) > 1


def may_follow(round_: Round, *, by: people.Person) -> handling.Verdict:
    """Whether ``by`` may follow how a round is judged."""
    members = people.TeamMember.objects.on().filter(team=round_.team_id, person=by)
    return rules.may_follow(round_, is_member=members.exists())


def board(round_: Round, *, to: people.Person) -> list[Place]:
    """Every capability of every subject, overall judgements last, in a fixed number of queries."""
    places = {
        (place.subject.pk, place.capability.pk if place.capability else None): place
        for place in _places(round_)
    }
    ratings = handling.visible(Rating, to=to).filter(round=round_)
    for rating in ratings.select_related("stage", "rater", "label").order_by("place"):
        place = places.get((rating.subject_id, rating.capability_id))
        if place is None:
            continue
        if rating.label.person_id is None:
            place.opened.append(rating)
        if rating.rater_id == to.pk:
            place.own = rating
    settled = Judgement.objects.filter(round=round_, is_current=True).select_related("stage")
    for judgement in settled:
        if found := places.get((judgement.subject_id, judgement.capability_id)):
            found.judgement = judgement
    return list(places.values())


def _places(round_: Round) -> list[Place]:
    due = judgements.second_ratings_due(round_)
    subjects = list(round_.subjects.order_by("name", "code"))
    capabilities: list[frameworks.Item | None] = [*capabilities_of(round_), None]
    return [
        Place(
            subject=subject,
            capability=capability,
            is_second_due=capability is not None and (subject.pk, capability.pk) in due,
        )
        for subject in subjects
        for capability in capabilities
    ]


def capabilities_of(round_: Round) -> list[frameworks.Item]:
    """The capabilities judged in a round: historical ones only where history is told."""
    framework = round_.framework
    return list(
        framework.of_kind("capability")
        if round_.is_reconstruction
        else framework.offered("capability")
    )


@dataclass(frozen=True)
class Line:
    """One descriptor with what each rating says; ``differs`` when they do not say the same."""

    criterion: frameworks.Item
    stage: frameworks.Item
    answers: tuple[CriterionAnswer | None, ...]

    @property
    def differs(self) -> bool:
        """Whether some of the ratings say something else than the others."""
        return len({answer.met if answer else "" for answer in self.answers}) > 1


def compare(round_: Round, ratings: Sequence[Rating]) -> list[Line]:
    """Ratings side by side, descriptor by descriptor, in a fixed number of queries."""
    found: dict[tuple[int, int], CriterionAnswer] = {}
    answers = CriterionAnswer.objects.filter(rating__in=ratings)
    for answer in answers.prefetch_related("cited__record"):
        found[answer.rating_id, answer.criterion_id] = answer
    return [
        Line(
            criterion,
            rung.stage,
            tuple(found.get((rating.pk, criterion.pk)) for rating in ratings),
        )
        for rung in judgements.ladder(round_.framework)
        for criterion in rung.criteria
    ]


@dataclass(frozen=True)
class Across:
    """One capability across subjects: descriptors by subject, ratings and settled stages.

    ``answers`` holds what the opened ratings of a subject say of a descriptor, by the keys of
    descriptor and subject: first, then second.
    """

    subjects: tuple[Subject, ...]
    rungs: tuple[judgements.Rung, ...]
    answers: dict[tuple[int, int], list[str]]
    stages: dict[int, list[str]]
    settled: dict[int, Judgement]


def across(round_: Round, capability: frameworks.Item) -> Across:
    """How one capability was rated across the subjects, in a fixed number of queries.

    Says first and second, never who: whether inspectors use the descriptors alike is a question
    about the descriptors.
    """
    opened = Rating.objects.filter(
        round=round_, capability=capability, done_at__isnull=False, label__person=None
    )
    stages: dict[int, list[str]] = defaultdict(list)
    for subject_id, stage in opened.order_by("place").values_list("subject_id", "stage__title"):
        stages[subject_id].append(stage)
    said: dict[tuple[int, int], list[str]] = defaultdict(list)
    answers = CriterionAnswer.objects.filter(rating__in=opened).order_by("rating__place")
    for criterion_id, subject_id, met in answers.values_list(
        "criterion_id", "rating__subject_id", "met"
    ):
        said[criterion_id, subject_id].append(CriterionAnswer.Met(met).label)
    settled = Judgement.objects.filter(round=round_, capability=capability, is_current=True)
    return Across(
        subjects=tuple(round_.subjects.order_by("name", "code")),
        rungs=judgements.ladder(round_.framework),
        answers=said,
        stages=stages,
        settled={each.subject_id: each for each in settled.select_related("stage")},
    )


@dataclass(frozen=True)
class Agreed:
    """How far the two ratings of one capability agree, with the table it is worked out from.

    ``table`` counts subjects: rows are stages of the first rating, columns of the second.
    """

    capability: frameworks.Item
    table: list[list[int]]
    kappas: dict[agreement.Weights, agreement.Agreement]

    @property
    def pair_count(self) -> int:
        """How many subjects were rated by both."""
        return sum(map(sum, self.table))


def may_compare(round_: Round) -> handling.Verdict:
    """Agreement needs ratings, which a reconstruction does not have, and stages to choose from."""
    if round_.is_reconstruction:
        return handling.no(rules.NO_RATINGS)
    if round_.framework.of_kind("stage").count() < 2:
        return handling.no(rules.NO_STAGES)
    return handling.YES


def agreements(round_: Round) -> tuple[list[str], list[Agreed]]:
    """The stages in order, and the agreement for each capability, over opened pairs of ratings.

    Raises Refused with the sentence of :func:`may_compare`.
    """
    handling.require(may_compare(round_))
    stages = [rung.stage for rung in judgements.ladder(round_.framework)]
    pairs: dict[int, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    opened = Rating.objects.filter(round=round_, done_at__isnull=False, label__person=None)
    for capability_id, subject_id, place, stage in opened.values_list(
        "capability_id", "subject_id", "place", "stage__code"
    ):
        pairs[capability_id][subject_id][place] = stage
    codes = [stage.code for stage in stages]
    found = []
    for capability in capabilities_of(round_):
        both = [each for each in pairs[capability.pk].values() if len(each) == 2]
        table = agreement.cross_table(
            ((each[Rating.Place.FIRST], each[Rating.Place.SECOND]) for each in both),
            categories=codes,
        )
        kappas = {each: agreement.kappa(table, weights=each) for each in agreement.Weights}
        found.append(Agreed(capability, table, kappas))
    return [stage.title for stage in stages], found


def own_rating(
    subject: Subject, capability: frameworks.Item, *, rater: people.Person
) -> Rating | None:
    """A person's own rating of a capability of a subject, if there is one."""
    own = Rating.objects.filter(subject=subject, capability=capability, rater=rater)
    return own.select_related("record", "label").first()
