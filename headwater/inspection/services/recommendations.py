"""Making recommendations: typed or taken from the framework, assigned, answered and published."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils import timezone

from headwater.inspection.models import Clause, Progress, Recommendation, Round
from headwater.inspection.rules import recommendations as rules
from headwater.kernel import audit, frameworks, handling, people

KEPT_DAYS = 20 * 365


@dataclass(frozen=True)
class NewClause:
    """A clause to be added. ``depends_on`` names clauses of any recommendation of the round."""

    text: str
    lead: str = ""
    lead_post: people.Post | None = None
    supporting: str = ""
    due_date: datetime.date | None = None
    depends_on: Sequence[Clause] = ()


def add(
    round_: Round,
    *,
    summary: str,
    by: audit.Actor,
    clauses: Sequence[NewClause] = (),
    made_date: datetime.date | None = None,
    named_in: Sequence[Mapping[str, object]] = (),
    item: frameworks.Item | None = None,
) -> Recommendation:
    """Add a recommendation under the next number; everyone signed in can see it.

    ``named_in`` lists the places of the report that print it, each with its owners. Of two people
    who add at the same moment one waits and gets the number after.
    """
    if isinstance(by, people.Person):
        handling.require(rules.may_manage(by))
    if not summary.strip():
        raise handling.Refused("Say what the recommendation asks for.")
    handling.hold(round_)
    day = made_date or people.today()
    last = Recommendation.objects.filter(round=round_).aggregate(number=Max("number"))["number"]
    made = handling.create(
        Recommendation,
        title=f"Recommendation {(last or 0) + 1}",
        owner=round_.record.owner,
        label=handling.Label.intern(is_open=True),
        by=by,
        ends_on=day + datetime.timedelta(days=KEPT_DAYS),
        round=round_,
        slug=round_.slug,
        report=round_.title,
        number=(last or 0) + 1,
        summary=summary.strip(),
        item=item,
        made_date=day,
        named_in=[dict(place) for place in named_in],
    )
    for clause in clauses:
        add_clause(made, clause, by=by)
    return made


def add_clause(recommendation: Recommendation, clause: NewClause, *, by: audit.Actor) -> Clause:
    """Add a clause at the end of a recommendation."""
    if isinstance(by, people.Person):
        handling.require(rules.may_manage(by))
    if not clause.text.strip():
        raise handling.Refused("Say what the clause asks for.")
    if clause.due_date and clause.due_date < recommendation.made_date:
        raise handling.Refused("The date lies before the recommendation was made.")
    handling.hold(recommendation)
    last = recommendation.clauses.aggregate(order=Max("order"))["order"]
    made = Clause.objects.create(
        label_id=recommendation.label_id,
        recommendation=recommendation,
        order=(last or 0) + 1,
        text=clause.text.strip(),
        lead=clause.lead or (str(clause.lead_post) if clause.lead_post else ""),
        lead_post=clause.lead_post,
        supporting=clause.supporting,
        first_due_date=clause.due_date,
        due_date=clause.due_date,
    )
    made.depends_on.set(clause.depends_on)
    audit.note(
        "clause added",
        recommendation,
        by=by,
        clause=made.mark,
        lead=made.lead,
        due=made.due_date,
        depends_on=[each.mark for each in clause.depends_on],
    )
    return made


def adopt_from_framework(
    round_: Round, *, by: audit.Actor, made_date: datetime.date | None = None
) -> list[Recommendation]:
    """Make the recommendations of the round's framework those of the round, each once.

    A date of the framework is the first day on which the clause is late, so it is due the day
    before. Dates that had passed when the recommendation was made are left out; so are those of a
    reconstruction, because nobody here knows what was done about them.
    """
    handling.hold(round_)
    day = made_date or people.today()
    taken = set(round_.recommendations.values_list("item_id", flat=True))
    clause_items: dict[int | None, list[frameworks.Item]] = defaultdict(list)
    for item in round_.framework.offered("clause"):
        clause_items[item.parent_id].append(item)
    by_code: dict[str, Clause] = {}
    made = []
    for item in round_.framework.offered("recommendation"):
        if item.pk in taken:
            continue
        recommendation = add(
            round_,
            summary=item.title,
            by=by,
            made_date=day,
            named_in=item.body["named_in"],
            item=item,
        )
        for clause in clause_items[item.pk]:
            new = _from_item(clause, by_code, made_date=day, is_dated=not round_.is_reconstruction)
            by_code[clause.code] = add_clause(recommendation, new, by=by)
        made.append(recommendation)
    return made


def _from_item(
    item: frameworks.Item,
    by_code: Mapping[str, Clause],
    *,
    made_date: datetime.date,
    is_dated: bool,
) -> NewClause:
    before = item.body["due_before"] if is_dated else None
    due = datetime.date.fromisoformat(before) - datetime.timedelta(days=1) if before else None
    return NewClause(
        text=item.title,
        lead=item.body["lead"] or "",
        supporting=", ".join(item.body["supporting"]),
        due_date=due if due and due >= made_date else None,
        depends_on=[by_code[code] for code in item.body["depends_on"] if code in by_code],
    )


def assign(
    clause: Clause,
    *,
    lead: str,
    supporting: str,
    version: int,
    by: audit.Actor,
    lead_post: people.Post | None = None,
) -> None:
    """Say who leads a clause and who supports; a lead post can report on it."""
    if isinstance(by, people.Person):
        handling.require(rules.may_manage(by))
    if clause.state == Clause.State.CLOSED:
        raise handling.Refused("The owners of a closed clause cannot change.")
    handling.claim(clause, version=version)
    before = {"lead": clause.lead, "supporting": clause.supporting}
    clause.lead = lead or (str(lead_post) if lead_post else "")
    clause.lead_post, clause.supporting = lead_post, supporting
    clause.save(update_fields=["lead", "lead_post", "supporting"])
    audit.note(
        "clause assigned",
        clause.recommendation,
        by=by,
        clause=clause.mark,
        before=before,
        lead=clause.lead,
        supporting=supporting,
    )


def respond(recommendation: Recommendation, *, text: str, version: int, by: audit.Actor) -> None:
    """Answer a recommendation; an earlier answer stays in the trail."""
    if isinstance(by, people.Person):
        handling.require(rules.may_respond(recommendation, by))
    if not text.strip():
        raise handling.Refused("Write the response.")
    handling.claim(recommendation.record, version=version)
    before, recommendation.response = recommendation.response, text.strip()
    recommendation.responded_by, recommendation.responded_at = by.reader, timezone.now()
    recommendation.save(update_fields=["response", "responded_by", "responded_at"])
    audit.note("recommendation answered", recommendation, by=by, before=before, after=text)


def publish(round_: Round, *, by: audit.Actor) -> int:
    """Open the recommendations of a round to the public; return how many were opened."""
    public = handling.Label.intern(is_public=True)
    unpublished = round_.recommendations.exclude(label=public).select_related("record", "label")
    opened = list(unpublished)
    for recommendation in opened:
        handling.relabel(recommendation, public, by=by, reason="The report is published")
    return len(opened)


def clauses_of(slug: str) -> "QuerySet[Clause]":
    """The clauses of a round that the reader may see, in the report's order."""
    found = Clause.objects.filter(recommendation__slug=slug).select_related("recommendation")
    return found.order_by("recommendation__number", "order")


def standings(
    *, on: datetime.date | None = None, clauses: "QuerySet[Clause] | None" = None
) -> list[rules.Standing]:
    """How each clause that the reader may see stood at the end of a day, in 2 queries.

    Clauses of recommendations made after that day are left out.
    """
    day = on or people.today()
    chosen = Clause.objects.all() if clauses is None else clauses
    found = list(
        chosen.filter(recommendation__made_date__lte=day)
        .select_related("recommendation__record", "lead_post__organisation")
        .order_by("recommendation__slug", "recommendation__number", "order")
    )
    rows: dict[int, list[Progress]] = defaultdict(list)
    for row in Progress.objects.filter(clause__in=found).order_by("on_date", "pk"):
        rows[row.clause_id].append(row)
    return [
        rules.standing(clause, rows[clause.pk], on=day, made_date=clause.recommendation.made_date)
        for clause in found
    ]


def overdue(
    *, on: datetime.date | None = None, clauses: "QuerySet[Clause] | None" = None
) -> list[rules.Standing]:
    """The clauses that were overdue at the end of a day, told again from the appended rows."""
    return [each for each in standings(on=on, clauses=clauses) if each.is_overdue]
