"""Writing a report: its chapters, the facts it cites, and its caveat about guidance."""

from django.db.models import Max

from headwater.inspection.documents import skeleton
from headwater.inspection.models import Chapter, ChapterVersion, CitedFact, Report, Round
from headwater.inspection.rules import reports as rules
from headwater.inspection.services.reports import contents
from headwater.kernel import audit, handling, people


def of_round(round_: Round) -> Report | None:
    """The report of a round, or None before it is started."""
    found = Report.objects.select_related("record__owner", "label").filter(round=round_).first()
    if found is not None:
        found.round = round_
    return found


def start(round_: Round, *, by: audit.Actor) -> Report:
    """Begin the report of a round, with every table and chart already in its place.

    Its label opens it to the round's team and the inspectorate, and is its own, so that a link sent
    to a critical reader opens the report and nothing else of the round. Raises Refused when it has
    been started.
    """
    if isinstance(by, people.Person):
        handling.require(rules.may_edit(by))
    if of_round(round_) is not None:
        raise handling.Refused("The report of this round has been started already.")
    report = handling.create(
        Report,
        title=round_.title,
        owner=round_.record.owner,
        label=handling.Label.intern(organisation=round_.record.owner, team=round_.team),
        by=by,
        ends_on=round_.record.ends_on,
        round=round_,
    )
    chapters = skeleton.chapters(contents.content(round_))
    for order, chapter in enumerate(chapters, start=1):
        _make(report, order=order, by=by, **chapter)
    return report


def add_chapter(report: Report, *, title: str, by: audit.Actor, text: str = "") -> Chapter:
    """Add a chapter at the end."""
    if isinstance(by, people.Person):
        handling.require(rules.may_edit(by))
    if not title.strip():
        raise handling.Refused("Give the chapter a title.")
    last = report.chapters.aggregate(order=Max("order"))["order"] or 0
    made = _make(report, title=title.strip(), text=text, order=last + 1, by=by)
    audit.note("chapter added", report, by=by, chapter=made.reference, title=made.title)
    return made


def _make(report: Report, *, title: str, text: str, order: int, by: audit.Actor) -> Chapter:
    made = Chapter.objects.create(
        label_id=report.label_id, report=report, title=title, text=text, order=order
    )
    ChapterVersion.objects.create(
        label_id=report.label_id, chapter=made, number=1, text=text, saved_by=by.reader
    )
    return made


def write_chapter(
    chapter: Chapter, *, text: str, version: int, by: audit.Actor, title: str = ""
) -> Chapter:
    """Save a chapter; every earlier text is kept.

    Raises Conflict with the latest chapter when somebody else saved since ``version``.
    """
    if isinstance(by, people.Person):
        handling.require(rules.may_edit(by))
    handling.claim(chapter, version=version)
    chapter.text, chapter.title = text, title.strip() or chapter.title
    chapter.save(update_fields=["text", "title"])
    ChapterVersion.objects.create(
        label_id=chapter.label_id,
        chapter=chapter,
        number=chapter.version,
        text=text,
        saved_by=by.reader,
    )
    audit.note(
        "chapter written",
        chapter.report,
        by=by,
        chapter=chapter.reference,
        version=chapter.version,
    )
    return chapter


def move_chapter(chapter: Chapter, *, up: bool, version: int, by: audit.Actor) -> None:
    """Let a chapter change places with the one before it (``up``) or after it.

    ``version`` is that of the report's record when the order was read. Raises Conflict when
    somebody else changed the order since, and Refused at either end.
    """
    if isinstance(by, people.Person):
        handling.require(rules.may_edit(by))
    handling.claim(chapter.report.record, version=version)
    others = chapter.report.chapters.order_by("order")
    if up:
        other = others.filter(order__lt=chapter.order).last()
    else:
        other = others.filter(order__gt=chapter.order).first()
    if other is None:
        raise handling.Refused(f"“{chapter}” is the {'first' if up else 'last'} chapter.")
    here, there = chapter.order, other.order
    free = (others.aggregate(order=Max("order"))["order"] or 0) + 1
    for each, order in ((other, free), (chapter, there), (other, here)):
        each.order = order
        each.save(update_fields=["order"])
    audit.note(
        "chapter moved", chapter.report, by=by, chapter=chapter.reference, before=here, after=there
    )


def cite(report: Report, *, text: str, source: str, by: audit.Actor) -> CitedFact:
    """Name the source of a fact from elsewhere, which chapters then hold as ``{{ cited … }}``."""
    if isinstance(by, people.Person):
        handling.require(rules.may_edit(by))
    text, source = " ".join(text.split()), source.strip()
    if not text or not source:
        raise handling.Refused("Give the fact as it stands in the text, and its source.")
    if "{" in text or "}" in text:
        raise handling.Refused("A cited fact is plain text without braces.")
    if report.cited_facts.filter(text=text).exists():
        raise handling.Refused(f"“{text}” has a source already.")
    made = CitedFact.objects.create(
        label_id=report.label_id, report=report, text=text, source=source
    )
    audit.note("fact cited", report, by=by, text=text, source=source)
    return made


def uncite(fact: CitedFact, *, by: audit.Actor) -> None:
    """Take a source away, for instance because it was wrong."""
    if isinstance(by, people.Person):
        handling.require(rules.may_edit(by))
    audit.note("cited fact removed", fact.report, by=by, text=fact.text, source=fact.source)
    fact.delete()


def set_caveat(report: Report, *, text: str, by: audit.Actor) -> None:
    """Write what is printed under tables that compare bodies judged under unlike guidance."""
    if isinstance(by, people.Person):
        handling.require(rules.may_edit(by))
    report.guidance_caveat = text.strip()
    report.save(update_fields=["guidance_caveat"])
    audit.note("guidance caveat written", report, by=by, text=report.guidance_caveat)
