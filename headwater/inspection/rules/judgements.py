"""Which stage descriptors support, and who may rate, finish and settle.

The stages and their descriptors are data (HMIC-2009 2.3.3 and Appendix B, Assessment Criteria).
The source describes each stage and does not say how descriptors add up; the rule here is ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headwater.inspection.models import CriterionAnswer, Round
from headwater.kernel import handling, people

MET = CriterionAnswer.Met.MET
CLAIMED = (CriterionAnswer.Met.MET, CriterionAnswer.Met.PARTLY)
"""The answers for which evidence must be cited."""
RATING_PHASES = (Round.Phase.FIELDWORK, Round.Phase.MODERATION)
SETTLING_PHASES = (*RATING_PHASES, Round.Phase.ACCURACY)
NO_RATINGS = (
    "A reconstructed round has no ratings: its stages were drawn by lot to give the published "
    "totals, and nobody rated anybody."
)
NO_STAGES = "This framework has no stages, so nothing can be rated against it."


@dataclass(frozen=True)
class Step:
    """One stage of a ladder with the codes of its descriptors."""

    stage: str
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Support:
    """The stage that descriptors support; None while nothing has been answered.

    ``missing`` are the descriptors of the next stage that are not met, ``following`` that stage
    (empty at the top).
    """

    stage: str | None
    following: str
    missing: tuple[str, ...]


def supported(ladder: Sequence[Step], met: Mapping[str, str]) -> Support:
    """The highest stage that the answers hold up.

    The first stage describes a beginning ("only just written", "still being adjusted"). A body
    that goes on outgrows it, so its descriptors are not a condition of the later stages: it is
    where every body stands that the second stage does not hold. From the second stage on the
    descriptors add up: a stage is supported when all of its own are met and all of those of every
    stage between it and the first. Partly met, not known and unanswered count as not met: what
    has not been shown does not lift a body.
    """
    if not ladder or not met:
        return Support(None, ladder[0].stage if ladder else "", ())
    reached = ladder[0].stage
    for step in ladder[1:]:
        missing = tuple(code for code in step.criteria if met.get(code) != MET)
        if missing:
            return Support(reached, step.stage, missing)
        reached = step.stage
    return Support(reached, "", ())


def unanswered(ladder: Sequence[Step], met: Mapping[str, str], *, stage: str) -> tuple[str, ...]:
    """The descriptors without an answer, from the first stage to the one after ``stage``.

    A rating shows that a stage is reached, and that the next is not.
    """
    names = [step.stage for step in ladder]
    upto = ladder[: names.index(stage) + 2]
    return tuple(code for step in upto for code in step.criteria if code not in met)


def may_follow(round_: Round, *, is_member: bool) -> handling.Verdict:
    """Whether somebody may follow how a live round is judged; the others read its report."""
    if is_member or round_.is_reconstruction:
        return handling.YES
    return handling.no(
        "Ratings and judgements are the inspection team's. Others read them in the report."
    )


def may_rate(
    round_: Round, person: people.Person, *, is_member: bool, interest: handling.Verdict
) -> handling.Verdict:
    """An inspector of the team rates during fieldwork and moderation, never a home force."""
    if round_.is_reconstruction:
        return handling.no(NO_RATINGS)
    if not is_member or not person.may("round.judge"):
        return handling.no("Only an inspector of the round's team can rate.")
    if not interest:
        return interest
    if round_.phase not in RATING_PHASES:
        return handling.no(
            "Ratings are made during fieldwork and moderation. "
            f"This round is at the phase “{round_.get_phase_display()}”."
        )
    return handling.YES


def may_begin(
    *,
    place: str,
    own_place: str,
    is_second_due: bool,
    is_opened: bool,
) -> handling.Verdict:
    """Whether a rating can begin in a place; two ratings are made by two people.

    ``own_place`` is the place in which the person already rates the same thing, or empty.
    """
    if own_place:
        return handling.no(
            f"You have made the {own_place} rating. The other is made by another inspector."
        )
    if place == "second" and not is_second_due:
        return handling.no("This was not drawn for a second rating.")
    if place == "second" and is_opened:
        return handling.no(
            "The first rating has been opened to the team, so a second would not be blind."
        )
    return handling.YES


def may_finish(
    ladder: Sequence[Step],
    met: Mapping[str, str],
    *,
    stage: str,
    narrative: str,
    reason: str,
    uncited_count: int,
) -> handling.Verdict:
    """Whether a rating is complete.

    ``uncited_count`` counts the descriptors called met or partly met that cite no evidence.
    """
    if not ladder:
        return handling.no(NO_STAGES)
    if stage not in [step.stage for step in ladder]:
        return handling.no("Choose one of the stages of the framework.")
    support = supported(ladder, met)
    names = [step.stage for step in ladder]
    highest = max(stage, support.stage or names[0], key=names.index)
    if open_ := len(unanswered(ladder, met, stage=highest)):
        many = "1 descriptor has" if open_ == 1 else f"{open_} descriptors have"
        return handling.no(f"{many} no answer yet, up to the stage after the one you choose.")
    if uncited_count:
        many = "1 descriptor is" if uncited_count == 1 else f"{uncited_count} descriptors are"
        return handling.no(f"{many} called met or partly met without citing evidence.")
    if not narrative.strip():
        return handling.no("Write the narrative: why the body stands where you say it does.")
    if stage != support.stage and not reason.strip():
        return handling.no("Give your reason for another stage than the descriptors support.")
    return handling.YES


def may_settle(
    round_: Round,
    person: people.Person,
    *,
    is_member: bool,
    interest: handling.Verdict,
    opened_count: int,
    is_second_due: bool,
    reason: str,
) -> handling.Verdict:
    """Whether a judgement can be settled from ``opened_count`` ratings that the team can see.

    Two ratings are opened together, so one where two are due means that the other is not done.
    """
    if round_.is_reconstruction:
        return handling.no(NO_RATINGS)
    if not is_member or not person.may("round.moderate"):
        return handling.no("Only an inspector of the round's team can moderate.")
    if not interest:
        return interest
    if round_.phase not in SETTLING_PHASES:
        return handling.no(
            "Judgements are settled from fieldwork until the facts have been checked. "
            f"This round is at the phase “{round_.get_phase_display()}”."
        )
    if opened_count < (2 if is_second_due else 1):
        return handling.no(
            "Both ratings must be done before they are moderated."
            if is_second_due
            else "The rating must be done before a judgement is settled."
        )
    if not reason.strip():
        return handling.no("Give the reason for the judgement, also when the ratings agree.")
    return handling.YES
