"""What may be done with a round, and when it may enter its next phase.

The order of phases follows HMIC-2009 Appendix B: question framework and document request, returns
reviewed before fieldwork, a meeting half-way and one at the end, critical readers, publication.
"""

import datetime
import re
from dataclasses import dataclass

from headwater.inspection.models import Return, Round, Visit
from headwater.kernel import handling, meetings, people

MIDPOINT = "Mid-point meeting"
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


def may_be_called(slug: str) -> handling.Verdict:
    """A round's short name stands in addresses and file names."""
    if SLUG.fullmatch(slug):
        return handling.YES
    return handling.no(
        "A round's short name has up to 60 letters, digits and hyphens, such as averland-2026."
    )


def may_manage(round_: Round, person: people.Person) -> handling.Verdict:
    """A round is planned and led by whoever may manage rounds and belongs to its team."""
    if not person.may("round.manage"):
        return handling.no("Only a lead inspector can change the plan of a round.")
    if round_.phase == Round.Phase.PUBLISHED:
        return handling.no("This round is published and cannot change.")
    return handling.YES


@dataclass(frozen=True)
class Readiness:
    """What stands between a round and a phase. Counts are over all subjects of the round."""

    subject_count: int
    visited_count: int
    unjudged_count: int
    open_return_count: int
    planned_visit_count: int
    midpoint_held: bool
    unanswered_checks: int
    unresolved_comments: int
    edition_count: int


def may_enter(round_: Round, phase: str, found: Readiness) -> handling.Verdict:
    """Whether a round may move on; the sentence says what is still to be done."""
    if phase not in Round.TRANSITIONS[Round.Phase(round_.phase)]:
        return handling.no(
            f"A round in {round_.get_phase_display().lower()} cannot move to "
            f"{Round.Phase(phase).label.lower()}."
        )
    return _CHECKS[Round.Phase(phase)](round_, found)


def _may_open_returns(round_: Round, found: Readiness) -> handling.Verdict:
    if not round_.terms.strip():
        return handling.no("Write the terms of reference before returns are asked for.")
    if not found.subject_count:
        return handling.no("Add the bodies to be inspected before returns are asked for.")
    if round_.returns_due_on is None:
        return handling.no("Set the day by which returns are due.")
    return handling.YES


def _may_start_fieldwork(round_: Round, found: Readiness) -> handling.Verdict:
    if found.open_return_count:
        return handling.no(
            f"{found.open_return_count} of {found.subject_count} returns are not accepted yet. "
            "Returns are reviewed before fieldwork."
        )
    return handling.YES


def _may_moderate(round_: Round, found: Readiness) -> handling.Verdict:
    if found.planned_visit_count:
        return handling.no(f"{found.planned_visit_count} visits are still planned.")
    if found.visited_count < found.subject_count and not round_.is_reconstruction:
        missing = found.subject_count - found.visited_count
        return handling.no(f"{missing} bodies have not been visited.")
    if not found.midpoint_held and not round_.is_reconstruction:
        return handling.no("Hold the mid-point meeting and record it first.")
    return handling.YES


def _may_check_accuracy(round_: Round, found: Readiness) -> handling.Verdict:
    if found.unjudged_count:
        return handling.no(f"{found.unjudged_count} judgements are not settled yet.")
    return handling.YES


def _may_publish(round_: Round, found: Readiness) -> handling.Verdict:
    if not found.edition_count:
        return handling.no("Publish the report's first edition; the round follows it.")
    return handling.YES


_CHECKS = {
    Round.Phase.RETURNS: _may_open_returns,
    Round.Phase.FIELDWORK: _may_start_fieldwork,
    Round.Phase.MODERATION: _may_moderate,
    Round.Phase.ACCURACY: _may_check_accuracy,
    Round.Phase.PUBLISHED: _may_publish,
}


def next_phase(round_: Round) -> str:
    """The phase that follows in the ordinary course, or an empty text at the end."""
    after = Round.TRANSITIONS[Round.Phase(round_.phase)]
    return after[0] if after else ""


def may_visit(
    round_: Round, *, starts_on: datetime.date, ends_on: datetime.date, person: people.Person
) -> handling.Verdict:
    """Visits are planned by the lead, within the round, and end after they begin."""
    allowed = may_manage(round_, person)
    if not allowed:
        return allowed
    if round_.is_reconstruction:
        return handling.no("A reconstructed round has no visits: nobody knows who was seen when.")
    if ends_on < starts_on:
        return handling.no("The visit ends before it begins. Check the two days.")
    if starts_on < round_.starts_on:
        return handling.no("The visit begins before the round does.")
    return handling.YES


def is_midpoint(meeting: meetings.Meeting) -> bool:
    """Whether a meeting is the one half-way through fieldwork (HMIC-2009 App B, Methodology)."""
    return meeting.title.startswith(MIDPOINT) and meeting.state != meetings.Meeting.State.PLANNED


def is_open(submission: Return) -> bool:
    """Whether a return still waits for somebody."""
    return submission.state != Return.State.ACCEPTED


def is_waiting(visit: Visit) -> bool:
    """Whether a visit has still to be made."""
    return visit.state == Visit.State.PLANNED
