"""A body's return: opened, filled in by several people, passed on in parts, submitted, queried."""

import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from headwater.inspection.models import (
    Answer,
    CohortMembership,
    Delegation,
    Query,
    Return,
    Subject,
)
from headwater.inspection.rules import interests
from headwater.inspection.rules import returns as rules
from headwater.kernel import audit, frameworks, handling, people

LINK_ACT = "answer-question"
RULED = ("subject__organisation", "subject__round__framework")
"""What the rules of a return look at."""
SUBJECT = (*RULED, "subject__round__record")
"""The same with the round's title, for the way back."""
_COHORT = CohortMembership.code_of("subject")


def fetch(reference: str, *, by: handling.Reader, related: tuple[str, ...] = SUBJECT) -> Return:
    """One return with its subject, round and cohort; NotSeen when ``by`` may not see it."""
    submission = handling.fetch(Return, reference, by=by, related=related, cohort_code=_COHORT)
    submission.subject._cohort = submission.cohort_code  # type: ignore[attr-defined]
    return submission


def open_for(
    subject: Subject, *, by: handling.Reader, due_on: datetime.date | None = None
) -> Return:
    """Open the return of a subject: its body and the round's team see it from now on."""
    round_ = subject.round
    return handling.create(
        Return,
        title=f"Return of {subject.name}",
        owner=subject.organisation or round_.record.owner,
        label=handling.Label.intern(organisation=subject.organisation, team=round_.team),
        by=by,
        ends_on=round_.record.ends_on,
        subject=subject,
        due_on=due_on,
    )


def cohort_of(subject: Subject) -> str:
    """The code of the cohort that counts for a subject, or an empty text when it has none.

    Read once for each Subject object.
    """
    if not hasattr(subject, "_cohort"):
        on = subject.round.cohorts_on
        found = subject.cohort_memberships.on(on).values_list("cohort__code", flat=True)
        subject._cohort = str(found.first() or "")  # type: ignore[attr-defined]
    return str(subject._cohort)  # type: ignore[attr-defined]


def asked(submission: Return) -> QuerySet[frameworks.Item]:
    """The findings that the subject answers, in the framework's order; costs one query for the cohort.

    Those of its cohort, and in a live round none that is historical.
    """
    round_ = submission.subject.round
    findings = round_.framework.of_kind("finding")
    if not round_.is_reconstruction:
        findings = findings.filter(is_historical=False)
    cohort = cohort_of(submission.subject)
    return findings.filter(Q(body__asked_of=[]) | Q(body__asked_of__contains=[cohort]))


def questions(submission: Return) -> list[frameworks.Item]:
    """The same findings with their capabilities, from what is kept of the framework."""
    round_ = submission.subject.round
    cohort = cohort_of(submission.subject)
    return [
        finding
        for finding in round_.framework.kept("finding")
        if (round_.is_reconstruction or not finding.is_historical)
        and (not finding.body["asked_of"] or cohort in finding.body["asked_of"])
    ]


def missing(submission: Return) -> QuerySet[frameworks.Item]:
    """The findings that still need an answer before the return can be submitted."""
    given = Answer.objects.filter(submission=submission).exclude(value="")
    return asked(submission).exclude(pk__in=given.values("finding"))


def scale_of(finding: frameworks.Item) -> list[frameworks.Item]:
    """Every point of the finding's scale, in order."""
    scale = finding.body["scale"]
    points = finding.pack.kept("scale_point")
    return [point for point in points if point.parent and point.parent.code == scale]


def offered(finding: frameworks.Item, *, standing: str = "") -> list[frameworks.Item]:
    """The points that a body may choose, and the one that stands already, whoever put it there."""
    scale = scale_of(finding)
    chosen = rules.offered_values(scale)
    return [point for point in scale if point in chosen or point.body["answer"] == standing]


def save_answer(
    submission: Return,
    finding: frameworks.Item,
    *,
    value: str,
    comment: str = "",
    version: int,
    by: people.Person,
) -> int:
    """Save one answer that was read at ``version`` (0: there was none); return its new version.

    Any answer of the scale is taken, because files may hold those that no page offers. An empty
    value keeps a comment as a draft. Raises Conflict, whose ``latest`` is the Answer as
    it stands (None when it was taken out), when somebody else saved a different one meanwhile.
    """
    handling.require(rules.may_edit(submission, by))
    cohort = cohort_of(submission.subject)
    handling.require(rules.is_asked(finding, cohort=cohort, subject=submission.subject))
    if value:
        _require_one_of(scale_of(finding), value)
    saved = _write_answer(submission, finding, version=version, by=by, value=value, comment=comment)
    if saved is None:
        return _settle_unsaved(submission, finding, value=value, comment=comment)
    audit.note("answer saved", submission, by=by, finding=finding.code, value=value, version=saved)
    return saved


def _require_one_of(points: list[frameworks.Item], value: str) -> None:
    answers = [str(point.body["answer"]) for point in points]
    if value not in answers:
        raise handling.Refused(f"Answer with one of these: {', '.join(answers)}.")


_WRITE = """
    WITH held AS (
        SELECT record_id, label_id FROM inspection_return
        WHERE record_id = %(submission)s AND state = ANY(%(editable)s) FOR SHARE
    ), saved AS ({write})
    INSERT INTO inspection_answerversion
        (submission_id, finding_id, label_id, number, value, comment, saved_by)
    SELECT record_id, %(finding)s, label_id, version, %(value)s, %(comment)s, %(by)s
    FROM held, saved
    RETURNING number
"""
_FIRST = """
    INSERT INTO inspection_answer
        (submission_id, finding_id, label_id, value, comment, version, evidence_count)
    SELECT record_id, %(finding)s, label_id, %(value)s, %(comment)s, 1, 0 FROM held
    ON CONFLICT (submission_id, finding_id) DO NOTHING
    RETURNING version
"""
_LATER = """
    UPDATE inspection_answer a SET value = %(value)s, comment = %(comment)s, version = a.version + 1
    FROM held
    WHERE a.submission_id = held.record_id AND a.finding_id = %(finding)s
    AND a.version = %(version)s AND (a.value, a.comment) IS DISTINCT FROM (%(value)s, %(comment)s)
    RETURNING a.version
"""


def _write_answer(
    submission: Return, finding: frameworks.Item, *, version: int, by: people.Person, **said: str
) -> int | None:
    """Write answer and version at once, holding the return: none slips in after submission."""
    given = {
        "submission": submission.pk,
        "editable": [str(state) for state in rules.EDITABLE],
        "finding": finding.pk,
        "version": version,
        "by": by.reader,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE.format(write=_LATER if version else _FIRST), given | said)
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _settle_unsaved(
    submission: Return, finding: frameworks.Item, *, value: str, comment: str
) -> int:
    """Nothing was written: say why, unless what was sent stands there already."""
    submission.refresh_from_db(fields=["state"])
    handling.require(rules.is_open(submission))
    latest = Answer.objects.filter(submission=submission, finding=finding).first()
    if latest is not None and (latest.value, latest.comment) == (value, comment):
        return latest.version
    raise handling.Conflict(
        "Somebody else saved this answer while you were editing. Both versions are shown: choose "
        "which one stands.",
        latest=latest,
    )


def _locked(submission: Return) -> Return:
    """The return, held against saving and every other change until the transaction ends."""
    rows = Return.objects.select_related("record", *SUBJECT).select_for_update(of=("self",))
    return rows.get(pk=submission.pk)


def unreplied_count(submission: Return) -> int:
    """How many queries still wait for the body's reply."""
    return Query.objects.filter(submission=submission, replied_at=None).count()


def submit(submission: Return, *, by: people.Person) -> Return:
    """Submit a complete return; from then on it is frozen until it is queried."""
    held = _locked(submission)
    missing_count, unreplied = missing(held).count(), unreplied_count(held)
    handling.require(
        rules.may_submit(held, by, missing_count=missing_count, unreplied_count=unreplied)
    )
    held.state, held.submitted_at, held.submitted_by = (
        Return.State.SUBMITTED,
        timezone.now(),
        by.reader,
    )
    held.save(update_fields=["state", "submitted_at", "submitted_by"])
    audit.note("return submitted", held, by=by)
    return held


def query(
    submission: Return, *, text: str, by: people.Person, finding: frameworks.Item | None = None
) -> Query:
    """Ask the body about its return, which goes back to it until it is submitted again."""
    held = _locked(submission)
    handling.require(rules.may_query(held, by))
    handling.require(interests.conflict(by, held.subject.organisation, on=people.today()))
    if not text.strip():
        raise handling.Refused("Write what the body should explain or mend.")
    asked_ = Query.objects.create(
        label_id=held.label_id, submission=held, finding=finding, text=text, asked_by=by.reader
    )
    held.state = Return.State.QUERIED
    held.save(update_fields=["state"])
    code = finding.code if finding else ""
    audit.note("return queried", held, by=by, query=asked_.reference, finding=code)
    return asked_


def reply(query_: Query, *, text: str, by: people.Person) -> None:
    """Reply to a query; a reply is kept as it was sent."""
    handling.require(rules.may_reply(query_, by))
    if not text.strip():
        raise handling.Refused("Write your reply.")
    waiting = Query.objects.filter(pk=query_.pk, replied_at=None)
    if not waiting.update(reply=text, replied_by=by.reader, replied_at=Now()):
        raise handling.Refused("Somebody else replied to this query while the page was open.")
    audit.note("query replied to", query_.submission, by=by, query=query_.reference)


def accept(submission: Return, *, by: people.Person) -> None:
    """Accept a submitted return as it stands."""
    held = _locked(submission)
    handling.require(rules.may_accept(held, by, unreplied_count=unreplied_count(held)))
    handling.require(interests.conflict(by, held.subject.organisation, on=people.today()))
    held.state = Return.State.ACCEPTED
    held.save(update_fields=["state"])
    audit.note("return accepted", held, by=by)


def delegations() -> QuerySet[Delegation]:
    """Delegated questions with what their rules and pages need."""
    return Delegation.objects.select_related(
        "finding",
        "post__organisation",
        "link",
        "submission__record",
        *(f"submission__{path}" for path in SUBJECT),
    )


def waiting(submission: Return, finding: frameworks.Item) -> Delegation | None:
    """The delegation of a question that still waits for its answer."""
    return (
        delegations()
        .filter(submission=submission, finding=finding, answered_at=None, withdrawn_at=None)
        .first()
    )


def delegated_to(person: people.Person) -> QuerySet[Delegation]:
    """The questions that wait for the holder of a post in the body itself, first due first."""
    posts = people.Holding.objects.on().filter(person=person).values("post")
    return (
        delegations()
        .filter(post__in=posts, link=None, answered_at=None, withdrawn_at=None)
        .order_by("due_on", "id")
    )


def delegate(
    submission: Return,
    finding: frameworks.Item,
    *,
    post: people.Post,
    due_on: datetime.date,
    by: people.Person,
    note: str = "",
) -> tuple[Delegation, str]:
    """Pass a question to a post; return the delegation and the token of its link.

    Inside the body it shows in the holder's work and the token is empty. A post outside gets a
    link that opens this question once, until the end of the day on which it is due.
    """
    already = waiting(submission, finding)
    handling.require(rules.may_delegate(submission, by, due_on=due_on, waiting=already))
    cohort = cohort_of(submission.subject)
    handling.require(rules.is_asked(finding, cohort=cohort, subject=submission.subject))
    made = Delegation.objects.create(
        label_id=submission.label_id,
        submission=submission,
        finding=finding,
        post=post,
        note=note,
        due_on=due_on,
    )
    facts = {"finding": finding.code, "post": str(post), "due_on": due_on}
    audit.note("question delegated", submission, by=by, delegation=made.reference, **facts)
    if post.organisation_id == submission.subject.organisation_id:
        return made, ""
    token = handling.issue_link(
        submission,
        act=LINK_ACT,
        post=post,
        by=by,
        expires_at=_end_of(due_on),
        delegation=made.reference,
    )
    made.link = handling.link_for(token, act=LINK_ACT)
    made.save(update_fields=["link"])
    return made, token


def _end_of(day: datetime.date) -> datetime.datetime:
    after = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
    return timezone.make_aware(after)


def answer_delegation(
    delegation: Delegation, *, value: str, comment: str, by: people.Person | handling.LinkHolder
) -> None:
    """Answer a delegated question: the post's holder, or whoever holds the link, which is then spent."""
    if isinstance(by, handling.LinkHolder):
        if delegation.link_id != by.link.pk:
            raise handling.Refused("This link opens another question.")
        handling.require(rules.is_waiting(delegation))
    else:
        handling.require(rules.may_answer(delegation, by))
    _require_one_of(offered(delegation.finding), value)
    _close(delegation, value=value, comment=comment, answered_by=str(by), answered_at=Now())
    facts = {"delegation": delegation.reference, "finding": delegation.finding.code}
    audit.note("delegated question answered", delegation.submission, by=by, **facts)
    if isinstance(by, handling.LinkHolder):
        handling.spend_link(by.link)


def _close(delegation: Delegation, **changes: Any) -> None:
    open_ = Delegation.objects.filter(pk=delegation.pk, answered_at=None, withdrawn_at=None)
    if not open_.update(**changes):
        raise handling.Refused("This question was answered or withdrawn while the page was open.")


def take(delegation: Delegation, *, version: int, by: people.Person) -> int:
    """Take a delegated answer into the return; raises Conflict as :func:`save_answer` does."""
    handling.require(rules.may_take(delegation, by))
    saved = save_answer(
        delegation.submission,
        delegation.finding,
        value=delegation.value,
        comment=delegation.comment,
        version=version,
        by=by,
    )
    Delegation.objects.filter(pk=delegation.pk).update(taken_at=Now())
    facts = {"delegation": delegation.reference, "answered_by": delegation.answered_by}
    audit.note("delegated answer taken", delegation.submission, by=by, **facts)
    return saved


def withdraw(delegation: Delegation, *, by: people.Person) -> None:
    """Take a question back before it is answered; its link, if any, stops working."""
    handling.require(rules.may_withdraw(delegation, by))
    _close(delegation, withdrawn_at=Now())
    if delegation.link_id:
        handling.Link.objects.filter(pk=delegation.link_id).update(withdrawn_at=Now())
    audit.note("question withdrawn", delegation.submission, by=by, delegation=delegation.reference)
