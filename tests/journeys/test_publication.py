"""Journeys of a report: refused for a typed number, signed by two, published, and followed."""

import re

import pytest

pytestmark = pytest.mark.journey

REPORT = "/inspection/rounds/hollinsea-review/report/"


def test_a_number_typed_by_hand_is_refused_then_two_sign_and_the_report_is_published(visitor):
    # Given a report in which an editor types a number
    lead = visitor("lead-inspector")
    lead.open(REPORT)
    lead.follow("Overview")
    box = lead.page.get_by_label("What does it say?")
    clean = box.input_value()
    box.fill(f"{clean}\n\nOfficers were trained in 37 forces.")
    lead.press("Save the chapter")

    # When its readiness is read, then chapter and line are named and nobody can sign or publish
    line = clean.count("\n") + 3
    lead.follow(re.compile("^What stands between"))
    assert re.search(rf"Overview, line {line}: “37” is typed by hand", lead.text())
    lead.open(f"{REPORT}sign/", expect=403)
    lead.open(f"{REPORT}publish/", expect=403)
    assert "typed by hand" in lead.text()

    # When the editor takes it out and two people sign
    lead.open(REPORT)
    lead.follow("Overview")
    lead.page.get_by_label("What does it say?").fill(clean)
    lead.press("Save the chapter")
    second = visitor("second-inspector")
    for signer in (lead, second):
        signer.open(REPORT)
        signer.press("Sign the report")
        signer.press("Sign the report")
    second.open(f"{REPORT}publish/", expect=403)

    # Then the lead inspector publishes it, and everybody can read it
    lead.open(REPORT)
    lead.press("Publish the report")
    lead.press("Publish the report")
    public = visitor()
    public.open("/inspection/editions/")
    public.follow("Review of one force")
    assert "Edition 1" in public.text()


def test_the_public_follows_a_number_to_the_answers_behind_it(visitor):
    # Given a member of the public who reads a published report
    public = visitor()
    public.open("/")
    public.follow("Prevention in Averland, first inspection")

    # When they follow a percentage in its text
    number = public.page.locator(".hw-report a", has_text=re.compile(r"^\d+%$")).first
    printed = number.inner_text()
    public.follow(printed)

    # Then they see how it is counted, whom it counts, and how much is withheld
    assert printed in public.text()
    assert "How it is counted" in public.text()
    assert "Ashdale Police" in public.text()
    assert "None is published" in public.text()
    public.follow("Back to the report")

    # and nothing of what lies behind the public part
    public.open("/inspection/rounds/averland-2025/")
    assert public.path.startswith("/account/login/")
