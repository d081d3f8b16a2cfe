"""Practice and case notes: written without names, read by a second person, then shared."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from headwater.inspection.models import PracticeNote, Round
from headwater.inspection.rules import practice as rules
from headwater.kernel import audit, frameworks, handling, people

KEPT_DAYS = 10 * 365
HMIC_2009 = frameworks.LIBRARY / "reconstruction" / "hmic-2009" / "practice.yaml"


def add(
    round_: Round,
    *,
    sort: str,
    title: str,
    text: str,
    by: audit.Actor,
    findings: Sequence[frameworks.Item] = (),
    caution: str = "",
    source: str = "",
) -> PracticeNote:
    """Write a note that only the round's team sees until another inspector shares it.

    Raises Refused with a sentence when something in it looks as if it named somebody.
    """
    if isinstance(by, people.Person):
        handling.require(rules.may_write(by))
    _require_anonymous(round_, title, text, caution, source)
    note = handling.create(
        PracticeNote,
        title=title.strip()[:200],
        owner=round_.record.owner,
        label=handling.Label.intern(team=round_.team),
        by=by,
        ends_on=people.today() + datetime.timedelta(days=KEPT_DAYS),
        round=round_,
        slug=round_.slug,
        sort=sort,
        text=text.strip(),
        caution=caution.strip(),
        source=source.strip(),
    )
    note.findings.set(findings)
    return note


def change(
    note: PracticeNote,
    *,
    sort: str,
    title: str,
    text: str,
    version: int,
    by: audit.Actor,
    findings: Sequence[frameworks.Item] = (),
    caution: str = "",
    source: str = "",
) -> None:
    """Change a note that is not shared yet."""
    if isinstance(by, people.Person):
        handling.require(rules.may_change(note, by))
    _require_anonymous(note.round, title, text, caution, source)
    handling.claim(note.record, version=version)
    note.record.title = title.strip()[:200]
    note.record.save(update_fields=["title"])
    note.sort, note.text, note.caution, note.source = sort, text.strip(), caution, source
    note.save(update_fields=["sort", "text", "caution", "source"])
    note.findings.set(findings)
    audit.note("practice note changed", note, by=by, findings=[item.code for item in findings])


def writer_of(note: PracticeNote) -> str:
    """The signed reader who wrote the text of a note that stands, as the trail tells."""
    last = audit.trail(note).filter(name="practice note changed").first()
    return last.actor if last else note.record.created_by


def share(note: PracticeNote, *, version: int, by: audit.Actor) -> None:
    """Open a note to everyone who is signed in, after a second inspector has read it.

    Raises Conflict when its text changed since it was read at ``version``.
    """
    if isinstance(by, people.Person):
        handling.require(rules.may_share(note, by, writer=writer_of(note)))
    handling.claim(note.record, version=version)
    label = handling.Label.intern(is_open=True)
    handling.relabel(note, label, by=by, reason="Read for what could give somebody away")


def load(round_: Round, *, by: audit.Actor, path: Path = HMIC_2009) -> list[PracticeNote]:
    """Write the notes of a published report, already anonymous, and share them; each once."""
    described = yaml.safe_load(path.read_text(encoding="utf-8"))
    findings = {item.code: item for item in round_.framework.of_kind("finding")}
    there = set(PracticeNote.objects.filter(round=round_).values_list("record__title", flat=True))
    made = []
    for entry in described["notes"]:
        if entry["title"] in there:
            continue
        note = add(round_, by=by, **_fields(entry, findings))
        share(note, version=1, by=by)
        made.append(note)
    return made


def _fields(entry: dict[str, Any], findings: dict[str, frameworks.Item]) -> dict[str, Any]:
    return {
        "sort": entry["sort"],
        "title": entry["title"],
        "text": entry["text"],
        "source": f"HMIC-2009 {entry['paragraph']}; {entry['where']}",
        "findings": [findings[code] for code in entry["findings"]],
    }


def _require_anonymous(round_: Round, *texts: str) -> None:
    known = _known(round_)
    for text in texts:
        handling.require(rules.is_anonymous(text, known=known))


def _known(round_: Round) -> list[str]:
    """Names that would give somebody away: people, local bodies and places, and the subjects."""
    local = (people.Area.Kind.FORCE_AREA, people.Area.Kind.DISTRICT)
    return [
        *people.Person.objects.values_list("name", flat=True),
        *people.Organisation.objects.filter(area__kind__in=local).values_list("name", flat=True),
        *people.Area.objects.filter(kind__in=local).values_list("name", flat=True),
        *round_.subjects.values_list("name", flat=True),
    ]
