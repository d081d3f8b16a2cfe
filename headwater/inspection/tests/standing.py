"""A round whose returns are in, for the tests of gaps, recommendations and practice."""

import datetime
from collections.abc import Mapping
from typing import Any

from headwater.inspection.models import Answer, Return, Round
from headwater.inspection.services import rounds
from headwater.kernel import frameworks, handling, people

BEFORE = people.today() - datetime.timedelta(days=60)
FRAMEWORK = "inspection-2009@1.0"


def a_round(
    world: Any,
    *,
    slug: str = "spring",
    answers: Mapping[str, str] | None = None,
    starts_on: datetime.date = BEFORE,
    cohort: str = "priority",
) -> Round:
    """A round over Ashdale and Brackenmoor; Ashdale's return holds ``answers`` by finding."""
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        made = rounds.create(
            slug=slug,
            framework=frameworks.pack(FRAMEWORK),
            title=f"{slug.title()} round",
            owner=world.body("inspectorate"),
            starts_on=starts_on,
            by=lead,
            terms="To see what is in place.",
            returns_due_on=people.today(),
        )
        rounds.add_member(made, world.person("second-inspector"), by=lead)
        for code, cohort_code in (("ashdale", cohort), ("brackenmoor", "non_priority")):
            body = world.body(f"{code}-police")
            rounds.add_subject(
                made, code=code, name=body.name, organisation=body, cohort=cohort_code, by=lead
            )
        rounds.enter(made, "returns", version=1, by=lead)
        _fill(made, answers or {})
    return made


def _fill(round_: Round, answers: Mapping[str, str]) -> None:
    submission = Return.objects.get(subject__round=round_, subject__code="ashdale")
    items = {item.code: item for item in round_.framework.of_kind("finding")}
    Answer.objects.bulk_create(
        Answer(
            submission=submission,
            finding=items[code],
            label_id=submission.label_id,
            value=value,
        )
        for code, value in answers.items()
    )
    Return.objects.filter(subject__round=round_).update(state=Return.State.SUBMITTED)


def return_of(round_: Round, code: str = "ashdale") -> Return:
    """The return of one body of the round, with what the services read."""
    return Return.objects.select_related(
        "record", "subject__organisation__area", "subject__round__framework"
    ).get(subject__round=round_, subject__code=code)


def minimum(round_: Round, code: str) -> frameworks.Item:
    """A minimum capability of the round's framework."""
    return round_.framework.items.get(kind="minimum", code=code)
