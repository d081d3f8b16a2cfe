"""Who looks after the trail sees that things happened, and not what was said about them."""

import datetime
from typing import Any

from headwater.kernel import audit, handling, meetings, people


def _closed_body(world: Any) -> meetings.Body:
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        return meetings.establish(
            title="Closed board",
            owner=world.body("inspectorate"),
            terms="To decide",
            quorum=1,
            seats=[world.post("inspectorate-lead")],
            label=handling.Label.intern(person=lead),
            by=lead,
            ends_on=people.today(),
        )


def test_the_keeper_of_the_trail_sees_every_event_and_no_fact(world: Any) -> None:
    body = _closed_body(world)
    with handling.acting(world.person("information-officer")):
        events = list(audit.Event.objects.filter(record=body.reference))
        assert [event.name for event in events] == ["body created"]
        assert not audit.Detail.objects.filter(event__in=events).exists()
        assert not meetings.Body.objects.filter(pk=body.pk).exists()


def test_nobody_else_sees_events_of_what_is_closed_to_them(world: Any) -> None:
    body = _closed_body(world)
    with handling.acting(world.person("administrator")):
        assert not audit.Event.objects.filter(record=body.reference).exists()
    with handling.acting(handling.PUBLIC):
        assert not audit.Event.objects.filter(record=body.reference).exists()


def test_those_who_see_a_record_see_the_facts_of_its_events(world: Any) -> None:
    body = _closed_body(world)
    with handling.acting(world.person("lead-inspector")):
        event = audit.trail(body).get()
        assert event.detail.facts == {"title": "Closed board"}


def test_the_keeper_whose_role_has_ended_sees_no_more_than_others(world: Any) -> None:
    body = _closed_body(world)
    keeper = world.person("information-officer")
    keeper.memberships.update(
        period=people.days(datetime.date(2020, 1, 1), datetime.date(2021, 1, 1))
    )
    with handling.acting(keeper):
        assert not audit.Event.objects.filter(record=body.reference).exists()
