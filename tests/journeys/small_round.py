"""A small round, told up to the last step before its report: what the publication journey opens.

Run with a home that holds the demonstration: ``python -m tests.journeys.small_round``.
"""

import django


def tell() -> None:
    """One force, rated once by the lead inspector, checked and agreed; the report is a draft."""
    from headwater.inspection.demo import story
    from headwater.inspection.models import AccuracyCheck, Round
    from headwater.inspection.services import reports, returns

    script = story.script()
    forces = {"hollinsea": script["forces"]["hollinsea"]}
    part = {
        "slug": "hollinsea-review",
        "title": "Review of one force",
        "terms": "To see whether what was promised is in use.",
        "method": "One visit.",
    }
    with story.playing("lead-inspector") as lead:
        round_ = story.start(part, forces, starts=-90, due=-70, double=0, lead=lead)
        story.next_phase(round_, "returns", lead=lead)
    with story.playing("hollinsea-manager") as manager:
        submission = story.return_of(round_, "hollinsea")
        story.fill_in(submission, yes=70, comments=script["comments"], by=manager)
        returns.submit(submission, by=manager)
    with story.playing("lead-inspector") as lead:
        returns.accept(story.return_of(round_, "hollinsea"), by=lead)
        story.next_phase(round_, "fieldwork", lead=lead)
        _judge(round_, script, lead)
        story.next_phase(round_, "accuracy", lead=lead)
        report = reports.start(round_, by=lead)
        for chapter in report.chapters.all():
            reports.write_chapter(
                chapter,
                title=chapter.title,
                text=chapter.text,
                version=chapter.version,
                by=lead,
            )
        reports.send_for_accuracy(round_, due_on=story.day(7), by=lead)
    with story.playing("hollinsea-manager") as manager:
        check = AccuracyCheck.objects.get(
            submission__subject__round=Round.objects.get(pk=round_.pk)
        )
        reports.comment_accuracy(check, is_agreed=True, text="", by=manager)


def _judge(round_, script, lead) -> None:
    from headwater.inspection.demo import story
    from headwater.inspection.services import judgements, rounds, visits

    subject = round_.subjects.select_related("round__framework", "organisation").get()
    visit = visits.plan(
        round_,
        subject,
        starts_on=story.day(-60),
        ends_on=story.day(-60),
        place="Headquarters",
        inspectors=[lead],
        by=lead,
    )
    visits.complete(visit, by=lead)
    pieces = [piece for piece in script["evidence"] if not piece["by_body"]]
    kept = story.gather(subject, pieces, on=story.day(-60), by=lead)
    rounds.hold_midpoint(
        round_, held_on=story.day(-50), minutes=["The force is well on its way."], by=lead
    )
    story.next_phase(round_, "moderation", lead=lead)
    stage = round_.framework.offered("stage").get(code="developed")
    narrative = script["narratives"]["developed"].format(name=subject.name)
    for capability in round_.framework.offered("capability"):
        story.rate(
            subject,
            capability,
            stage="developed",
            place="first",
            narrative=narrative,
            cited=kept[:1],
            by=lead,
        )
        reason = "One rating was due; the evidence was read again."
        judgements.moderate(subject, capability, stage=stage, reason=reason, narrative="", by=lead)
    judgements.moderate(
        subject, None, stage=stage, reason="All alike.", narrative=narrative, by=lead
    )


if __name__ == "__main__":
    django.setup()
    tell()
