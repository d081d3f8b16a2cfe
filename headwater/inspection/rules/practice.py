"""Practice notes and case notes: who writes them, and what would give somebody away.

The check finds what can be found by form: titles with names, addresses, numbers and named places
of learning or worship, and the names that this installation knows. It cannot know every name, nor
that a rare event points to one family, so a second person reads each note before it is shared.
"""

import calendar
import re
from collections.abc import Iterable

from headwater.inspection.models import PracticeNote
from headwater.kernel import handling, people

TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Reverend|Imam|Rabbi|Father|Sister"
    "|PC|PCSO|WPC|DC|DS|DI|DCI|Sgt|Sergeant|Insp|Inspector|Supt|Superintendent|Cllr|Councillor"
)
PLACES = "School|Academy|College|Nursery|University|Mosque|Church|Temple|Synagogue|Gurdwara"
MONTHS = "|".join(calendar.month_name[1:])

PATTERNS = (
    (
        re.compile(rf"\b(?:{TITLES})\.?\s+[A-Z][\w’'-]+"),
        "“{}” looks like a person’s name. Say what the person does instead.",
    ),
    (
        re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
        "“{}” is an e-mail address. Leave it out.",
    ),
    (
        re.compile(r"(?<![\w.])(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}\b"),
        "“{}” looks like a telephone number. Leave it out.",
    ),
    (
        re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"),
        "“{}” looks like a postcode. Leave it out.",
    ),
    (
        re.compile(rf"\b(?:[A-Z][\w’'.-]+\s+)+(?:[\w’'-]+\s+)?(?:{PLACES})\b"),
        "“{}” names a school, college or place of worship. Say what kind of place it is.",
    ),
    (
        re.compile(
            r"\b\d{1,2}(?:/\d{1,2}/(?:\d{4}|\d{2})|\.\d{1,2}\.\d{4}"
            rf"|(?:st|nd|rd|th)? (?:{MONTHS}) \d{{4}})\b"
        ),
        "“{}” is an exact date, which could point to somebody. Say the year or the season.",
    ),
    (
        re.compile(r"\b\d{1,2}[- ]year[- ]old\b", re.IGNORECASE),
        "“{}” gives an exact age. Say child, young person or adult.",
    ),
)


def is_anonymous(text: str, *, known: Iterable[str] = ()) -> handling.Verdict:
    """Whether a text is free of what could name a person, place of learning or body.

    ``known`` are names that this installation holds: persons, bodies, areas and subjects.
    """
    for pattern, sentence in PATTERNS:
        found = pattern.search(text)
        if found:
            return handling.no(sentence.format(found.group().strip()))
    lower = text.lower()
    for name in known:
        if re.search(rf"\b{re.escape(name.lower())}\b", lower):
            return handling.no(f"“{name}” is named. Say what kind of person, body or place it is.")
    return handling.YES


def may_write(person: people.Person) -> handling.Verdict:
    """Practice notes are written by inspectors."""
    if person.may("round.inspect"):
        return handling.YES
    return handling.no("Only an inspector can write a practice note.")


def may_share(note: PracticeNote, person: people.Person, *, writer: str) -> handling.Verdict:
    """A second inspector reads a note for what could give somebody away, then shares it.

    ``writer`` is the signed reader who wrote the text that stands.
    """
    allowed = may_write(person)
    if not allowed:
        return allowed
    if note.label.is_open:
        return handling.no("This note is shared already.")
    if writer == person.reader:
        return handling.no(
            "Whoever wrote a note cannot share it. Another inspector reads it first."
        )
    return handling.YES


def may_change(note: PracticeNote, person: people.Person) -> handling.Verdict:
    """A note changes until it is shared."""
    if note.label.is_open:
        return handling.no("This note is shared and does not change. Write another one.")
    return may_write(person)
