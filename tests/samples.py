"""One real thing of each kind out of the demonstration, for tests that open every address.

The access table names them: ``reference=action`` asks for the sample of that name, ``number=1``
is a number and ``place='first'`` a word. Each is found as the installation itself would find it,
so that nothing depends on who may see it.
"""

import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from headwater.desk import cast
from headwater.desk.services import people as services
from headwater.kernel import actions, handling, meetings, people

WORLD = cast.World()


def arguments(listed: str) -> dict[str, Any]:
    """The arguments that a line of the table names, such as ``slug=round number=1``."""
    found: dict[str, Any] = {}
    for pair in listed.split():
        name, _equals, kind = pair.partition("=")
        found[name] = int(kind) if kind.isdecimal() else _sample(kind)
    return found


def _sample(kind: str) -> Any:
    if kind.startswith("'"):
        return kind.strip("'")
    if kind in _SAMPLES:
        return _SAMPLES[kind]()
    from tests import inspection_samples

    return inspection_samples.SAMPLES[kind]()


def _action() -> str:
    return actions.Action.objects.order_by("pk")[0].reference


def _token() -> str:
    """A fresh link to verify an action."""
    action = actions.Action.objects.filter(state="done").order_by("pk")[0]
    return handling.issue_link(
        action,
        act="verify-action",
        post=action.verifier_post,
        by=handling.System("load-demo"),
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )


def _reset_key() -> tuple[str, str]:
    *_rest, last = services.password_path(WORLD.person("analyst")).strip("/").split("/")
    user, _dash, key = last.partition("-")
    return user, key


_SAMPLES: dict[str, Any] = {
    "action": _action,
    "area": lambda: "ashdale",
    "body": lambda: meetings.Body.objects.order_by("pk")[0].reference,
    "key": lambda: _reset_key()[1],
    "meeting": lambda: meetings.Meeting.objects.order_by("pk")[0].reference,
    "membership": lambda: WORLD.person("analyst").memberships.get().pk,
    "organisation": lambda: "organisation",
    "person": lambda: WORLD.person("analyst").reference,
    "police": lambda: WORLD.body("ashdale-police").reference,
    "post": lambda: people.Post.objects.order_by("pk")[0].reference,
    "token": _token,
    "user": lambda: _reset_key()[0],
    "nothing": lambda: "nothing-2345",
    "webauthn": lambda: (
        Authenticator.objects.order_by("-pk").values_list("pk", flat=True).first() or 1
    ),
}
