"""A body runs a framework on itself: alone if it likes, in private, and again later."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from headwater.inspection.models import Assessment, AssessmentAnswer
from headwater.inspection.rules import assessments as rules
from headwater.inspection.services import gaps
from headwater.kernel import audit, frameworks, handling, people

KEPT_DAYS = 6 * 365


@dataclass(frozen=True)
class Question:
    """One question of a self-assessment with the points of its scale and its answer, if any."""

    finding: frameworks.Item
    points: dict[str, frameworks.Item]
    answer: AssessmentAnswer | None

    @property
    def point(self) -> frameworks.Item | None:
        """The point of the scale that was chosen."""
        return self.points.get(self.answer.value) if self.answer else None

    @property
    def shown(self) -> str:
        """The chosen point in words."""
        return self.point.title if self.point else "No answer yet"


@dataclass(frozen=True)
class Count:
    """How many answers stand at one point of a scale, now and the last time."""

    scale: str
    point: str
    before: int
    after: int


@dataclass(frozen=True)
class Comparison:
    """A self-assessment beside the one before it: each question, and counts by scale point."""

    before: Assessment
    after: Assessment
    changes: list[rules.Change]
    counts: list[Count]


def offered() -> list[frameworks.Pack]:
    """The released frameworks that a body can run on itself, newest first."""
    return list(frameworks.Pack.objects.filter(kind="framework").order_by("-released_date", "slug"))


def begin(
    organisation: people.Organisation,
    framework: frameworks.Pack,
    *,
    by: audit.Actor,
    on_date: datetime.date | None = None,
    cohort: str = "",
    title: str = "",
) -> Assessment:
    """Begin a self-assessment that only the body's own people can see.

    ``cohort`` is the code of the cohort as which the body answers; empty asks what is asked of all.
    """
    if isinstance(by, people.Person):
        handling.require(rules.may_run(organisation, by))
    handling.require(rules.may_use(framework))
    day = on_date or people.today()
    chosen = framework.of_kind("cohort").filter(code=cohort).first() if cohort else None
    if cohort and chosen is None:
        raise handling.Refused(f"The framework has no cohort {cohort}.")
    label = handling.Label.intern(organisation=organisation)
    if Assessment.objects.filter(
        label=label, framework__slug=framework.slug, state=Assessment.State.OPEN
    ).exists():
        raise handling.Refused(
            "A self-assessment by this framework is being filled in already. Complete it first."
        )
    return handling.create(
        Assessment,
        title=(title or framework.title)[:200],
        owner=organisation,
        label=label,
        by=by,
        ends_on=day + datetime.timedelta(days=KEPT_DAYS),
        framework=framework,
        cohort=chosen,
        on_date=day,
    )


def questions(assessment: Assessment) -> list[Question]:
    """What the framework asks this body, in order, with the answers; in 4 queries."""
    answers = {answer.finding_id: answer for answer in assessment.answers.all()}
    points = gaps.scale_points(assessment.framework)
    return [
        Question(finding, points[finding.body["scale"]], answers.get(finding.pk))
        for finding in _asked(assessment)
    ]


def _asked(assessment: Assessment) -> list[frameworks.Item]:
    cohorts = [item.code for item in assessment.framework.of_kind("cohort")]
    chosen = assessment.cohort.code if assessment.cohort else ""
    return [
        finding
        for finding in assessment.framework.offered("finding").select_related("parent")
        if rules.is_asked(finding.body["asked_of"], cohort=chosen, cohorts=cohorts)
    ]


def answer(
    assessment: Assessment,
    finding: frameworks.Item,
    *,
    value: str,
    version: int,
    by: audit.Actor,
    comment: str = "",
) -> AssessmentAnswer:
    """Answer one question with a point of its own scale.

    ``version`` is that of the answer as it was read, 0 when there was none. Raises Conflict with
    the stored answer when another editor of the body saved first.
    """
    handling.hold(assessment, "state")
    if isinstance(by, people.Person):
        handling.require(rules.may_answer(assessment, by))
    _require_point(assessment, finding, value)
    if version == 0:
        stored = _first(assessment, finding, value=value, comment=comment)
    else:
        stored = AssessmentAnswer.objects.get(assessment=assessment, finding=finding)
        handling.claim(stored, version=version)
        stored.value, stored.comment = value, comment
        stored.save(update_fields=["value", "comment"])
    audit.note("self-assessment answered", assessment, by=by, finding=finding.code, value=value)
    return stored


def _require_point(assessment: Assessment, finding: frameworks.Item, value: str) -> None:
    if all(item.pk != finding.pk for item in _asked(assessment)):
        raise handling.Refused("This question is not asked in this self-assessment.")
    points = gaps.scale_points(assessment.framework)[finding.body["scale"]]
    if value not in points:
        names = ", ".join(point.title for point in points.values())
        raise handling.Refused(f"Choose one of: {names}.")


def _first(
    assessment: Assessment, finding: frameworks.Item, *, value: str, comment: str
) -> AssessmentAnswer:
    try:
        with transaction.atomic():
            return AssessmentAnswer.objects.create(
                label_id=assessment.label_id,
                assessment=assessment,
                finding=finding,
                value=value,
                comment=comment,
            )
    except IntegrityError as error:
        raise handling.Conflict(
            "Somebody else answered this while you were editing. Both versions are shown.",
            latest=AssessmentAnswer.objects.get(assessment=assessment, finding=finding),
        ) from error


def complete(assessment: Assessment, *, version: int, by: audit.Actor) -> None:
    """Close a self-assessment in which every question is answered; it no longer changes."""
    if isinstance(by, people.Person):
        handling.require(rules.may_run(assessment.record.owner, by))
    unanswered = sum(question.answer is None for question in questions(assessment))
    handling.require(rules.may_complete(assessment, unanswered))
    handling.claim(assessment.record, version=version)
    assessment.state, assessment.completed_at = Assessment.State.COMPLETE, timezone.now()
    assessment.save(update_fields=["state", "completed_at"])
    audit.note("self-assessment completed", assessment, by=by, on=assessment.on_date)


def keep_until(
    assessment: Assessment, *, ends_on: datetime.date, version: int, by: audit.Actor
) -> None:
    """Set the day on which a self-assessment is deleted or its keeping reviewed."""
    if isinstance(by, people.Person):
        handling.require(rules.may_run(assessment.record.owner, by))
    if ends_on <= people.today():
        raise handling.Refused("The end date must lie in the future.")
    handling.claim(assessment.record, version=version)
    before, assessment.record.ends_on = assessment.record.ends_on, ends_on
    assessment.record.save(update_fields=["ends_on"])
    audit.note("self-assessment end date set", assessment, by=by, before=before, after=ends_on)


def last_before(assessment: Assessment) -> Assessment | None:
    """The body's last complete self-assessment by the same framework, in any version of it."""
    return (
        Assessment.objects.filter(
            label_id=assessment.label_id,
            framework__slug=assessment.framework.slug,
            state=Assessment.State.COMPLETE,
            record__created_at__lt=assessment.record.created_at,
        )
        .select_related("record", "framework", "cohort")
        .order_by("-on_date", "-completed_at")
        .first()
    )


def compare(assessment: Assessment) -> Comparison | None:
    """A self-assessment beside its last one, question by question; None when it is the first.

    A question is the same through versions of the framework when it keeps its code.
    """
    previous = last_before(assessment)
    if previous is None:
        return None
    old = {question.finding.code: question for question in questions(previous)}
    new = {question.finding.code: question for question in questions(assessment)}
    return Comparison(
        before=previous,
        after=assessment,
        changes=[_change(code, old.get(code), new.get(code)) for code in {**new, **old}],
        counts=_counts(list(old.values()), list(new.values())),
    )


def _change(code: str, old: Question | None, new: Question | None) -> rules.Change:
    known = new or old
    if known is None:
        raise ValueError(f"The question {code} is in neither self-assessment.")
    return rules.Change(
        code=code,
        question=known.finding.title,
        before=old.shown if old else "Not asked",
        after=new.shown if new else "Not asked",
        word=_word(old, new),
    )


def _word(old: Question | None, new: Question | None) -> str:
    if old and new and (old.point is None or new.point is None):
        return "not answered yet" if new.point is None else "newly answered"
    return rules.word(old.point if old else None, new.point if new else None)


def counts(asked: Sequence[Question]) -> list[Count]:
    """How many answers stand at each point of each scale; nothing is added up."""
    return _counts([], asked)


def _counts(old: Sequence[Question], new: Sequence[Question]) -> list[Count]:
    scales: dict[str, dict[str, str]] = {}
    for question in [*new, *old]:
        titles = {code: point.title for code, point in question.points.items()}
        scales.setdefault(question.finding.body["scale"], titles)
    before, after = _tally(old), _tally(new)
    return [
        Count(scale, title, before[scale, code], after[scale, code])
        for scale, titles in scales.items()
        for code, title in titles.items()
    ]


def _tally(asked: Sequence[Question]) -> Counter[tuple[str, str]]:
    return Counter(
        (question.finding.body["scale"], question.answer.value)
        for question in asked
        if question.answer
    )
