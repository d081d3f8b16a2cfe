"""What may be done with a return, by whom, and what is still missing from it."""

import datetime

from headwater.inspection.models import Delegation, Query, Return, Round, Subject
from headwater.kernel import frameworks, handling, people

CLOSED_PHASES = (Round.Phase.ACCURACY, Round.Phase.PUBLISHED)
EDITABLE = (Return.State.OPEN, Return.State.QUERIED)


def may_edit(submission: Return, person: people.Person) -> handling.Verdict:
    """Whoever edits returns for the body may, until it is submitted and again when it is queried."""
    organisation = submission.subject.organisation
    if organisation is None:
        return handling.no("The answers of a reconstruction come from a file and are not edited.")
    if not person.may("return.edit", organisation=organisation):
        return handling.no(f"Only those who edit the return of {organisation.name} can change it.")
    return is_open(submission)


def is_open(submission: Return) -> handling.Verdict:
    """Whether the return takes changes at all, whoever asks."""
    if submission.subject.round.phase in CLOSED_PHASES:
        return handling.no("The round has closed its returns. Answers can no longer change.")
    if submission.state == Return.State.SUBMITTED:
        return handling.no(
            "The return is submitted and frozen. It opens again when the inspectors send it back "
            "with a query."
        )
    if submission.state == Return.State.ACCEPTED:
        return handling.no("The inspectors have accepted the return. Its answers are frozen.")
    return handling.YES


def may_submit(
    submission: Return, person: people.Person, *, missing_count: int, unreplied_count: int
) -> handling.Verdict:
    """A return is submitted complete, by whoever submits for the body, with every query answered."""
    organisation = submission.subject.organisation
    if organisation is None:
        return handling.no("The answers of a reconstruction come from a file; nobody submits them.")
    if not person.may("return.submit", organisation=organisation):
        return handling.no(f"Only those who submit for {organisation.name} can submit its return.")
    if submission.state not in EDITABLE:
        return handling.no("The return has been submitted already.")
    if submission.subject.round.phase in CLOSED_PHASES:
        return handling.no("The round has closed its returns. Nothing more can be submitted.")
    if missing_count:
        questions = "question has" if missing_count == 1 else "questions have"
        return handling.no(f"{missing_count} {questions} no answer yet. Answer them first.")
    if unreplied_count:
        queries = "query waits" if unreplied_count == 1 else "queries wait"
        return handling.no(f"{unreplied_count} {queries} for a reply. Reply first.")
    return handling.YES


def may_query(submission: Return, person: people.Person) -> handling.Verdict:
    """Inspectors ask about a return once it is submitted."""
    if not person.may("round.inspect"):
        return handling.no("Only inspectors can query a return.")
    if submission.subject.round.phase in CLOSED_PHASES:
        return handling.no("The round has closed its returns. Queries can no longer be asked.")
    if submission.state == Return.State.OPEN:
        return handling.no("The body is still filling in its return. Wait until it is submitted.")
    return handling.YES


def may_accept(
    submission: Return, person: people.Person, *, unreplied_count: int
) -> handling.Verdict:
    """Inspectors accept a submitted return whose queries have all been answered."""
    if not person.may("round.inspect"):
        return handling.no("Only inspectors can accept a return.")
    if submission.state == Return.State.ACCEPTED:
        return handling.no("The return has been accepted already.")
    if submission.state != Return.State.SUBMITTED:
        return handling.no("The return is with the body. It can be accepted once submitted.")
    if unreplied_count:
        return handling.no(f"{unreplied_count} queries have no reply yet.")
    return handling.YES


def may_reply(query: Query, person: people.Person) -> handling.Verdict:
    """The body that was asked replies, once, while it has the return."""
    if query.replied_at is not None:
        return handling.no("This query has a reply already. Replies are kept as they were sent.")
    return may_edit(query.submission, person)


def may_delegate(
    submission: Return, person: people.Person, *, due_on: datetime.date, waiting: Delegation | None
) -> handling.Verdict:
    """Editors pass a question on, to one post at a time, with a day that is still to come."""
    if not (allowed := may_edit(submission, person)):
        return allowed
    if waiting is not None:
        return handling.no(
            f"This question is with {waiting.post} already. Withdraw it there before you ask "
            "somebody else."
        )
    if due_on < people.today():
        return handling.no("The day by which you need the answer is past. Choose a later day.")
    return handling.YES


def is_waiting(delegation: Delegation) -> handling.Verdict:
    """Whether a delegated question still waits for its answer."""
    if delegation.withdrawn_at is not None:
        return handling.no("This question was withdrawn. Nothing more is needed from you.")
    if delegation.answered_at is not None:
        return handling.no("This question has been answered already.")
    return is_open(delegation.submission)


def may_answer(delegation: Delegation, person: people.Person) -> handling.Verdict:
    """The holder of the post that was asked answers, once."""
    if not (waiting := is_waiting(delegation)):
        return waiting
    if delegation.post.holder() != person:
        return handling.no(f"Only {delegation.post} can answer this question.")
    return handling.YES


def may_take(delegation: Delegation, person: people.Person) -> handling.Verdict:
    """An editor takes a delegated answer into the return after reading it."""
    if delegation.answered_at is None:
        return handling.no(f"{delegation.post} has not answered yet.")
    if delegation.taken_at is not None:
        return handling.no("This answer has been taken into the return already.")
    return may_edit(delegation.submission, person)


def may_withdraw(delegation: Delegation, person: people.Person) -> handling.Verdict:
    """An editor takes back a question that nobody has answered."""
    if not (waiting := is_waiting(delegation)):
        return waiting
    return may_edit(delegation.submission, person)


def is_asked(finding: frameworks.Item, *, cohort: str, subject: Subject) -> handling.Verdict:
    """A finding is answered when it is asked of the subject's cohort and still in use today."""
    asked_of = finding.body.get("asked_of") or []
    if asked_of and cohort not in asked_of:
        return handling.no("This question is not asked of bodies of this cohort.")
    if finding.is_historical and not subject.round.is_reconstruction:
        return handling.no("This question belongs to history and is not asked today.")
    return handling.YES


def offered_values(scale: list[frameworks.Item]) -> list[frameworks.Item]:
    """The points of a scale that a return offers to a body, as the framework says."""
    return [point for point in scale if point.body["offered"]]
