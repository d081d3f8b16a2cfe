"""Beginning an installation, and beginning again when its last administrator has gone."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from headwater.desk.services import beginning
from headwater.desk.services import people as services
from headwater.kernel import audit, handling, people

GIVEN = {
    "nation": "averland",
    "organisation": "Office of Prevention",
    "kind": "Inspectorate",
    "name": "Nora Velt",
    "email": "Nora.Velt@office.example",
}


@pytest.fixture
def deserted(world: Any) -> Any:
    """The nation of the cast, without anybody who looks after people."""
    with handling.acting(world.person("administrator")):
        (membership,) = world.person("administrator").memberships.all()
        services.leave(
            membership,
            end=people.today() - datetime.timedelta(days=1),
            by=world.person("administrator"),
        )
    return world


def _begin(**changes: str) -> people.Person:
    with handling.acting(services.BEGINNING):
        return beginning.begin(**(GIVEN | changes))


def test_the_first_administrator_sets_a_password_signs_in_and_looks_after_people(
    client: Client, deserted: Any
) -> None:
    person = _begin()
    form = client.get(services.password_path(person))["Location"]
    words = {"password1": "three random words", "password2": "three random words"}
    assert client.post(form, words).status_code == 302
    client.post(reverse("account_login"), {"login": person.email, "password": words["password1"]})
    assert client.get(reverse("people")).status_code == 200


def test_an_address_that_ran_out_is_sent_again_to_whoever_has_forgotten(
    client: Client, deserted: Any
) -> None:
    person = _begin()
    client.post(reverse("account_reset_password"), {"email": person.email})
    (letter,) = mail.outbox
    assert letter.to == [person.email]
    assert "/account/password/reset/key/" in str(letter.body)


def test_the_nation_stays_and_the_trail_says_by_what_the_rest_came(deserted: Any) -> None:
    nations = people.Area.objects.filter(parent=None).count()
    person = _begin()
    (membership,) = person.memberships.all()
    assert (membership.area.name, membership.organisation.kind) == ("Averland", "inspectorate")
    assert people.Area.objects.filter(parent=None).count() == nations
    with handling.acting(handling.System("verify")):
        events = audit.Event.objects.filter(actor=services.BEGINNING.reader).order_by("id")
        assert list(events.values_list("name", flat=True)) == [
            "organisation added",
            "person invited",
            "membership begun",
            "password link made",
            "installation begun",
        ]


def test_somebody_with_an_account_keeps_it(deserted: Any) -> None:
    lead = deserted.person("lead-inspector")
    again = _begin(email=lead.email, organisation="inspectorate of prevention")
    assert again == lead
    assert again.name == lead.name
    assert again.may("people.manage", organisation=deserted.body("inspectorate"))


def test_a_closed_account_does_not_open_by_it(deserted: Any) -> None:
    lead = deserted.person("lead-inspector")
    lead.is_active = False
    lead.save()
    with pytest.raises(handling.Refused, match="is closed"):
        _begin(email=lead.email)


def test_another_nation_is_refused(deserted: Any) -> None:
    with pytest.raises(handling.Refused, match="nation of this installation is Averland"):
        _begin(nation="Elsewhere")


def test_an_installation_begins_once(world: Any) -> None:
    with pytest.raises(handling.Refused, match="Alastair Quill looks after"):
        _begin()


def test_without_the_role_of_the_library_it_says_how_to_load_it(deserted: Any) -> None:
    people.Role.objects.update(may=[])
    with pytest.raises(handling.Refused, match="headwater load-library"):
        _begin()


def test_no_other_purpose_looks_after_people() -> None:
    assert not services.may_manage(handling.System("worker"))
