"""How far a return has come: each question beside its answer, whoever has it, and what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import (
    CharField,
    Count,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from headwater.inspection.models import (
    Answer,
    AnswerVersion,
    Delegation,
    Query,
    Return,
    Round,
)
from headwater.inspection.services import returns
from headwater.kernel import frameworks, handling, people


@dataclass
class Question:
    """One question of a return with all that hangs on it. ``said`` is the answer in words."""

    finding: frameworks.Item
    answer: Answer | None = None
    said: str = ""
    delegations: list[Delegation] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return self.answer is not None and self.answer.value != ""

    @property
    def waiting(self) -> Delegation | None:
        """The delegation that still waits for its answer."""
        for each in self.delegations:
            if each.answered_at is None and each.withdrawn_at is None:
                return each
        return None

    @property
    def to_take(self) -> Delegation | None:
        """An answer that came back and was not taken into the return yet."""
        for each in self.delegations:
            if each.answered_at is not None and each.taken_at is None:
                return each
        return None

    @property
    def unreplied(self) -> list[Query]:
        return [query for query in self.queries if query.replied_at is None]


@dataclass
class Part:
    """The questions of one capability."""

    capability: frameworks.Item
    questions: list[Question]

    @property
    def answered_count(self) -> int:
        return sum(question.is_answered for question in self.questions)


def words(framework: frameworks.Pack) -> Mapping[tuple[str, str], str]:
    """Each answer of each scale in words: the key is the scale's code and the answer."""
    return {
        (point.parent.code, point.body["answer"]): point.title
        for point in framework.kept("scale_point")
        if point.parent
    }


def queries_of(submission: Return) -> list[Query]:
    """Every query about a return with its question, the first asked first."""
    return list(submission.queries.select_related("finding").order_by("id"))


def questions(submission: Return, queries: list[Query] | None = None) -> list[Question]:
    """Every question that the subject answers, in the framework's order, in three queries.

    One query fewer when ``queries`` have been read already.
    """
    said = words(submission.subject.round.framework)
    answers = {a.finding_id: a for a in Answer.objects.filter(submission=submission)}
    found = {
        finding.pk: Question(finding, answers.get(finding.pk))
        for finding in returns.questions(submission)
    }
    for question in found.values():
        if question.answer is not None:
            scale = question.finding.body["scale"]
            value = question.answer.value
            question.said = said.get((scale, value), value)
    handed = Delegation.objects.filter(submission=submission).select_related("post__organisation")
    for delegation in handed.order_by("id"):
        if delegation.finding_id in found:
            found[delegation.finding_id].delegations.append(delegation)
    for query in queries_of(submission) if queries is None else queries:
        if query.finding_id in found:
            found[query.finding_id].queries.append(query)
    return list(found.values())


def question(submission: Return, finding: frameworks.Item) -> Question:
    """One question with what hangs on it, in two queries; its answer is not read."""
    handed = Delegation.objects.filter(submission=submission, finding=finding)
    queries = Query.objects.filter(submission=submission, finding=finding)
    return Question(
        finding,
        delegations=list(handed.select_related("post__organisation").order_by("id")),
        queries=list(queries.order_by("id")),
    )


def stored(submission: Return, finding: frameworks.Item) -> Answer | None:
    """The answer as it stands, with its version."""
    try:
        return Answer.objects.get(submission=submission, finding=finding)
    except Answer.DoesNotExist:
        return None


def find_query(reference: str) -> Query:
    """One query with its return; raises NotSeen when the reader may not see it."""
    related = ("finding", *(f"submission__{path}" for path in ("record", *returns.SUBJECT)))
    found = Query.objects.filter(reference=reference).select_related(*related).first()
    if found is None:
        raise handling.NotSeen(reference)
    return found


def given(
    round_: Round, *, body: str, finding: frameworks.Item, by: handling.Reader, reason: str
) -> Answer:
    """What a body of a round answered to a finding, or an answer without a value.

    Its return is fetched with it, so that reading a marked one is noted. Raises NotSeen.
    """
    found = Return.objects.filter(subject__round=round_, subject__code=body)
    reference = found.values_list("record__reference", flat=True).first()
    if reference is None:
        raise handling.NotSeen(body)
    submission = handling.fetch(Return, reference, by=by, reason=reason, related=returns.SUBJECT)
    answer = Answer.objects.filter(submission=submission, finding=finding).first()
    if answer is None:
        return Answer(submission=submission, finding=finding, value="")
    answer.submission = submission
    return answer


def parts(asked: list[Question]) -> list[Part]:
    """Questions by capability, in the framework's order."""
    by_capability: dict[int, Part] = {}
    for question in asked:
        capability = question.finding.parent
        if capability is not None:
            part = by_capability.setdefault(capability.pk, Part(capability, []))
            part.questions.append(question)
    return sorted(by_capability.values(), key=lambda part: part.capability.order)


def of_round(round_: Round, *, to: handling.Reader) -> QuerySet[Return]:
    """The returns of a round that ``to`` may see, each with its cohort and counts, in two queries.

    Adds ``cohort`` (a title), ``cohort_code``, ``answered_count`` and ``unreplied_count``. What a
    file says about questions that are not asked of the body is not counted as answered.
    """
    answers = Answer.objects.filter(submission=OuterRef("pk")).exclude(value="")
    aside = [
        Q(Exact(OuterRef("cohort_code"), Value(code)), finding__in=findings)
        for code, findings in _not_asked(round_).items()
    ]
    unreplied = Query.objects.filter(submission=OuterRef("pk"), replied_at=None)
    return (
        handling.visible(Return, to=to)
        .filter(subject__round=round_)
        .select_related("subject")
        .annotate(
            placed=FilteredRelation(
                "subject__cohort_memberships",
                condition=Q(subject__cohort_memberships__period__contains=round_.cohorts_on),
            ),
            cohort=Coalesce("placed__cohort__title", Value(""), output_field=CharField()),
            cohort_code=Coalesce("placed__cohort__code", Value("")),
            answered_count=_counted(answers.exclude(reduce(or_, aside, Q(pk__in=[])))),
            unreplied_count=_counted(unreplied),
        )
        .order_by("subject__code")
    )


def _counted(rows: QuerySet) -> Coalesce:  # type: ignore[type-arg]
    """How many rows there are for each outer row."""
    counts = rows.order_by().annotate(of=F("submission")).values("of").annotate(n=Count("pk"))
    return Coalesce(Subquery(counts.values("n"), output_field=IntegerField()), 0)


def asked_counts(round_: Round) -> Mapping[str, int]:
    """How many questions are asked of each cohort (and of bodies without one)."""
    every = len(round_.framework.kept("finding"))
    return {cohort: every - len(findings) for cohort, findings in _not_asked(round_).items()}


def _not_asked(round_: Round) -> Mapping[str, list[int]]:
    """The findings that are not asked of each cohort (nor of bodies without one)."""
    findings = round_.framework.kept("finding")
    past = {each.pk for each in findings if each.is_historical and not round_.is_reconstruction}
    cohorts = ["", *(item.code for item in round_.framework.kept("cohort"))]
    return {
        cohort: [
            each.pk
            for each in findings
            if each.pk in past or (each.body["asked_of"] and cohort not in each.body["asked_of"])
        ]
        for cohort in cohorts
    }


def last_saver(submission: Return, finding: frameworks.Item) -> str:
    """The name of whoever saved an answer last, or an empty text when it came from a file."""
    saved = AnswerVersion.objects.filter(submission=submission, finding=finding)
    latest = saved.order_by("-number").values_list("saved_by", flat=True).first() or ""
    return named(latest)


def named(reader: str) -> str:
    """Who a noted reader such as ``person:12`` is, in words."""
    kind, _, number = reader.partition(":")
    if kind != "person":
        return ""
    return str(people.Person.objects.filter(pk=number).values_list("name", flat=True).first() or "")
