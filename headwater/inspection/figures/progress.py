"""How far a round's work has come: returns by state, answers given, stages settled."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from headwater.inspection.figures.tables import FindingRow
from headwater.inspection.figures.taking import Figures
from headwater.inspection.models import Return, Round


@dataclass(frozen=True)
class Progress:
    """Counts of a round's work done and to be done, among what the reader may see."""

    returns: Sequence[tuple[str, int]]
    answered_count: int
    asked_count: int
    judged_count: int
    to_judge_count: int


def of(round_: Round, taken: Figures) -> Progress:
    """The progress of a round: one query besides the figures already taken.

    Nobody fills in or accepts the returns of a reconstruction, so they have no states to count.
    """
    asked = taken.asked_count
    subjects = taken.round.subject_counts["all"]
    return Progress(
        returns=[] if round_.is_reconstruction else _returns(round_),
        answered_count=taken.figure("round.answers").value or 0,
        asked_count=asked,
        judged_count=taken.figure("round.judgements").value or 0,
        to_judge_count=subjects * (len(taken.round.capabilities) - 1 if taken.round.stages else 0),
    )


def _returns(round_: Round) -> list[tuple[str, int]]:
    states = dict(
        Return.objects.filter(subject__round=round_)
        .values_list("state")
        .annotate(number=Count("pk"))
        .values_list("state", "number")
    )
    return [(label, states.get(state, 0)) for state, label in Return.State.choices]


def grouped(rows: Sequence[FindingRow]) -> list[list[FindingRow]]:
    """Rows put together by finding, in their order."""
    found: dict[str, list[FindingRow]] = {}
    for row in rows:
        found.setdefault(row.finding_id, []).append(row)
    return list(found.values())
