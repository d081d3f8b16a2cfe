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

TURNS = 25
BASE, HEALTH = "/bench/base/", "/bench/health/"


@dataclass(frozen=True)
class Page:
    """A page to be measured; ``peer`` is what the strongest open system takes, in health requests."""

    what: str
    address: str
    by: str
    aim: float
    peer: str = ""


def measure(folder: Path) -> list[findings.Row]:
    """Each page in turn with the base page and the health request of the same reader."""
    world.live_round()
    rows: list[findings.Row] = []
    for page in _pages():
        rows += _measured(page)
    return rows


def _pages() -> list[Page]:
    return [
        Page(
            "list of 43 bodies",
            reverse("inspection:round-subjects", args=[world.LIVE]),
            "lead",
            2,
            "11",
        ),
    ]


def client(person: Any) -> Client:
    """A browser in which a person is signed in."""
    browser = Client(raise_request_exception=True, SERVER_NAME="127.0.0.1")
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def _measured(page: Page) -> Iterator[findings.Row]:
    browser = client(world.lead() if page.by == "lead" else world.editor())
    nobody = Client(SERVER_NAME="127.0.0.1")
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
        f"{page.what} ({len(queries)} queries)", taken["page"], "base page", taken["base"],
        aim=page.aim,
    )  # fmt: skip
    yield findings.Row(
        f"{page.what}, in health requests",
        findings.time(taken["page"]),
        f"health request {findings.time(taken['health'])}",
        f"{taken['page'] / taken['health']:.1f} ×",
        f"the peer takes {page.peer} ×" if page.peer else "",
    )


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
