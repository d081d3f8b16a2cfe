"""How people get in: no self-registration; an organisation's sign-in finds an invited person."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from headwater.kernel import people


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator; nobody registers alone."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask your administrator"),
        "email_password_mismatch": _("The email address or the password is not right"),
        "enter_current_password": _("That is not your present password"),
        "incorrect_password": _("That is not your password"),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step of signing in, in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is not right. Wait for the next one and try again"),
    }


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through an organisation's OpenID provider, for people who were invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect to the invited person with the same verified e-mail address, or turn back."""
        if sociallogin.is_existing:
            return
        addresses = [each.email.lower() for each in sociallogin.email_addresses if each.verified]
        invited = people.Person.objects.filter(is_active=True, email__in=addresses).first()
        if invited is None:
            messages.error(request, _("You have no account here yet. Ask your administrator."))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, invited)
