"""What stands between a report and its publication, found anew each time that it is asked."""

from collections.abc import Iterator
from typing import Any

from headwater.inspection import arithmetic
from headwater.inspection.arithmetic.problems import Severity
from headwater.inspection.documents import assembly, numbers, plain, printed, tree
from headwater.inspection.documents.content import Content
from headwater.inspection.models import Chapter, Report
from headwater.inspection.rules import reports as rules
from headwater.inspection.services.reports import accuracy, contents, signing
from headwater.kernel import people


def check(report: Report, *, frozen: dict[str, Any] | None = None) -> list[rules.Fault]:
    """Everything between the report and publication, with warnings among it.

    ``frozen`` is the report's content when the caller has it already.
    """
    content = frozen if frozen is not None else contents.content(report.round, report)
    document = assembly.document(content)
    chapters = list(report.chapters.order_by("order"))
    written = [chapter for chapter in chapters if chapter.text.strip()]
    return [
        *rules.phase_fault(report.round),
        *_text(document, written),
        *_typed(report, chapters),
        *_taken_over(document, written),
        *_figures(content),
        *rules.guidance_fault(content["guidance"], report),
        *_accuracy(report),
        *_comments(report),
        *rules.missing_signatures([p.name for p in signing.signers(report, frozen=content)]),
    ]


def _text(document: tree.Document, written: list[Chapter]) -> Iterator[rules.Fault]:
    """References that cannot be looked up; and a report without text."""
    if not document.chapters:
        yield rules.Fault("text", "The report has no chapter with text.")
    for fault in document.faults:
        chapter = written[fault.chapter - 1]
        yield rules.Fault(
            "text",
            fault.sentence,
            chapter=chapter.reference,
            place=f"{chapter.title}, line {fault.line}",
            line=fault.line,
        )


def _typed(report: Report, chapters: list[Chapter]) -> Iterator[rules.Fault]:
    """Numbers typed by hand, in chapters, their titles and the caveat."""
    for chapter in chapters:
        for found in numbers.scan(chapter.title):
            yield _number(found, place=f"{chapter.title}, title", chapter=chapter.reference)
        for found in numbers.scan(chapter.text):
            place = f"{chapter.title}, line {found.line}"
            yield _number(found, place=place, chapter=chapter.reference)
    for found in numbers.scan(report.guidance_caveat):
        yield _number(found, place=f"Caveat, line {found.line}")


def _taken_over(document: tree.Document, written: list[Chapter]) -> Iterator[rules.Fault]:
    """Numbers typed by hand in the recommendations and notes that chapters print."""
    for at, where, text in plain.taken_over(document):
        chapter = written[at - 1]
        for found in numbers.scan(text):
            place = f"{chapter.title}, {where}"
            yield _number(found, place=place, chapter=chapter.reference, is_taken_over=True)


def _number(
    found: numbers.Found, *, place: str, chapter: str = "", is_taken_over: bool = False
) -> rules.Fault:
    if found.is_word:
        sentence = (
            f"“{found.text}” is a number in words, which nobody can follow to what it counts. "
            "Use a reference if it counts something."
        )
    elif is_taken_over:
        sentence = (
            f"“{found.text}” is typed by hand in a text that takes no references. Print one that "
            "says it without the number, or leave its reference out of the chapter."
        )
    else:
        sentence = (
            f"“{found.text}” is typed by hand. Put a reference in its place, or mark it as a cited "
            f"fact with {{{{ cited {found.text} }}}} and name its source."
        )
    return rules.Fault(
        "number",
        sentence,
        chapter=chapter,
        place=place,
        line=0 if is_taken_over else found.line,
        is_warning=found.is_word,
    )


def _figures(content: dict[str, Any]) -> Iterator[rules.Fault]:
    """Whether the report's own tables and claims can all be true, and count every row."""
    if Content(content).taken.is_partial:
        yield rules.Fault(
            "figures", "Some answers of this round are closed to you, so its totals lack them."
        )
    for problem in arithmetic.check(*printed.tables_and_claims(content)):
        where = [problem.capability, problem.finding_id, problem.cohort, problem.claim_id]
        if problem.severity is Severity.INCOMPLETE:
            continue  # The table prints the bodies that are in neither column.
        yield rules.Fault(
            "figures",
            f"{problem.printed}: {problem.why}",
            place=", ".join(filter(None, where)),
            is_warning=problem.severity is not Severity.CONTRADICTION,
        )


def _accuracy(report: Report) -> list[rules.Fault]:
    if report.round.is_reconstruction:
        return []
    return rules.accuracy_faults(accuracy.checks_by_body(report.round), today=people.today())


def _comments(report: Report) -> Iterator[rules.Fault]:
    open_comments = report.comments.filter(resolved_at=None).select_related("chapter")
    for comment in open_comments.order_by("pk"):
        title = comment.chapter.title if comment.chapter else "The report as a whole"
        yield rules.Fault(
            "readers",
            f"The comment of {comment.made_by} is not resolved.",
            chapter=comment.chapter.reference if comment.chapter else "",
            place=title,
        )
