"""Where mail goes, as the installation's environment says."""

from pathlib import Path

import pytest
from django.core import mail
from django.test import override_settings

from headwater.mail import mailers

HOME = Path("/home/of/nobody")


@pytest.mark.parametrize(
    ("address", "host", "port", "password", "use_ssl"),
    [
        ("smtp://clerk:s%2Fcret%40@mail.example", "mail.example", 587, "s/cret@", False),
        ("smtp://mail.example:25", "mail.example", 25, "", False),
        ("smtps://clerk:secret@mail.example", "mail.example", 465, "secret", True),
    ],
)
def test_mail_goes_to_the_server_that_is_named(address, host, port, password, use_ssl):
    with override_settings(MAILERS=mailers({"HEADWATER_SMTP": address}, HOME)):
        mailer = mail.mailers["default"]
    assert (mailer.host, mailer.port, mailer.password) == (host, port, password)
    assert (mailer.use_ssl, mailer.use_tls) == (use_ssl, not use_ssl)


def test_mail_is_written_to_the_home_without_a_server():
    assert mailers({}, HOME)["default"]["OPTIONS"] == {"file_path": str(HOME / "mail")}


@pytest.mark.parametrize("address", ["mail.example", "http://mail.example", "smtp://", "smtp:///x"])
def test_an_address_that_is_not_one_is_refused(address):
    with pytest.raises(ValueError, match="HEADWATER_SMTP is an address such as"):
        mailers({"HEADWATER_SMTP": address}, HOME)


@pytest.mark.parametrize("password", ["hush/hush", "hush#hush", "hush?hush", "hush[hush", "hush℀"])
def test_a_password_that_breaks_the_address_is_not_repeated(password):
    with pytest.raises(ValueError, match="HEADWATER_SMTP is an address such as") as refused:
        mailers({"HEADWATER_SMTP": f"smtp://clerk:{password}@mail.example"}, HOME)
    assert "hush" not in str(refused.value)
    assert refused.value.__suppress_context__
