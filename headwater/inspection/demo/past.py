"""Last year's inspection of all eight forces, from terms of reference to its published report."""

from collections.abc import Callable, Iterator
from typing import Any

from headwater.inspection.demo import aftermath, story
from headwater.inspection.models import Round, Subject
from headwater.inspection.services import judgements, returns, rounds, visits
from headwater.kernel import frameworks, people

LADDER = ("implementation", "developed", "advanced", "delivering")


def tell_round(*, tell: Callable[[str], None]) -> None:
    """Tell the round step by step, each in the name of whoever takes it."""
    script = story.script()
    forces = script["forces"]
    with story.playing("lead-inspector") as lead:
        round_ = story.start(
            script["rounds"]["past"], forces, starts=-330, due=-300, double=50, lead=lead
        )
        for guide in script["guidance"]:
            rounds.issue_guidance(
                round_,
                title=guide["title"],
                version=guide["version"],
                issued_on=story.day(guide["days"]),
                by=lead,
            )
        visits.declare_interest(
            story.person("third-inspector"),
            story.body("brackenmoor-police"),
            reason="she served in that force until last year",
            from_date=story.day(-400),
            by=lead,
        )
        story.next_phase(round_, "returns", lead=lead)
    _returns(round_, script, tell=tell)
    with story.playing("lead-inspector") as lead:
        story.next_phase(round_, "fieldwork", lead=lead)
        _fieldwork(round_, script, lead=lead)
        story.next_phase(round_, "moderation", lead=lead)
    tell("visits made, evidence gathered")
    _rate(round_, script)
    tell("rated by two, blind until both were done")
    with story.playing("lead-inspector") as lead:
        _moderate(round_, script, lead=lead)
        story.next_phase(round_, "accuracy", lead=lead)
    aftermath.tell_all(round_, script, tell=tell)


def _returns(round_: Round, script: dict[str, Any], *, tell: Callable[[str], None]) -> None:
    for force, told in script["forces"].items():
        with story.playing(story.manager_of(force)) as manager:
            submission = story.return_of(round_, force)
            story.fill_in(submission, yes=told["share"], comments=script["comments"], by=manager)
            pieces = [piece for piece in script["evidence"] if piece["by_body"]]
            on = story.day(told["visit"] - 20)
            story.gather(submission.subject, pieces, on=on, by=manager)
            returns.submit(submission, by=manager)
    with story.playing("lead-inspector") as lead:
        submission = story.return_of(round_, "ashdale")
        finding = round_.framework.offered("finding").get(code="lg-structure")
        query = returns.query(
            submission, finding=finding, text="Which board does the structure report to?", by=lead
        )
    with story.playing("delivery-manager") as manager:
        returns.reply(query, text="To the force board, every quarter.", by=manager)
        returns.submit(story.return_of(round_, "ashdale"), by=manager)
    with story.playing("lead-inspector") as lead:
        for force in script["forces"]:
            returns.accept(story.return_of(round_, force), by=lead)
    tell("eight returns filled in, queried and accepted")


def _fieldwork(round_: Round, script: dict[str, Any], *, lead: people.Person) -> None:
    second, third = story.person("second-inspector"), story.person("third-inspector")
    for number, (force, told) in enumerate(script["forces"].items()):
        subject = round_.subjects.select_related("round__framework", "organisation").get(
            code=f"{force}-police"
        )
        other = second if force == "brackenmoor" or number % 2 else third
        on = story.day(told["visit"])
        visit = visits.plan(
            round_,
            subject,
            starts_on=on,
            ends_on=story.day(told["visit"] + 1),
            place=f"Headquarters and two districts of {subject.name}",
            purpose="Chief-officer lead, delivery manager, neighbourhood sergeants, partners",
            inspectors=[lead, other],
            by=lead,
        )
        visits.complete(visit, by=lead)
        pieces = [piece for piece in script["evidence"] if not piece["by_body"]]
        story.gather(subject, pieces, on=on, by=lead)
    rounds.hold_midpoint(
        round_,
        held_on=story.day(-264),
        minutes=[
            "Four of eight forces visited; all returns read.",
            "A plan counts as in place when somebody outside its author could show it in use.",
            "Partners other than councils take little part; success is seldom measured.",
        ],
        by=lead,
    )


def _rate(round_: Round, script: dict[str, Any]) -> None:
    raters = ("lead-inspector", "second-inspector", "third-inspector")
    with story.playing("lead-inspector"):
        due = judgements.second_ratings_due(round_)
        pairs = list(_pairs(round_, script))
    for rater in raters:
        with story.playing(rater) as by:
            for number, (subject, capability, stage) in enumerate(pairs):
                first, second = _raters(number, subject)
                name = subject.name
                if rater == first:
                    _one(subject, capability, stage, "first", script, name, by)
    for rater in raters:
        with story.playing(rater) as by:
            for number, (subject, capability, stage) in enumerate(pairs):
                first, second = _raters(number, subject)
                if rater == second and (subject.pk, capability.pk) in due:
                    given = _second_opinion(number, stage)
                    _one(subject, capability, given, "second", script, subject.name, by)


def _pairs(round_: Round, script: dict[str, Any]) -> Iterator[tuple[Subject, frameworks.Item, str]]:
    capabilities = list(round_.framework.offered("capability"))
    subjects = round_.subjects.select_related("round__framework", "round__record", "organisation")
    for subject in subjects.order_by("code"):
        stages = script["forces"][subject.code.removesuffix("-police")]["stages"]
        for capability, stage in zip(capabilities, stages, strict=True):
            yield subject, capability, stage


def _raters(number: int, subject: Subject) -> tuple[str, str]:
    """Who rates first and second; never a home force."""
    if subject.code == "brackenmoor-police" or number % 2 == 0:
        return "lead-inspector", "second-inspector"
    return "third-inspector", "second-inspector"


def _second_opinion(number: int, stage: str) -> str:
    """The second inspector sees most things alike, and one in four a stage apart."""
    place = LADDER.index(stage)
    if number % 4 != 1:
        return stage
    return LADDER[place - 1] if place else LADDER[place + 1]


def _one(
    subject: Subject,
    capability: frameworks.Item,
    stage: str,
    place: str,
    script: dict[str, Any],
    name: str,
    by: people.Person,
) -> None:
    cited = list(
        subject.evidence.filter(uses__finding__parent=capability).distinct().order_by("pk")
    ) or list(subject.evidence.order_by("pk")[:1])
    narrative = script["narratives"][stage].format(name=name)
    story.rate(
        subject, capability, stage=stage, place=place, narrative=narrative, cited=cited, by=by
    )


def _moderate(round_: Round, script: dict[str, Any], *, lead: people.Person) -> None:
    stages = {item.code: item for item in round_.framework.offered("stage")}
    best: dict[int, list[str]] = {}
    for subject, capability, stage in _pairs(round_, script):
        ratings = judgements.opened_ratings(subject, capability)
        alike = len({rating.stage_id for rating in ratings}) == 1
        reason = "alone" if len(ratings) == 1 else "agreed" if alike else "differed"
        judgements.moderate(
            subject,
            capability,
            stage=stages[stage],
            reason=script["reasons"][reason],
            narrative="" if alike else script["narratives"][stage].format(name=subject.name),
            by=lead,
        )
        best.setdefault(subject.pk, []).append(stage)
    for subject in round_.subjects.select_related("round__framework", "organisation"):
        middle = sorted(best[subject.pk], key=LADDER.index)[2]
        judgements.moderate(
            subject,
            None,
            stage=stages[middle],
            reason=script["overall"],
            narrative=script["narratives"][middle].format(name=subject.name),
            by=lead,
        )
