"""A smaller round that is being rated now: something for each inspector to do."""

from collections.abc import Callable

from headwater.inspection.demo import story
from headwater.inspection.services import returns, rounds, visits

FORCES = ("calderwick", "eskerton", "garrowby")


def tell_round(*, tell: Callable[[str], None]) -> None:
    """Tell the round up to moderation, with ratings that differ and ratings that wait."""
    script = story.script()
    forces = {force: script["forces"][force] for force in FORCES}
    with story.playing("lead-inspector") as lead:
        round_ = story.start(
            script["rounds"]["thematic"], forces, starts=-100, due=-80, double=100, lead=lead
        )
        story.next_phase(round_, "returns", lead=lead)
    for force, told in forces.items():
        with story.playing(story.manager_of(force)) as manager:
            submission = story.return_of(round_, force)
            story.fill_in(
                submission, yes=min(95, told["share"] + 8), comments=script["comments"], by=manager
            )
            returns.submit(submission, by=manager)
    with story.playing("lead-inspector") as lead:
        for force in FORCES:
            returns.accept(story.return_of(round_, force), by=lead)
        story.next_phase(round_, "fieldwork", lead=lead)
        for number, force in enumerate(FORCES):
            subject = round_.subjects.select_related("round__framework", "organisation").get(
                code=f"{force}-police"
            )
            on = -60 + 7 * number
            visit = visits.plan(
                round_,
                subject,
                starts_on=story.day(on),
                ends_on=story.day(on),
                place=f"Neighbourhood teams of {subject.name}",
                inspectors=[lead, story.person("second-inspector")],
                by=lead,
            )
            visits.complete(visit, by=lead)
            pieces = [piece for piece in script["evidence"] if not piece["by_body"]]
            story.gather(subject, pieces, on=story.day(on), by=lead)
        rounds.hold_midpoint(
            round_,
            held_on=story.day(-50),
            minutes=["Two of three visited.", "Judge what is in use.", "Partners welcome it."],
            by=lead,
        )
        story.next_phase(round_, "moderation", lead=lead)
    _rate(round_.slug, script["narratives"])


def _rate(slug: str, narratives: dict[str, str]) -> None:
    """Both inspectors have rated community engagement; the rest waits for the second."""
    plan = {
        "lead-inspector": [
            ("calderwick", "community-engagement-interventions", "developed", "first"),
            ("eskerton", "community-engagement-interventions", "advanced", "first"),
            ("garrowby", "community-engagement-interventions", "implementation", "first"),
            ("calderwick", "information-sharing", "developed", "first"),
            ("eskerton", "information-sharing", "developed", "first"),
        ],
        "second-inspector": [
            ("calderwick", "community-engagement-interventions", "implementation", "second"),
            ("eskerton", "community-engagement-interventions", "advanced", "second"),
        ],
    }
    for rater, ratings in plan.items():
        with story.playing(rater) as by:
            round_ = rounds.by_slug(slug, by=by)
            for force, code, stage, place in ratings:
                subject = round_.subjects.select_related("round__framework", "organisation").get(
                    code=f"{force}-police"
                )
                story.rate(
                    subject,
                    round_.framework.offered("capability").get(code=code),
                    stage=stage,
                    place=place,
                    narrative=narratives[stage].format(name=subject.name),
                    cited=list(subject.evidence.order_by("pk")[:2]),
                    by=by,
                )
