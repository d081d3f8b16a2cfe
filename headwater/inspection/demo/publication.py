"""How last year's report was written, checked, signed and published."""

from collections.abc import Callable
from typing import Any

from headwater.inspection.demo import story
from headwater.inspection.models import AccuracyCheck, ReaderComment, Report, Round
from headwater.inspection.services import reports


def tell(round_: Round, script: dict[str, Any], *, tell: Callable[[str], None]) -> None:
    """Write the chapters, answer every comment, sign by two and publish."""
    report = _write(round_, script)
    _check_accuracy(round_, script)
    _read_critically(report, script)
    for code in ("lead-inspector", "second-inspector"):
        with story.playing(code) as inspector:
            reports.sign(report, by=inspector)
    with story.playing("lead-inspector") as lead:
        edition = reports.publish(report, by=lead)
        round_.refresh_from_db()
        story.next_phase(round_, Round.Phase.PUBLISHED, lead=lead)
    with story.playing("lead-inspector") as lead:
        reports.build(edition, by=lead, tell=tell)
    tell("report written, checked, signed by two and published")


def _write(round_: Round, script: dict[str, Any]) -> Report:
    with story.playing("lead-inspector") as lead:
        report = reports.start(round_, by=lead)
        chapters = {chapter.order: chapter for chapter in report.chapters.order_by("order")}
        for order, told in enumerate(script["chapters"], start=1):
            if order in chapters:
                reports.write_chapter(
                    chapters[order],
                    title=told["title"],
                    text=told["text"],
                    version=chapters[order].version,
                    by=lead,
                )
            else:
                reports.add_chapter(report, title=told["title"], text=told["text"], by=lead)
        reports.set_caveat(report, text=script["caveat"], by=lead)
    return report


def _check_accuracy(round_: Round, script: dict[str, Any]) -> None:
    with story.playing("lead-inspector") as lead:
        reports.send_for_accuracy(round_, due_on=story.day(7), by=lead)
    for force in script["forces"]:
        with story.playing(story.manager_of(force)) as manager:
            check = AccuracyCheck.objects.get(submission=story.return_of(round_, force))
            told = script["accuracy"].get(force)
            reports.comment_accuracy(
                check, is_agreed=told is None, text=told["comment"] if told else "", by=manager
            )
    with story.playing("lead-inspector") as lead:
        for force, told in script["accuracy"].items():
            check = AccuracyCheck.objects.get(submission=story.return_of(round_, force))
            reports.reply_accuracy(check, text=told["reply"], by=lead)


def _read_critically(report: Report, script: dict[str, Any]) -> None:
    told = script["critical_reader"]
    with story.playing("second-inspector") as second:
        chapter = report.chapters.order_by("order")[0]
        reports.comment(report, chapter, text=told["comment"], made_by=told["reader"], by=second)
    with story.playing("lead-inspector") as lead:
        for comment in ReaderComment.objects.filter(report=report, resolved_at=None):
            reports.resolve_comment(comment, resolution=told["resolution"], by=lead)
