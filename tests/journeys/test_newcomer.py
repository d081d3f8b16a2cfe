"""What a newcomer sees: one picture of each kind of page, and the same at a telephone's width."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey

PAST, PRESENT = "/inspection/rounds/averland-2025/", "/inspection/rounds/averland-2026/"
HISTORY = "/inspection/rounds/hmic-2009/"

INSPECTOR = {
    "home-lead-inspector": "/",
    "round": PAST,
    "figures": f"{PAST}overview/",
    "findings": f"{HISTORY}findings/assessing-vulnerability/",
    "heat": f"{HISTORY}heat/",
    "returns": f"{PRESENT}returns/",
    "moderation": "/inspection/rounds/neighbourhood-theme/judgements/",
    "report": f"{PAST}report/",
    "gaps": f"{PAST}gaps/",
    "recommendations": f"{PAST}recommendations/",
}


def test_the_public_finds_what_is_published(visitor, picture):
    public = visitor()
    for name, path in {
        "home": "/",
        "personas": "/personas/",
        "glossary": "/glossary/",
        "edition": "/inspection/editions/averland-2025/",
    }.items():
        public.open(path)
        picture(public.page, name)


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm draws the page")
def test_the_public_takes_the_report_with_them(visitor, tmp_path):
    public = visitor()
    public.open("/inspection/editions/averland-2025/")
    link = public.page.get_by_role("link", name="report.pdf").get_attribute("href")
    file = tmp_path / "report.pdf"
    file.write_bytes(public.page.context.request.get(public.address + link).body())
    drawn = Path(os.environ.get("HEADWATER_SCREENSHOTS") or tmp_path) / "report-pdf"
    command = ["pdftoppm", "-png", "-singlefile", "-r", "72", "-l", "1", file, drawn]
    subprocess.run(command, check=True)
    assert drawn.with_suffix(".png").stat().st_size > 5_000


def test_a_lead_inspector_finds_a_round_and_everything_in_it(visitor, picture):
    lead = visitor("lead-inspector")
    for name, path in INSPECTOR.items():
        lead.open(path)
        picture(lead.page, name)
    lead.open(f"{PAST}report/")
    lead.follow("Summary")
    picture(lead.page, "report-editor")


def test_an_inspector_finds_a_rating(visitor, picture):
    lead = visitor("lead-inspector")
    lead.open(
        "/inspection/rounds/neighbourhood-theme/judgements/?body=eskerton-police&capability=information-sharing"
    )
    lead.follow_row("Two inspectors")
    lead.follow("Read your rating")
    picture(lead.page, "rating")


def test_an_information_officer_reads_the_trail(visitor, picture):
    officer = visitor("information-officer")
    officer.open("/trail/")
    picture(officer.page, "trail")


@pytest.mark.parametrize("width", [1280, 320])
def test_a_manager_answers_at_any_width(visitor, picture, width):
    ending = "" if width == 1280 else f"-{width}"
    manager = visitor("eskerton-manager", width=width)
    picture(manager.page, f"home-manager{ending}")
    manager.follow(re.compile("^Return of "))
    picture(manager.page, f"return{ending}")
    manager.follow("Information Sharing")
    manager.follow(re.compile("^(Answer|Change)"))
    picture(manager.page, f"answer{ending}")


def test_lists_and_the_first_page_fit_a_telephone(visitor, picture):
    public = visitor(width=320)
    public.open("/")
    picture(public.page, "home-320")
    lead = visitor("lead-inspector", width=320)
    for name in ("returns", "findings", "heat", "moderation"):
        lead.open(INSPECTOR[name])
        picture(lead.page, f"{name}-320")
