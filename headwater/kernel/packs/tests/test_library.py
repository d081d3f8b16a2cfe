"""The packs of the library agree with the published figures and with each other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from headwater.kernel import packs
from headwater.kernel.packs import envelope

PUBLISHED = envelope.LIBRARY / "reconstruction" / "hmic-2009"


def table(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(path: str, kind: str) -> list[packs.Item]:
    return [row for row in packs.read(envelope.LIBRARY / path).items() if row.kind == kind]


@pytest.fixture(scope="module")
def findings() -> list[packs.Item]:
    return rows("frameworks/inspection-2009/1.0.yaml", "finding")


def test_the_findings_give_the_printed_rows_in_their_order(findings: list[packs.Item]) -> None:
    ours = [
        (row.parent_code, row.body["table"], row.code, row.body["label_group"], row.title, cohort)
        for row in findings
        for cohort in row.body["tabulated_for"]
    ]
    names = ("capability", "table", "finding_id", "label_group", "label", "cohort")
    assert ours == [tuple(row[name] for name in names) for row in table("published-findings.csv")]
    assert len(ours) == 151


def test_a_cohort_that_is_not_asked_prints_as_not_applicable(findings: list[packs.Item]) -> None:
    ours = {
        (row.code, cohort)
        for row in findings
        for cohort in row.body["tabulated_for"]
        if cohort not in row.body["asked_of"] and (cohort != "all" or len(row.body["asked_of"]) < 2)
    }
    printed = {
        (row["finding_id"], row["cohort"])
        for row in table("published-findings.csv")
        if row["denominator"] == "N/A"
    }
    assert ours == printed


def test_a_subject_is_asked_what_its_cohort_is_asked(findings: list[packs.Item]) -> None:
    asked = {row.code: row.body["asked_of"] for row in findings}
    for answer in table("returns.csv"):
        is_asked = answer["cohort"] in asked[answer["finding_id"]]
        assert is_asked == (answer["answer"] != "not_applicable")


def test_the_timetable_names_no_subject_and_no_cohort() -> None:
    visits = table("fieldwork.csv")
    assert len(visits) == 43
    assert set(visits[0]) == {"month", "force"}


def test_the_second_framework_has_a_scale_of_its_own_and_no_cohorts() -> None:
    path = "frameworks/local-toolkit-2024/1.0.yaml"
    assert len(rows(path, "capability")) == 8
    assert not rows(path, "cohort")
    values = [row.body["value"] for row in rows(path, "scale_point")]
    assert values == [0, 1, 2, 3, 4, 5, None, None]
    assert {row.body["scale"] for row in rows(path, "finding")} == {"zero-to-five"}
    assert packs.read(envelope.LIBRARY / path).content.certainty == "unconfirmed"


def test_every_term_says_what_it_is_called_today_and_how_certain_that_is() -> None:
    terms = rows("glossary/prevention/1.0.yaml", "term")
    assert len(terms) == 80
    assert len([row for row in terms if row.body["differ"]]) == 8
    today = {row.title: row.body["today"] for row in terms}
    assert today["OSCT"]["term"] == "Homeland Security Group"
    assert today["GPMS"]["certainty"] == "verified"
    assert today["GO"]["term"] is None
    assert "no successor" in today["GO"]["says"]


def test_each_file_of_the_reconstruction_is_described() -> None:
    described = (PUBLISHED / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in described for path in Path(PUBLISHED).glob("*.csv"))
