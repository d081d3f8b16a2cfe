"""A board and one action, told through the services, for the desk's tests."""

import datetime
from typing import Any

from headwater.kernel import actions, handling, meetings, people


def convened(world: Any) -> meetings.Meeting:
    """A board of the department, open to everyone signed in, with one meeting planned."""
    secretary = world.person("board-secretary")
    with handling.acting(secretary):
        body = meetings.establish(
            title="Programme board",
            owner=world.body("home-department"),
            terms="To agree what the programme does",
            quorum=2,
            seats=[world.post("department-policy"), world.post("department-secretary")],
            label=handling.Label.intern(is_open=True),
            by=secretary,
            ends_on=people.today() + datetime.timedelta(days=365),
        )
        return meetings.convene(
            body,
            title="First meeting",
            starts_at=datetime.datetime(2026, 11, 3, 10, tzinfo=datetime.UTC),
            agenda=["Minutes", "Plan"],
            by=secretary,
        )


def raised(
    world: Any, *, verifier: str = "ashdale-assurance", due: int = 10, title: str = "Name a lead"
) -> actions.Action:
    """An action of Ashdale's delivery manager, due in some days, open to everyone signed in."""
    meeting = convened(world)
    secretary = world.person("board-secretary")
    with handling.acting(secretary):
        return actions.raise_for(
            meeting,
            title=title,
            owner_post=world.post("ashdale-delivery"),
            verifier_post=world.post(verifier),
            due_date=people.today() + datetime.timedelta(days=due),
            label=meeting.label,
            by=secretary,
        )


def done(world: Any, **asked: Any) -> actions.Action:
    """The same action, reported done."""
    action = raised(world, **asked)
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        actions.finish(action, evidence="Order of 3 May", version=1, by=manager)
    return action
