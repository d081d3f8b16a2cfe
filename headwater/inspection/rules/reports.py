"""What may be done with a report, and what stands between it and publication.

Two people sign because nobody publishes alone; the comments of the bodies inspected and of critical
readers are answered first (HMIC-2009 App B: factual accuracy, critical readers).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.inspection.models import AccuracyCheck, Edition, Report, Round
from headwater.kernel import handling, people

SIGNATURES = 2


@dataclass(frozen=True)
class Fault:
    """One thing between a report and its publication; a warning does not stop it.

    ``kind`` is one of text, number, figures, guidance, accuracy, readers, phase, signature;
    ``chapter`` is the chapter's reference and ``line`` a line of its text, where there is one.
    """

    kind: str
    sentence: str
    chapter: str = ""
    place: str = ""
    line: int = 0
    is_warning: bool = False


def stops(faults: Sequence[Fault]) -> list[Fault]:
    """The faults that stop publication."""
    return [fault for fault in faults if not fault.is_warning]


def may_edit(person: people.Person) -> handling.Verdict:
    """Inspectors of the round write its report."""
    if not person.may("report.edit"):
        return handling.no("Only inspectors of the round can write its report.")
    return handling.YES


def may_send(round_: Round, person: people.Person) -> handling.Verdict:
    """The draft goes to the bodies once the round is in factual accuracy."""
    if not (allowed := may_edit(person)):
        return allowed
    if round_.is_reconstruction:
        return handling.no(
            "The bodies of a reconstruction are anonymous: nobody can be asked whether its "
            "passages are accurate."
        )
    if round_.phase != Round.Phase.ACCURACY:
        return handling.no("Move the round to factual accuracy before the draft is sent.")
    return handling.YES


def may_comment_accuracy(check: AccuracyCheck) -> handling.Verdict:
    """A body comments once; after the reply the matter is closed."""
    if check.commented_at is not None:
        return handling.no("This body has commented already. Its comment is kept as it was sent.")
    return handling.YES


def may_reply_accuracy(check: AccuracyCheck, person: people.Person) -> handling.Verdict:
    """Inspectors answer a comment once."""
    if not (allowed := may_edit(person)):
        return allowed
    if check.commented_at is None:
        return handling.no("The body has not commented yet.")
    if check.replied_at is not None:
        return handling.no("This comment has been answered already.")
    return handling.YES


def may_sign(
    person: people.Person, *, faults: Sequence[Fault], has_signed: bool
) -> handling.Verdict:
    """Whoever may sign does so once nothing else is missing, and once for each state of it."""
    if not person.may("report.sign"):
        return handling.no("Only those who may sign for the inspectorate can sign the report.")
    if has_signed:
        return handling.no("You have signed the report as it stands. Another person signs too.")
    others = [fault for fault in stops(faults) if fault.kind != "signature"]
    if others:
        things = "thing stands" if len(others) == 1 else "things stand"
        return handling.no(
            f"{len(others)} {things} between the report and publication besides the signatures. "
            "Settle them first, because a change takes signatures away."
        )
    return handling.YES


def may_ask_to_sign(person: people.Person, *, faults: Sequence[Fault]) -> handling.Verdict:
    """The lead asks a post outside to sign when nobody else in the inspectorate can."""
    if not person.may("round.manage"):
        return handling.no("Only a lead inspector can ask for a signature by link.")
    standing = stops(faults)
    if not standing:
        return handling.no("The report has its signatures.")
    if any(fault.kind != "signature" for fault in standing):
        return handling.no(
            "Settle what stands before publication first; a change voids signatures."
        )
    return handling.YES


def may_publish(
    person: people.Person, *, faults: Sequence[Fault], latest: Edition | None
) -> handling.Verdict:
    """The lead publishes the first edition when nothing stands between."""
    if latest is not None:
        return handling.no(
            f"Edition {latest.number} is published. A change to it is made by an erratum."
        )
    return _may_issue(person, faults)


def may_correct(
    person: people.Person, *, faults: Sequence[Fault], latest: Edition | None
) -> handling.Verdict:
    """An erratum needs an edition to correct, and everything that the first edition needed."""
    if latest is None:
        return handling.no("Nothing is published yet, so there is nothing to correct.")
    return _may_issue(person, faults)


def _may_issue(person: people.Person, faults: Sequence[Fault]) -> handling.Verdict:
    if not person.may("round.manage"):
        return handling.no("Only a lead inspector can publish a report.")
    standing = stops(faults)
    if standing:
        more = f" And {len(standing) - 1} more." if len(standing) > 1 else ""
        place = f"{standing[0].place}: " if standing[0].place else ""
        return handling.no(f"{place}{standing[0].sentence}{more}")
    return handling.YES


def missing_signatures(names: Sequence[str]) -> list[Fault]:
    """What is missing of the two people who sign the report as it stands."""
    if len(names) >= SIGNATURES:
        return []
    signed = f"{names[0]} has signed; one more person must." if names else "Nobody has signed."
    return [Fault("signature", f"Two people sign the report as it stands. {signed}")]


def accuracy_faults(
    checks: Sequence[tuple[str, AccuracyCheck | None]], *, today: datetime.date
) -> list[Fault]:
    """What is missing of the factual-accuracy checks, by body name."""
    found = []
    for name, check in checks:
        if check is None:
            found.append(Fault("accuracy", f"{name} has not been asked about factual accuracy."))
        elif check.commented_at is None and check.due_on >= today:
            day = f"{check.due_on.day} {check.due_on:%B %Y}"
            found.append(Fault("accuracy", f"{name} has until {day} to comment on accuracy."))
        elif check.commented_at is None:
            found.append(
                Fault("accuracy", f"{name} did not comment on accuracy in time.", is_warning=True)
            )
        elif not check.is_agreed and check.replied_at is None:
            found.append(Fault("accuracy", f"The comment of {name} has no answer yet."))
    return found


def guidance_fault(sets: Sequence[str], report: Report) -> list[Fault]:
    """A comparison of bodies judged under different guidance needs the editor's caveat.

    HMIC-2009 2.3.1: some forces were inspected before guidance that others already had.
    """
    if len(sets) < 2 or report.guidance_caveat.strip():
        return []
    return [
        Fault(
            "guidance",
            f"Bodies were visited under {len(sets)} different sets of guidance. Write the caveat "
            "that is printed under the tables that compare them.",
        )
    ]


def phase_fault(round_: Round) -> list[Fault]:
    """A real round is published out of its factual-accuracy phase."""
    ready = round_.phase in {Round.Phase.ACCURACY, Round.Phase.PUBLISHED}
    if round_.is_reconstruction or ready:
        return []
    return [
        Fault(
            "phase",
            f"The round is at the phase “{round_.get_phase_display()}”. A report is published when "
            "the round has reached factual accuracy.",
        )
    ]
