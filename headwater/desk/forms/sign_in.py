"""Sign-in's forms in our own words: labels that ask, no placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _


def _say(form: forms.Form, **words: tuple[Any, Any]) -> None:
    """Give fields their label and hint; labels alone say what to type."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    for name, (label, hint) in words.items():
        if name in form.fields:
            form.fields[name].label, form.fields[name].help_text = label, hint


CODE = (_("Six-digit code"), _("From your authenticator app, or one of your recovery codes"))
NEW = (_("New password"), _("At least 12 characters. Three random words make a good one"))


class SignIn(account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, login=(_("Email address"), ""), password=(_("Password"), ""))


class Again(account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password=(_("Password"), ""))


class ChangePassword(account.ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            oldpassword=(_("Present password"), ""),
            password1=NEW,
            password2=(_("New password, once more"), ""),
        )


class SetPassword(account.SetPasswordForm):  # type: ignore[misc]
    """A first password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password1=NEW, password2=(_("New password, once more"), ""))


class AskForReset(account.ResetPasswordForm):  # type: ignore[misc]
    """The address to which a link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, email=(_("Email address"), _("The one you sign in with")))


class Reset(account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice, behind the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password1=NEW, password2=(_("New password, once more"), ""))


class Code(mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=CODE)


class CodeAgain(mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=CODE)


class ActivateApp(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code that a new authenticator app shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=(_("Code that the app shows now"), ""))


class AddPasskey(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A name by which the person knows the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            name=(_("What do you call this key?"), _("Such as: work laptop")),
            passwordless=(
                _("Sign in with this key alone, without a password"),
                _("The key then asks for your fingerprint, face or PIN"),
            ),
        )


class NamePasskey(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, name=(_("What do you call this key?"), ""))
