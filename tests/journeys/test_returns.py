"""Journeys of a return: filled in and submitted, answered from outside, and edited by two."""

import datetime
import re

import pytest

from headwater.kernel import people
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

ROUND = "Prevention in Averland, second inspection"
ANSWER = re.compile("^(Answer|Change)")


def _open_return(manager: Visitor) -> str:
    """From the first page to the body's return; its address."""
    manager.open("/")
    manager.follow(re.compile("^Return of "))
    return manager.path


def test_a_force_completes_and_submits_its_return(visitor):
    # Given a return with six open questions, two of which are with somebody else
    manager = visitor("delivery-manager")
    there = _open_return(manager)
    assert manager.page.locator("#delegated ~ ul").first.locator("li").count() == 2

    # When the district's commander answers hers, and the manager takes the answer in
    commander = visitor("district-commander")
    commander.follow_row("A question for you")
    commander.choose("Yes")
    commander.write("What is the answer based on?", "The district plan, reviewed in spring.")
    commander.press("Send your answer")
    assert "Your answer has been sent" in commander.text()
    manager.open(there)
    manager.follow_row("Answered")
    assert "The district plan, reviewed in spring." in manager.text()
    manager.press("Take this answer into the return")

    # and takes the other question back, to answer it with the rest
    manager.follow_row("Waiting")
    manager.press("Withdraw the question")
    manager.open(f"{there}check/")
    while (left := manager.page.locator("main .govuk-inset-text li a")).count():
        manager.follow(left.first.inner_text())
        manager.choose("No")
        manager.write("What is the answer based on?", "It is planned for next year.")
        manager.press("Save and continue")
        manager.open(f"{there}check/")

    # Then the return can be submitted, and says so
    manager.press("Submit the return")
    assert "Return submitted" in manager.text()
    manager.follow("Go to the return")
    assert "Submitted" in manager.text()
    assert not manager.page.get_by_role("link", name="Import answers from a file").count()


def test_an_outsider_answers_one_question_by_link_once(visitor):
    # Given a manager who asks a school's representative outside the force
    manager = visitor("brackenmoor-manager")
    _open_return(manager)
    manager.follow("Information Sharing")
    manager.follow(ANSWER)
    question = manager.page.locator("h1").inner_text()
    manager.follow("Ask somebody else to answer")
    manager.pick("Who can answer it?", "Head teacher representative")
    manager.write("What should they know?", "You take part in this work.")
    due = people.today() + datetime.timedelta(days=10)
    manager.date("By when do you need the answer?", due)
    manager.press("Pass the question on")
    link = manager.page.locator(".hw-address").inner_text()

    # When the representative opens the link without an account and answers
    outsider = visitor()
    outsider.open(link)
    assert question in outsider.text()
    outsider.choose("No")
    outsider.write("What is the answer based on?", "Nobody has told the school.")
    outsider.press("Continue")
    assert "Check your answer" in outsider.text()
    outsider.press("Send the answer")
    assert "Your answer has been sent" in outsider.text()

    # Then the link opens nothing more, and the manager reads the answer
    another = visitor()
    another.open(link, expect=403)
    assert "used" in another.text()
    _open_return(manager)
    manager.follow(question)
    assert "Nobody has told the school." in manager.text()
    assert "Head teacher representative" in manager.text()


def test_two_browsers_edit_one_answer_and_the_second_chooses(visitor):
    # Given the same question open in two browsers
    first, second = visitor("calderwick-manager"), visitor("calderwick-manager")
    for editor in (first, second):
        _open_return(editor)
        editor.follow("Assessing Vulnerability")
        editor.follow(ANSWER)
    question = first.path

    # When both save different answers
    first.write("What is the answer based on?", "The first browser wrote this.")
    first.press("Save and continue")
    second.write("What is the answer based on?", "The second browser wrote that.")
    second.press("Save and continue", expect=409)

    # Then the second sees both and chooses
    assert "The first browser wrote this." in second.text()
    assert "The second browser wrote that." in second.text()
    second.press("Save mine instead")
    first.open(question)
    box = first.page.get_by_label("What is the answer based on?")
    assert box.input_value() == "The second browser wrote that."


def test_an_answer_is_saved_without_script(visitor):
    # Given a browser that runs no script
    manager = visitor("dunmere-manager", script=False)

    # When its reader signs in and answers one question
    _open_return(manager)
    manager.follow("Assessing Vulnerability")
    manager.follow(ANSWER)
    question = manager.path
    manager.write("What is the answer based on?", "Written in a plain browser.")
    manager.press("Save and continue")

    # Then it is there
    manager.open(question)
    box = manager.page.get_by_label("What is the answer based on?")
    assert box.input_value() == "Written in a plain browser."
