"""This year's inspection: returns are being filled in, and Ashdale's waits for its manager."""

from collections.abc import Callable

from headwater.inspection.demo import story
from headwater.inspection.services import assessments, returns
from headwater.kernel import frameworks


def tell_round(*, tell: Callable[[str], None]) -> None:
    """Tell the round up to half-filled returns, and a council's self-assessment beside it."""
    script = story.script()
    forces = script["forces"]
    with story.playing("lead-inspector") as lead:
        round_ = story.start(
            script["rounds"]["present"], forces, starts=-20, due=21, double=50, lead=lead
        )
        story.next_phase(round_, "returns", lead=lead)
    for number, (force, told) in enumerate(forces.items()):
        with story.playing(story.manager_of(force)) as manager:
            submission = story.return_of(round_, force)
            story.fill_in(
                submission,
                yes=min(96, told["share"] + 15),
                comments=script["comments"],
                skip=6 if force == "ashdale" else 10 * (number % 3),
                by=manager,
            )
    with story.playing("delivery-manager") as manager:
        submission = story.return_of(round_, "ashdale")
        findings = {finding.code: finding for finding in returns.missing(submission)}
        waiting = list(findings.values())
        for finding, code, note in (
            (
                waiting[0],
                "upper-ashdale-commander",
                "You know best how this works in the district.",
            ),
            (waiting[1], "bridgeway-manager", "You take part in this work; please say how it is."),
        ):
            returns.delegate(
                submission,
                finding,
                post=story.post(code),
                due_on=story.day(10),
                note=note,
                by=manager,
            )
    _council()


def _council() -> None:
    """A council has run the toolkit on itself once and begun again."""
    pack = frameworks.Pack.objects
    with story.playing("council-lead") as lead:
        toolkit = pack.get(slug="local-toolkit-2024")
        for offset, lift in ((-190, 0), (-5, 1)):
            run = assessments.begin(
                story.body("upper-ashdale-council"), toolkit, on_date=story.day(offset), by=lead
            )
            questions = assessments.questions(run)
            for number, question in enumerate(questions):
                if offset == -5 and number >= len(questions) - 5:
                    break
                points = list(question.points.values())
                place = min(len(points) - 1, (number * 7 + lift) % 4 + lift)
                assessments.answer(
                    run,
                    question.finding,
                    value=str(points[place].body["answer"]),
                    version=0,
                    by=lead,
                )
            if offset == -190:
                run.record.refresh_from_db()
                assessments.complete(run, version=run.record.version, by=lead)
