"""Minimum capabilities of a subject on a day, decided by people, and the actions that follow."""

import datetime
import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from headwater.inspection.models import Answer, CohortMembership, MinimumState, Return, Round
from headwater.inspection.rules import gaps as rules
from headwater.kernel import actions, audit, frameworks, handling, people


@dataclass(frozen=True)
class Proposal:
    """One minimum capability for a subject on a day: what is asked, what is behind it, and so on.

    ``suggestion`` is computed; ``state`` is what a person decided by that day, or None.
    """

    submission: Return
    minimum: frameworks.Item
    category: frameworks.Item | None
    texts: list[str]
    behind: list[rules.Behind]
    suggestion: rules.Suggestion
    state: MinimumState | None

    @property
    def status(self) -> str:
        """The decided status, or an empty text while nobody has decided."""
        return self.state.status if self.state else ""

    @property
    def shown(self) -> str:
        """The decided status in words, or that nobody has decided."""
        return str(self.state.get_status_display()) if self.state else "Not decided"

    @property
    def suggested(self) -> str:
        """The suggested status in words."""
        return str(MinimumState.Status(self.suggestion.status).label)


@dataclass(frozen=True)
class Trend:
    """One minimum capability of a body through its rounds, oldest first."""

    code: str
    title: str
    states: list[MinimumState | None]
    changes: list[str] = field(default_factory=list)


def proposals(submission: Return, *, on: datetime.date | None = None) -> list[Proposal]:
    """Each minimum capability of a subject for its category on a day (today when not given).

    The suggestion rests on the return as it stands; decisions count from their own day.
    """
    return proposals_of([submission], framework=submission.subject.round.framework, on=on)


def proposals_of_round(round_: Round, *, on: datetime.date | None = None) -> list[Proposal]:
    """The same for every subject of a round whose return the reader may see, in 6 queries."""
    submissions = (
        Return.objects.filter(subject__round=round_)
        .select_related("record", "subject__organisation", "subject__round")
        .order_by("subject__code")
    )
    return proposals_of(list(submissions), framework=round_.framework, on=on)


def proposals_of(
    submissions: Sequence[Return],
    *,
    framework: frameworks.Pack,
    on: datetime.date | None = None,
) -> list[Proposal]:
    """Minimum capabilities of several returns under one framework, in a fixed number of queries."""
    day = on or people.today()
    minima = list(framework.offered("minimum"))
    codes = {code for minimum in minima for code in minimum.body["findings"]}
    findings = {item.code: item for item in framework.offered("finding").filter(code__in=codes)}
    points = scale_points(framework)
    answers = _answers(submissions, findings)
    categories = _categories(submissions, day)
    decided = _decided(submissions, day)
    made = []
    for submission in submissions:
        category = categories.get(submission.subject_id)
        given = answers[submission.pk]
        for minimum in minima:
            behind = [
                _behind(findings[code], given.get(findings[code].pk, ""), points)
                for code in minimum.body["findings"]
                if code in findings and _is_asked(findings[code], category)
            ]
            made.append(
                Proposal(
                    submission=submission,
                    minimum=minimum,
                    category=category,
                    texts=list(minimum.body["texts"].get(category.code, [])) if category else [],
                    behind=behind,
                    suggestion=rules.suggest(behind),
                    state=decided[submission.pk].get(minimum.pk),
                )
            )
    return made


def scale_points(framework: frameworks.Pack) -> dict[str, dict[str, frameworks.Item]]:
    """The points of each scale of a framework in order: scale code, then answer, then the point."""
    found: dict[str, dict[str, frameworks.Item]] = defaultdict(dict)
    for point in framework.of_kind("scale_point").select_related("parent"):
        if point.parent:
            found[point.parent.code][point.body["answer"]] = point
    return found


def _answers(
    submissions: Sequence[Return], findings: dict[str, frameworks.Item]
) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Answer.objects.filter(
        submission__in=submissions, finding__in=[item.pk for item in findings.values()]
    )
    for submission, finding, value in rows.values_list("submission_id", "finding_id", "value"):
        found[submission][finding] = value
    return found


def _categories(submissions: Sequence[Return], day: datetime.date) -> dict[int, frameworks.Item]:
    memberships = CohortMembership.objects.on(day).filter(
        subject__in=[submission.subject_id for submission in submissions]
    )
    return {each.subject_id: each.cohort for each in memberships.select_related("cohort")}


def _decided(
    submissions: Sequence[Return], day: datetime.date
) -> dict[int, dict[int, MinimumState]]:
    by_return: dict[int, list[MinimumState]] = defaultdict(list)
    rows = MinimumState.objects.filter(submission__in=submissions, on_date__lte=day)
    for state in rows.select_related("category", "action__record"):
        by_return[state.submission_id].append(state)
    return defaultdict(dict, {key: rules.latest(states) for key, states in by_return.items()})


def _is_asked(finding: frameworks.Item, category: frameworks.Item | None) -> bool:
    asked_of = finding.body["asked_of"]
    return not asked_of or category is None or category.code in asked_of


def _behind(
    finding: frameworks.Item, value: str, points: dict[str, dict[str, frameworks.Item]]
) -> rules.Behind:
    point = points[finding.body["scale"]].get(value)
    return rules.Behind(
        code=finding.code,
        question=finding.title,
        value=value,
        answer=point.title if point else "No answer yet",
        counts_as=point.body["counts_as"] if point else "",
    )


def decide(
    submission: Return,
    minimum: frameworks.Item,
    *,
    status: str,
    by: audit.Actor,
    reason: str = "",
    on_date: datetime.date | None = None,
    version: int | None = None,
) -> MinimumState:
    """Append a decision on a minimum capability for the category in force on ``on_date``.

    A reason is required when it differs from what the answers suggest. ``version`` is the number
    of decisions that the person saw; when another came in between, Conflict carries it. Earlier
    decisions keep their own category and day.
    """
    day = on_date or people.today()
    if isinstance(by, people.Person):
        handling.require(rules.may_decide(submission, by))
    handling.require(rules.may_offer(submission, minimum.is_historical))
    if day > people.today():
        raise handling.Refused("The day of a decision cannot lie in the future.")
    handling.Record.objects.select_for_update().get(pk=submission.pk)
    _require_unchanged(submission, minimum, version)
    proposal = _proposal(submission, minimum, day)
    handling.require(rules.may_settle(proposal.suggestion, status=status, reason=reason))
    made = MinimumState.objects.create(
        label_id=submission.label_id,
        submission=submission,
        minimum=minimum,
        category=proposal.category,
        on_date=day,
        status=status,
        reason=reason.strip(),
        decided_by=by.reader,
    )
    audit.note(
        "minimum capability decided",
        submission,
        by=by,
        minimum=minimum.code,
        category=proposal.category.code if proposal.category else "",
        suggested=proposal.suggestion.status,
        status=status,
        reason=reason,
        on=day,
    )
    return made


def _proposal(submission: Return, minimum: frameworks.Item, day: datetime.date) -> Proposal:
    for proposal in proposals(submission, on=day):
        if proposal.minimum.pk == minimum.pk:
            return proposal
    raise handling.Refused("This minimum capability is not one of the round’s framework.")


def history(submission: Return, minimum: frameworks.Item) -> list[MinimumState]:
    """Every decision on a minimum capability of a subject, newest first."""
    rows = MinimumState.objects.filter(submission=submission, minimum=minimum)
    return list(rows.select_related("category", "action__record").order_by("-on_date", "-pk"))


def fetch_state(reference: str) -> MinimumState:
    """One decision with its return; NotSeen when the reader may not see it."""
    state = (
        MinimumState.objects.filter(reference=reference)
        .select_related(
            "minimum",
            "submission__record",
            "submission__subject__organisation__area",
            "submission__subject__round__framework",
        )
        .first()
    )
    if state is None:
        raise handling.NotSeen(reference)
    return state


def _require_unchanged(submission: Return, minimum: frameworks.Item, version: int | None) -> None:
    rows = MinimumState.objects.filter(submission=submission, minimum=minimum)
    if version is not None and rows.count() != version:
        raise handling.Conflict(
            "Somebody else decided this while the page was open. Both versions are shown.",
            latest=rows.order_by("-pk").first(),
        )


def raise_action(
    state: MinimumState,
    *,
    owner_post: people.Post,
    verifier_post: people.Post,
    due_date: datetime.date,
    by: audit.Actor,
    title: str = "",
    detail: str = "",
) -> actions.Action:
    """Turn a gap into an action, open to the owner's body and to bodies that cover its area."""
    handling.hold(state, "action")
    if isinstance(by, people.Person):
        handling.require(rules.may_raise(state, by))
    body = state.submission.subject.organisation
    if body is None:
        raise handling.Refused("An anonymous subject has nobody who could act.")
    action = actions.raise_for(
        state.submission,
        title=(title or f"Reach the minimum: {state.minimum.title}")[:200],
        owner_post=owner_post,
        verifier_post=verifier_post,
        due_date=due_date,
        label=handling.Label.intern(organisation=owner_post.organisation, area=body.area),
        by=by,
        about=state.minimum.code,
        detail=detail or _told(state),
    )
    state.action = action
    state.save(update_fields=["action"])
    audit.note(
        "gap became an action",
        state.submission,
        by=by,
        minimum=state.minimum.code,
        action=action.reference,
        owner=str(owner_post),
        verifier=str(verifier_post),
        due=due_date,
    )
    return action


def raised(*, to: handling.Reader) -> "QuerySet[actions.Action]":
    """The actions raised from gaps that the reader may see, the next one due first."""
    codes = frameworks.Item.objects.filter(kind="minimum").values("code")
    found = handling.visible(actions.Action, to=to).filter(raised_about__in=codes)
    posts = ("owner_post__organisation", "verifier_post__organisation")
    return found.select_related(*posts).order_by("due_date")


def _told(state: MinimumState) -> str:
    day = f"{state.on_date.day} {state.on_date:%B %Y}"
    text = f"{state.minimum.title}: {state.get_status_display().lower()} on {day}."
    return f"{text} {state.reason}".strip()


def trend(organisation: people.Organisation) -> tuple[list[Round], list[Trend]]:
    """How each minimum capability of a body stood at the end of each round, oldest first.

    A minimum is the same through framework versions when it keeps its code.
    """
    submissions = list(
        Return.objects.filter(subject__organisation=organisation)
        .select_related("subject__round__record", "record")
        .order_by("subject__round__starts_on", "pk")
    )
    rows = MinimumState.objects.filter(
        submission__in=submissions, minimum__is_historical=False
    ).select_related("minimum", "category")
    by_return: dict[int, list[MinimumState]] = defaultdict(list)
    for state in rows:
        by_return[state.submission_id].append(state)
    columns = []
    titles: dict[str, str] = {}
    for submission in submissions:
        by_code = {}
        for state in rules.latest(by_return[submission.pk]).values():
            by_code[state.minimum.code] = state
            titles[state.minimum.code] = state.minimum.title
        columns.append(by_code)
    rounds = [submission.subject.round for submission in submissions]
    return rounds, [_trend(code, titles[code], columns) for code in sorted(titles)]


def _trend(code: str, title: str, columns: list[dict[str, MinimumState]]) -> Trend:
    states = [column.get(code) for column in columns]
    changes = [
        rules.change(before.status if before else "", after.status if after else "")
        for before, after in itertools.pairwise(states)
    ]
    return Trend(code, title, states, changes)
