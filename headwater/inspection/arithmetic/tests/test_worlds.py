import dataclasses
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.inspection import arithmetic
from headwater.inspection.arithmetic import counting, reading, rounding
from headwater.inspection.arithmetic.problems import Severity
from headwater.inspection.arithmetic.tests import worlds

type Pair = tuple[int, int]


@settings(max_examples=150, deadline=None)
@given(worlds.worlds(largest=60))
def test_a_set_printed_from_true_whole_numbers_is_never_reported(
    published: worlds.Published,
) -> None:
    assert arithmetic.check(*published.files) == []


@settings(max_examples=50, deadline=None)
@given(worlds.worlds(largest=10_000))
def test_a_large_true_set_is_never_reported(published: worlds.Published) -> None:
    assert arithmetic.check(*published.files) == []


@settings(max_examples=100, deadline=None)
@given(worlds.worlds(largest=300, all_recorded=False))
def test_a_true_set_with_answers_not_recorded_is_at_most_incomplete(
    published: worlds.Published,
) -> None:
    found = arithmetic.check(*published.files)
    assert {problem.severity for problem in found} <= {Severity.INCOMPLETE}


def with_yes(row: reading.FindingRow, planted: rounding.Figure) -> reading.FindingRow:
    return dataclasses.replace(row, yes=planted)


def with_no(row: reading.FindingRow, planted: rounding.Figure) -> reading.FindingRow:
    return dataclasses.replace(row, no=planted)


def prints_as(row: reading.FindingRow, pair: Pair) -> bool:
    assert row.denominator
    return (
        sum(pair) <= row.denominator
        and rounding.half_up(pair[0], of=row.denominator) == row.yes
        and rounding.half_up(pair[1], of=row.denominator) == row.no
    )


def pairs_of(row: reading.FindingRow) -> list[Pair]:
    counts = range((row.denominator or 0) + 1)
    return [pair for pair in itertools.product(counts, counts) if prints_as(row, pair)]


def can_all_be_true(
    priority: reading.FindingRow, other: reading.FindingRow, everyone: reading.FindingRow
) -> bool:
    return any(
        prints_as(everyone, (a[0] + b[0], a[1] + b[1]))
        for a in pairs_of(priority)
        for b in pairs_of(other)
    )


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_cohorts_are_reported_exactly_when_no_whole_numbers_exist(data: st.DataObject) -> None:
    sizes = (data.draw(st.integers(1, 14)), data.draw(st.integers(1, 14)))
    parts = [data.draw(worlds.answered(size, all_recorded=False)) for size in sizes]
    parts.append(parts[0].plus(parts[1]))
    rows = [
        worlds.printed("f", cohort, part)
        for cohort, part in zip(("priority", "non_priority", "all"), parts, strict=True)
    ]
    spoilt = data.draw(st.integers(0, 2))
    side = data.draw(st.sampled_from(["yes", "no"]))
    planted = rounding.Figure(data.draw(st.integers(0, 101)))
    spoil = {"yes": with_yes, "no": with_no}[side]
    rows[spoilt] = spoil(rows[spoilt], planted)
    found = arithmetic.check(rows, [], [], [])
    untrue = [problem for problem in found if problem.severity is not Severity.INCOMPLETE]
    assert bool(untrue) is not can_all_be_true(*rows)


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 60), st.integers(0, 101), st.integers(0, 101))
def test_a_row_alone_is_reported_exactly_when_it_cannot_be_complete(
    asked: int, yes: int, no: int
) -> None:
    row = worlds.finding("all", yes, no, asked)
    is_complete = any(sum(pair) == asked for pair in pairs_of(row))
    found = arithmetic.check([row], [], [], [])
    assert bool(found) is not is_complete


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_spoilt_comparison_is_reported_exactly_when_no_whole_numbers_exist(
    data: st.DataObject,
) -> None:
    sizes = (data.draw(st.integers(1, 12)), data.draw(st.integers(1, 12)))
    stages, comparison = data.draw(worlds.true_stages(sizes))
    position = data.draw(st.integers(0, len(comparison) - 1))
    column = data.draw(st.sampled_from(["percentage", "numerator"]))
    number = data.draw(st.integers(0, 25))
    row = comparison[position]
    if row.percentage is None:
        return
    comparison[position] = (
        dataclasses.replace(row, percentage=rounding.Figure(4 * number))
        if column == "percentage"
        else dataclasses.replace(row, numerator=number)
    )
    found = arithmetic.check([], stages, comparison, [])
    assert bool(found) is not comparison_can_be_true(row.capability, stages, comparison)


def comparison_can_be_true(
    capability: str, stages: list[reading.StageRow], comparison: list[reading.ComparisonRow]
) -> bool:
    cells = {row.column_id: row for row in comparison if row.capability == capability}
    counts = {row.stage: row.forces or 0 for row in stages if row.capability == capability}
    least = counts["developed"] + counts["advanced"]
    totals = range(least, least + counts["delivering"] + 1)
    fractions_agree = all(
        row.percentage is None
        or not row.denominator
        or rounding.half_up(row.numerator or 0, of=row.denominator) == row.percentage
        for row in cells.values()
    )
    funded = {
        cells[column].numerator
        for column in ("funded_share_of_dev_adv", "funded_dev_adv_of_all", "dev_adv_of_funded")
        if cells[column].denominator
    }
    others = {
        cells[column].numerator for column in ("nonfunded_dev_adv_of_all", "dev_adv_of_nonfunded")
    }
    share = cells["funded_share_of_dev_adv"]
    together = [(f or 0) + (n or 0) for f in funded for n in others]
    return (
        fractions_agree
        and len(funded) == len(others) == 1
        and all(total in totals for total in together)
        and (not share.denominator or share.denominator in together)
    )


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_spoilt_stage_count_is_always_reported(data: st.DataObject) -> None:
    sizes = (data.draw(st.integers(1, 12)), data.draw(st.integers(1, 12)))
    stages, comparison = data.draw(worlds.true_stages(sizes))
    position = data.draw(st.integers(0, len(stages) - 1))
    row = stages[position]
    planted = data.draw(st.integers(0, 25).filter(lambda number: number != row.forces))
    stages[position] = dataclasses.replace(row, forces=planted)
    assert arithmetic.check([], stages, comparison, [])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_claim_is_reported_exactly_when_the_row_excludes_it(data: st.DataObject) -> None:
    asked = data.draw(st.integers(1, 200))
    part = data.draw(worlds.answered(asked, all_recorded=True))
    row = worlds.printed("f", "all", part)
    count = data.draw(st.integers(0, asked))
    claim = worlds.claim(count, "forces", about=("f", "all"))
    is_excluded = rounding.half_up(count, of=part.asked) != row.yes if count <= part.asked else True
    assert bool(arithmetic.check([row], [], [], [claim])) is is_excluded


ranges = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(
    lambda ends: counting.Range(min(ends), max(ends))
)
regions = st.builds(counting.Region, ranges, ranges, ranges)


def pairs_in(region: counting.Region) -> set[Pair]:
    return {
        (yes, no)
        for yes, no in itertools.product(range(16), range(16))
        if yes in region.yes and no in region.no and yes + no in region.either
    }


@settings(max_examples=300, deadline=None)
@given(regions, regions)
def test_regions_add_and_intersect_exactly(first: counting.Region, other: counting.Region) -> None:
    assert first.is_empty is not bool(pairs_in(first))
    assert pairs_in(first & other) == pairs_in(first) & pairs_in(other)
    if not first.is_empty and not other.is_empty:
        sums = {(a[0] + b[0], a[1] + b[1]) for a in pairs_in(first) for b in pairs_in(other)}
        assert pairs_in(first.tightened() + other.tightened()) == sums


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 300), st.integers(0, 102), st.sampled_from(list(rounding.Rounding)))
def test_counts_of_a_percentage_are_those_that_print_as_it(
    of: int, digits: int, rule: rounding.Rounding
) -> None:
    def prints(count: int) -> set[int]:
        share, rest = divmod(100 * count, of)
        match rule:
            case rounding.Rounding.HALF_UP:
                return {share + (2 * rest >= of)}
            case rounding.Rounding.HALF_EITHER_WAY:
                return {share + (2 * rest >= of), share + (2 * rest > of)}
            case rounding.Rounding.TRUNCATED:
                return {share}
            case rounding.Rounding.ROUNDED_UP:
                return {share + (rest > 0)}

    found = rounding.counts(rounding.Figure(digits), of=of, rule=rule)
    assert [n for n in range(of + 1) if digits in prints(n)] == list(
        range(found.low, found.high + 1)
    )
