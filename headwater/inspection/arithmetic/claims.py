"""The claims of the body text: alone, in pairs, against the tables and against the answers.

A claim is judged by what it names: a percentage by its denominator, a finding and cohort by the
row of the tables. A claim that names none of these is not judged. Where a claim does not say
which answer it counts, it is sound if it fits either.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from headwater.inspection.arithmetic import (
    counting,
    findings,
    fractions,
    reading,
    rounding,
    wording,
)
from headwater.inspection.arithmetic.answers import Answers
from headwater.inspection.arithmetic.problems import Kind, Problem, Severity, one_line

SAME_AS_A_PERCENTAGE = "the same as a percentage"
UNITS_OF_OTHER_THINGS = frozenset({"GBP", "years", "months", "days", "hours", "multiple"})
CLAIMS_THAT_SETTLE_A_POPULATION = 3


class Claims:
    """The claims with all that they can be held against."""

    def __init__(
        self, printed: Sequence[reading.Claim], *, table: findings.Table, answers: Answers
    ) -> None:
        self._printed = printed
        self._table = table
        self._answers = answers
        self._size_of = _sizes_of_populations(printed)
        self._about: dict[tuple[str, str, str], list[reading.Claim]] = {}
        for claim in printed:
            if claim.finding_id and claim.cohort and claim.value is not None:
                self._about.setdefault(claim.subject, []).append(claim)

    def problems(self) -> list[Problem]:
        """One line for each claim that cannot be true, in file order."""
        return [
            line
            for position, claim in enumerate(self._printed)
            if claim.value is not None
            for line in one_line(self._judge(claim, position))
        ]

    def _judge(self, claim: reading.Claim, position: int) -> list[Problem]:
        found = [
            *self._alone(claim),
            *self._pair(claim, position),
            *self._denominator(claim),
            *self._against_table(claim),
        ]
        if any(problem.severity is Severity.CONTRADICTION for problem in found):
            return found
        return found + self._against_answers(claim)

    def _alone(self, claim: reading.Claim) -> list[Problem]:
        if claim.value is None or claim.denominator is None or not claim.is_percentage:
            return []
        if not rounding.counts(claim.value, of=claim.denominator, to=claim.value_max).is_empty:
            return []
        fault = fractions.fault(claim.value, None, of=claim.denominator)
        return [self._problem(claim, *fault)] if fault else []

    def _pair(self, claim: reading.Claim, position: int) -> list[Problem]:
        """A count and a percentage said of the same thing that do not belong together."""
        for other in self._counterparts(claim, position):
            count, share = (other, claim) if claim.is_percentage else (claim, other)
            of = share.denominator or count.denominator or self._asked(claim)
            if not of or not (_allowed(count, of) & _allowed(share, of)).is_empty:
                continue
            if self._is_to_blame(claim, other):
                return [self._mismatch(claim, count, share, of)]
        return []

    def _counterparts(self, claim: reading.Claim, position: int) -> Iterator[reading.Claim]:
        if claim.finding_id and claim.cohort:
            for other in self._about[claim.subject]:
                if other.is_percentage != claim.is_percentage and _counts_bodies(other):
                    yield other
        elif claim.measure.casefold().startswith(SAME_AS_A_PERCENTAGE) and position:
            before = self._printed[position - 1]
            if before.place == claim.place and _counts_bodies(before) and claim.is_percentage:
                yield before

    def _is_to_blame(self, claim: reading.Claim, other: reading.Claim) -> bool:
        """Of a pair, the one that the tables contradict; if they do not say, the percentage."""
        fits, other_fits = self._fits(claim), self._fits(other)
        if claim.is_percentage:
            return not (fits and other_fits is False)
        return fits is False and other_fits is True

    def _mismatch(
        self, claim: reading.Claim, count: reading.Claim, share: reading.Claim, of: int
    ) -> Problem:
        is_rounding = any(
            not (_allowed(count, of) & _allowed(share, of, rule)).is_empty
            for rule in rounding.OTHER_RULES
        )
        counted = wording.bodies(_allowed(count, of), of=of)
        return self._problem(
            claim,
            Severity.ROUNDING_ONLY if is_rounding else Severity.CONTRADICTION,
            Kind.FRACTION_VS_PERCENTAGE,
            counted if claim is share else f"{_allowed(share, of)} of {of}",
            f"Claim {count.claim_id} counts {_shown(count)} and claim {share.claim_id} says "
            f"{_shown(share)} of the same thing, but the count is {counted}.",
        )

    def _denominator(self, claim: reading.Claim) -> list[Problem]:
        if claim.denominator is None or claim.value is None:
            return []
        if not claim.is_percentage and _whole_numbers(claim).low > claim.denominator:
            why = f"{_shown(claim)} cannot be part of {claim.denominator}."
            possible = f"{claim.denominator} at most"
            return [self._wrong_denominator(claim, Severity.CONTRADICTION, possible, why)]
        if not claim.finding_id:
            return self._population(claim, claim.denominator)
        judged = self._table.row(claim.finding_id, claim.cohort)
        if judged is None or judged.asked == claim.denominator:
            return []
        if self._table.has_wrong_denominator(claim.finding_id, claim.cohort):
            return []
        why = f"The table's row for this finding counts {judged.asked}, not {claim.denominator}."
        possible = f"of {judged.asked}"
        return [self._wrong_denominator(claim, Severity.CONTRADICTION, possible, why)]

    def _population(self, claim: reading.Claim, denominator: int) -> list[Problem]:
        size = self._size_of.get(claim.population, denominator)
        if denominator == size:
            return []
        why = (
            f"The other claims about “{claim.population}” are shares of {size}, this one of "
            f"{denominator}."
        )
        severity = Severity.CONTRADICTION if denominator > size else Severity.CANNOT_TELL
        return [self._wrong_denominator(claim, severity, f"of {size}", why)]

    def _wrong_denominator(
        self, claim: reading.Claim, severity: Severity, possible: str, why: str
    ) -> Problem:
        return self._problem(claim, severity, Kind.WRONG_DENOMINATOR, possible, why)

    def _against_table(self, claim: reading.Claim) -> list[Problem]:
        fits = self._fits(claim)
        if fits is not False:
            return self._beyond_tables(claim) if fits is None else []
        judged = self._table.row(claim.finding_id, claim.cohort)
        assert judged is not None
        is_rounding = any(
            not (_allowed(claim, judged.asked, rule) & counts).is_empty
            for answer in _answers_meant(claim)
            for rule in rounding.OTHER_RULES
            if judged.region is not None
            for counts in (judged.counts(answer), judged.under(rule).side(answer))
        )
        answer = _answers_meant(claim)[0]
        printed = judged.row.yes if answer == "yes" else judged.row.no
        counts = judged.counts(answer)
        is_impossible = counts.is_empty or printed is None
        possible = (
            wording.share(printed) if is_impossible else wording.bodies(counts, of=judged.asked)
        )
        return [
            self._problem(
                claim,
                Severity.ROUNDING_ONLY if is_rounding else Severity.CONTRADICTION,
                Kind.CLAIM_VS_TABLE,
                f"{answer} {possible}",
                f"The claim says {_shown(claim)}, but the table prints {wording.share(printed)} for "
                f"{answer} in the {claim.cohort} cohort"
                + ("." if is_impossible else f", which is {counts} of {judged.asked}."),
            )
        ]

    def _fits(self, claim: reading.Claim) -> bool | None:
        """Whether the tables allow the claim; None when they print nothing about it."""
        if not (claim.finding_id and claim.cohort and _counts_bodies(claim)):
            return None
        judged = self._table.row(claim.finding_id, claim.cohort)
        if judged is None:
            return None
        for answer in _answers_meant(claim):
            printed = judged.row.yes if answer == "yes" else judged.row.no
            if claim.is_percentage and printed == claim.value and claim.value_max is None:
                return True
            if not (_allowed(claim, judged.asked) & judged.counts(answer)).is_empty:
                return True
        return False

    def _beyond_tables(self, claim: reading.Claim) -> list[Problem]:
        """A claim about a row without figures can be judged by the answers alone."""
        if not (claim.finding_id and claim.cohort and _counts_bodies(claim)):
            return []
        if claim.denominator == 0:
            return []
        if self._answers.tally(claim.finding_id, claim.cohort):
            return []
        why = "The tables print no figures for this finding and cohort, so the claim stands alone."
        return [self._problem(claim, Severity.CANNOT_TELL, Kind.CLAIM_VS_TABLE, "not known", why)]

    def _against_answers(self, claim: reading.Claim) -> list[Problem]:
        tally = self._answers.tally(claim.finding_id, claim.cohort)
        if tally is None or not _counts_bodies(claim):
            return []
        counted = {answer: tally.of(answer) for answer in _answers_meant(claim)}
        if any(count in _allowed(claim, tally.asked) for count in counted.values()):
            return []
        is_rounding = any(
            count in _allowed(claim, tally.asked, rule)
            for count in counted.values()
            for rule in rounding.OTHER_RULES
        )
        answer, count = next(iter(counted.items()))
        given = wording.bodies(count, of=tally.asked) if tally.asked else "nobody asked"
        return [
            self._problem(
                claim,
                Severity.ROUNDING_ONLY if is_rounding else Severity.CONTRADICTION,
                Kind.CLAIM_VS_ANSWERS,
                f"{answer} {given}",
                f"The answers loaded give {count} {answer} of {tally.asked} asked in the "
                f"{claim.cohort} cohort, which is not {_shown(claim)}.",
            )
        ]

    def _asked(self, claim: reading.Claim) -> int | None:
        judged = self._table.row(claim.finding_id, claim.cohort)
        return judged.asked if judged else None

    def _problem(
        self, claim: reading.Claim, severity: Severity, kind: Kind, possible: str, why: str
    ) -> Problem:
        judged = self._table.row(claim.finding_id, claim.cohort)
        return Problem(
            severity=severity,
            kind=kind,
            capability=judged.row.capability if judged else "",
            finding_id=claim.finding_id,
            cohort=claim.cohort,
            claim_id=claim.claim_id,
            printed=_shown(claim)
            + ("" if claim.denominator is None else f" of {claim.denominator}"),
            possible=possible,
            why=why,
        )


def _sizes_of_populations(printed: Sequence[reading.Claim]) -> dict[str, int]:
    """The denominator that most claims about one population print, where enough agree."""
    tallies: dict[str, Counter[int]] = {}
    for claim in printed:
        if claim.population and claim.denominator:
            tallies.setdefault(claim.population, Counter())[claim.denominator] += 1
    commonest = {name: tally.most_common(1)[0] for name, tally in tallies.items()}
    return {
        name: size
        for name, (size, times) in commonest.items()
        if times >= CLAIMS_THAT_SETTLE_A_POPULATION and 2 * times > tallies[name].total()
    }


def _counts_bodies(claim: reading.Claim) -> bool:
    """Whether the claim counts bodies or gives a share of them, and not money or time."""
    first_word = claim.unit.split(" ")[0]
    return claim.value is not None and first_word not in UNITS_OF_OTHER_THINGS


def _answers_meant(claim: reading.Claim) -> tuple[str, ...]:
    return (claim.answer,) if claim.answer else ("yes", "no")


def _allowed(
    claim: reading.Claim, of: int, rule: rounding.Rounding = rounding.Rounding.HALF_UP
) -> counting.Range:
    """The whole numbers of bodies, out of `of`, that make the claim true."""
    assert claim.value is not None
    if claim.is_percentage:
        return rounding.counts(claim.value, of=of, rule=rule, to=claim.value_max)
    return _whole_numbers(claim)


def _whole_numbers(claim: reading.Claim) -> counting.Range:
    assert claim.value is not None
    low, high = claim.value, claim.value_max or claim.value
    return counting.Range(-(-low.digits // 10**low.places), high.digits // 10**high.places)


def _shown(claim: reading.Claim) -> str:
    value = f"{claim.value} to {claim.value_max}" if claim.value_max else str(claim.value)
    return f"{value}%" if claim.is_percentage else f"{value} {claim.unit}".strip()
