"""Search, areas, the glossary, the trail and what we say about ourselves."""

from typing import Any

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse

from headwater.desk import glossary
from headwater.desk.tests import board
from headwater.kernel import handling, people


def test_search_finds_beginnings_of_words_and_references(client: Client, world: Any) -> None:
    action = board.raised(world, title="Name a liaison officer")
    client.force_login(world.person("lead-inspector"))
    for words in ("liais off", "Liaison", action.reference):
        page = client.get(reverse("search"), {"q": words}).content.decode()
        assert "Name a liaison officer" in page, words
    assert reverse("record", args=[action.reference]) in page
    lead = client.get(reverse("record", args=[action.reference]))
    assert lead["Location"] == reverse("action", args=[action.reference])


@pytest.mark.parametrize("words", ["'; drop", "a & | !", "\x00", "%", "\\", "(((", "x" * 500, "&"])
def test_search_takes_whatever_is_typed(client: Client, world: Any, words: str) -> None:
    assert client.get(reverse("search"), {"q": words}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/records/%00/", "/actions/a%00/", "/meetings/%00b/", "/people/%00/"]
)
def test_an_address_that_nothing_can_have_is_not_found(
    client: Client, world: Any, path: str
) -> None:
    client.force_login(world.person("administrator"))
    assert client.get(path).status_code == 404


def test_the_trail_takes_whatever_record_is_asked_for(client: Client, world: Any) -> None:
    client.force_login(world.person("information-officer"))
    assert client.get(reverse("trail"), {"record": "a\x00"}).status_code == 200


def test_search_shows_the_public_nothing_that_is_closed(client: Client, world: Any) -> None:
    action = board.raised(world, title="Name a liaison officer")
    assert "liaison officer" not in client.get(reverse("search"), {"q": "liaison"}).content.decode()
    assert client.get(reverse("record", args=[action.reference])).status_code == 404


def test_people_cannot_be_searched_for(client: Client, world: Any) -> None:
    client.force_login(world.person("administrator"))
    assert "Priya Venn" not in client.get(reverse("search"), {"q": "Priya"}).content.decode()


def test_search_costs_the_same_however_much_it_finds(
    client: Client, world: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        board.raised(world, title=f"Liaison {number}")
    client.force_login(world.person("lead-inspector"))
    with django_assert_max_num_queries(12):
        client.get(reverse("search"), {"q": "liaison"})


def test_an_area_shows_who_covers_it_and_its_records(client: Client, world: Any) -> None:
    board.raised(world)
    client.force_login(world.person("lead-inspector"))
    page = client.get(reverse("area", args=["ashdale"])).content.decode()
    assert "Ashdale Police" in page
    assert "North March Health Board" in page
    assert "Brackenmoor Police" not in page
    assert "Name a lead" in page
    assert client.get(reverse("area", args=["nowhere"])).status_code == 404
    assert "Upper Ashdale" in client.get(reverse("areas")).content.decode()


def test_the_glossary_says_where_the_documents_differ_and_what_is_said_today(
    client: Client, world: Any
) -> None:
    page = client.get(reverse("glossary")).content.decode()
    assert page.count("The documents differ.") == sum(bool(t.differ) for t in glossary.terms()) > 3
    assert "National Police Chiefs" in page
    only = client.get(reverse("glossary"), {"q": "basic command"}).content.decode()
    assert "BCU" in only
    assert "NEPO" not in only


def test_an_acronym_shows_its_meaning_and_nothing_escapes_unescaped(world: Any) -> None:
    page = engines["jinja"].from_string(
        '{% from "govuk/page.jinja" import explain %}{{ explain(text) }}'
    )
    drawn = page.render({"text": "Each BCU <b> asks the BCU"})
    assert drawn == ('Each <abbr title="Basic Command Unit">BCU</abbr> &lt;b&gt; asks the BCU')


def test_the_trail_shows_its_keeper_who_did_what_and_not_what_was_said(
    client: Client, world: Any
) -> None:
    action = board.done(world)
    keeper = world.person("information-officer")
    client.force_login(keeper)
    page = client.get(reverse("trail")).content.decode()
    assert "action reported done" in page
    assert "Priya Venn" in page
    assert "Order of 3 May" not in page
    csv = client.get(reverse("trail"), {"format": "csv", "record": action.reference})
    assert "action reported done" in csv.content.decode()
    assert "Order of 3 May" not in csv.content.decode()
    only = client.get(reverse("trail"), {"actor": world.person("delivery-manager").reader})
    assert "action reported done" in only.content.decode()
    assert "meeting created" not in only.content.decode()


def test_the_trail_is_narrowed_by_one_bar_that_keeps_the_record(client: Client, world: Any) -> None:
    action = board.done(world)
    client.force_login(world.person("information-officer"))
    asked = {"record": action.reference, "from": "2000-01-01", "to": "2090-12-31"}
    page = client.get(reverse("trail"), asked).content.decode()
    assert page.count('class="hw-filter"') == 1
    assert "action reported done" in page
    assert f'type="hidden" name="record" value="{action.reference}"' in page
    assert 'value="2000-01-01"' in page
    later = client.get(reverse("trail"), asked | {"from": "2090-01-01"}).content.decode()
    assert "action reported done" not in later


@pytest.mark.parametrize(
    "asked", [{"actor": "person:x"}, {"actor": "'"}, {"from": "2026-13-99"}, {"to": "x"}]
)
def test_the_trail_takes_whatever_is_asked(client: Client, world: Any, asked: Any) -> None:
    client.force_login(world.person("information-officer"))
    assert client.get(reverse("trail"), asked).status_code == 200


def test_the_whole_trail_is_closed_to_others(client: Client, world: Any) -> None:
    client.force_login(world.person("administrator"))
    assert client.get(reverse("trail")).status_code == 403


def test_a_records_trail_is_for_those_who_see_the_record(client: Client, world: Any) -> None:
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        label = handling.Label.intern(person=lead)
    action = board.done(world)
    address = reverse("record-trail", args=[action.reference])
    client.force_login(world.person("council-lead"))
    assert "Order of 3 May" in client.get(address).content.decode()
    with handling.acting(handling.System("load-demo")):
        handling.relabel(action, label, by=handling.System("load-demo"), reason="closed")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "name", ["home", "glossary", "search", "accessibility", "what-we-hold", "cookies", "health"]
)
def test_everybody_reads_what_we_say_about_ourselves(client: Client, world: Any, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


def test_a_person_without_a_role_still_gets_a_first_page(client: Client, db: None) -> None:
    person = people.Person.objects.create(name="Nobody yet", email="nobody@averland.example")
    client.force_login(person)
    assert "ask your administrator" in client.get(reverse("home")).content.decode()
