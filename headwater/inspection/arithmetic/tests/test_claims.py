import dataclasses

import pytest

from headwater.inspection import arithmetic
from headwater.inspection.arithmetic import reading
from headwater.inspection.arithmetic.tests import worlds

ABOUT = ("f", "priority")
TABLE = [
    worlds.finding("priority", 63, 37, 24),  # 15 yes, 9 no: its No fits only half down
    worlds.finding("non_priority", None, None, None),
]
NONE: tuple[str, str] | None = None


def lines_of(
    claims: list[reading.Claim], *, answers: dict[str, dict[str, dict[str, int]]] | None = None
) -> list[tuple[str, str, str]]:
    found = arithmetic.check(TABLE, [], [], claims, answers=answers)
    return [(line.claim_id, line.severity, line.kind) for line in found if line.claim_id]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (worlds.claim(63, "percent", of=24, about=ABOUT), NONE),
        (worlds.claim(63, "percent", about=ABOUT), NONE),
        (worlds.claim("62.5", "percent", of=24, about=ABOUT), NONE),
        (worlds.claim(15, "forces", about=ABOUT), NONE),
        (worlds.claim(9, "forces", about=ABOUT, answer="no"), NONE),
        (worlds.claim(38, "percent", about=ABOUT, answer="no"), NONE),
        (worlds.claim(9, "forces", about=ABOUT, answer=""), NONE),
        (worlds.claim(14, "forces", to=16, about=ABOUT), NONE),
        (worlds.claim(60, "percent", to=70, about=ABOUT), NONE),
        (worlds.claim(14, "forces", about=ABOUT), ("contradiction", "claim_vs_table")),
        (worlds.claim("15.5", "forces", about=ABOUT), ("contradiction", "claim_vs_table")),
        (worlds.claim(58, "percent", about=ABOUT), ("contradiction", "claim_vs_table")),
        (worlds.claim(10, "forces", to=14, about=ABOUT), ("contradiction", "claim_vs_table")),
        (worlds.claim(14, "forces", about=ABOUT, answer=""), ("contradiction", "claim_vs_table")),
        (worlds.claim(62, "percent", about=ABOUT), ("rounding_only", "claim_vs_table")),
        (
            worlds.claim(62, "percent", of=24, about=ABOUT),
            ("rounding_only", "impossible_percentage"),
        ),
        (
            worlds.claim(60, "percent", of=24, about=ABOUT),
            ("contradiction", "impossible_percentage"),
        ),
        (worlds.claim(63, "percent", of=19, about=ABOUT), ("contradiction", "wrong_denominator")),
        (worlds.claim(3, "months", about=ABOUT), NONE),
        (worlds.claim(26, "percent", of=43), NONE),
        (worlds.claim(75, "percent", of=13), ("contradiction", "impossible_percentage")),
        (worlds.claim(75, "percent", to=80, of=13), NONE),
        (worlds.claim(75, "percent"), NONE),
        (worlds.claim(112, "percent"), NONE),
        (worlds.claim(19, "councils", of=152), NONE),
        (worlds.claim(153, "councils", of=152), ("contradiction", "wrong_denominator")),
        (worlds.claim(5, "forces", about=("f", "non_priority")), ("cannot_tell", "claim_vs_table")),
        (worlds.claim(5, "forces", about=("f", "")), NONE),
    ],
)
def test_one_claim(claim: reading.Claim, expected: tuple[str, str] | None) -> None:
    assert lines_of([claim]) == ([("C1", *expected)] if expected else [])


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (worlds.claim(70, "percent", about=ABOUT, answer="no"), "rounding_only"),  # cut off
        (worlds.claim(30, "percent", about=ABOUT), "rounding_only"),  # rounded up
        (worlds.claim(30, "percent", of=24, about=ABOUT), "rounding_only"),
        (worlds.claim(69, "percent", about=ABOUT, answer="no"), "contradiction"),
    ],
)
def test_a_claim_may_round_the_table_s_count_in_another_way(
    claim: reading.Claim, expected: str
) -> None:
    table = [worlds.finding("priority", 29, 71, 24)]  # 29.17 and 70.83
    (line,) = arithmetic.check(table, [], [], [claim])
    assert line.severity == expected


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        (worlds.claim(50, "percent", of=0), "impossible_percentage"),
        (worlds.claim(5, "forces", of=0), "wrong_denominator"),
        (worlds.claim(0, "forces", of=0), None),
        (worlds.claim(0, "forces", of=0, about=("f", "non_priority")), None),
    ],
)
def test_a_claim_about_nobody(claim: reading.Claim, kind: str | None) -> None:
    assert lines_of([claim]) == ([("C1", "contradiction", kind)] if kind else [])


def test_a_rounding_slip_that_also_contradicts_the_table_is_a_contradiction() -> None:
    claim = worlds.claim(12, "percent", of=24, about=ABOUT)
    assert lines_of([claim]) == [("C1", "contradiction", "impossible_percentage")]


def pair(count: int, percentage: int, *, of: int | None = None) -> list[reading.Claim]:
    return [
        worlds.claim(count, "forces", claim_id="count", about=ABOUT, of=of),
        worlds.claim(percentage, "percent", claim_id="share", about=ABOUT, of=of),
    ]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (pair(15, 63), {}),
        (pair(15, 58, of=24), {"share": "fraction_vs_percentage"}),
        (pair(14, 63, of=24), {"count": "fraction_vs_percentage"}),
        (pair(14, 58, of=24), {"count": "claim_vs_table", "share": "claim_vs_table"}),
        (pair(14, 54, of=24), {"count": "claim_vs_table", "share": "fraction_vs_percentage"}),
    ],
)
def test_a_count_and_a_percentage_of_the_same_thing(
    claims: list[reading.Claim], expected: dict[str, str]
) -> None:
    assert {claim: kind for claim, _, kind in lines_of(claims)} == expected


@pytest.mark.parametrize(
    ("percentage", "expected"),
    [
        (45, []),
        (46, [("C2", "rounding_only", "impossible_percentage")]),
        (55, [("C2", "contradiction", "fraction_vs_percentage")]),
    ],
)
def test_a_percentage_said_to_be_the_same_is_held_to_the_claim_before_it(
    percentage: int, expected: list[tuple[str, str, str]]
) -> None:
    claims = [
        worlds.claim(5, "forces", measure="Of those, forces that brief"),
        worlds.claim(
            percentage, "percent", claim_id="C2", of=11, measure="The same as a percentage"
        ),
    ]
    assert lines_of(claims) == expected
    elsewhere = dataclasses.replace(claims[1], place="Report 9.9", value=worlds.figure(55))
    assert lines_of([claims[0], elsewhere]) == []


@pytest.mark.parametrize(
    ("of", "severity"), [(43, None), (44, "contradiction"), (25, "cannot_tell")]
)
def test_a_denominator_unlike_those_of_the_same_population(of: int, severity: str | None) -> None:
    claims = [
        worlds.claim(100, "percent", claim_id=f"C{number}", of=43, population="all forces")
        for number in range(4)
    ]
    claims.append(worlds.claim(100, "percent", claim_id="odd", of=of, population="all forces"))
    expected = [("odd", severity, "wrong_denominator")] if severity else []
    assert lines_of(claims) == expected


@pytest.mark.parametrize(
    ("claim", "counts", "expected"),
    [
        (worlds.claim(15, "forces", about=ABOUT), {"yes": 15, "no": 9}, NONE),
        (worlds.claim(63, "percent", about=ABOUT), {"yes": 15, "no": 9}, NONE),
        (
            worlds.claim(15, "forces", about=ABOUT),
            {"yes": 14, "no": 9, "not_recorded": 1},
            ("contradiction", "claim_vs_answers"),
        ),
        (
            worlds.claim(63, "percent", about=ABOUT),
            {"yes": 14, "no": 10},
            ("contradiction", "claim_vs_answers"),
        ),
        (
            worlds.claim(14, "forces", about=ABOUT),
            {"yes": 14, "no": 10},
            ("contradiction", "claim_vs_table"),
        ),
        (
            worlds.claim(63, "percent", about=ABOUT),
            {"yes": 15, "no": 5, "not_applicable": 4},
            ("contradiction", "claim_vs_answers"),
        ),
    ],
)
def test_a_claim_is_held_to_the_answers_when_the_table_allows_it(
    claim: reading.Claim, counts: dict[str, int], expected: tuple[str, str] | None
) -> None:
    answers = {"f": {"priority": counts}}
    assert lines_of([claim], answers=answers) == ([("C1", *expected)] if expected else [])


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (4, "forces", NONE),
        (21, "percent", NONE),
        (22, "percent", ("rounding_only", "claim_vs_answers")),
        (5, "forces", ("contradiction", "claim_vs_answers")),
    ],
)
def test_the_answers_judge_what_the_tables_do_not_print(
    value: int, unit: str, expected: tuple[str, str] | None
) -> None:
    claim = worlds.claim(value, unit, about=("f", "non_priority"))
    answers = {"f": {"non_priority": {"yes": 4, "no": 15}}}
    assert lines_of([claim], answers=answers) == ([("C1", *expected)] if expected else [])


def test_all_bodies_are_the_cohorts_added_up() -> None:
    claim = worlds.claim(9, "forces", about=("f", "all"))
    answers = {"f": {"priority": {"yes": 5}, "non_priority": {"yes": 4, "no": 10}}}
    assert lines_of([claim], answers=answers) == []
    assert lines_of([claim], answers={"f": {"priority": {"yes": 5}}}) == [
        ("C1", "contradiction", "claim_vs_answers")
    ]


def test_nobody_was_asked() -> None:
    claim = worlds.claim(9, "forces", about=("f", "non_priority"))
    answers = {"f": {"non_priority": {"not_applicable": 19}}}
    assert lines_of([claim], answers=answers) == [("C1", "contradiction", "claim_vs_answers")]
