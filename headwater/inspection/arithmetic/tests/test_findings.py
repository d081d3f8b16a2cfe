import pytest

from headwater.inspection import arithmetic
from headwater.inspection.arithmetic import reading
from headwater.inspection.arithmetic.problems import Kind, Severity
from headwater.inspection.arithmetic.tests import worlds

type Figures = tuple[str | int | None, str | int | None, int | None]

NONE: tuple[str, str] | None = None


@pytest.mark.parametrize(
    ("yes", "no", "of", "expected"),
    [
        (63, 37, 19, NONE),
        (63, 38, 24, NONE),  # 62.5 and 37.5, both halves rounded up
        (50, 51, 1000, NONE),  # 49.5 and 50.5
        (92, None, 24, NONE),
        (100, 0, 7, NONE),
        ("62.5", "37.5", 24, NONE),
        (62, 38, 24, ("rounding_only", "impossible_percentage")),
        (13, 87, 24, ("rounding_only", "impossible_percentage")),
        (62, 37, 24, ("rounding_only", "sum_not_100")),
        (67, 34, 24, ("rounding_only", "sum_not_100")),  # every fraction rounded up
        (20, 79, 24, ("rounding_only", "sum_not_100")),  # decimals cut off
        (20, 80, 24, ("contradiction", "impossible_percentage")),
        (37, None, 24, ("rounding_only", "impossible_percentage")),
        (90, None, 24, ("contradiction", "impossible_percentage")),
        (64, 36, 24, ("contradiction", "impossible_percentage")),
        (101, None, 24, ("contradiction", "impossible_percentage")),
        (64, 38, 24, ("contradiction", "sum_not_100")),
        (63, 38, 19, ("contradiction", "sum_not_100")),
        (21, 75, 24, ("incomplete", "sum_not_100")),
        (50, 49, 1000, ("incomplete", "sum_not_100")),
        (13, 75, 24, ("incomplete", "sum_not_100")),
        (12, 75, 24, ("incomplete", "sum_not_100")),
        (21, 76, 24, ("contradiction", "sum_not_100")),
        (None, None, 24, NONE),
        (50, 20, None, NONE),
        (0, 0, 0, NONE),
        (50, 50, 0, ("contradiction", "impossible_percentage")),  # a share of nobody
        (None, 100, 0, ("contradiction", "impossible_percentage")),
    ],
)
def test_a_row_alone(
    yes: str | int | None,
    no: str | int | None,
    of: int | None,
    expected: tuple[str, str] | None,
) -> None:
    found = arithmetic.check([worlds.finding("priority", yes, no, of)], [], [], [])
    assert [(line.severity, line.kind) for line in found] == ([expected] if expected else [])


def three(
    priority: Figures, other: Figures, everyone: Figures, *, finding_id: str = "f"
) -> list[reading.FindingRow]:
    return [
        worlds.finding(cohort, *figures, finding_id=finding_id)
        for cohort, figures in (
            ("priority", priority),
            ("non_priority", other),
            ("all", everyone),
        )
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (three((92, 8, 24), (89, 11, 19), (91, 9, 43)), NONE),
        (three((92, 8, 24), (89, 11, 19), (88, 12, 43)), ("all", "cohorts_vs_all")),
        (three((92, 8, 24), (84, 16, 19), (91, 9, 43)), ("all", "cohorts_vs_all")),
        (three((50, 50, 2), (100, 0, 1), (67, 33, 3)), NONE),
        # fewer were asked, and the denominators add up
        (three((50, 50, 22), (100, 0, 19), (73, 27, 41)), NONE),
        (three((64, 36, 25), (63, 37, 19), (63, 37, 43)), ("priority", "wrong_denominator")),
        (three((64, 36, 25), (60, 40, 20), (63, 37, 43)), ("all", "wrong_denominator")),
        # a cohort without figures may make up the rest, as far as it can
        (three((92, 8, 24), (None, None, None), (92, 8, 24)), NONE),
        (three((92, 8, 24), (None, None, None), (91, 9, 43)), NONE),
        (three((92, 8, 24), (None, None, None), (44, 56, 43)), ("all", "cohorts_vs_all")),
        (three((92, 8, 24), (None, None, None), (91, 9, 44)), ("all", "wrong_denominator")),
    ],
)
def test_cohorts_make_up_all(
    rows: list[reading.FindingRow], expected: tuple[str, str] | None
) -> None:
    settled = [
        row
        for number in range(2)
        for row in three((50, 50, 24), (100, 0, 19), (72, 28, 43), finding_id=f"settled-{number}")
    ]
    found = arithmetic.check([*rows, *settled], [], [], [])
    assert [(line.cohort, line.kind) for line in found] == ([expected] if expected else [])
    assert all(line.severity is Severity.CONTRADICTION for line in found)


WHOLE_COHORTS = [
    worlds.cell("funded_dev_adv_of_all", 23, 10, 43),
    worlds.cell("nonfunded_dev_adv_of_all", 2, 1, 43),
    worlds.cell("dev_adv_of_funded", 42, 10, 24),
    worlds.cell("dev_adv_of_nonfunded", 5, 1, 19),
]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([worlds.finding("priority", 68, 32, 25)], [("priority", "of 24 at most")]),
        ([worlds.finding("priority", 68, 32, 22)], []),
        (
            three((68, 32, 25), (63, 37, 19), (66, 34, 44)),
            [("priority", "of 24 at most"), ("all", "of 43 at most")],
        ),
        (three((65, 35, 23), (63, 37, 19), (63, 37, 43)), [("priority", "of 24")]),
        (three((63, 38, 24), (63, 37, 19), (64, 36, 42)), [("all", "of 43")]),
    ],
)
def test_denominators_are_held_to_the_sizes_that_the_other_tables_print(
    rows: list[reading.FindingRow], expected: list[tuple[str, str]]
) -> None:
    found = arithmetic.check(rows, [], WHOLE_COHORTS, [])
    assert [(line.cohort, line.possible) for line in found] == expected
    assert {line.kind for line in found} <= {Kind.WRONG_DENOMINATOR}


def test_several_findings_that_agree_are_believed_when_fewer_bodies_were_judged() -> None:
    rows = [
        *three((68, 32, 25), (63, 37, 19), (66, 34, 44)),
        *three((100, 0, 25), (0, 100, 19), (57, 43, 44), finding_id="g"),
    ]
    assert arithmetic.check(rows, [], WHOLE_COHORTS, []) == []


@pytest.mark.parametrize(
    ("first", "second", "is_reported"),
    [
        ((58, 42, 24), (29, 71, 24), True),
        ((58, 42, 24), (58, 42, 24), False),
        ((58, 42, 24), (58, 38, 24), True),
        (("62.5", "37.5", 24), (63, 38, 24), False),
        ((58, 42, 24), (None, None, None), False),
    ],
)
def test_rows_of_one_label_must_agree(first: Figures, second: Figures, is_reported: bool) -> None:
    rows = [
        worlds.finding("priority", *first, finding_id="first", label_group="label"),
        worlds.finding("priority", *second, finding_id="second", label_group="label"),
    ]
    found = arithmetic.check(rows, [], [], [])
    named = [line.finding_id for line in found if "one label" in line.why]
    assert named == (["first", "second"] if is_reported else [])


def test_a_contradiction_is_not_hidden_behind_an_earlier_kind() -> None:
    rows = three((21, 75, 24), (26, 58, 19), (28, 63, 43))
    found = {line.cohort: line for line in arithmetic.check(rows, [], [], [])}
    assert found["all"].kind is Kind.SUM_NOT_100
    assert found["all"].severity is Severity.CONTRADICTION
    assert "besides, the cohorts' percentages mean" in found["all"].why
    assert found["priority"].severity is Severity.INCOMPLETE


@pytest.mark.parametrize(
    ("everyone", "cohorts"),
    [((91, 9, 43), ["priority"]), ((5, 95, 43), ["priority", "all"])],
)
def test_a_broken_row_is_named_alone_and_the_rest_is_still_judged(
    everyone: tuple[int, int, int], cohorts: list[str]
) -> None:
    found = arithmetic.check(three((90, 10, 24), (89, 11, 19), everyone), [], [], [])
    assert [line.cohort for line in found] == cohorts


def test_the_line_says_what_is_printed_what_is_possible_and_why() -> None:
    (line,) = arithmetic.check([worlds.finding("priority", 88, 12, 24)], [], [], [])
    assert line.printed == "yes 88% no 12% of 24"
    assert line.possible == "no 13% (3 of 24)"
    assert line.why == (
        "Rounding halves up, as the tables do, no whole number of 24 gives 12% for no (3 of 24); "
        "it fits only when a half may be rounded down as well as up."
    )
