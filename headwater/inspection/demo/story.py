"""What the parts of the demonstration share: the script, the cast and the steps of a round."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from headwater.inspection.models import Evidence, Return, Round, Subject
from headwater.inspection.services import evidence, judgements, returns, rounds
from headwater.kernel import frameworks, handling, people

SCRIPT = frameworks.LIBRARY / "demo" / "inspection.yaml"
MAIL = "averland.example"
FRAMEWORK = "inspection-2009@1.0"


def script() -> dict[str, Any]:
    """The script of the demonstration."""
    return dict(yaml.safe_load(SCRIPT.read_text(encoding="utf-8")))


def day(offset: int) -> datetime.date:
    """The day so many days from today."""
    return people.today() + datetime.timedelta(days=offset)


def person(code: str) -> people.Person:
    """Somebody of the cast."""
    return people.Person.objects.get(email=f"{code}@{MAIL}")


def post(code: str) -> people.Post:
    """A post of the cast."""
    return people.Post.objects.get(email=f"{code}@post.{MAIL}")


def body(code: str) -> people.Organisation:
    """An organisation of the cast."""
    return people.Organisation.objects.get(code=code)


@contextmanager
def playing(code: str) -> Iterator[people.Person]:
    """Act as somebody of the cast in one transaction."""
    actor = person(code)
    with handling.acting(actor):
        yield actor


def manager_of(force: str) -> str:
    """The delivery manager of a force."""
    return "delivery-manager" if force == "ashdale" else f"{force}-manager"


def drawn(share: int, *words: str) -> bool:
    """The same lot every time: true in about ``share`` percent of cases."""
    digest = hashlib.sha256("/".join(words).encode()).digest()
    return digest[0] * 100 < share * 256


def start(
    part: dict[str, Any],
    forces: dict[str, Any],
    *,
    starts: int,
    due: int,
    double: int,
    lead: people.Person,
) -> Round:
    """Start a round with its team and bodies."""
    made = rounds.create(
        slug=part["slug"],
        framework=frameworks.pack(FRAMEWORK),
        title=part["title"],
        owner=body("inspectorate"),
        starts_on=day(starts),
        terms=part["terms"],
        method=part["method"],
        returns_due_on=day(due),
        second_rating_share=double,
        by=lead,
    )
    for code in ("second-inspector", "third-inspector"):
        rounds.add_member(made, person(code), by=lead)
    for force, told in forces.items():
        organisation = body(f"{force}-police")
        rounds.add_subject(
            made,
            code=organisation.code,
            name=organisation.name,
            organisation=organisation,
            cohort=told["cohort"],
            reason="Set by the programme board",
            by=lead,
        )
    return made


def next_phase(round_: Round, phase: str, *, lead: people.Person) -> None:
    """Move a round on."""
    round_.record.refresh_from_db()
    rounds.enter(round_, phase, version=round_.record.version, by=lead)


def return_of(round_: Round, force: str) -> Return:
    """A force's return in a round."""
    return Return.objects.select_related(
        "record", "subject__round__framework", "subject__organisation"
    ).get(subject__round=round_, subject__code=f"{force}-police")


def fill_in(
    submission: Return, *, yes: int, comments: dict[str, str], by: people.Person, skip: int = 0
) -> None:
    """Answer what a return asks, leaving the last ``skip`` questions open.

    Few forces can say whether the work does any good, as the report that is told says.
    """
    asked = list(returns.asked(submission).order_by("order"))
    for finding in asked[: len(asked) - skip]:
        certain = finding.code in {"lg-acpo-lead", "ce-iag-kin"}
        share = yes // 3 if finding.code == "as-effectiveness" else yes
        is_yes = certain or drawn(share, submission.subject.code, finding.code)
        value = "yes" if is_yes else "no"
        comment = comments[value] if drawn(35, finding.code, submission.subject.code) else ""
        returns.save_answer(submission, finding, value=value, comment=comment, version=0, by=by)


def gather(
    subject: Subject, pieces: Iterable[dict[str, Any]], *, on: datetime.date, by: people.Person
) -> list[Evidence]:
    """Add pieces of evidence about a subject and say on what they bear."""
    pack = subject.round.framework
    found = {finding.code: finding for finding in pack.offered("finding")}
    kept = []
    for piece in pieces:
        made = evidence.add(
            round=subject.round,
            subject=subject,
            title=piece["title"],
            method=piece["method"],
            summary=piece["summary"],
            source=piece["source"],
            said_by_role=piece["role"],
            speaks_of_date=on,
            received_date=on,
            marking=piece["marking"],
            supplied_by_body=piece["by_body"],
            by=by,
        )
        stance = "contradicts" if piece.get("contradicts") else "supports"
        for code in (piece["finding"], *piece["also"]):
            evidence.use(made, found[code], stance=stance, by=by)
        kept.append(made)
    return kept


def rate(
    subject: Subject,
    capability: frameworks.Item,
    *,
    stage: str,
    place: str,
    narrative: str,
    cited: list[Evidence],
    by: people.Person,
) -> None:
    """Rate one capability: the descriptors up to the stage are met, those of the next are not."""
    rating = judgements.begin(subject.round, subject, capability, place=place, by=by)
    rungs = judgements.ladder(subject.round.framework)
    wanted = next(rung for rung in rungs if rung.stage.code == stage)
    for rung in rungs:
        above = rung.stage.order > wanted.stage.order
        outgrown = rung is rungs[0] and wanted is not rungs[0]
        for number, criterion in enumerate(rung.criteria):
            met = "partly" if above and number == 0 else "not_met" if above or outgrown else "met"
            judgements.answer_criterion(
                rating,
                criterion,
                met=met,
                cited=cited[:1] if met in {"met", "partly"} else (),
                by=by,
            )
        if above:
            break
    judgements.finish(rating, stage=wanted.stage, narrative=narrative, by=by)
