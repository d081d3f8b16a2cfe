"""The journey of a council that assesses itself, with nobody else."""

import re

import pytest

pytestmark = pytest.mark.journey


def test_a_council_runs_a_self_assessment_alone(visitor):
    # Given a council's lead for prevention with a self-assessment half done
    council = visitor("council-lead")
    council.follow("Self-assessment", within="nav")
    council.follow_row("Being filled in")
    there = council.path

    # When he answers what is left and completes it
    council.press("Answer the next question")
    while council.path != there:
        council.page.get_by_role("radio").nth(2).check()
        council.press("Save and go on")
    council.press("Complete it")
    council.press("Complete it")

    # Then he sees what changed since the last one, and nobody else can open it
    council.follow(re.compile("^Compare with"))
    assert "Compared with the last one" in council.text()
    visitor("lead-inspector").open(there, expect=404)

    # and he can begin the next one
    council.open("/inspection/self-assessments/")
    council.press("Assess yourselves")
    council.choose(re.compile("Local partnership self-assessment"))
    council.press("Begin")
    assert council.page.get_by_role("button", name="Answer the next question").count()
