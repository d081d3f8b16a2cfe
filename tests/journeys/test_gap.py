"""The journey of a gap: from the list to an action that somebody else verifies."""

import datetime
import re

import pytest

from headwater.kernel import people

pytestmark = pytest.mark.journey

TITLE = "Keep the plan of prevention under yearly review"


def test_a_gap_becomes_an_action_that_another_person_verifies(visitor):
    # Given a minimum capability that Ashdale does not meet and nobody has acted on
    manager = visitor("delivery-manager")
    manager.open("/inspection/gaps/")
    manager.follow_row("Prevention in Averland, first inspection")
    open_gaps = manager.page.locator("tbody tr", has_text=re.compile("Not met|Partly met"))
    gap = open_gaps.filter(has_not_text="Open,").filter(has_not_text="done,").first
    manager.follow(gap.get_by_role("link").first.inner_text())

    # When the manager raises an action from it
    manager.press("Raise an action")
    manager.write("What is to be done?", TITLE)
    manager.pick("Which post owns it?", "Delivery manager for prevention")
    manager.pick("Which other post verifies it?", "Assurance officer")
    manager.date("By when?", people.today() + datetime.timedelta(days=30))
    manager.press("Raise the action")
    action = manager.path

    # and reports it done, which the manager may not verify
    manager.press("Report done")
    manager.write("What shows that it is done?", "Minutes of the force board, March.")
    manager.press("Report done")
    manager.open(f"{action}verify/", expect=403)

    # Then the assurance officer finds it waiting and verifies it
    officer = visitor("assurance-officer")
    officer.follow(TITLE)
    officer.press("Verify")
    officer.choose("Yes")
    officer.write("What did you look at", "The minutes.")
    officer.press("Save")
    manager.open(action)
    assert "Verified" in manager.text()
