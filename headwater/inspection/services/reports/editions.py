"""Editions: a report frozen and published, its files built from that alone, and its errata."""

import datetime
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from headwater.inspection import documents
from headwater.inspection.documents import changes
from headwater.inspection.documents import content as contents_of
from headwater.inspection.models import Edition, EditionFile, Report, Round
from headwater.inspection.rules import reports as rules
from headwater.inspection.services import attachments, recommendations
from headwater.inspection.services.reports import checking, contents, signing
from headwater.kernel import audit, handling, people

KEPT_YEARS = 50


def latest_edition(round_: Round) -> Edition | None:
    """The newest edition of a round's report, or None."""
    return Edition.objects.filter(round=round_).order_by("-number").first()


def published_editions(slug: str = "") -> QuerySet[Edition]:
    """Every edition that the reader may see, or those of one round, newest first; no content."""
    found = Edition.objects.defer("frozen").select_related("record__owner")
    found = found.filter(slug=slug) if slug else found
    return found.order_by("-published_at", "-number")


def find_edition(slug: str, number: int | None = None) -> Edition:
    """An edition by its round's name, the newest when no number is given. Raises NotSeen."""
    found = Edition.objects.filter(slug=slug).select_related("record", "label").order_by("-number")
    edition = (found if number is None else found.filter(number=number)).first()
    if edition is None:
        raise handling.NotSeen(slug)
    return edition


def publish(report: Report, *, by: people.Person) -> Edition:
    """Freeze the report as its first edition and open it, and its recommendations, to the public.

    The round's own phase follows by a step of its own. Raises Refused with the first thing that
    stands between.
    """
    frozen = contents.content(_locked(report).round, report)
    faults = checking.check(report, frozen=frozen)
    latest = latest_edition(report.round)
    handling.require(rules.may_publish(by, faults=faults, latest=latest))
    return _issue(report, frozen, errata=[], note="", by=by)


def erratum(report: Report, *, note: str, by: people.Person) -> Edition:
    """Publish a corrected edition that lists every number that changed; ``note`` says why."""
    frozen = contents.content(_locked(report).round, report)
    faults = checking.check(report, frozen=frozen)
    latest = latest_edition(report.round)
    handling.require(rules.may_correct(by, faults=faults, latest=latest))
    if not note.strip():
        raise handling.Refused("Say what is corrected and why.")
    errata = changes.between(latest.frozen, frozen) if latest else []
    return _issue(report, frozen, errata=errata, note=note.strip(), by=by)


def _locked(report: Report) -> Report:
    """The report, held so that two editions cannot be made at once."""
    Report.objects.select_for_update().filter(pk=report.pk).first()
    return report


def _issue(
    report: Report,
    frozen: dict[str, Any],
    *,
    errata: list[dict[str, str]],
    note: str,
    by: people.Person,
) -> Edition:
    latest, round_ = latest_edition(report.round), report.round
    number = latest.number + 1 if latest else 1
    now = timezone.now().replace(microsecond=0)
    signed = signing.signers(report, frozen=frozen)
    whole = frozen | {
        "signed_by": [person.name for person in signed],
        "edition": {
            "number": number,
            "published_at": now.astimezone(datetime.UTC).isoformat(),
            "note": note,
            "errata": errata,
        },
    }
    edition = handling.create(
        Edition,
        title=report.title,
        owner=report.record.owner,
        label=handling.Label.intern(is_public=True),
        by=by,
        ends_on=people.today().replace(day=1, year=people.today().year + KEPT_YEARS),
        round=round_,
        slug=round_.slug,
        number=number,
        frozen=whole,
        hash=contents_of.digest(whole),
        errata=errata,
        erratum_note=note,
        published_at=now,
    )
    audit.note("edition published", edition, by=by, number=number, hash=edition.hash)
    recommendations.publish(round_, by=by)
    return edition


def build(
    edition: Edition, *, by: audit.Actor, tell: Callable[[str], None] = lambda _line: None
) -> list[EditionFile]:
    """Build every file of an edition from its frozen content and keep them by their digests.

    Takes seconds, so it is called from a task or a command. A file that is there already stays.
    """
    kept = {file.name: file for file in edition.files.all()}
    for made in documents.build(edition.frozen, tell=tell):
        if made.name in kept:
            continue
        sha256 = _store(made.data)
        kept[made.name] = EditionFile.objects.create(
            label_id=edition.label_id,
            edition=edition,
            name=made.name,
            media_type=made.media_type,
            sha256=sha256,
            size=len(made.data),
        )
    digests = {name: file.sha256 for name, file in kept.items()}
    audit.note("edition built", edition, by=by, files=digests)
    return list(kept.values())


def open_file(edition: Edition, name: str, *, by: handling.Reader) -> EditionFile | None:
    """One built file of an edition, or None when it is no longer what was published.

    A damaged file is noted once a day, because anybody may ask for it again and again. Raises
    NotSeen when no file of that name is built.
    """
    found = edition.files.filter(name=name).first()
    if found is None:
        raise handling.NotSeen(name)
    if attachments.lies_intact(found.sha256):
        return found
    today = audit.trail(edition).filter(name="edition file damaged", at__date=people.today())
    if not today.filter(detail__facts__file=name).exists():
        audit.note("edition file damaged", edition, by=by, file=name)
    return None


def rebuild(
    edition: Edition, *, tell: Callable[[str], None] = lambda _line: None
) -> list[documents.Built]:
    """Build an edition's files again from what was frozen, whatever became of the rows.

    Raises Refused when the frozen content is no longer what was published.
    """
    if contents_of.digest(edition.frozen) != edition.hash:
        raise handling.Refused(
            "What is stored of this edition is not what was published: its hash differs."
        )
    return documents.build(edition.frozen, tell=tell)


def _store(data: bytes) -> str:
    folder = Path(settings.FILES_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sha256 = documents.sha256(data)
    final = attachments.place(sha256)
    final.parent.mkdir(exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile("wb", dir=folder, prefix="building-", delete=False) as copy:
        copy.write(data)
        copy.flush()
        os.fsync(copy.fileno())
        os.replace(copy.name, final)
    return sha256
