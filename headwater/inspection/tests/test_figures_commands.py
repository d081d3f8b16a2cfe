"""`tables`, `stages`, `comparison` and `check` on the command line."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from headwater.inspection.commands import figures as commands
from headwater.inspection.tests import drawn
from headwater.kernel import handling

LOADER = handling.System("load-demo")


@pytest.fixture
def old(world: Any) -> None:
    with handling.acting(LOADER):
        drawn.hmic_2009(by=LOADER, slug="test-2009")


def run(*words: str) -> int:
    """Run one subcommand in this process."""
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    arguments = parser.parse_args(words)
    code: int = arguments.run(arguments)
    return code


def published(**changes: Path) -> list[str]:
    words = ["check"]
    for name in ("findings", "stages", "comparison", "claims"):
        file = changes.get(name, drawn.HMIC_2009 / f"published-{name}.csv")
        words += [f"--{name}", str(file)]
    return words


@pytest.mark.parametrize(
    ("name", "header", "count"),
    [
        (
            "tables",
            "capability,finding_id,cohort,yes_pct,no_pct,yes,no,not_recorded,denominator",
            151,
        ),
        ("stages", "capability,stage,forces,pct", 20),
        ("comparison", "capability,column_id,pct,numerator,denominator", 25),
    ],
)
def test_a_table_is_printed_as_csv(
    old: None, capfdbinary: pytest.CaptureFixture[bytes], name: str, header: str, count: int
) -> None:
    assert run(name, "test-2009") == 0
    lines = capfdbinary.readouterr().out.decode("utf-8").splitlines()
    assert lines[0] == header
    assert len(lines) == count + 1


def test_a_table_goes_to_a_file_as_json_with_its_definitions(old: None, tmp_path: Path) -> None:
    out = tmp_path / "tables.json"
    assert run("tables", "test-2009", "--format", "json", "--out", str(out)) == 0
    value = json.loads(out.read_bytes())
    assert len(value["findings"]) == 151
    assert value["findings"][0]["denominator"] == 24
    assert "rounded up" in value["rounding"]
    assert {each["id"] for each in value["definitions"]} >= {"finding.yes_pct", "finding.asked"}
    assert any("reconstruction" in note for note in value["notes"])


def test_a_table_goes_to_a_file_as_ods(old: None, tmp_path: Path) -> None:
    out = tmp_path / "tables.ods"
    assert run("stages", "test-2009", "--format", "ods", "--out", str(out)) == 0
    assert out.read_bytes().startswith(b"PK")


def test_an_unknown_round_is_wrong_use(
    old: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("tables", "nowhere") == 2
    assert run(*published(), "--round", "nowhere") == 2
    assert run("tables", "test-2009", "--out", str(tmp_path / "no" / "file.csv")) == 2
    told = capsys.readouterr().err
    assert told.count("There is no round called nowhere.") == 2
    assert "There is no folder" in told
    assert run("tables", "test-2009", "--out", str(tmp_path)) == 2
    assert "cannot be written: Is a directory." in capsys.readouterr().err


def test_the_published_set_contradicts_itself(
    old: None, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(*published()) == 1
    alone = capfdbinary.readouterr().out.decode("utf-8").splitlines()
    assert run(*published(), "--round", "test-2009") == 1
    held = capfdbinary.readouterr().out.decode("utf-8").splitlines()
    columns = "severity,kind,capability,finding_id,cohort,stage,column_id,claim_id"
    assert alone[0] == held[0] == f"{columns},printed,possible,why"
    assert len(held) >= len(alone) > 1


def test_a_sound_set_has_no_contradiction(
    old: None, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    findings = tmp_path / "findings.csv"
    findings.write_text(
        "capability,finding_id,label_group,cohort,yes_pct,no_pct,denominator\n"
        "one,a,a,all,50,50,10\n"
    )
    stages = tmp_path / "stages.csv"
    stages.write_text("capability,stage,forces,printed_pct,denominator\n")
    comparison = tmp_path / "comparison.csv"
    comparison.write_text("capability,column_id,printed_pct,numerator,denominator\n")
    claims = tmp_path / "claims.csv"
    header = (drawn.HMIC_2009 / "published-claims.csv").read_text().splitlines()[0]
    claims.write_text(f"{header}\n")
    words = published(findings=findings, stages=stages, comparison=comparison, claims=claims)
    assert run(*words) == 0
    assert len(capfdbinary.readouterr().out.splitlines()) == 1


def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "findings.csv"
    bad.write_text("a,b\n1,2\n")
    assert run(*published(findings=bad)) == 2
    assert run(*published(findings=tmp_path / "none.csv")) == 2
    told = capsys.readouterr().err
    assert "findings.csv, line 1: no column" in told
    assert "There is no file" in told
    assert run(*published(findings=tmp_path)) == 2
    assert "cannot be read: Is a directory." in capsys.readouterr().err
