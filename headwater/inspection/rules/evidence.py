"""Which evidence may be kept, and when the evidence for a finding is enough.

The methods are those of HMIC-2009 Appendix B (returns, documents, interviews, focus groups) and
observation on visits. How much a finding needs is data of the framework, not code.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from headwater.inspection.models import Evidence, EvidenceUse, Round
from headwater.kernel import handling, people

MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")
SPOKEN = (Evidence.Method.INTERVIEW, Evidence.Method.FOCUS_GROUP)
SUPPORTS, CONTRADICTS = EvidenceUse.Stance.SUPPORTS, EvidenceUse.Stance.CONTRADICTS


def may_gather(
    round_: Round, person: people.Person, *, is_member: bool, interest: handling.Verdict
) -> handling.Verdict:
    """An inspector of the team gathers evidence until publication, never of a home force."""
    if round_.is_reconstruction:
        return handling.no("A reconstructed round has no evidence: nobody knows what was seen.")
    if round_.phase == Round.Phase.PUBLISHED:
        return handling.no("This round is published, so its evidence no longer changes.")
    if not is_member or not person.may("round.inspect"):
        return handling.no("Only an inspector of the round's team can add evidence.")
    return interest


def may_supply(
    round_: Round, person: people.Person, organisation: people.Organisation | None
) -> handling.Verdict:
    """A body supplies evidence about itself, through those who may edit its return."""
    if round_.is_reconstruction:
        return handling.no("A reconstructed round has no evidence: nobody knows what was seen.")
    if round_.phase == Round.Phase.PUBLISHED:
        return handling.no("This round is published, so its evidence no longer changes.")
    if organisation is None or not person.may("return.edit", organisation=organisation):
        return handling.no("Only those who edit the body's return can supply its evidence.")
    return handling.YES


def may_keep(
    *,
    method: str,
    said_by_role: str,
    speaks_of_date: datetime.date,
    received_date: datetime.date,
    marking: str,
    names: Iterable[str],
    today: datetime.date,
) -> handling.Verdict:
    """Whether a piece of evidence is complete and may be held here.

    ``names`` are the names of people known to the installation: who said something is kept by
    role, so that a body is judged and not a person.
    """
    if marking not in MARKINGS:
        return handling.no(
            f"Material marked {marking or 'with nothing'} cannot be held here. "
            f"It can be {' or '.join(MARKINGS)}."
        )
    if received_date > today:
        return handling.no("The day on which it arrived is still to come. Check the date.")
    if speaks_of_date > received_date:
        return handling.no("It speaks of a day after it arrived. Check the two dates.")
    if method in SPOKEN and not said_by_role.strip():
        return handling.no("Say by role who spoke, such as district commander.")
    said = said_by_role.casefold()
    if any(name.casefold() in said for name in names):
        return handling.no("Say who spoke by role, such as district commander, never by name.")
    return handling.YES


@dataclass(frozen=True)
class Corroboration:
    """Whether the evidence for one finding of one subject is enough, and what is missing if not.

    Counts are of pieces of evidence that the reader may see; ``methods`` are the different
    methods among those that support.
    """

    is_met: bool
    sentence: str
    rule: str
    supporting_count: int
    contradicting_count: int
    methods: tuple[str, ...]


NO_RULE = "The framework asks for no corroboration of this finding."


def corroborated(
    rule: Mapping[str, Any] | None, pieces: Iterable[tuple[str, str]]
) -> Corroboration:
    """Weigh ``pieces``, pairs of method and stance, by a finding's corroboration rule.

    The rule counts different methods among the pieces that support, requires some, and says which
    methods count. A contradiction does not undo corroboration; it is counted and said.
    """
    known = list(pieces)
    supporting = [method for method, stance in known if stance == SUPPORTS]
    against = len(known) - len(supporting)
    if not rule:
        return Corroboration(True, NO_RULE, "", len(supporting), against, _ordered(supporting))
    counted = _ordered(method for method in supporting if method in rule["methods"])
    missing = _missing(rule, counted)
    sentence = f"Not corroborated yet: {missing}." if missing else f"Corroborated: {_met(counted)}."
    if against:
        pieces_say = "1 piece contradicts" if against == 1 else f"{against} pieces contradict"
        sentence = f"{sentence} {pieces_say} it."
    return Corroboration(not missing, sentence, rule["rule"], len(supporting), against, counted)


def _missing(rule: Mapping[str, Any], counted: tuple[str, ...]) -> str:
    required = [method for method in rule.get("must_include") or [] if method not in counted]
    if required:
        return f"it needs a {_words(required, 'and a')}"
    more = int(rule["minimum_methods"]) - len(counted)
    if more <= 0:
        return ""
    others = [method for method in rule["methods"] if method not in counted]
    if not counted:
        many = "one method" if more == 1 else f"{more} different methods"
        return f"it needs support by {many}"
    what = "one more method" if more == 1 else f"{more} more methods"
    return f"it needs {what}, such as {_words(others, 'or')}"


def _met(counted: tuple[str, ...]) -> str:
    return f"{_words(counted, 'and')} agree" if len(counted) > 1 else f"{_words(counted, 'and')}"


def _ordered(methods: Iterable[str]) -> tuple[str, ...]:
    present = set(methods)
    return tuple(method for method in Evidence.Method.values if method in present)


def _words(methods: Iterable[str], last: str) -> str:
    words = [Evidence.Method(method).label.lower() for method in methods]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
