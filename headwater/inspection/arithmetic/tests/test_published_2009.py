"""The published figures of 2009, with the whole expected output beside this file.

Each expected line was compared by hand with the inspection report: Appendix D for the tables and
the comparison, and for the claims paragraphs 4.3.3, 5.2.1, 5.2.7, 5.3.3, 6.2.1, 6.4.2, 6.6.4 and
7.2.3.
"""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

import headwater
from headwater.inspection import arithmetic
from headwater.inspection.arithmetic import problems, reading
from headwater.inspection.arithmetic.tests import worlds

LIBRARY = Path(headwater.__path__[0]) / "library" / "reconstruction" / "hmic-2009"
EXPECTED = Path(__file__).with_name("problems-2009.csv")


@pytest.fixture(scope="module")
def published() -> worlds.Published:
    def lines(name: str) -> list[str]:
        return reading.text_lines(LIBRARY / f"published-{name}.csv")

    return worlds.Published(
        findings=reading.findings(lines("findings"), name="findings"),
        stages=reading.stages(lines("stages"), name="stages"),
        comparison=reading.comparison(lines("comparison"), name="comparison"),
        claims=reading.claims(lines("claims"), name="claims"),
    )


def counted(name: str, *columns: str) -> dict[str, dict[str, Counter[str]]]:
    found: dict[str, dict[str, Counter[str]]] = {}
    for line in csv.DictReader(reading.text_lines(LIBRARY / f"{name}.csv")):
        outer, inner, value = (line[column] for column in columns)
        found.setdefault(outer, {}).setdefault(inner, Counter())[value] += 1
    return found


def where(problem: problems.Problem) -> tuple[str, ...]:
    return (
        problem.severity,
        problem.kind,
        problem.capability,
        problem.finding_id,
        problem.cohort,
        problem.stage,
        problem.column_id,
        problem.claim_id,
    )


def test_the_published_set_gives_exactly_the_expected_lines(published: worlds.Published) -> None:
    out = io.StringIO()
    problems.write_csv(arithmetic.check(*published.files), to=out)
    assert out.getvalue() == EXPECTED.read_text(encoding="utf-8")


def test_with_the_reconstructed_answers_the_same_places_are_named(
    published: worlds.Published,
) -> None:
    without = arithmetic.check(*published.files)
    with_answers = arithmetic.check(
        *published.files,
        answers=counted("returns", "finding_id", "cohort", "answer"),
        judgements=counted("judgements", "capability", "cohort", "stage"),
    )
    assert list(map(where, with_answers)) == list(map(where, without))
    (leadership,) = [line for line in with_answers if "judgements" in line.possible]
    assert leadership.possible.endswith("the judgements loaded give 19 funded and 5 non-funded")


def test_only_three_rows_need_another_rounding_rule(published: worlds.Published) -> None:
    lines = arithmetic.check(*published.files)
    rounding_only = [line for line in lines if line.severity is problems.Severity.ROUNDING_ONLY]
    assert [line.finding_id for line in rounding_only] == [
        "ce-partner-agreement",
        "ce-education",
        "ce-exercise",
    ]
