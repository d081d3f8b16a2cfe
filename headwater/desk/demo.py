"""The desk's part of the demonstration: the cast, a board that meets, and what it asked for."""

import datetime
from collections.abc import Callable

from headwater.desk import cast
from headwater.kernel import actions, audit, handling, meetings, people

BOARD = "Averland Prevention Programme Board"


def load(*, by: audit.Actor, tell: Callable[[str], None]) -> None:
    """Make the invented nation and its people, and let their board meet; twice is once."""
    with handling.acting(by):
        world = cast.load(by=by, tell=tell)
        is_told = meetings.Body.objects.filter(record__title=BOARD).exists()
    if is_told:
        return
    secretary = world.person("board-secretary")
    with handling.acting(secretary):
        board = _board(world, by=secretary)
        held = _past_meeting(board, by=secretary)
        _next_meeting(board, by=secretary)
        _actions(world, held, by=secretary)
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        _report_done(by=manager)
    tell("a programme board with two meetings and three actions")


def _board(world: cast.World, *, by: people.Person) -> meetings.Body:
    seats = ["department-policy", "department-secretary", "ashdale-lead", "ashdale-oversight"]
    return meetings.establish(
        title=BOARD,
        owner=world.body("home-department"),
        terms="Agrees what the programme does each year, hears what inspections find, and asks "
        "bodies for what they owe. It answers to the Department and publishes its decisions.",
        quorum=2,
        seats=[world.post(code) for code in seats],
        label=handling.Label.intern(is_open=True),
        by=by,
        ends_on=people.today() + datetime.timedelta(days=6 * 365),
    )


def _at(days: int) -> datetime.datetime:
    day = people.today() + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(10, 30), tzinfo=datetime.UTC)


def _past_meeting(board: meetings.Body, *, by: people.Person) -> meetings.Meeting:
    meeting = meetings.convene(
        board,
        title="Autumn meeting",
        starts_at=_at(-40),
        agenda=["Progress since spring", "The inspection", "What partners are owed"],
        by=by,
    )
    meetings.hold(
        meeting,
        present=list(board.seats.select_related("organisation").order_by("pk")[:3]),
        minutes=[
            "Six of eight forces have a named lead in every district.",
            "The inspectorate set out its timetable. Members asked that councils see the "
            "questions in good time.",
            "Partners in health and education said that they seldom hear what became of a concern "
            "that they raised.",
        ],
        version=1,
        by=by,
    )
    meetings.decide(
        meeting,
        question="Should partners be told what became of a concern that they raised?",
        options=("Yes, always", "Yes, unless it would harm the person", "Leave it to each body"),
        outcome="Yes, unless it would harm the person, and then that much is said.",
        reason="Whoever never hears back stops raising concerns.",
        dissent="The member for prevention wanted no exception.",
        by=by,
    )
    meetings.approve_minutes(meeting, version=2, by=by)
    return meeting


def _next_meeting(board: meetings.Body, *, by: people.Person) -> None:
    meetings.convene(
        board,
        title="Winter meeting",
        starts_at=_at(25),
        agenda=["Minutes", "Overdue actions", "What the inspection is finding"],
        by=by,
    )


FEEDBACK = "Tell partners what became of their concerns"
NAMED = "Name a lead in the two districts without one"


def _actions(world: cast.World, meeting: meetings.Meeting, *, by: people.Person) -> None:
    owner = world.post("ashdale-delivery")
    for title, detail, verifier, due in (
        (
            FEEDBACK,
            "Write back to each body that raised a concern this year, within a month of deciding.",
            "bridgeway-manager",
            12,
        ),
        (
            NAMED,
            "Name a lead and a deputy, and tell the council and the health board who they are.",
            "ashdale-oversight",
            -9,
        ),
        (
            "Publish the calendar of advisory group meetings",
            "For the whole year, with whom to ask for papers.",
            "ashdale-assurance",
            30,
        ),
    ):
        actions.raise_for(
            meeting,
            title=title,
            detail=detail,
            owner_post=owner,
            verifier_post=world.post(verifier),
            escalates_to=world.post("ashdale-lead"),
            due_date=people.today() + datetime.timedelta(days=due),
            label=meeting.label,
            by=by,
            about="Autumn meeting, item 3",
        )


def _report_done(*, by: people.Person) -> None:
    action = actions.Action.objects.select_related("record").get(record__title=FEEDBACK)
    actions.finish(
        action,
        evidence="Letters to 14 bodies, sent between 3 and 21 of last month; file copies with the "
        "delivery manager.",
        version=action.record.version,
        by=by,
    )
