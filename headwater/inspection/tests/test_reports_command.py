"""`headwater inspection report`: the newest edition as files, or a draft that says so."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_text

from headwater import console
from headwater.inspection.commands import reports as command
from headwater.inspection.documents import FILES
from headwater.inspection.tests import drawn, reporting
from headwater.kernel import handling


def written(round_: str, out: Path) -> dict[str, Any]:
    given = argparse.Namespace(round=round_, out=out)
    assert command.run(given) == console.DONE
    assert {path.name for path in out.iterdir()} == set(FILES)
    made: dict[str, Any] = json.loads((out / "report.json").read_text())
    return made


def test_a_round_without_a_report_still_gives_a_whole_draft(world: Any, tmp_path: Path) -> None:
    system = handling.System("load-demo")
    with handling.acting(system):
        drawn.hmic_2009(by=system)
    made = written("hmic-2009", tmp_path / "out")
    assert made["status"] == "draft"
    assert made["content"]["is_generated"]
    assert made["notes"][0].startswith("Reconstructed, no force")
    html = (tmp_path / "out" / "report.html").read_text()
    assert "Draft. Not published." in html
    assert html.count("<table") >= 12
    text = extract_text(tmp_path / "out" / "report.pdf")
    assert "Draft. Not published." in text
    assert "Community Engagement and Interventions: what was found" in text
    for name in FILES:
        assert b"P01" not in (tmp_path / "out" / name).read_bytes()


def test_a_published_round_gives_its_newest_edition(world: Any, tmp_path: Path) -> None:
    _report, edition = reporting.published(world)
    made = written("averland", tmp_path)
    assert (made["status"], made["hash"]) == ("published", edition.hash)
    assert "Draft" not in (tmp_path / "report.html").read_text()


def test_a_round_that_is_not_there_is_wrong_use(
    world: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert command.run(argparse.Namespace(round="nope", out=out)) == console.WRONG_USE
    assert "There is no round called nope." in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_that_cannot_be_made_is_wrong_use(
    world: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    system = handling.System("load-demo")
    with handling.acting(system):
        drawn.hmic_2009(by=system)
    out = tmp_path / "taken"
    out.write_text("a file")
    assert command.run(argparse.Namespace(round="hmic-2009", out=out)) == console.WRONG_USE
    assert "taken cannot be made a folder: File exists." in capsys.readouterr().err
