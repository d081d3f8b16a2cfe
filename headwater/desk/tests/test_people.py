"""Looking after people, memberships and posts; only the administrator does."""

import datetime
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from headwater.desk import duties
from headwater.desk.services import people as services
from headwater.inspection.tests import test_at_once
from headwater.kernel import audit, handling, people


@pytest.fixture
def admin(client: Client, world: Any) -> Any:
    person = world.person("administrator")
    client.force_login(person)
    return person


def _events(by: Any) -> set[str]:
    with handling.acting(by):
        return set(audit.Event.objects.filter(actor=by.reader).values_list("name", flat=True))


def _day(name: str, day: datetime.date) -> dict[str, int]:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def _invitation(world: Any, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Nora Velt",
        "email": "Nora.Velt@averland.example",
        "organisation": world.body("ashdale-police").pk,
        "role": people.Role.objects.get(code="analyst").pk,
        "area": "",
        **_day("start", people.today()),
        **changes,
    }


def test_an_invited_person_sets_a_password_by_the_link_and_signs_in(
    client: Client, world: Any, admin: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("person-invite"), _invitation(world))
    assert "can set a password" in response.content.decode()
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert link
    newcomer = Client()
    form = newcomer.get(link[1])["Location"]
    password = {"password1": "three random words", "password2": "three random words"}
    assert newcomer.post(form, password).status_code == 302
    signed = newcomer.post(
        reverse("account_login"),
        {"login": "nora.velt@averland.example", "password": "three random words"},
    )
    assert signed["Location"] == reverse("home")
    assert {"person invited", "membership begun", "password link made"} <= _events(admin)


def test_the_same_address_is_not_invited_twice(client: Client, world: Any, admin: Any) -> None:
    sent = _invitation(world, email="Delivery-Manager@averland.example")
    response = client.post(reverse("person-invite"), sent)
    assert response.status_code == 422
    assert "has an account already" in response.content.decode()


def test_a_membership_has_its_days_and_does_not_overlap_itself(
    client: Client, world: Any, admin: Any
) -> None:
    analyst = world.person("analyst")
    sent = _invitation(world)
    response = client.post(reverse("person-join", args=[analyst.reference]), sent)
    assert "hold this role there already" in response.content.decode()
    (membership,) = analyst.memberships.all()
    leave = reverse("person-leave", args=[analyst.reference, membership.pk])
    yesterday = people.today() - datetime.timedelta(days=1)
    assert client.post(leave, _day("end", yesterday)).status_code == 302
    assert not people.Person.objects.get(pk=analyst.pk).may("return.edit")
    assert client.post(reverse("person-join", args=[analyst.reference]), sent).status_code == 302
    assert people.Person.objects.get(pk=analyst.pk).may("return.edit")


def test_a_membership_cannot_end_before_it_began(client: Client, world: Any, admin: Any) -> None:
    analyst = world.person("analyst")
    (membership,) = analyst.memberships.all()
    leave = reverse("person-leave", args=[analyst.reference, membership.pk])
    response = client.post(leave, _day("end", datetime.date(2001, 1, 1)))
    assert "cannot end before it begins" in response.content.decode()


def test_a_membership_does_not_run_on_into_the_next_one(
    client: Client, world: Any, admin: Any
) -> None:
    analyst, today = world.person("analyst"), people.today()
    (membership,) = analyst.memberships.all()
    leave = reverse("person-leave", args=[analyst.reference, membership.pk])
    client.post(leave, _day("end", today - datetime.timedelta(days=1)))
    client.post(reverse("person-join", args=[analyst.reference]), _invitation(world))
    response = client.post(leave, _day("end", today + datetime.timedelta(days=1)))
    assert response.status_code == 422
    assert "hold this role there already" in response.content.decode()


def test_a_closed_account_is_signed_out_at_once_and_can_be_opened_again(
    client: Client, world: Any, admin: Any
) -> None:
    analyst = world.person("analyst")
    elsewhere = Client()
    elsewhere.force_login(analyst)
    assert elsewhere.get(reverse("actions")).status_code == 200
    client.post(reverse("person-close", args=[analyst.reference]))
    assert elsewhere.get(reverse("actions")).status_code == 302
    client.post(reverse("person-reopen", args=[analyst.reference]))
    assert people.Person.objects.get(pk=analyst.pk).is_active
    assert {"account closed", "account opened again"} <= _events(admin)


def test_nobody_closes_their_own_account(client: Client, admin: Any) -> None:
    response = client.post(reverse("person-close", args=[admin.reference]))
    assert response.status_code == 403
    assert "your own account" in response.content.decode()


def test_a_post_is_made_and_handed_over(client: Client, world: Any, admin: Any) -> None:
    police = world.body("ashdale-police")
    sent = {"title": "Duty officer", "email": "", "organisation": police.pk}
    assert client.post(reverse("post-add"), sent).status_code == 302
    assert "of this name already" in client.post(reverse("post-add"), sent).content.decode()
    post = people.Post.objects.get(title="Duty officer")
    give = reverse("post-hand-over", args=[post.reference])
    client.post(give, {"to": world.person("analyst").pk, **_day("start", people.today())})
    assert post.holder() == world.person("analyst")
    tomorrow = people.today() + datetime.timedelta(days=1)
    client.post(give, {"to": "", **_day("start", tomorrow)})
    assert post.holder() == world.person("analyst")
    assert post.holder(on=tomorrow) is None
    assert {"post made", "post handed over"} <= _events(admin)


def test_a_post_does_not_change_hands_behind_a_later_change(world: Any) -> None:
    admin, post = world.person("administrator"), world.post("ashdale-delivery")
    with handling.acting(admin):
        services.hand_over(post, to=None, start=people.today(), by=admin)
        services.hand_over(post, to=world.person("analyst"), start=people.today(), by=admin)
        with pytest.raises(handling.Refused, match="changes hands"):
            services.hand_over(
                post, to=None, start=people.today() - datetime.timedelta(days=3), by=admin
            )


def test_what_each_role_may_do_is_said_in_words(client: Client, admin: Any) -> None:
    page = client.get(reverse("roles")).content.decode()
    assert "plan and lead inspections" in page
    codes = {code for role in people.Role.objects.all() for code in role.may}
    assert codes
    for code in codes:
        assert duties.words(code) != code


PAGES = ["people", "person-invite", "posts", "post-add", "roles"]


@pytest.mark.parametrize("name", PAGES)
def test_others_are_refused_with_the_sentence(client: Client, world: Any, name: str) -> None:
    client.force_login(world.person("lead-inspector"))
    response = client.get(reverse(name))
    assert response.status_code == 403
    assert "programme administrator" in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_administrator_reads_them_all(client: Client, admin: Any, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_the_service_itself_refuses_whoever_may_not(world: Any) -> None:
    lead = world.person("lead-inspector")
    with handling.acting(lead), pytest.raises(handling.Refused):
        services.close(world.person("analyst"), by=lead)


def test_the_list_costs_the_same_however_many(
    client: Client, admin: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        assert "Priya Venn" in client.get(reverse("people")).content.decode()


def test_of_two_who_hand_over_a_post_at_the_same_moment_one_is_told(committed_world: Any) -> None:
    world = committed_world
    admin, post = world.person("administrator"), world.post("ashdale-delivery")

    def give(name: str) -> None:
        services.hand_over(post, to=world.person(name), start=people.today(), by=admin)

    def first() -> None:
        give("analyst")

    def second() -> None:
        give("lead-inspector")

    (refused,) = test_at_once.together(admin, first, admin, second)
    assert isinstance(refused, handling.Refused)
    assert "changes hands on or after that day already" in str(refused)
    assert post.holder() == world.person("analyst")
