"""The answers of a round, added up, as the caller hands them over."""

from collections.abc import Mapping
from dataclasses import dataclass

from headwater.inspection.arithmetic import sizes

type Counts = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Bodies by finding, cohort and answer (`yes`, `no`, `not_recorded`, `not_applicable`)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers to one finding in one cohort; `asked` leaves out the not applicable."""

    yes: int
    no: int
    asked: int

    def of(self, answer: str) -> int:
        return self.yes if answer == "yes" else self.no


class Answers:
    """Look-up in the answers; empty when none are loaded."""

    def __init__(self, counts: Counts | None) -> None:
        self._counts = counts or {}

    def tally(self, finding_id: str, cohort: str) -> Tally | None:
        """The answers of a cohort; all bodies are the sum of the cohorts unless given."""
        by_cohort = self._counts.get(finding_id)
        if by_cohort is None:
            return None
        if cohort in by_cohort:
            parts = [by_cohort[cohort]]
        elif cohort == sizes.ALL:
            parts = list(by_cohort.values())
        else:
            return None
        yes, no, not_recorded = (
            sum(part.get(answer, 0) for part in parts) for answer in ("yes", "no", "not_recorded")
        )
        return Tally(yes, no, yes + no + not_recorded)
