"""Following a clause up: progress, moved dates, and closure by another person."""

import datetime

from django.utils import timezone

from headwater.inspection.models import Clause, Progress
from headwater.inspection.rules import recommendations as rules
from headwater.kernel import actions, audit, handling, people

LINK_ACT = "close-clause"
LINK_DAYS = 14


def fetch(reference: str) -> Clause:
    """One clause with its recommendation, lead post and action; NotSeen when it is closed to us."""
    related = ("recommendation__record__area", "lead_post__organisation", "action__record")
    found = Clause.objects.filter(reference=reference).select_related(*related).first()
    if found is None:
        raise handling.NotSeen(reference)
    return found


def is_overdue(clause: Clause) -> bool:
    """Whether a clause is overdue today."""
    rows = list(clause.progress.order_by("on_date", "pk"))
    made = clause.recommendation.made_date
    return rules.standing(clause, rows, on=people.today(), made_date=made).is_overdue


def report_progress(
    clause: Clause,
    *,
    text: str,
    version: int,
    by: audit.Actor,
    evidence: str = "",
    is_done: bool = False,
    on_date: datetime.date | None = None,
) -> Progress:
    """Append a report on a clause; ``is_done`` reports it done, which needs evidence.

    ``on_date`` is the day of which the report speaks: not in the future, nor before the last row.
    """
    if isinstance(by, people.Person):
        handling.require(rules.may_report(clause, by))
    if not text.strip():
        raise handling.Refused("Say what was done.")
    if is_done and not evidence.strip():
        raise handling.Refused("Say what shows that the clause is done.")
    day = _day(clause, on_date)
    handling.claim(clause, version=version)
    row = _append(
        clause,
        Progress.Sort.REPORT,
        text=text,
        evidence=evidence,
        state=Clause.State.REPORTED if is_done else Clause.State.OPEN,
        day=day,
        by=by,
    )
    name = "clause reported done" if is_done else "progress reported"
    audit.note(name, clause.recommendation, by=by, clause=clause.mark, text=text, evidence=evidence)
    return row


def move_date(
    clause: Clause,
    *,
    to: datetime.date,
    reason: str,
    version: int,
    by: audit.Actor,
    on_date: datetime.date | None = None,
) -> Progress:
    """Move the date by which a clause is due; the first date is kept and each slip counted."""
    if isinstance(by, people.Person):
        handling.require(rules.may_manage(by))
    handling.require(
        rules.may_move(clause, to=to, reason=reason, made_date=clause.recommendation.made_date)
    )
    day = _day(clause, on_date)
    handling.claim(clause, version=version)
    before = clause.due_date
    row = _append(
        clause,
        Progress.Sort.MOVED,
        text=reason.strip() or "The first date is set.",
        state=clause.state,
        day=day,
        by=by,
        dates=(before, to),
    )
    clause.due_date, clause.first_due_date = to, clause.first_due_date or to
    clause.slip_count += 1 if before is not None and to > before else 0
    clause.save(update_fields=["due_date", "first_due_date", "slip_count"])
    audit.note(
        "clause date moved",
        clause.recommendation,
        by=by,
        clause=clause.mark,
        before=before,
        after=to,
        reason=reason,
    )
    return row


def close(
    clause: Clause,
    *,
    version: int,
    by: audit.Actor,
    agrees: bool = True,
    remark: str = "",
    on_date: datetime.date | None = None,
) -> None:
    """Close a clause that another person reported done, or send it back with a remark."""
    if isinstance(by, people.Person):
        handling.require(rules.may_judge(clause, by, reporters=reporters(clause)))
    elif clause.state != Clause.State.REPORTED:
        raise handling.Refused("There is nothing to close until the clause is reported done.")
    _settle(clause, agrees=agrees, remark=remark, version=version, on_date=on_date, by=by)


def close_by_link(
    clause: Clause, *, version: int, by: handling.LinkHolder, agrees: bool = True, remark: str = ""
) -> None:
    """The same for a partner whose post was sent a link; the link is used up."""
    handling.require(rules.may_judge_by_link(clause, by.link.post))
    _settle(clause, agrees=agrees, remark=remark, version=version, on_date=None, by=by)
    handling.spend_link(by.link)


def ask_to_close(clause: Clause, *, post: people.Post, by: people.Person) -> str:
    """Send a post a link that opens the closing of this clause once; return its token.

    The link opens for 14 days.
    """
    handling.require(rules.may_ask(clause, by))
    handling.require(rules.may_judge_by_link(clause, post))
    return handling.issue_link(
        clause.recommendation,
        act=LINK_ACT,
        post=post,
        by=by,
        expires_at=timezone.now() + datetime.timedelta(days=LINK_DAYS),
        clause=clause.reference,
    )


def raise_action(
    clause: Clause,
    *,
    owner_post: people.Post,
    verifier_post: people.Post,
    due_date: datetime.date,
    by: audit.Actor,
    title: str = "",
) -> actions.Action:
    """Turn a clause into an action, open to the owner's body and to bodies that cover its area."""
    handling.hold(clause, "action")
    if isinstance(by, people.Person):
        handling.require(rules.may_raise(clause, by))
    body = owner_post.organisation
    action = actions.raise_for(
        clause.recommendation,
        title=(title or clause.text)[:200],
        owner_post=owner_post,
        verifier_post=verifier_post,
        due_date=due_date,
        label=handling.Label.intern(organisation=body, area=body.area),
        by=by,
        about=f"Recommendation {clause.mark}",
        detail=clause.text,
    )
    clause.action = action
    clause.save(update_fields=["action"])
    audit.note(
        "clause became an action",
        clause.recommendation,
        by=by,
        clause=clause.mark,
        action=action.reference,
    )
    return action


def reporters(clause: Clause) -> set[str]:
    """The signed readers who reported on a clause; none of them may close it."""
    rows = clause.progress.filter(sort=Progress.Sort.REPORT)
    return set(rows.values_list("reported_by", flat=True))


def waiting(clause: Clause) -> list[str]:
    """The marks of the clauses that must be closed before this one."""
    needed = clause.depends_on.exclude(state=Clause.State.CLOSED).select_related("recommendation")
    return sorted(each.mark for each in needed)


def _settle(
    clause: Clause,
    *,
    agrees: bool,
    remark: str,
    version: int,
    on_date: datetime.date | None,
    by: audit.Actor,
) -> None:
    if agrees:
        handling.require(rules.may_close(waiting=waiting(clause)))
    elif not remark.strip():
        raise handling.Refused("Say what is missing, so that the owner can act on it.")
    day = _day(clause, on_date)
    handling.claim(clause, version=version)
    row = _append(
        clause,
        Progress.Sort.CLOSED if agrees else Progress.Sort.SENT_BACK,
        text=remark.strip() or "Closed.",
        state=Clause.State.CLOSED if agrees else Clause.State.OPEN,
        day=day,
        by=by,
    )
    if agrees:
        clause.closed_at, clause.closed_by = timezone.now(), row.reported_for
        clause.save(update_fields=["closed_at", "closed_by"])
    name = "clause closed" if agrees else "clause sent back"
    audit.note(name, clause.recommendation, by=by, clause=clause.mark, remark=remark)


def _day(clause: Clause, on_date: datetime.date | None) -> datetime.date:
    """The day of which a row speaks; the rows of a clause follow each other by day."""
    day = on_date or people.today()
    if day > people.today():
        raise handling.Refused("The day of a report cannot lie in the future.")
    last = clause.progress.order_by("-on_date", "-pk").first()
    if last is not None and day < last.on_date:
        raise handling.Refused(
            f"The last report is of {last.on_date.day} {last.on_date:%B %Y}; give that day or later."
        )
    return day


def _append(
    clause: Clause,
    sort: Progress.Sort,
    *,
    text: str,
    state: str,
    day: datetime.date,
    by: audit.Actor,
    evidence: str = "",
    dates: tuple[datetime.date | None, datetime.date | None] = (None, None),
) -> Progress:
    """Add a row and move the clause to ``state``."""
    row = Progress.objects.create(
        label_id=clause.label_id,
        clause=clause,
        sort=sort,
        text=text.strip(),
        evidence=evidence.strip(),
        old_due_date=dates[0],
        new_due_date=dates[1],
        state_after=state,
        on_date=day,
        reported_by=by.reader,
        reported_for=_speaks_for(by),
    )
    if clause.state != state:
        clause.state = Clause.State(state)
        clause.save(update_fields=["state"])
    return row


def _speaks_for(by: audit.Actor) -> str:
    """The body or post in whose name somebody reports; persons are not named to the public."""
    if isinstance(by, people.Person):
        bodies = by.organisations_now()
        return bodies[0].name if bodies else "No body"
    return str(by)[:200]
