"""All models of the kernel in one place, as Django asks."""

from headwater.kernel.actions import Action
from headwater.kernel.audit import Detail, Event, Seal, SealedRow
from headwater.kernel.frameworks import Item, Pack
from headwater.kernel.handling.records import Label, Link, Record
from headwater.kernel.meetings import AgendaItem, Body, Decision, Meeting
from headwater.kernel.people import (
    Area,
    Clearance,
    Holding,
    Membership,
    Organisation,
    Person,
    Post,
    Role,
    Team,
    TeamMember,
)

__all__ = [
    "Action",
    "AgendaItem",
    "Area",
    "Body",
    "Clearance",
    "Decision",
    "Detail",
    "Event",
    "Holding",
    "Item",
    "Label",
    "Link",
    "Meeting",
    "Membership",
    "Organisation",
    "Pack",
    "Person",
    "Post",
    "Record",
    "Role",
    "Seal",
    "SealedRow",
    "Team",
    "TeamMember",
]
