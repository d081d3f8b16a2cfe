"""Areas and organisations: added and renamed by the administrator, each with its rule."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from headwater.desk.services import areas, names, organisations
from headwater.kernel import audit, handling, people


@pytest.fixture
def admin(client: Client, world: Any) -> Any:
    person = world.person("administrator")
    client.force_login(person)
    return person


def _told(by: Any, event: str) -> dict[str, Any]:
    """The facts of the last event of that name."""
    with handling.acting(by):
        found = audit.Event.objects.filter(name=event).select_related("detail").latest("id")
        facts: dict[str, Any] = found.detail.facts
        return facts


def test_an_added_area_takes_its_place_in_the_tree(client: Client, world: Any, admin: Any) -> None:
    response = client.post(
        reverse("area-add", args=["ashdale"]), {"name": " Lower  Ashdale ", "kind": "district"}
    )
    assert response["Location"] == reverse("area", args=["ashdale"])
    area, ashdale = world.area("lower-ashdale"), world.area("ashdale")
    assert (area.name, area.kind, area.parent) == ("Lower Ashdale", "district", ashdale)
    assert area.within(ashdale)
    assert area.within(world.area("averland"))
    assert not area.within(world.area("brackenmoor"))
    assert "Lower Ashdale" in client.get(reverse("areas")).content.decode()
    assert _told(admin, "area added") == {
        "area": "lower-ashdale",
        "name": "Lower Ashdale",
        "kind": "district",
        "within": "ashdale",
    }


@pytest.mark.parametrize(
    ("within", "kind", "allowed"),
    [
        ("averland", "region", True),
        ("averland", "district", True),
        ("averland", "nation", False),
        ("north-march", "region", False),
        ("ashdale", "region", False),
        ("upper-ashdale", "district", False),
    ],
)
def test_the_tree_narrows(world: Any, within: str, kind: str, allowed: bool) -> None:
    area = world.area(within)
    verdict = areas.may_lie_within(kind, area)
    assert bool(verdict) is allowed
    assert allowed or f"within {area.name}" in verdict.sentence


def test_a_page_offers_no_wider_kind_and_takes_none(client: Client, admin: Any) -> None:
    address = reverse("area-add", args=["ashdale"])
    assert 'value="region"' not in client.get(address).content.decode()
    assert client.post(address, {"name": "Anywhere", "kind": "region"}).status_code == 422
    assert not people.Area.objects.filter(code="anywhere").exists()


def test_a_district_has_no_area_within_it(client: Client, admin: Any) -> None:
    page = client.get(reverse("area", args=["upper-ashdale"])).content.decode()
    assert "Change its name" in page
    assert "Add an area within it" not in page


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ashdale QUAYS", "is there already"),
        ("Ashdale, Quays", "the same code, ashdale-quays"),
        ("…", "at least one letter from a to z"),
    ],
)
def test_two_areas_have_not_one_name_nor_one_code(
    client: Client, admin: Any, name: str, sentence: str
) -> None:
    sent = {"name": name, "kind": "district"}
    response = client.post(reverse("area-add", args=["brackenmoor"]), sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_renamed_area_keeps_its_address_and_its_order(
    client: Client, world: Any, admin: Any
) -> None:
    address = reverse("area-rename", args=["ashdale"])
    assert "is there already" in client.post(address, {"name": "Dunmere"}).content.decode()
    assert client.post(address, {"name": "Zashdale"}).status_code == 302
    area = world.area("ashdale")
    assert area.name == "Zashdale"
    assert area.low > world.area("brackenmoor").high
    assert world.area("upper-ashdale").within(area)
    assert _told(admin, "area renamed") == {
        "area": "ashdale",
        "before": "Ashdale",
        "after": "Zashdale",
    }


def _organisation(world: Any, **changes: str) -> dict[str, Any]:
    given = {"name": "Upper Ashdale Schools", "kind": "education", "other": ""}
    return given | {"area": world.area("upper-ashdale").pk} | changes


def test_an_added_organisation_covers_its_area_and_can_be_worked_for(
    client: Client, world: Any, admin: Any
) -> None:
    response = client.post(reverse("organisation-add"), _organisation(world))
    body = world.body("upper-ashdale-schools")
    assert response["Location"] == reverse("organisation", args=[body.reference])
    assert (body.kind, body.area.name) == ("education", "Upper Ashdale")
    assert body.name in client.get(reverse("organisations")).content.decode()
    assert body.name in client.get(reverse("person-invite")).content.decode()
    assert _told(admin, "organisation added") == {
        "organisation": "upper-ashdale-schools",
        "name": "Upper Ashdale Schools",
        "kind": "education",
        "area": "upper-ashdale",
    }


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"kind": "", "other": "fire service"}, "fire service"),
        ({"kind": "", "other": "Police  Force"}, "police force"),
        ({"kind": "education", "other": "school board"}, "school board"),
    ],
)
def test_a_kind_is_chosen_or_entered_and_never_two_by_its_case(
    client: Client, world: Any, admin: Any, given: dict[str, str], kept: str
) -> None:
    client.post(reverse("organisation-add"), _organisation(world, **given))
    assert world.body("upper-ashdale-schools").kind == kept


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": ""}, "Choose a kind, or enter another below"),
        ({"name": "ASHDALE police"}, "is there already"),
        ({"area": ""}, "Choose the area that it covers"),
        ({"name": ""}, "Enter what the organisation is called"),
    ],
)
def test_what_an_organisation_lacks_is_said_beside_the_question(
    client: Client, world: Any, admin: Any, given: dict[str, str], sentence: str
) -> None:
    response = client.post(reverse("organisation-add"), _organisation(world, **given))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_changed_organisation_keeps_its_code(client: Client, world: Any, admin: Any) -> None:
    body = world.body("bridgeway")
    address = reverse("organisation-change", args=[body.reference])
    taken = client.post(address, {"name": "Ashdale Police", "kind": body.kind, "other": ""})
    assert "is there already" in taken.content.decode()
    sent = {"name": "Bridgeway Partnership", "kind": body.kind, "other": "charity"}
    assert client.post(address, sent).status_code == 302
    page = client.get(reverse("organisation", args=[body.reference])).content.decode()
    assert "Bridgeway Partnership" in page
    assert "charity" in page
    assert _told(admin, "organisation changed") == {
        "organisation": "bridgeway",
        "before": ["Bridgeway Trust", "voluntary body"],
        "after": ["Bridgeway Partnership", "charity"],
    }


def test_the_services_themselves_refuse_whoever_may_not(world: Any) -> None:
    lead, ashdale = world.person("lead-inspector"), world.area("ashdale")
    with handling.acting(lead):
        for refused in (
            lambda: areas.add("Somewhere", kind="district", within=ashdale, by=lead),
            lambda: areas.nation("Averland", by=lead),
            lambda: areas.rename(ashdale, name="Somewhere", by=lead),
            lambda: organisations.add("Somebody", kind="council", area=ashdale, by=lead),
            lambda: organisations.change(
                world.body("bridgeway"), name="Somebody", kind="council", by=lead
            ),
        ):
            with pytest.raises(handling.Refused, match="programme administrator"):
                refused()


def test_who_looks_after_nothing_is_offered_nothing(client: Client, world: Any) -> None:
    client.force_login(world.person("lead-inspector"))
    for address in (reverse("areas"), reverse("area", args=["ashdale"])):
        page = client.get(address).content.decode()
        assert reverse("organisations") not in page
        assert "Change its name" not in page


def test_a_name_is_of_one_line_and_printable() -> None:
    assert names.tidy("  Upper\nAshdale ", longest=20) == "Upper Ashdale"
    with pytest.raises(handling.Refused, match="control characters"):
        names.tidy("Upper\x00Ashdale", longest=20)
    assert names.code("Dyffryn Tŷ-Gŵyn") == "dyffryn-ty-gwyn"
    assert len(names.code("a " * 60)) <= names.LONGEST_CODE


def test_the_list_of_organisations_costs_the_same_however_many(
    client: Client, admin: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        assert "Ashdale Police" in client.get(reverse("organisations")).content.decode()
