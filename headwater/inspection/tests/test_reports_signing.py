"""A team of one publishes: a post outside the inspectorate signs second, by link."""

import pytest
from django.urls import reverse

from headwater.inspection.services import reports
from headwater.inspection.tests import reporting
from headwater.kernel import audit, handling, people


@pytest.fixture
def report(world):
    """A report to which nothing but signatures is missing; the lead has signed."""
    round_ = reporting.real_round(world)
    made = reporting.started(round_, world)
    reporting.agreed(round_, world)
    with handling.acting(lead := world.person("lead-inspector")):
        reports.sign(made, by=lead)
    return made


def test_a_post_outside_signs_once_by_link_and_the_report_can_be_published(client, world, report):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        token = reports.ask_to_sign(report, post=world.post("advisory-chair"), by=lead)
    address = reverse("inspection:sign-by-link", args=[token])
    assert b"What was found" in client.get(address).content
    assert client.post(address, {}).status_code == 422
    done = client.post(address, {"agrees": "on"})
    assert b"You have signed the report" in done.content
    assert b"This link has been used" in client.get(address).content
    with handling.acting(lead):
        assert reports.publish(report, by=lead).frozen["signed_by"] == [
            "Morwenna Hale",
            str(world.post("advisory-chair")),
        ]
        assert "report signed" in [event.name for event in audit.trail(report)]


def test_whoever_has_signed_cannot_sign_again_for_a_post(world, report):
    lead = world.person("lead-inspector")
    with (
        handling.acting(lead),
        pytest.raises(handling.Refused, match="holds that post and has signed"),
    ):
        reports.ask_to_sign(report, post=world.post("inspectorate-lead"), by=lead)


def test_nobody_signs_once_by_name_and_once_for_a_post(world, report):
    lead, second = world.person("lead-inspector"), world.person("second-inspector")
    post = world.post("advisory-chair")
    people.Holding.objects.filter(post=post).delete()
    people.Holding.objects.create(post=post, person=second, period=people.days(people.today()))
    with handling.acting(lead):
        tokens = [reports.ask_to_sign(report, post=post, by=lead) for _ in range(2)]
    first, again = (handling.LinkHolder(handling.link_for(t, act="sign-report")) for t in tokens)
    with handling.acting(first):
        reports.sign_by_link(first)
    with handling.acting(again), pytest.raises(handling.Refused, match="Another person must"):
        reports.sign_by_link(again)
    with handling.acting(second), pytest.raises(handling.Refused, match="You have signed"):
        reports.sign(report, by=second)


def test_only_the_lead_asks_and_only_when_nothing_else_is_missing(world, report):
    second = world.person("second-inspector")
    with handling.acting(second), pytest.raises(handling.Refused, match="Only a lead inspector"):
        reports.ask_to_sign(report, post=world.post("advisory-chair"), by=second)
