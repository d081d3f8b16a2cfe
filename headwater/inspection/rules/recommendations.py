"""What may be done with a recommendation's clauses, and how one stood on any given day.

HMIC-2009 1.4 gives each recommendation owners and some of them dates, and prints each again at its
own paragraph, where the owners are not always the same.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headwater.inspection.models import Clause, Progress, Recommendation
from headwater.kernel import handling, people


def may_manage(person: people.Person) -> handling.Verdict:
    """Recommendations are made, assigned and dated by whoever manages them."""
    if person.may("recommendation.manage"):
        return handling.YES
    return handling.no("Only whoever manages recommendations can do this.")


def may_respond(recommendation: Recommendation, person: people.Person) -> handling.Verdict:
    """The response comes from the government's policy official or from the holder of a lead post."""
    if person.may("recommendation.respond") or _leads(recommendation.clauses.all(), person):
        return handling.YES
    return handling.no("Only a lead owner or a policy official can respond to a recommendation.")


def may_report(clause: Clause, person: people.Person) -> handling.Verdict:
    """Progress is reported by the lead owner, or by a policy official while nobody leads."""
    if clause.state == Clause.State.CLOSED:
        return handling.no("This clause is closed, so there is nothing more to report.")
    if _leads([clause], person) or person.may("recommendation.respond"):
        return handling.YES
    owner = str(clause.lead_post or clause.lead or "its lead owner")
    return handling.no(f"Only {owner} or a policy official can report progress on this clause.")


def _leads(clauses: Iterable[Clause], person: people.Person) -> bool:
    for clause in clauses:
        post = clause.lead_post
        if post is None:
            continue
        if person.may("action.manage", organisation=post.organisation) or post.holder() == person:
            return True
    return False


def may_judge(
    clause: Clause, person: people.Person, *, reporters: Iterable[str]
) -> handling.Verdict:
    """Whoever closes a clause, or sends it back, is somebody else than who reported on it."""
    if clause.state != Clause.State.REPORTED:
        return _not_reported(clause)
    if person.reader in set(reporters):
        return handling.no("Whoever reported on this clause cannot close it. Ask another person.")
    if clause.lead_post and clause.lead_post.holder() == person:
        return handling.no("The lead owner cannot close the clause. Ask another person.")
    if person.may("recommendation.manage") or person.may("recommendation.respond"):
        return handling.YES
    return handling.no("Only whoever manages or answers recommendations can close a clause.")


def may_judge_by_link(clause: Clause, post: people.Post) -> handling.Verdict:
    """The same for a partner without an account, unless its post leads the clause."""
    if clause.state != Clause.State.REPORTED:
        return _not_reported(clause)
    if clause.lead_post_id == post.pk:
        return handling.no("The lead owner cannot close the clause. Send the link to another post.")
    return handling.YES


def _not_reported(clause: Clause) -> handling.Verdict:
    if clause.state == Clause.State.CLOSED:
        return handling.no("This clause is closed already.")
    return handling.no("There is nothing to close until the clause is reported done.")


def may_close(*, waiting: Sequence[str]) -> handling.Verdict:
    """A clause is closed after everything that it depends on."""
    if waiting:
        return handling.no(f"This clause depends on {_listed(waiting)}, to be closed first.")
    return handling.YES


def may_move(
    clause: Clause, *, to: datetime.date, reason: str, made_date: datetime.date
) -> handling.Verdict:
    """A date moves with a reason, to another day, while the clause is not closed."""
    if clause.state == Clause.State.CLOSED:
        return handling.no("The date of a closed clause cannot move.")
    if to == clause.due_date:
        return handling.no("That is the date already. Give another day.")
    if to < made_date:
        return handling.no("The date lies before the recommendation was made.")
    if not reason.strip() and clause.due_date is not None:
        return handling.no("Say why the date moves.")
    return handling.YES


def may_ask(clause: Clause, person: people.Person) -> handling.Verdict:
    """A link is sent to an outsider by the clause's lead owner, or by whoever manages it."""
    return handling.YES if _leads([clause], person) else may_manage(person)


def may_raise(clause: Clause, person: people.Person) -> handling.Verdict:
    """A clause that is not closed becomes one action, raised by its lead owner or its manager."""
    if clause.state == Clause.State.CLOSED:
        return handling.no("This clause is closed, so there is nothing to act on.")
    if clause.action_id is not None:
        return handling.no("An action has been raised for this clause already.")
    return may_ask(clause, person)


def owners_differ(named_in: Sequence[dict[str, object]]) -> str:
    """A warning when two places of the report name different owners, or an empty text."""
    named = [(str(each["place"]), _names(each["owners"])) for each in named_in]
    if len({frozenset(owners) for _, owners in named}) < 2:
        return ""
    said = "; ".join(f"{place} names {', '.join(owners) or 'nobody'}" for place, owners in named)
    return f"The report names different owners in different places: {said}."


def _names(owners: object) -> list[str]:
    return [str(owner) for owner in owners] if isinstance(owners, list | tuple) else []


@dataclass(frozen=True)
class Standing:
    """How a clause stood at the end of a day: its date then, its state then, and if it was late."""

    clause: Clause
    on: datetime.date
    due_date: datetime.date | None
    state: str
    is_overdue: bool

    @property
    def days_late(self) -> int:
        """Days past the date then in force; 0 when it was not overdue."""
        return (self.on - self.due_date).days if self.is_overdue and self.due_date else 0

    @property
    def state_shown(self) -> str:
        """The state in words."""
        return str(Clause.State(self.state).label)


def standing(
    clause: Clause, rows: Sequence[Progress], *, on: datetime.date, made_date: datetime.date
) -> Standing:
    """Tell a day again from the appended rows of a clause, oldest first.

    The date in force is the one that the next later move replaced. A clause is overdue when its
    date has passed and it is neither closed nor was reported done in time.
    """
    until = [row for row in rows if row.on_date <= on]
    later = [row for row in rows if row.on_date > on and row.new_due_date is not None]
    due = later[0].old_due_date if later else clause.due_date
    state = until[-1].state_after if until else Clause.State.OPEN
    return Standing(
        clause=clause,
        on=on,
        due_date=due,
        state=state,
        is_overdue=made_date <= on and due is not None and due < on and _is_late(until, state, due),
    )


def _is_late(until: Sequence[Progress], state: str, due: datetime.date) -> bool:
    if state == Clause.State.CLOSED:
        return False
    if state == Clause.State.OPEN:
        return True
    reported = None
    for row in reversed(until):
        if row.state_after != Clause.State.REPORTED:
            break
        reported = row.on_date
    return reported is None or reported > due


def _listed(things: Sequence[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"
