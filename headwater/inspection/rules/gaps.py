"""What the answers suggest about a minimum capability, and who decides and acts on it.

The model of minimum capabilities, with text by risk category, is HMIC-2009 Appendix A. How the
findings behind one add up is our own rule, because the report prints none; so it only suggests,
and a person decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headwater.inspection.models import MinimumState, Return
from headwater.kernel import handling, people

NOT_RECORDED = "not_recorded"
NO_TEXT = "The source prints no separate text for this category."


@dataclass(frozen=True)
class Behind:
    """One finding behind a minimum capability and what the return says to it.

    ``counts_as`` is the scale point's ``numerator``, ``denominator`` or ``left_out``; it is empty
    when nothing was answered.
    """

    code: str
    question: str
    value: str
    answer: str
    counts_as: str

    @property
    def is_known(self) -> bool:
        """Whether the return answers the question at all."""
        return bool(self.counts_as) and self.value != NOT_RECORDED


@dataclass(frozen=True)
class Suggestion:
    """What the answers suggest, and why, in one sentence."""

    status: str
    why: str


def suggest(behind: Sequence[Behind]) -> Suggestion:
    """What the findings behind a minimum capability suggest.

    Questions that do not concern the body are left aside. Of the rest, all met suggests met, none
    suggests not met, some suggests partly met. Where answers are missing, the suggestion is the
    one that every possible answer would leave standing, or else not known.
    """
    concerned = [each for each in behind if each.counts_as != "left_out"]
    known = [each for each in concerned if each.is_known]
    met = sum(each.counts_as == "numerator" for each in known)
    unknown = len(concerned) - len(known)
    if not concerned:
        return Suggestion(
            MinimumState.Status.NOT_KNOWN, "No question behind it was put to this body."
        )
    if not known:
        return Suggestion(MinimumState.Status.NOT_KNOWN, "No question behind it is answered.")
    counted = f"{met} of {len(concerned)} findings behind it are met"
    if unknown:
        counted += f" and {unknown} {'is' if unknown == 1 else 'are'} not recorded"
    least = _status(met, len(concerned))
    most = _status(met + unknown, len(concerned))
    status = least if least == most else MinimumState.Status.NOT_KNOWN
    return Suggestion(status, f"{counted}.")


def _status(met: int, total: int) -> str:
    if met == total:
        return MinimumState.Status.MET
    return MinimumState.Status.PARTLY if met else MinimumState.Status.NOT_MET


def may_decide(submission: Return, person: people.Person) -> handling.Verdict:
    """An inspector who judges in the round decides, or whoever manages the body's own gaps."""
    if submission.subject.round.is_reconstruction:
        return handling.no(
            "The answers of this subject were drawn by lot, so nothing can be decided about it."
        )
    if submission.state == Return.State.OPEN:
        return handling.no("The return is still being filled in. Decide when it is submitted.")
    if person.may("round.judge") or _manages(submission, person):
        return handling.YES
    return handling.no(
        "Only an inspector of the round, or whoever manages the body’s gaps, can decide this."
    )


def may_offer(submission: Return, minimum_is_historical: bool) -> handling.Verdict:
    """What history asked for and is not built is never offered as a gap."""
    if minimum_is_historical:
        return handling.no(
            "This minimum capability is kept for history. It is not offered as a gap."
        )
    return handling.YES


def may_settle(suggested: Suggestion, *, status: str, reason: str) -> handling.Verdict:
    """A decision that differs from what the answers suggest needs its reason."""
    if status not in MinimumState.Status.values:
        return handling.no("Choose met, partly met, not met or not known.")
    if status != suggested.status and not reason.strip():
        label = MinimumState.Status(suggested.status).label.lower()
        return handling.no(f"The answers suggest {label}. Say why you decide differently.")
    return handling.YES


def may_raise(state: MinimumState, person: people.Person) -> handling.Verdict:
    """A gap becomes one action, raised by whoever manages the body's gaps or leads the round."""
    if state.status == MinimumState.Status.MET:
        return handling.no("This minimum capability is met, so there is no gap to act on.")
    if state.action_id is not None:
        return handling.no("An action has been raised for this gap already.")
    if person.may("round.manage") or _manages(state.submission, person):
        return handling.YES
    return handling.no(
        "Only whoever manages the body’s gaps, or the lead inspector, can raise an action."
    )


def _manages(submission: Return, person: people.Person) -> bool:
    body = submission.subject.organisation
    return body is not None and person.may("gap.manage", organisation=body)


ORDER = {
    MinimumState.Status.NOT_MET: 0,
    MinimumState.Status.PARTLY: 1,
    MinimumState.Status.MET: 2,
}


def change(before: str, after: str) -> str:
    """How a status moved from one round to the next, in one word or two."""
    if not before or not after:
        return "not compared"
    if MinimumState.Status.NOT_KNOWN in (before, after):
        return "unchanged" if before == after else "cannot tell"
    steps = ORDER[MinimumState.Status(after)] - ORDER[MinimumState.Status(before)]
    if not steps:
        return "unchanged"
    return "better" if steps > 0 else "worse"


def latest(states: Iterable[MinimumState]) -> dict[int, MinimumState]:
    """The state in force for each minimum capability: the latest day, then the latest decision."""
    found: dict[int, MinimumState] = {}
    for state in sorted(states, key=lambda each: (each.on_date, each.pk)):
        found[state.minimum_id] = state
    return found
