"""Factual accuracy: each body is shown what the draft says about it, comments, and is answered."""

import datetime
from typing import Any

from django.utils import timezone

from headwater.inspection.documents import assembly, plain
from headwater.inspection.models import AccuracyCheck, Judgement, Return, Round, Subject
from headwater.inspection.rules import reports as rules
from headwater.inspection.services.reports import contents, writing
from headwater.kernel import audit, handling, people

ACT = "comment-accuracy"


def send_for_accuracy(
    round_: Round, *, by: people.Person, due_on: datetime.date
) -> list[AccuracyCheck]:
    """Show each body its judgements and the passages that name it, under its return's label.

    A body that has been asked is not asked again. Returns the checks that were sent now.
    """
    handling.require(rules.may_send(round_, by))
    if due_on < people.today():
        raise handling.Refused("The day by which bodies comment is past. Choose a later day.")
    report = writing.of_round(round_)
    if report is None:
        raise handling.Refused("Start the report before its draft is sent.")
    submissions = (
        Return.objects.filter(subject__round=round_, accuracy_check=None)
        .select_related("subject", "record")
        .order_by("subject__code")
    )
    document = assembly.document(contents.content(round_, report))
    judged = _judgements(round_)
    return [
        _send(each, passages=plain.passages(document, each.subject.name), judged=judged, by=by,
              due_on=due_on)
        for each in submissions
    ]  # fmt: skip


def _send(
    submission: Return,
    *,
    passages: list[str],
    judged: dict[int, list[str]],
    due_on: datetime.date,
    by: people.Person,
) -> AccuracyCheck:
    subject = submission.subject
    parts = [
        "## What was judged",
        *judged.get(subject.pk, ["No judgement is settled."]),
        f"## Where the draft names {subject.name}",
        *(passages or [f"The draft does not name {subject.name}."]),
    ]
    made = AccuracyCheck.objects.create(
        label_id=submission.label_id,
        submission=submission,
        draft="\n\n".join(parts),
        due_on=due_on,
    )
    audit.note("draft sent for accuracy", submission, by=by, check=made.reference, due_on=due_on)
    return made


def _judgements(round_: Round) -> dict[int, list[str]]:
    lines: dict[int, list[str]] = {}
    current = (
        Judgement.objects.filter(round=round_, is_current=True)
        .select_related("capability", "stage")
        .order_by("capability__order")
    )
    for each in current:
        name = each.capability.title if each.capability else "Overall"
        narrative = f" {each.narrative}" if each.narrative else ""
        lines.setdefault(each.subject_id, []).append(f"{name}: {each.stage.title}.{narrative}")
    return lines


def find_check(reference: str) -> AccuracyCheck:
    """One check by its reference. Raises NotSeen when the reader may not see it."""
    found = (
        AccuracyCheck.objects.select_related("submission__subject__organisation")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise handling.NotSeen(reference)
    return found


def invite_to_accuracy(check: AccuracyCheck, *, post: people.Post, by: people.Person) -> str:
    """Make a link by which a post comments without an account; return its token."""
    handling.require(rules.may_edit(by))
    handling.require(rules.may_comment_accuracy(check))
    if post.organisation_id != check.submission.subject.organisation_id:
        raise handling.Refused(f"{post} is not a post of {check.submission.subject.name}.")
    end = datetime.datetime.combine(
        max(check.due_on, people.today()), datetime.time.max, tzinfo=timezone.get_default_timezone()
    )
    return handling.issue_link(
        check, act=ACT, post=post, by=by, expires_at=end, check=check.reference
    )


def comment_accuracy(
    check: AccuracyCheck, *, is_agreed: bool, by: audit.Actor, text: str = ""
) -> None:
    """The body says that the passages are accurate, or what is not. Once."""
    _hold(check)
    handling.require(rules.may_comment_accuracy(check))
    subject = check.submission.subject
    if isinstance(by, people.Person) and not by.may(
        "return.submit", organisation=_organisation(subject)
    ):
        raise handling.Refused(f"Only those who submit for {subject.name} can comment for it.")
    if not is_agreed and not text.strip():
        raise handling.Refused("Say what is not accurate, and what would be.")
    if isinstance(by, handling.LinkHolder):
        handling.spend_link(by.link)
    check.is_agreed, check.comment = is_agreed, text.strip()
    check.commented_by, check.commented_at = str(by), timezone.now()
    check.save(update_fields=["is_agreed", "comment", "commented_by", "commented_at"])
    audit.note("accuracy commented on", check, by=by, is_agreed=is_agreed)


def _hold(check: AccuracyCheck) -> None:
    """Let nobody else comment or answer until this is over; read again how far it has come."""
    handling.hold(check, "is_agreed", "commented_at", "replied_at")


def _organisation(subject: Subject) -> people.Organisation:
    if subject.organisation is None:
        raise handling.Refused("The bodies of a reconstruction are anonymous.")
    return subject.organisation


def reply_accuracy(check: AccuracyCheck, *, text: str, by: people.Person) -> None:
    """Tell the body what was changed, or why nothing was."""
    _hold(check)
    handling.require(rules.may_reply_accuracy(check, by))
    if not text.strip():
        raise handling.Refused("Say what was changed, or why nothing was.")
    check.reply, check.replied_by, check.replied_at = text.strip(), by.reader, timezone.now()
    check.save(update_fields=["reply", "replied_by", "replied_at"])
    audit.note("accuracy comment answered", check, by=by)


def checks_by_body(round_: Round) -> list[tuple[str, AccuracyCheck | None]]:
    """Every body of a round with its check, or None when it has not been asked."""
    asked: dict[int, Any] = {
        check.submission.subject_id: check
        for check in AccuracyCheck.objects.filter(submission__subject__round=round_).select_related(
            "submission"
        )
    }
    return [(s.name, asked.get(s.pk)) for s in round_.subjects.order_by("name")]
