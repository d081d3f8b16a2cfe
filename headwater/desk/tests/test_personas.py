"""Persona sign-in: in a demonstration on this machine, and nowhere else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from headwater.desk import personas
from headwater.kernel import audit, handling

HERE: dict[str, Any] = {
    "SERVER_NAME": "127.0.0.1",
    "HTTP_HOST": "127.0.0.1:8000",
    "REMOTE_ADDR": "127.0.0.1",
}


def test_a_persona_signs_in_on_this_machine_and_the_trail_says_so(world: Any) -> None:
    client = Client(**HERE)
    response = client.post(reverse("personas"), {"person": "lead-inspector"})
    assert response.status_code == 302
    lead = world.person("lead-inspector")
    assert client.session["_auth_user_id"] == str(lead.pk)
    with handling.acting(lead):
        assert audit.Event.objects.filter(name="persona signed in", actor=lead.reader).exists()


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_HOST": "headwater.example"},
        {"HTTP_HOST": "127.0.0.1.headwater.example"},
        {"SERVER_NAME": "0.0.0.0"},
        {"SERVER_NAME": "::"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_let_in_from_elsewhere(
    world: Any, settings: Any, elsewhere: dict[str, str], method: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(**{**HERE, **elsewhere})
    response = getattr(client, method)(reverse("personas"), {"person": "lead-inspector"})
    assert response.status_code == 403
    assert "_auth_user_id" not in client.session


def test_without_a_demonstration_there_are_no_personas(world: Any, settings: Any) -> None:
    settings.DEMO = False
    client = Client(**HERE)
    response = client.post(reverse("personas"), {"person": "lead-inspector"})
    assert response.status_code == 403
    assert "only in a demonstration" in response.content.decode()


def test_a_forged_form_signs_nobody_in(world: Any) -> None:
    client = Client(enforce_csrf_checks=True, **HERE)
    response = client.post(reverse("personas"), {"person": "lead-inspector"})
    assert response.status_code == 403
    assert "_auth_user_id" not in client.session


def test_an_account_outside_the_cast_cannot_be_taken(world: Any) -> None:
    response = Client(**HERE).post(reverse("personas"), {"person": "somebody"})
    assert response.status_code == 404


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "[::1]:8000", "127.0.0.1"])
def test_every_name_of_this_machine_is_taken(world: Any, host: str) -> None:
    assert Client(**{**HERE, "HTTP_HOST": host}).get(reverse("personas")).status_code == 200


def test_the_demonstration_can_say_whom_to_sign_in_as(world: Any) -> None:
    said = list(personas.lines())
    assert any(line.startswith("Morwenna Hale, Lead inspector") for line in said)
    assert len(said) >= 10
