"""The papers: links lead somewhere, decisions are numbered in one line, nothing is left open."""

import re

from tests.architecture import sources

PAPERS = (*sources.ROOT.glob("*.md"), *sources.ROOT.glob("docs/**/*.md"))


def test_every_link_between_papers_leads_somewhere():
    broken = [
        f"{sources.name(paper)}: {target}"
        for paper in PAPERS
        for target in re.findall(r"\]\(([^)#\s]+)", paper.read_text(encoding="utf-8"))
        if not target.startswith(("http://", "https://")) and not (paper.parent / target).exists()
    ]
    assert not broken


def test_decisions_are_numbered_without_a_gap_and_say_what_was_refused():
    decisions = sorted((sources.ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(paper.name[:4]) for paper in decisions]
    assert numbers == list(range(1, len(numbers) + 1))
    for number, paper in zip(numbers, decisions, strict=True):
        text = paper.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. "), paper.name
        assert "## Refused" in text, paper.name
        assert len(text.splitlines()) <= 90, f"{paper.name}: one page"


def test_the_readme_fits_on_a_screen():
    assert len((sources.ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 45
