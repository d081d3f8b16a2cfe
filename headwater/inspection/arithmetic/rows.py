"""One row of a finding table on its own: can its Yes and its No both be true?"""

from dataclasses import dataclass

from headwater.inspection.arithmetic import counting, fractions, reading, rounding, wording
from headwater.inspection.arithmetic.problems import Kind, Problem, Severity

RULE_OF_THE_TABLES = "rounding halves up, as the tables do,"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with what its print allows.

    `region` holds the whole numbers that make the row true, under the gentlest rounding rule that
    does; None when no rule does. `problem` is what is wrong with the row taken alone.
    """

    row: reading.FindingRow
    asked: int
    region: counting.Region | None
    problem: Problem | None

    @property
    def possible(self) -> counting.Region:
        """The region, or every pair when the row is broken."""
        return self.region or counting.Region.unknown(self.asked)

    def counts(self, answer: str) -> counting.Range:
        """What the row allows for one answer; empty when its percentage is impossible."""
        if self.region is None:
            printed = self.row.yes if answer == "yes" else self.row.no
            return _counts(printed, self.asked, rounding.Rounding.HALF_UP)
        return self.region.side(answer)

    def under(self, rule: rounding.Rounding) -> counting.Region:
        """What the row allows under one rounding rule; every pair when the row is broken."""
        return self.possible if self.region is None else region(self.row, self.asked, rule)

    def report(
        self, severity: Severity, kind: Kind, *, possible: str, why: str, printed: str = ""
    ) -> Problem:
        """A problem at this row."""
        return Problem(
            severity=severity,
            kind=kind,
            capability=self.row.capability,
            finding_id=self.row.finding_id,
            cohort=self.row.cohort,
            printed=printed or shown(self.row),
            possible=possible,
            why=why,
        )


def judge(row: reading.FindingRow) -> Judged | None:
    """The row with what it allows; None when it prints no figure, no denominator or no bodies."""
    if not row.denominator or (row.yes is None and row.no is None):
        return None
    asked = row.denominator
    plain = region(row, asked, rounding.Rounding.HALF_UP)
    missing_points = _points_short_of_100(row)
    is_whole = missing_points == 0
    if not plain.is_empty:
        sound = Judged(row, asked, plain, None)
        if is_whole or not plain.filling(asked).is_empty:
            return sound
        return Judged(row, asked, plain, _incomplete(sound, plain))
    return _judge_beyond_half_up(row, asked, is_short=missing_points > 0, is_whole=is_whole)


def of_nobody(row: reading.FindingRow) -> Problem | None:
    """The fault of a row that prints a share of no bodies at all."""
    if row.denominator != 0:
        return None
    faults = (fractions.fault(share, None, of=0) for share in (row.yes, row.no) if share)
    for severity, kind, possible, why in filter(None, faults):
        return Judged(row, 0, None, None).report(severity, kind, possible=possible, why=why)
    return None


def region(row: reading.FindingRow, asked: int, rule: rounding.Rounding) -> counting.Region:
    """The Yes and No counts that print as the row does under a rule."""
    return counting.Region.among(
        asked, yes=_counts(row.yes, asked, rule), no=_counts(row.no, asked, rule)
    )


def shown(row: reading.FindingRow) -> str:
    """The row as printed: "yes 88% no 12% of 24"."""
    return f"yes {wording.share(row.yes)} no {wording.share(row.no)} of {row.denominator}"


def _judge_beyond_half_up(
    row: reading.FindingRow, asked: int, *, is_short: bool, is_whole: bool
) -> Judged:
    broken = Judged(row, asked, None, None)
    kind = Kind.IMPOSSIBLE_PERCENTAGE if is_whole else Kind.SUM_NOT_100
    for rule in rounding.OTHER_RULES:
        allowed = region(row, asked, rule)
        filled = allowed.filling(asked) if row.yes is not None and row.no is not None else allowed
        if not filled.is_empty:
            return Judged(row, asked, filled, _rounding(broken, kind, filled, rule))
    loose = region(row, asked, rounding.Rounding.HALF_EITHER_WAY)
    if is_short and not loose.is_empty:
        return Judged(row, asked, loose, _incomplete(broken, loose))
    return Judged(row, asked, None, _contradiction(broken, kind))


def _counts(
    percentage: rounding.Figure | None, asked: int, rule: rounding.Rounding
) -> counting.Range:
    if percentage is None:
        return counting.Range(0, asked)
    return rounding.counts(percentage, of=asked, rule=rule)


def _points_short_of_100(row: reading.FindingRow) -> int:
    """How far Yes and No stay below 100, in the last printed decimal; 0 when one is not printed."""
    if row.yes is None or row.no is None:
        return 0
    places = max(row.yes.places, row.no.places)
    return int(100 * 10**places) - row.yes.in_places(places) - row.no.in_places(places)


def _sum(row: reading.FindingRow) -> str:
    assert row.yes is not None
    assert row.no is not None
    places = max(row.yes.places, row.no.places)
    return f"{rounding.Figure(row.yes.in_places(places) + row.no.in_places(places), places)}%"


def _incomplete(judged: Judged, allowed: counting.Region) -> Problem:
    left = counting.Range(judged.asked, judged.asked) - allowed.either
    return judged.report(
        Severity.INCOMPLETE,
        Kind.SUM_NOT_100,
        possible=(
            f"yes {wording.bodies(allowed.yes, of=judged.asked)}, "
            f"no {wording.bodies(allowed.no, of=judged.asked)}, neither {left}"
        ),
        why=(
            f"Yes and No add to {_sum(judged.row)}, so {left} of the {judged.asked} "
            f"{'is' if left == counting.Range(1, 1) else 'are'} in neither column."
        ),
    )


def _rounding(
    judged: Judged, kind: Kind, allowed: counting.Region, rule: rounding.Rounding
) -> Problem:
    row, asked = judged.row, judged.asked
    sides = [("yes", row.yes, allowed.yes), ("no", row.no, allowed.no)]
    wrong = [
        f"{answer} {wording.bodies(counts, of=asked, places=printed.places)}"
        for answer, printed, counts in sides
        if printed is not None and rounding.counts(printed, of=asked).is_empty
    ]
    misfits = [
        f"{printed}% for {answer} ({counts} of {asked})"
        for answer, printed, counts in sides
        if printed is not None and rounding.counts(printed, of=asked).is_empty
    ]
    return judged.report(
        Severity.ROUNDING_ONLY,
        kind,
        possible=" and ".join(wrong),
        why=(
            f"{RULE_OF_THE_TABLES.capitalize()} no whole number of {asked} gives "
            f"{' or '.join(misfits)}; it fits only when {rule.value}."
        ),
    )


def _contradiction(judged: Judged, kind: Kind) -> Problem:
    row, asked = judged.row, judged.asked
    possible = []
    impossible = []
    for answer, printed in (("yes", row.yes), ("no", row.no)):
        if printed is None:
            continue
        fitting = rounding.counts(printed, of=asked)
        if fitting.is_empty:
            impossible.append(f"{printed}% for {answer}")
            possible.append(f"{answer} {wording.nearest(printed, of=asked)}")
        else:
            possible.append(f"{answer} {wording.bodies(fitting, of=asked, places=printed.places)}")
    reasons = []
    if kind is Kind.SUM_NOT_100:
        reasons.append(f"Yes and No add to {_sum(row)}, which rounding cannot explain")
    if impossible:
        reasons.append(f"no whole number of {asked} gives {' or '.join(impossible)}")
    text = ", and ".join(reasons)
    return judged.report(
        Severity.CONTRADICTION,
        kind,
        possible=", ".join(possible),
        why=f"{text[0].upper()}{text[1:]}.",
    )
