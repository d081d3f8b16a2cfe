"""A mail server that is down keeps nobody from a link: it is shown to the sender all the same."""

from pathlib import Path
from typing import Any

from django.test import Client, override_settings
from django.urls import reverse

from headwater.mail import mailers

DOWN = mailers({"HEADWATER_SMTP": "smtp://127.0.0.1:1"}, Path("/"))


def test_a_password_link_is_shown_when_its_mail_cannot_be_sent(
    client: Client, world: Any, django_capture_on_commit_callbacks: Any, caplog: Any
) -> None:
    client.force_login(world.person("administrator"))
    somebody = world.person("analyst")
    with override_settings(MAILERS=DOWN), django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("person-link", args=[somebody.reference]))
    assert response.status_code == 200
    assert "/account/password/reset/key/" in response.content.decode()
    assert "Connection refused" in caplog.text
    assert somebody.email not in caplog.text
