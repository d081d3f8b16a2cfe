"""Pages as multiples of a signed-in page that renders only the base template."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench import clock, findings, world
from headwater.inspection.models import Return
from headwater.kernel import handling

TURNS = 25
BASE, HEALTH = "/bench/base/", "/healthz"


@dataclass(frozen=True)
class Page:
    """A page to be measured; ``peer`` is what the strongest open system takes, in health requests."""

    what: str
    address: str
    by: str
    aim: float
    peer: str


def shown() -> list[Page]:
    """The pages of the two rounds of 43 bodies, as their readers open them."""
    reference = _reference()
    return [
        Page("list of 43 bodies", _address("round-subjects", world.LIVE), "lead", 2, "11"),
        Page("answer screen of one body", _address("return", reference), "editor", 2, "38"),
        Page("overview of 43 bodies", _address("overview", world.HMIC), "lead", 4, "120"),
        Page("section by body, 43 bodies", _address("heat", world.HMIC), "lead", 5, "240"),
    ]


def _address(name: str, argument: str) -> str:
    return reverse(f"inspection:{name}", args=[argument])


def _reference() -> str:
    """The return of Ashdale Police in the live round."""
    with handling.acting(world.editor()):
        return (
            Return.objects.select_related("record")
            .get(subject__round__slug=world.LIVE, subject__code="ashdale-police")
            .reference
        )


def client(person: Any) -> Client:
    """A browser in which a person is signed in."""
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def measure(folder: Path) -> list[findings.Row]:
    """Each page in turn with the base page and the health request."""
    return [row for page in shown() for row in _measured(page)]


def _measured(page: Page) -> Iterator[findings.Row]:
    browser, nobody = client(_reader(page.by)), Client(SERVER_NAME="127.0.0.1")
    taken = clock.medians(
        {
            "page": lambda: fetch(browser, page.address),
            "base": lambda: fetch(browser, BASE),
            "health": lambda: fetch(nobody, HEALTH),
        },
        turns=TURNS,
    )
    with counted() as queries:
        fetch(browser, page.address)
    yield findings.ratio(
        f"{page.what} ({len(queries)} queries)",
        taken["page"],
        "base page",
        taken["base"],
        aim=page.aim,
    )
    yield in_health(page.what, taken, peer=page.peer)


def in_health(what: str, taken: dict[str, float], *, peer: str) -> findings.Row:
    """The same time in health requests, beside what the peer takes."""
    return findings.Row(
        f"{what}, in health requests",
        findings.time(taken["page"]),
        f"health request {findings.time(taken['health'])}",
        f"{taken['page'] / taken['health']:.1f} ×",
        f"the peer takes {peer} ×",
    )


def _reader(by: str) -> Any:
    return world.lead() if by == "lead" else world.editor()


def fetch(browser: Client, address: str) -> bytes:
    """One page; anything but 200 ends the run."""
    response = browser.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return bytes(response.content)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def keep(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(keep):
        yield sent
