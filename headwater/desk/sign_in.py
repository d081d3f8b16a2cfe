"""What the trail keeps of signing in and out, and how an organisation's sign-in is offered.

The account library tells of these moments by signal only, so this is the one place where signals
are heard. A failure is noted without what was typed: a mistyped address may be a password.
"""

from dataclasses import dataclass
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.conf import settings
from django.contrib.auth import signals as auth
from django.http import HttpRequest
from django.urls import reverse

from headwater.kernel import audit, handling, people

SIGNING_IN = handling.System("sign-in")


@dataclass(frozen=True)
class Way:
    """An organisation through which one can sign in."""

    name: str
    href: str


def organisation_ways() -> list[Way]:
    """The OpenID Connect providers that this installation was given."""
    configured = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return [
        Way(
            name=app["name"],
            href=reverse("openid_connect_login", kwargs={"provider_id": app["provider_id"]}),
        )
        for app in configured
    ]


def is_demonstration() -> bool:
    """Whether personas may be offered in place of accounts."""
    return bool(settings.DEMO)


def _note(event: str, person: people.Person, **facts: Any) -> None:
    with handling.acting(person):
        audit.note(event, by=person, **facts)


def _signed_in(request: HttpRequest, user: people.Person, **_rest: Any) -> None:
    _note("signed in", user, address=request.META.get("REMOTE_ADDR", ""))


def _signed_out(request: HttpRequest, user: people.Person | None, **_rest: Any) -> None:
    if user is not None:
        _note("signed out", user)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_rest: Any) -> None:
    """Name the account that was aimed at when there is one, and never what was typed."""
    aimed = people.Person.objects.filter(email__iexact=credentials.get("email") or "").first()
    address = request.META.get("REMOTE_ADDR", "") if request else ""
    with handling.acting(SIGNING_IN):
        audit.note(
            "sign-in failed",
            by=SIGNING_IN,
            person=aimed.reference if aimed else "",
            address=address,
        )


def _code_failed(user: people.Person, **_rest: Any) -> None:
    with handling.acting(SIGNING_IN):
        audit.note("second step failed", by=SIGNING_IN, person=user.reference)


def _password(user: people.Person, **_rest: Any) -> None:
    _note("password set", user)


def _means_added(user: people.Person, authenticator: Any, **_rest: Any) -> None:
    _note("way of signing in added", user, kind=authenticator.type)


def _means_removed(user: people.Person, authenticator: Any, **_rest: Any) -> None:
    _note("way of signing in removed", user, kind=authenticator.type)


def listen() -> None:
    """Hear the account library's signals; called once when the application is ready."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="headwater signed in")
    auth.user_logged_out.connect(_signed_out, dispatch_uid="headwater signed out")
    auth.user_login_failed.connect(_failed, dispatch_uid="headwater sign-in failed")
    mfa.authentication_failed.connect(_code_failed, dispatch_uid="headwater second step failed")
    for signal in (account.password_set, account.password_changed, account.password_reset):
        signal.connect(_password, dispatch_uid=f"headwater password {id(signal)}")
    mfa.authenticator_added.connect(_means_added, dispatch_uid="headwater means added")
    mfa.authenticator_removed.connect(_means_removed, dispatch_uid="headwater means removed")
