"""Bodies and meetings on the desk's pages."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from headwater.desk.tests import board
from headwater.kernel import handling, meetings


def test_a_body_is_set_up_meets_decides_and_freezes_its_minutes(client: Client, world: Any) -> None:
    client.force_login(world.person("board-secretary"))
    seats = [world.post("department-policy").pk, world.post("department-secretary").pk]
    made = client.post(
        reverse("body-establish"),
        {"title": "Panel", "terms": "To decide", "quorum": 2, "readers": "open", "seats": seats},
    )
    assert made.status_code == 302
    convened = client.post(
        f"{made['Location']}convene/",
        {
            "title": "First",
            "day-day": 3,
            "day-month": 11,
            "day-year": 2026,
            "hour": "14:30",
            "agenda": "Minutes\n\nPlan",
        },
    )
    here = convened["Location"]
    page = client.get(here).content.decode()
    assert "3 November 2026, 2:30pm" in page
    items = _items(here)
    minuted = {"present": seats, "version": 1, **{f"item-{pk}": "Noted." for pk in items}}
    assert client.post(f"{here}minutes/", minuted).status_code == 302
    decision = {
        "question": "Shall we?",
        "options": "Yes\nNo",
        "outcome": "Yes",
        "reason": "It helps",
    }
    assert client.post(f"{here}decide/", decision).status_code == 302
    assert client.post(f"{here}approve/", {"version": 2}).status_code == 302
    page = client.get(here).content.decode()
    assert "Minutes approved" in page
    assert "It helps" in page
    assert client.post(f"{here}minutes/", minuted).status_code == 422
    assert "Write the minutes" not in page


def _items(address: str) -> list[int]:
    reference = address.strip("/").split("/")[-1]
    with handling.acting(handling.System("verify")):
        meeting = meetings.Meeting.objects.get(record__reference=reference)
        return [item.pk for item in meeting.items.order_by("order")]


def test_too_few_present_is_said_beside_the_question(client: Client, world: Any) -> None:
    meeting = board.convened(world)
    client.force_login(world.person("board-secretary"))
    response = client.post(
        reverse("meeting-hold", args=[meeting.reference]),
        {"present": [world.post("department-policy").pk], "version": 1},
    )
    assert response.status_code == 422
    assert "quorum is 2" in response.content.decode()


def _minutes(meeting: meetings.Meeting, world: Any, said: str, version: int) -> dict[str, Any]:
    seats = [world.post("department-policy").pk, world.post("department-secretary").pk]
    items = {f"item-{pk}": said for pk in _items(meeting.reference)}
    return {"present": seats, "version": version, **items}


def test_two_who_write_the_minutes_see_both_versions_and_choose(client: Client, world: Any) -> None:
    meeting = board.convened(world)
    there = reverse("meeting-hold", args=[meeting.reference])
    client.force_login(world.person("board-secretary"))
    assert client.post(there, _minutes(meeting, world, "Agreed.", 1)).status_code == 302
    crossed = client.post(there, _minutes(meeting, world, "Left open.", 1))
    assert crossed.status_code == 409
    assert "Agreed." in crossed.content.decode()
    assert "Left open." in crossed.content.decode()
    approve = reverse("meeting-approve", args=[meeting.reference])
    assert client.post(approve, {"version": 1}).status_code == 409
    assert client.post(there, _minutes(meeting, world, "Left open.", 2)).status_code == 302
    assert client.post(approve, {"version": 3}).status_code == 302


def test_a_decision_that_cannot_be_recorded_keeps_what_was_typed(
    client: Client, world: Any
) -> None:
    meeting = board.convened(world)
    client.force_login(world.person("board-secretary"))
    told = {"question": "Shall we?", "outcome": "Yes", "reason": "A reason typed at length"}
    response = client.post(reverse("meeting-decide", args=[meeting.reference]), told)
    assert response.status_code == 422
    assert "after the meeting" in response.content.decode()
    assert "A reason typed at length" in response.content.decode()


def test_a_decision_is_replaced_once(world: Any) -> None:
    meeting, secretary = board.convened(world), world.person("board-secretary")
    seats = [world.post("department-policy"), world.post("department-secretary")]
    told = {"question": "Shall we?", "outcome": "Yes", "reason": "It helps", "by": secretary}
    with handling.acting(secretary):
        meetings.hold(meeting, present=seats, minutes=["", ""], version=1, by=secretary)
        first = meetings.decide(meeting, **told)
        meetings.decide(meeting, supersedes=first, **told)
        with pytest.raises(handling.Refused, match="replaced that one already"):
            meetings.decide(meeting, supersedes=first, **told)


def test_an_onlooker_reads_and_writes_nothing(client: Client, world: Any) -> None:
    meeting = board.convened(world)
    client.force_login(world.person("council-lead"))
    page = client.get(reverse("meeting", args=[meeting.reference]))
    assert "Only those who sit on" in page.content.decode()
    assert client.get(reverse("meeting-hold", args=[meeting.reference])).status_code == 403
    assert client.get(reverse("body-establish")).status_code == 403


def test_whoever_holds_a_seat_keeps_the_minutes(client: Client, world: Any) -> None:
    meeting = board.convened(world)
    client.force_login(world.person("policy-official"))
    assert client.get(reverse("meeting-hold", args=[meeting.reference])).status_code == 200


def test_the_body_lists_its_meetings_and_seats(client: Client, world: Any) -> None:
    meeting = board.convened(world)
    client.force_login(world.person("lead-inspector"))
    page = client.get(reverse("body", args=[meeting.body.reference])).content.decode()
    assert "First meeting" in page
    assert "Head of prevention policy" in page
    assert "Programme board" in client.get(reverse("bodies")).content.decode()
