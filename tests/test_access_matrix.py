"""Every address of the project, opened as each kind of reader: ``access.csv`` says what comes.

A line names an address, the arguments it takes (see ``samples.py``) and the status that each
reader gets. An address that is not in the table fails, so nothing is opened by forgetting it.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from headwater.kernel import handling
from tests import samples

TABLE = Path(__file__).with_name("access.csv")
PUBLIC = "public"


def table() -> list[dict[str, str]]:
    """The lines of the table; those of a capability that is off are left out."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [line for line in csv.DictReader(lines) if _is_on(line["address"])]


def _is_on(address: str) -> bool:
    space, colon, _name = address.partition(":")
    return not colon or space in settings.CAPABILITIES


def readers() -> list[str]:
    """The kinds of reader, by the codes of the cast, the public first."""
    return [name for name in table()[0] if name not in {"address", "arguments"}]


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The names of all addresses under a resolver."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from addresses(entry, space)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield f"{prefix}{entry.name}"


def test_every_address_is_in_the_table_and_nothing_else() -> None:
    assert sorted(set(addresses(get_resolver()))) == sorted({line["address"] for line in table()})


@pytest.fixture
def opened(demonstration: None, db: None) -> dict[str, str]:
    """The path of each address with its arguments filled in."""
    with handling.acting(handling.System("load-demo")):
        return {
            line["address"]: reverse(
                line["address"], kwargs=samples.arguments(line["arguments"]) or None
            )
            for line in table()
        }


@pytest.mark.parametrize("reader", readers())
def test_each_reader_gets_what_the_table_says(opened: dict[str, str], reader: str) -> None:
    client = Client(SERVER_NAME="127.0.0.1", HTTP_HOST="127.0.0.1")
    if reader != PUBLIC:
        client.force_login(samples.WORLD.person(reader))
    wrong = {}
    for line in table():
        response = client.get(opened[line["address"]])
        if response.streaming:
            assert response.getvalue()
        if response.status_code != int(line[reader]):
            wrong[line["address"]] = f"{response.status_code}, not {line[reader]}"
    assert not wrong


def test_nobody_signed_out_sends_anything_to_a_page_that_is_closed_to_them(
    opened: dict[str, str],
) -> None:
    closed = [line["address"] for line in table() if line[PUBLIC] != "200"]
    client = Client(SERVER_NAME="127.0.0.1", HTTP_HOST="127.0.0.1")
    answers = {address: client.post(opened[address], {}).status_code for address in closed}
    assert not {address: code for address, code in answers.items() if code < 300 or code >= 500}
