"""What follows a round: gaps and actions, recommendations, practice and the published report."""

from collections.abc import Callable
from typing import Any

from headwater.inspection.demo import publication, story
from headwater.inspection.models import Clause, MinimumState, Round
from headwater.inspection.services import clauses, gaps, practice, recommendations
from headwater.kernel import actions, people


def tell_all(round_: Round, script: dict[str, Any], *, tell: Callable[[str], None]) -> None:
    """Tell everything that follows fieldwork."""
    _decide_gaps(round_, script)
    _act_on_gaps(round_, script)
    _recommend(round_, script)
    _learn(round_, script)
    tell("gaps decided, actions raised, recommendations made")
    publication.tell(round_, script, tell=tell)


def _decide_gaps(round_: Round, script: dict[str, Any]) -> None:
    with story.playing("second-inspector") as inspector:
        for force in script["forces"]:
            submission = story.return_of(round_, force)
            for proposal in gaps.proposals(submission):
                gaps.decide(
                    submission, proposal.minimum, status=proposal.suggestion.status, by=inspector
                )


def _act_on_gaps(round_: Round, script: dict[str, Any]) -> None:
    with story.playing("delivery-manager") as manager:
        raised = []
        for entry in script["gaps"]:
            state = MinimumState.objects.select_related(
                "submission__record", "submission__subject__organisation__area", "minimum"
            ).get(
                submission__subject__round=round_,
                submission__subject__code="ashdale-police",
                minimum__code=entry["minimum"],
            )
            if state.status == MinimumState.Status.MET:
                continue
            action = gaps.raise_action(
                state,
                owner_post=story.post("ashdale-delivery"),
                verifier_post=story.post("ashdale-assurance"),
                due_date=story.day(entry["due"]),
                title=entry["title"],
                detail=entry["detail"],
                by=manager,
            )
            raised.append((action, entry))
        for action, entry in raised:
            if "done" in entry:
                actions.finish(action, evidence=entry["done"], version=1, by=manager)


def _recommend(round_: Round, script: dict[str, Any]) -> None:
    made: list[Clause] = []
    with story.playing("lead-inspector") as lead:
        for entry in script["recommendations"]:
            recommendation = recommendations.add(
                round_, summary=entry["summary"], made_date=story.day(-200), by=lead
            )
            for told in entry["clauses"]:
                post = story.post(told["lead"])
                new = recommendations.NewClause(
                    text=told["text"],
                    lead=str(post),
                    lead_post=post,
                    supporting=told["supporting"],
                    due_date=story.day(told["due"]),
                    depends_on=[made[told["after"]]] if "after" in told else [],
                )
                made.append(recommendations.add_clause(recommendation, new, by=lead))
                if "moved_to" in told:
                    _move(made[-1], told, by=lead)
    with story.playing("policy-official") as official:
        told_clauses = [told for entry in script["recommendations"] for told in entry["clauses"]]
        for clause, told in zip(made, told_clauses, strict=True):
            if "progress" in told:
                _progress(clause, told, by=official)
        for recommendation in round_.recommendations.select_related("record", "label"):
            told = script["recommendations"][recommendation.number - 1]
            if "response" in told:
                recommendations.respond(
                    recommendation,
                    text=told["response"],
                    version=recommendation.record.version,
                    by=official,
                )


def _move(clause: Clause, told: dict[str, Any], *, by: people.Person) -> None:
    clauses.move_date(
        clause,
        to=story.day(told["moved_to"]),
        reason=told["moved_because"],
        version=clause.version,
        on_date=story.day(told["due"] - 5),
        by=by,
    )


def _progress(clause: Clause, told: dict[str, Any], *, by: people.Person) -> None:
    clauses.report_progress(
        clause,
        text=told["progress"],
        evidence="Report to the programme board",
        is_done=told.get("done", False),
        version=clause.version,
        on_date=story.day(told["due"] - 2),
        by=by,
    )


def _learn(round_: Round, script: dict[str, Any]) -> None:
    findings = {item.code: item for item in round_.framework.offered("finding")}
    with story.playing("lead-inspector") as lead:
        notes = [
            practice.add(
                round_,
                sort=entry["sort"],
                title=entry["title"],
                text=entry["text"],
                caution=entry.get("caution", ""),
                findings=[findings[code] for code in entry["findings"]],
                source="Fieldwork",
                by=lead,
            )
            for entry in script["practice"]
        ]
    with story.playing("second-inspector") as second:
        for note in notes:
            note.refresh_from_db()
            practice.share(note, version=1, by=second)
