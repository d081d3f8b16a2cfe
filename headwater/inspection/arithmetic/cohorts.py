"""The cohorts of one finding together: they must make up the row for all bodies."""

from collections.abc import Mapping, Sequence

from headwater.inspection.arithmetic import counting, rounding, rows, sizes, wording
from headwater.inspection.arithmetic.problems import Kind, Problem, Severity


def check(printed: Mapping[str, rows.Judged], known: sizes.Sizes) -> list[Problem]:
    """Problems of denominators, or else of counts, between the cohorts of one finding.

    A finding may be asked of fewer bodies than a cohort holds, so a small denominator is sound as
    long as the denominators add up; one that exceeds its cohort never is.
    """
    too_many = [
        _wrong_denominator(judged, known.whole[cohort])
        for cohort, judged in printed.items()
        if cohort in known.whole and judged.asked > known.whole[cohort]
    ]
    if too_many:
        return too_many
    everyone = printed.get(sizes.ALL)
    parts = [judged for cohort, judged in printed.items() if cohort != sizes.ALL]
    if everyone is None or not parts or not _partition(known):
        return []
    unprinted = everyone.asked - sum(part.asked for part in parts)
    room = sum(
        size
        for cohort, size in known.usual.items()
        if cohort != sizes.ALL and cohort not in printed
    )
    if not 0 <= unprinted <= room:
        return [_denominators_do_not_add(everyone, parts, known)]
    return _counts(everyone, parts, unprinted)


def _partition(known: sizes.Sizes) -> bool:
    """Whether the cohorts of the file share out all bodies between them."""
    parts = {cohort: size for cohort, size in known.usual.items() if cohort != sizes.ALL}
    if set(parts) <= {sizes.FUNDED, sizes.NON_FUNDED}:
        return True
    return sum(parts.values()) == known.usual.get(sizes.ALL)


def _wrong_denominator(judged: rows.Judged, size: int) -> Problem:
    return judged.report(
        Severity.CONTRADICTION,
        Kind.WRONG_DENOMINATOR,
        possible=f"of {size} at most",
        why=(
            f"The row counts {judged.asked} bodies, but the {judged.row.cohort} cohort has only "
            f"{size} in the other tables."
        ),
    )


def _denominators_do_not_add(
    everyone: rows.Judged, parts: Sequence[rows.Judged], known: sizes.Sizes
) -> Problem:
    unusual = [
        judged
        for judged in (*parts, everyone)
        if judged.asked != known.usual.get(judged.row.cohort, judged.asked)
    ]
    culprit = unusual[0] if len(unusual) == 1 else everyone
    sum_of_parts = " + ".join(str(part.asked) for part in parts)
    right = (
        known.usual[culprit.row.cohort] if len(unusual) == 1 else sum(part.asked for part in parts)
    )
    return culprit.report(
        Severity.CONTRADICTION,
        Kind.WRONG_DENOMINATOR,
        possible=f"of {right}",
        why=(
            f"The cohorts of this finding count {sum_of_parts} bodies, which do not make up the "
            f"{everyone.asked} printed for all."
        ),
    )


def _counts(everyone: rows.Judged, parts: Sequence[rows.Judged], unprinted: int) -> list[Problem]:
    """A problem when no whole numbers for the cohorts add up to the row for all."""
    rest = counting.Region.unknown(unprinted)
    total = _sum([part.possible for part in parts], rest)
    if not (total & everyone.possible).is_empty:
        return []
    is_rounding = any(
        not (_sum([part.under(rule) for part in parts], rest) & everyone.under(rule)).is_empty
        for rule in rounding.OTHER_RULES
    )
    return [
        everyone.report(
            Severity.ROUNDING_ONLY if is_rounding else Severity.CONTRADICTION,
            Kind.COHORTS_VS_ALL,
            possible=(
                f"yes {wording.bodies(total.yes, of=everyone.asked)}, "
                f"no {wording.bodies(total.no, of=everyone.asked)}"
            ),
            why=_why(total, everyone, parts),
        )
    ]


def _sum(regions: Sequence[counting.Region], start: counting.Region) -> counting.Region:
    """The regions added up; an empty one leaves nothing possible in the sum either."""
    total = start
    for region in regions:
        if region.is_empty:
            return region
        total = total + region.tightened()
    return total


def _why(total: counting.Region, everyone: rows.Judged, parts: Sequence[rows.Judged]) -> str:
    allowed = everyone.possible
    if (total.yes & allowed.yes).is_empty:
        side, needed = "yes", allowed.yes
    elif (total.no & allowed.no).is_empty:
        side, needed = "no", allowed.no
    else:
        return "Yes and No of the cohorts taken together cannot add up to the row for all."
    pieces = " and ".join(f"{part.counts(side)} ({part.row.cohort})" for part in parts)
    return (
        f"The cohorts' percentages mean {pieces} bodies for {side}, which cannot add up to the "
        f"{needed} of {everyone.asked} that the row for all needs."
    )
