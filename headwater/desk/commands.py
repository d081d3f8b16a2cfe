"""The desk's commands."""

import argparse
import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from headwater import console
from headwater.desk import cast
from headwater.desk.services import beginning
from headwater.desk.services import people as services
from headwater.kernel import handling


def register(subparsers: Any) -> None:
    """Add the desk's subcommands."""
    begin = subparsers.add_parser(
        "begin", help="make the first area, organisation and administrator of a new installation"
    )
    for name, metavar, words in (
        ("nation", "NAME", "the area that everything lies within"),
        ("organisation", "NAME", "the body for which the administrator works"),
        ("kind", "KIND", "what that body is, such as inspectorate"),
        ("name", "NAME", "what the administrator is called"),
        ("email", "EMAIL", "the administrator's address, to sign in with"),
    ):
        begin.add_argument(f"--{name}", metavar=metavar, required=True, help=words)
    begin.set_defaults(run=run_begin)
    subparsers.add_parser(
        "load-cast", help="load the invented nation and its people alone"
    ).set_defaults(run=run_load_cast)


def run_begin(arguments: argparse.Namespace) -> int:
    """Print where the administrator sets a password and until when, one `name value` a line."""
    with handling.acting(services.BEGINNING):
        person = beginning.begin(
            nation=arguments.nation,
            organisation=arguments.organisation,
            kind=arguments.kind,
            name=arguments.name,
            email=arguments.email,
        )
        path = services.password_path(person)
    valid = datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    print(f"address {_served_at()}{path}")  # noqa: T201
    print(f"until {timezone.localtime() + valid:%Y-%m-%d %H:%M}")  # noqa: T201
    console.tell(
        f"{person.name} sets a password at this address, once, within {valid.days} days, while "
        "headwater serve runs; under another host or port, change its beginning"
    )
    return console.DONE


def _served_at() -> str:
    """Where people most likely reach the pages, as far as settings tell."""
    host = settings.ALLOWED_HOSTS[0]
    return f"https://{host}" if settings.HTTPS else f"http://{host}:8000"


def run_load_cast(arguments: argparse.Namespace) -> int:
    purpose = handling.System("load-demo")
    with handling.acting(purpose):
        cast.load(by=purpose, tell=console.tell)
    return console.DONE
