"""Actions on the desk's pages: done, verified, moved, overdue, and by link."""

import datetime
import io
import logging
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from headwater.desk.tests import board
from headwater.kernel import actions, audit, handling, people


def _state(action: actions.Action) -> str:
    with handling.acting(handling.System("verify")):
        return actions.Action.objects.get(pk=action.pk).state


def _events(action: actions.Action) -> list[str]:
    with handling.acting(handling.System("verify")):
        return list(audit.trail(action).values_list("name", flat=True))


def _page(client: Client, name: str, action: actions.Action) -> Any:
    return client.get(reverse(name, args=[action.reference]))


def test_the_owner_reports_done_and_another_verifies(client: Client, world: Any) -> None:
    action = board.raised(world)
    client.force_login(world.person("delivery-manager"))
    finish = reverse("action-finish", args=[action.reference])
    assert client.post(finish, {"evidence": "Order of 3 May", "version": 1}).status_code == 302
    assert (
        "Whoever did the work cannot verify it" in _page(client, "action", action).content.decode()
    )
    client.force_login(world.person("assurance-officer"))
    verify = reverse("action-verify", args=[action.reference])
    client.post(verify, {"agrees": "yes", "remark": "Read it", "version": 2})
    assert _state(action) == "verified"
    assert _events(action)[:2] == ["action verified", "action reported done"]


def test_whoever_did_it_is_refused_with_the_sentence(client: Client, world: Any) -> None:
    action = board.done(world)
    client.force_login(world.person("delivery-manager"))
    response = _page(client, "action-verify", action)
    assert response.status_code == 403
    assert "Whoever did the work cannot verify it" in response.content.decode()


def test_sending_back_needs_what_is_missing(client: Client, world: Any) -> None:
    action = board.done(world)
    client.force_login(world.person("assurance-officer"))
    verify = reverse("action-verify", args=[action.reference])
    response = client.post(verify, {"agrees": "no", "remark": "", "version": 2})
    assert response.status_code == 422
    assert "Say what is missing" in response.content.decode()
    client.post(verify, {"agrees": "no", "remark": "No order attached", "version": 2})
    assert _state(action) == "open"


def test_two_who_change_it_at_once_see_both_versions(client: Client, world: Any) -> None:
    action = board.raised(world)
    client.force_login(world.person("delivery-manager"))
    move = reverse("action-move", args=[action.reference])
    day = people.today() + datetime.timedelta(days=40)
    sent = {"to-day": day.day, "to-month": day.month, "to-year": day.year, "reason": "Staff"}
    assert client.post(move, {**sent, "version": 1}).status_code == 302
    response = client.post(move, {**sent, "version": 1})
    assert response.status_code == 409
    assert "The two versions" in response.content.decode()


def test_a_moved_date_keeps_the_first(client: Client, world: Any) -> None:
    action = board.raised(world)
    client.force_login(world.person("delivery-manager"))
    day = people.today() + datetime.timedelta(days=40)
    sent = {"to-day": day.day, "to-month": day.month, "to-year": day.year, "reason": "Staff"}
    client.post(reverse("action-move", args=[action.reference]), {**sent, "version": 1})
    with handling.acting(world.person("delivery-manager")):
        moved = actions.Action.objects.get(pk=action.pk)
    assert (moved.due_date, moved.first_due_date, moved.slip_count) == (day, action.due_date, 1)
    assert "First due" in _page(client, "action", action).content.decode()


def test_what_was_overdue_on_a_day_can_be_asked(client: Client, world: Any) -> None:
    action = board.raised(world, due=3)
    client.force_login(world.person("oversight-member"))
    overdue = reverse("actions-overdue")
    assert action.title not in client.get(overdue).content.decode()
    later = action.due_date + datetime.timedelta(days=1)
    asked: dict[str, Any] = {"day-day": later.day, "day-month": later.month, "day-year": later.year}
    assert action.title in client.get(overdue, asked).content.decode()
    csv = client.get(overdue, asked | {"format": "csv"})
    assert action.title in csv.content.decode()


def test_the_list_says_overdue_as_the_actions_own_page_does(client: Client, world: Any) -> None:
    action = board.raised(world, due=-3)
    client.force_login(world.person("oversight-member"))
    for page in (client.get(reverse("actions")), _page(client, "action", action)):
        assert '<strong class="govuk-tag govuk-tag--red">Overdue</strong>' in page.content.decode()


def _link(client: Client, action: actions.Action) -> str:
    sent = client.post(reverse("action-link", args=[action.reference]), {"days": "14"})
    found = re.search(r"http://testserver(/verify/[^<\s]+)", sent.content.decode())
    assert found
    return found[1]


def test_a_partner_without_an_account_verifies_by_link_once(
    client: Client, world: Any, django_capture_on_commit_callbacks: Any
) -> None:
    action = board.done(world, verifier="bridgeway-manager")
    client.force_login(world.person("delivery-manager"))
    with django_capture_on_commit_callbacks(execute=True):
        address = _link(client, action)
    (message,) = mail.outbox
    assert message.to == ["bridgeway-manager@post.averland.example"]
    assert address in str(message.body)
    partner = Client()
    page = partner.get(address).content.decode()
    assert "Order of 3 May" in page
    assert "Programme manager" in page
    assert partner.post(address, {"agrees": "yes", "version": 2}).status_code == 200
    assert _state(action) == "verified"
    assert {"link used", "link issued"} <= set(_events(action))
    again = partner.get(address)
    assert again.status_code == 403
    assert "has been used" in again.content.decode()


def test_a_link_opens_nothing_else(client: Client, world: Any) -> None:
    action = board.done(world, verifier="bridgeway-manager")
    client.force_login(world.person("delivery-manager"))
    address = _link(client, action)
    partner = Client()
    assert partner.get(address).status_code == 200
    assert partner.get(reverse("action", args=[action.reference])).status_code == 302
    assert partner.get("/verify/not-a-token/").status_code == 403


def test_a_link_that_another_change_crossed_keeps_the_remark_and_is_not_used_up(
    client: Client, world: Any
) -> None:
    action, manager = board.done(world, verifier="bridgeway-manager"), "delivery-manager"
    client.force_login(world.person(manager))
    address, later = _link(client, action), action.due_date + datetime.timedelta(days=9)
    with handling.acting(world.person(manager)):
        actions.move_due_date(action, to=later, reason="Staff", version=2, by=world.person(manager))
    sent = {"agrees": "no", "remark": "The order names nobody", "version": 2}
    crossed = Client().post(address, sent)
    assert crossed.status_code == 409
    assert "The order names nobody" in crossed.content.decode()
    assert Client().post(address, {**sent, "version": 3}).status_code == 200
    assert _state(action) == "open"


def test_a_form_with_a_mistake_leaves_the_token_of_its_link_out_of_the_log(
    client: Client, world: Any
) -> None:
    action, written = board.done(world, verifier="bridgeway-manager"), io.StringIO()
    client.force_login(world.person("delivery-manager"))
    address = _link(client, action)
    (console,) = (each for each in logging.root.handlers if each.name == "console")
    assert isinstance(console, logging.StreamHandler)
    before = console.setStream(written)
    assert Client().post(address, {"version": 2}).status_code == 422
    console.setStream(before)
    assert "/verify/[token]/" in written.getvalue()
    assert address not in written.getvalue()


def test_a_link_asks_nothing_while_there_is_nothing_to_verify(client: Client, world: Any) -> None:
    action = board.done(world, verifier="bridgeway-manager")
    client.force_login(world.person("delivery-manager"))
    first, second = _link(client, action), _link(client, action)
    Client().post(first, {"agrees": "no", "remark": "Not yet", "version": 2})
    page = Client().get(second)
    assert page.status_code == 403
    assert "nothing to verify" in page.content.decode()


def test_only_those_who_answer_for_it_send_a_link(client: Client, world: Any) -> None:
    action = board.done(world, verifier="bridgeway-manager")
    client.force_login(world.person("council-lead"))
    assert _page(client, "action-link", action).status_code == 403


def test_an_action_that_is_closed_to_the_reader_is_not_found(client: Client, world: Any) -> None:
    client.force_login(world.person("delivery-manager"))
    assert client.get(reverse("action", args=["nothere234"])).status_code == 404


def test_the_list_costs_the_same_however_long(
    client: Client, world: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        board.raised(world, title=f"Action {number}")
    client.force_login(world.person("delivery-manager"))
    client.get(reverse("actions"))
    with django_assert_max_num_queries(12):
        assert "Action 4" in client.get(reverse("actions")).content.decode()


@pytest.mark.parametrize("who", ["delivery-manager", "assurance-officer"])
def test_work_waits_on_the_first_page_of_whoever_is_next(
    client: Client, world: Any, who: str
) -> None:
    board.raised(world, due=-2) if who == "delivery-manager" else board.done(world)
    client.force_login(world.person(who))
    page = client.get(reverse("home")).content.decode()
    assert "Name a lead" in page
    assert ("Overdue" in page) is (who == "delivery-manager")


def test_a_verification_that_nobody_can_do_is_shown_on_the_first_page(
    client: Client, world: Any
) -> None:
    post = world.post("bridgeway-manager")
    board.raised(world, verifier="bridgeway-manager")
    client.force_login(world.person("delivery-manager"))
    assert "second step" not in client.get(reverse("home")).content.decode()
    post.email = ""
    post.save()
    assert "cannot verify it" in client.get(reverse("home")).content.decode()
