"""What no framework may ask is refused, however it is worded; what is fair is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from headwater.kernel import packs
from headwater.kernel.packs import envelope, rights, source

HERE = Path(__file__).parent
HOSTILE = sorted((HERE / "hostile").glob("*.yaml"))
BENIGN = sorted((HERE / "benign").glob("*.yaml"))
FRAMEWORKS = sorted((envelope.LIBRARY / "frameworks").glob("*/*.yaml"))


def named(path: Path) -> str:
    return path.stem


def refusals() -> dict[str, str]:
    rules = rights.Rights.model_validate(
        source.read(envelope.LIBRARY / "rights" / "rules" / "1.0.yaml").values
    )
    return {rule.id: rule.refusal for rule in rules.rules}


def expected(path: Path) -> list[tuple[int, str]]:
    """The line and a part of the reason of each fault, from the marks in the file."""
    known = refusals()
    return [
        (number, known.get(mark.strip(), mark.strip()))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        for marks in re.findall(r"# refused: (.*)", line)
        for mark in marks.split(",")
    ]


def test_there_are_at_least_twenty_hostile_packs() -> None:
    assert len(HOSTILE) >= 20


@pytest.mark.parametrize("path", HOSTILE, ids=named)
def test_a_hostile_pack_is_refused_at_each_marked_line_and_no_other(path: Path) -> None:
    with pytest.raises(packs.PackRefused) as refused:
        packs.read(path)
    faults = refused.value.faults
    assert {fault.file for fault in faults} == {path}
    assert all(fault.field for fault in faults)
    assert len(faults) == len(expected(path))
    for line, reason in expected(path):
        assert any(fault.line == line and reason in fault.reason for fault in faults), reason


@pytest.mark.parametrize("path", BENIGN, ids=named)
def test_a_fair_pack_is_read(path: Path) -> None:
    assert list(packs.read(path).items())


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.parent.name)
def test_the_frameworks_of_the_library_raise_no_alarm(path: Path) -> None:
    assert list(rights.screen().refusals(source.read(path).values)) == []


def test_what_is_marked_as_history_would_be_refused_without_the_mark() -> None:
    values = source.read(envelope.LIBRARY / "frameworks" / "inspection-2009" / "1.0.yaml").values
    findings = values["findings"]
    assert isinstance(findings, list)
    caught = set()
    for finding in findings:
        assert isinstance(finding, dict)
        if finding.get("historical"):
            asked: dict[str, source.Value] = {
                "findings": [{**finding, "historical": False, "historical_reason": None}]
            }
            caught |= {finding["id"] for _ in rights.screen().refusals(asked)}
    assert caught >= {"av-rich-picture", "av-npt-tasked", "av-mapping-rp", "as-rp-progress"}


def test_a_glossary_may_explain_any_word() -> None:
    assert packs.read(envelope.LIBRARY / "glossary" / "prevention" / "1.0.yaml")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [("<nowhere> words", "no list of words called nowhere"), ("(open", "no regular expression")],
)
def test_a_rule_that_cannot_be_read_is_refused(tmp_path: Path, pattern: str, reason: str) -> None:
    rules = (envelope.LIBRARY / "rights" / "rules" / "1.0.yaml").read_text(encoding="utf-8")
    path = tmp_path / "1.0.yaml"
    path.write_text(rules.replace("'in good faith'", f"'{pattern}'"), encoding="utf-8")
    with pytest.raises(packs.PackRefused, match=reason) as refused:
        packs.read(path)
    assert refused.value.faults[0].field == "allowed[0]"
