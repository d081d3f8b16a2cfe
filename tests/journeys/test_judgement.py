"""The journey of a judgement: two inspectors, blind to each other, and how they settle it."""

import re

import pytest

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

PLACE = (
    "/inspection/rounds/neighbourhood-theme/judgements/"
    "?body=calderwick-police&capability=information-sharing"
)
SECRET = "Complementary plans were not found in use."


def _open_place(inspector: Visitor) -> None:
    inspector.open(PLACE)
    inspector.follow_row("Two inspectors")


def _rate(inspector: Visitor) -> None:
    """Answer every descriptor of the first two stages, then decide on the first."""
    inspector.follow(re.compile("^Answer"))
    while "Decide the stage" not in inspector.text():
        is_lowest = "Emerging" in inspector.text() or "Implementation" in inspector.text()
        inspector.choose("Met" if is_lowest else "Not met")
        if is_lowest:
            inspector.page.get_by_role("group", name="Which evidence shows it?").get_by_role(
                "checkbox"
            ).first.check()
        inspector.press("Save and go on")


def test_two_inspectors_disagree_and_moderation_settles_it(visitor):
    # Given a capability that the lead inspector has rated, and a second inspector who cannot see it
    second = visitor("second-inspector")
    _open_place(second)
    assert "The ratings" not in second.text()
    assert "complementary plans" not in second.text()

    # When the second inspector rates it lower
    second.press("Rate it second")
    second.press("Begin the rating")
    _rate(second)

    # while the lead inspector sees nothing of that
    lead = visitor("lead-inspector")
    _open_place(lead)
    assert SECRET not in lead.text()
    assert "The ratings" not in lead.text()

    second.press("Decide the stage")
    second.choose("Implementation")
    second.write("Why does the body stand at this stage?", SECRET)
    second.write("Why do you differ", "The focus group weighs more.")
    second.press("Finish the rating")

    # Then both ratings are open side by side, and the lead settles with a reason that is kept
    _open_place(lead)
    assert SECRET in lead.text()
    assert "complementary plans" in lead.text()
    lead.choose("Implementation")
    reason = "Both read the focus group again; what is shared rests on single people."
    lead.write("How was this settled?", reason)
    lead.press("Settle the judgement")
    _open_place(second)
    assert reason in second.text()
