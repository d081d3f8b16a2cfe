import dataclasses

import pytest

from headwater.inspection import arithmetic
from headwater.inspection.arithmetic import reading
from headwater.inspection.arithmetic.tests import worlds

NONE: tuple[str, str, str] | None = None


def table(*forces: int | None, of: int = 43) -> list[reading.StageRow]:
    return [
        worlds.stage(name, count, worlds.share(count, of) if count else None, of)
        for name, count in zip(worlds.STAGES, forces, strict=True)
    ]


@pytest.mark.parametrize(
    ("change", "at", "expected"),
    [
        ({}, 0, NONE),
        ({"percentage": 76}, 0, ("rounding_only", "impossible_percentage", "implementation")),
        ({"percentage": 78}, 0, ("contradiction", "impossible_percentage", "implementation")),
        ({"percentage": 79}, 0, ("contradiction", "fraction_vs_percentage", "implementation")),
        ({"forces": 34}, 0, ("contradiction", "fraction_vs_percentage", "implementation")),
        ({"denominator": 42}, 0, ("contradiction", "impossible_percentage", "implementation")),
        ({"denominator": 0}, 0, ("contradiction", "impossible_percentage", "implementation")),
        ({"denominator": 0}, 2, NONE),  # no share of nobody is printed
        ({"denominator": 41}, 2, ("contradiction", "wrong_denominator", "advanced")),
        ({"forces": 1}, 2, ("contradiction", "sum_not_100", "")),
        ({"forces": None}, 1, NONE),
        ({"percentage": None}, 1, NONE),
        ({"forces": 31, "percentage": 72}, 0, ("incomplete", "sum_not_100", "")),
    ],
)
def test_a_stage_table(
    change: dict[str, int | None], at: int, expected: tuple[str, str, str] | None
) -> None:
    rows = table(33, 10, 0, 0)
    old = rows[at]
    rows[at] = worlds.stage(
        old.stage,
        change.get("forces", old.forces),
        change.get("percentage", old.percentage.digits if old.percentage else None),
        change.get("denominator", old.denominator),
    )
    found = arithmetic.check([], rows, [], [])
    lines = [(line.severity, line.kind, line.stage) for line in found]
    assert lines == ([expected] if expected else [])


COMPARISON = [
    worlds.cell("funded_share_of_dev_adv", 80, 8, 10),
    worlds.cell("funded_dev_adv_of_all", 19, 8, 43),
    worlds.cell("nonfunded_dev_adv_of_all", 5, 2, 43),
    worlds.cell("dev_adv_of_funded", 33, 8, 24),
    worlds.cell("dev_adv_of_nonfunded", 11, 2, 19),
]


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        (table(32, 10, 0, 0, of=42), ("incomplete", "wrong_denominator")),
        (table(34, 10, 0, 0, of=44), ("contradiction", "wrong_denominator")),
        (table(30, 8, 2, 3), None),
        (table(30, 7, 2, 4), None),  # one of the delivering may be counted as at least Advanced
    ],
)
def test_a_stage_table_is_held_to_the_bodies_that_the_comparison_counts(
    stages: list[reading.StageRow], expected: tuple[str, str] | None
) -> None:
    found = arithmetic.check([], stages, COMPARISON, [])
    assert [(line.severity, line.kind) for line in found] == ([expected] if expected else [])


SETTLED = [worlds.finding("priority", 50, 50, 24), worlds.finding("non_priority", 0, 100, 19)]
SHARE, OF_ALL, OTHERS_OF_ALL, OF_FUNDED, OF_OTHERS = (row.column_id for row in COMPARISON)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ([], []),
        ([(OF_ALL, 18, 8, 43)], [("rounding_only", "impossible_percentage", OF_ALL)]),
        ([(OF_ALL, 20, 8, 43)], [("contradiction", "impossible_percentage", OF_ALL)]),
        ([(OF_ALL, 21, 8, 43)], [("contradiction", "fraction_vs_percentage", OF_ALL)]),
        ([(OF_FUNDED, 33, 8, 25)], [("contradiction", "impossible_percentage", OF_FUNDED)]),
        ([(OF_FUNDED, 32, 8, 25)], [("contradiction", "wrong_denominator", OF_FUNDED)]),
        ([(OF_ALL, 21, 9, 43)], [("contradiction", "table_vs_table", OF_ALL)]),
        ([(SHARE, 73, 8, 11)], [("contradiction", "wrong_denominator", SHARE)]),
        ([(SHARE, 60, 6, 10)], [("contradiction", "table_vs_table", SHARE)]),
        (
            [(SHARE, 73, 8, 11), (OTHERS_OF_ALL, 7, 3, 43), (OF_OTHERS, 16, 3, 19)],
            [("contradiction", "table_vs_table", SHARE)],
        ),
        (
            [(SHARE, None, None, None), (OTHERS_OF_ALL, 7, 3, 43), (OF_OTHERS, 16, 3, 19)],
            [("contradiction", "table_vs_table", OF_ALL)],
        ),
        ([(OF_ALL, None, 8, 43), (OF_FUNDED, 33, None, 24)], []),
        ([("another_column", 50, 1, 2)], []),
        ([(SHARE, 80, 0, 0)], [("contradiction", "impossible_percentage", SHARE)]),
        ([(OF_ALL, 19, 8, 42)], [("contradiction", "wrong_denominator", OF_ALL)]),
    ],
)
def test_the_comparison(
    changed: list[tuple[str, int | None, int | None, int | None]],
    expected: list[tuple[str, str, str]],
) -> None:
    by_column = {row.column_id: row for row in COMPARISON}
    by_column |= {figures[0]: worlds.cell(*figures) for figures in changed}
    found = arithmetic.check(SETTLED, table(33, 10, 0, 0), list(by_column.values()), [])
    assert [(line.severity, line.kind, line.column_id) for line in found] == expected


def test_a_share_of_nobody_is_not_judged() -> None:
    nobody = [
        worlds.cell("funded_share_of_dev_adv", None, 0, 0),
        worlds.cell("funded_dev_adv_of_all", 0, 0, 43),
        worlds.cell("nonfunded_dev_adv_of_all", 0, 0, 43),
    ]
    assert arithmetic.check([], table(43, 0, 0, 0), nobody, []) == []


def test_a_capability_of_which_fewer_bodies_were_judged_is_incomplete_and_sound_otherwise() -> None:
    fewer = [
        worlds.cell(column, worlds.share(count, of), count, of, capability="two")
        for column, count, of in (
            (SHARE, 8, 10),
            (OF_ALL, 8, 40),
            (OTHERS_OF_ALL, 2, 40),
            (OF_FUNDED, 8, 23),
            (OF_OTHERS, 2, 17),
        )
    ]
    stages = [
        *table(33, 10, 0, 0),
        *(dataclasses.replace(row, capability="two") for row in table(30, 10, 0, 0, of=40)),
    ]
    (line,) = arithmetic.check(SETTLED, stages, [*COMPARISON, *fewer], [])
    assert (line.severity, line.kind, line.capability) == ("incomplete", "wrong_denominator", "two")
    fewer[3] = dataclasses.replace(fewer[3], denominator=22)
    misprinted = arithmetic.check(SETTLED, stages, [*COMPARISON, *fewer], [])
    assert (OF_FUNDED, "contradiction") in {(line.column_id, line.severity) for line in misprinted}


def test_a_wrong_denominator_says_what_the_other_tables_count() -> None:
    cells = [worlds.cell("dev_adv_of_funded", 33, 8, 25), *COMPARISON[:3], COMPARISON[4]]
    (line,) = arithmetic.check([], table(33, 10, 0, 0), cells, [])
    assert line.printed == "33% (8 of 25)"
    assert line.possible == "32% (8 of 25)"
    assert line.why == (
        "No whole number of 25 gives 33%, and 8 of 25 is 32%; the other tables count 24 in that "
        "cohort, and 8 of 24 is 33%."
    )
