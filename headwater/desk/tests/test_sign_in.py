"""Signing in: password, code, sessions; what the trail keeps; what the public reaches."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from headwater.desk import accounts
from headwater.kernel import audit, handling

PASSWORD = "three random words"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def manager(world: Any) -> Any:
    person = world.person("delivery-manager")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, person: Any, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def test_a_password_signs_in_and_the_trail_says_so(client: Client, manager: Any) -> None:
    assert sign_in(client, manager)["Location"] == reverse("home")
    with handling.acting(manager):
        assert audit.Event.objects.filter(name="signed in", actor=manager.reader).count() == 1


def test_a_wrong_password_is_noted_without_what_was_typed(client: Client, manager: Any) -> None:
    response = sign_in(client, manager, "not the password")
    assert "is not right" in response.content.decode()
    with handling.acting(handling.System("verify")):
        event = audit.Event.objects.select_related("detail").get(name="sign-in failed")
    assert event.detail.facts["person"] == manager.reference
    assert "not the password" not in str(event.detail.facts)


def test_after_five_failures_even_the_right_password_must_wait(
    client: Client, manager: Any
) -> None:
    for _ in range(5):
        sign_in(client, manager, "not the password")
    assert "Too many attempts" in sign_in(client, manager).content.decode()


def test_the_second_step_is_asked_for_and_signs_in(client: Client, manager: Any) -> None:
    sign_in(client, manager)
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(
        reverse("account_reauthenticate")
    )
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'class="hw-secret">(\w+)<', page.content.decode())
    assert secret
    code = totp.format_hotp_value(
        totp.hotp_value(secret[1], next(totp.yield_hotp_counters_from_time()))
    )
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    codes = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    one_of_them = re.findall(r'class="hw-secret">(\w+)<', codes)[0]

    later = Client()
    response = sign_in(later, manager)
    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in later.session
    assert "is not right" in later.post(response["Location"], {"code": "000000"}).content.decode()
    assert later.post(response["Location"], {"code": one_of_them}).status_code == 302
    assert later.session["_auth_user_id"] == str(manager.pk)
    with handling.acting(handling.System("verify")):
        assert audit.Event.objects.filter(name="second step failed").exists()


def test_the_other_browsers_can_be_signed_out(client: Client, manager: Any) -> None:
    elsewhere = Client()
    sign_in(client, manager)
    sign_in(elsewhere, manager)
    assert "Sign out everywhere else" in client.get(reverse("usersessions_list")).content.decode()
    client.post(reverse("usersessions_list"))
    assert elsewhere.get(reverse("mfa_index")).status_code == 302
    assert client.get(reverse("mfa_index")).status_code == 200


def test_a_link_in_the_mail_sets_a_new_password(client: Client, manager: Any) -> None:
    client.post(reverse("account_reset_password"), {"email": manager.email})
    (message,) = mail.outbox
    link = re.search(r"http://testserver(\S+)", str(message.body))
    assert link
    form = client.get(link[1])["Location"]
    new = {"password1": "another set of words", "password2": "another set of words"}
    assert client.post(form, new).status_code == 302
    assert sign_in(Client(), manager, "another set of words").status_code == 302
    assert "no longer works" in Client().get(link[1]).content.decode()


def test_an_unknown_address_gets_no_mail_and_the_same_answer(client: Client, db: None) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "nobody@example.com"})
    assert response["Location"] == reverse("account_reset_password_done")
    assert not mail.outbox


@pytest.mark.parametrize("path", ["account/signup/", "account/email/", "account/3rdparty/"])
def test_nobody_registers_alone(client: Client, db: None, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404


def test_signing_out_needs_a_click_and_is_noted(client: Client, manager: Any) -> None:
    sign_in(client, manager)
    assert "Stay signed in" in client.get(reverse("account_logout")).content.decode()
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session
    with handling.acting(manager):
        assert audit.Event.objects.filter(name="signed out", actor=manager.reader).exists()


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_list_webauthn",
        "usersessions_list",
        "account_set_password",
        "account_reauthenticate",
        "mfa_add_webauthn",
        "mfa_activate_totp",
    ],
)
def test_every_page_of_ones_account_is_in_our_dress(
    client: Client, manager: Any, name: str
) -> None:
    sign_in(client, manager)
    response = client.get(reverse(name), follow=True)
    assert response.status_code == 200
    assert "hw-header" in response.content.decode()
    assert 'name="viewport"' in response.content.decode()


def test_an_organisation_is_offered_when_one_is_configured(
    client: Client, db: None, settings: Any
) -> None:
    assert "Sign in with Averland" not in client.get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [{"provider_id": "organisation", "name": "Averland ID"}]}
    }
    assert "Sign in with Averland ID" in client.get(reverse("account_login")).content.decode()


def test_an_organisation_may_write_an_address_in_capitals(rf: Any, manager: Any) -> None:
    connected: list[Any] = []
    arriving = SimpleNamespace(
        is_existing=False,
        email_addresses=[SimpleNamespace(email=manager.email.title(), verified=True)],
        connect=lambda request, person: connected.append(person),
    )
    accounts.OrganisationAdapter().pre_social_login(rf.get("/"), arriving)
    assert connected == [manager]
