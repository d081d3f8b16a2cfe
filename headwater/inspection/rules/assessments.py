"""Who runs a self-assessment, what it asks, and how it compares with the one before.

A body answers for itself and in private. Nothing is scored or added up: where the scale is ordered
a change says which way it went, and points of the scale are counted, because no framework here
defines a total.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from headwater.inspection.models import Assessment
from headwater.kernel import frameworks, handling, people


class Point(Protocol):
    """A point of a scale, as the library writes it."""

    title: str
    body: dict[str, object]


def may_run(organisation: people.Organisation, person: people.Person) -> handling.Verdict:
    """Whoever may run self-assessments for a body; nobody else is asked or told."""
    if person.may("assess.run", organisation=organisation):
        return handling.YES
    return handling.no(f"You cannot run a self-assessment for {organisation.name}.")


def may_answer(assessment: Assessment, person: people.Person) -> handling.Verdict:
    """A self-assessment is answered while it is open, by people of its body."""
    if assessment.state != Assessment.State.OPEN:
        return handling.no("This self-assessment is complete and does not change. Begin a new one.")
    return may_run(assessment.record.owner, person)


def may_complete(assessment: Assessment, unanswered_count: int) -> handling.Verdict:
    """It is complete when every question has an answer, even if the answer is not recorded."""
    if assessment.state != Assessment.State.OPEN:
        return handling.no("This self-assessment is complete already.")
    if unanswered_count == 1:
        return handling.no("1 question has no answer yet. Answer it before you complete this.")
    if unanswered_count:
        return handling.no(
            f"{unanswered_count} questions have no answer yet. Answer them before you complete this."
        )
    return handling.YES


def may_use(framework: frameworks.Pack) -> handling.Verdict:
    """Only a framework that asks questions can be run on oneself."""
    if framework.kind != "framework":
        return handling.no(f"{framework.title} holds no questions to assess yourself by.")
    return handling.YES


def is_asked(asked_of: Iterable[str], *, cohort: str, cohorts: Iterable[str]) -> bool:
    """Whether a finding is put to a body that answers as ``cohort`` (empty: as none of them).

    A body that answers as none is asked what the framework asks of every cohort.
    """
    asked = set(asked_of)
    if not asked:
        return True
    return cohort in asked if cohort else asked >= set(cohorts)


@dataclass(frozen=True)
class Change:
    """How the answer to one question moved since the last self-assessment."""

    code: str
    question: str
    before: str
    after: str
    word: str


def word(before: Point | None, after: Point | None) -> str:
    """How an answer moved: up or down the scale where it is ordered, else only that it changed.

    Points are ordered by their number where the scale gives one, else by whether they count as
    met. Points that are neither (not recorded, not applicable) are in no order with the rest.
    """
    if after is None:
        return "no longer asked"
    if before is None:
        return "newly asked"
    if before.title == after.title:
        return "unchanged"
    old, new = _place(before), _place(after)
    if old is None or new is None or old == new:
        return "changed"
    return "up the scale" if new > old else "down the scale"


def _place(point: Point) -> float | None:
    if point.body["answer"] in ("not_recorded", "not_applicable"):
        return None
    value = point.body.get("value")
    if isinstance(value, int | float):
        return float(value)
    return {"numerator": 1.0, "denominator": 0.0}.get(str(point.body["counts_as"]))
