"""A round whose report can be written, sent round, signed and published in a few lines."""

import datetime
from typing import Any

from headwater.inspection.models import Report, Round
from headwater.inspection.services import reports
from headwater.inspection.tests import drawn
from headwater.kernel import frameworks, handling, people

CAPABILITIES = (
    "assessing-vulnerability",
    "leadership-governance-structures",
    "information-sharing",
    "community-engagement-interventions",
    "assessing-success",
)
FIRST = "Of priority bodies {{ percent finding=av-fsa cohort=priority }} did it.\n\n{{ table capability=assessing-vulnerability }}"


def real_round(world: Any, slug: str = "averland") -> Round:
    """Eight forces answered and judged, in factual accuracy; two inspectors are the team."""
    forces = world.forces()
    codes = {force.code: force for force in forces}
    cohorts = {code: "priority" if at % 2 == 0 else "non_priority" for at, code in enumerate(codes)}
    with handling.acting(handling.System("load-demo")):
        made = drawn.round_of(
            slug,
            framework=frameworks.pack("inspection-2009@1.0"),
            cohorts=cohorts,
            answers=[
                (code, finding, "yes" if at % 3 else "no")
                for at, code in enumerate(codes)
                for finding in ("av-fsa", "av-bcu-sa")
            ],
            judgements=[
                (code, capability, "developed" if at % 2 else "implementation")
                for at, code in enumerate(codes)
                for capability in CAPABILITIES
            ],
            is_reconstruction=False,
            organisations=codes,
            by=handling.System("load-demo"),
        )
        for subject in made.subjects.select_related("organisation"):
            subject.name = codes[subject.code].name
            subject.save(update_fields=["name"])
        made.phase = Round.Phase.ACCURACY
        made.save(update_fields=["phase"])
        for code in ("lead-inspector", "second-inspector"):
            drawn.join(made, world.person(code))
    return made


def started(round_: Round, world: Any, text: str = FIRST) -> Report:
    """A report of one chapter."""
    with handling.acting(lead := world.person("lead-inspector")):
        report = reports.start(round_, by=lead)
        first, *others = report.chapters.order_by("order")
        reports.write_chapter(first, text=text, version=1, by=lead, title="What was found")
        for other in others:
            reports.write_chapter(other, text="", version=1, by=lead)
    return report


def agreed(round_: Round, world: Any) -> None:
    """Every body is asked about accuracy and agrees."""
    with handling.acting(lead := world.person("lead-inspector")):
        due = people.today() + datetime.timedelta(days=7)
        checks = reports.send_for_accuracy(round_, by=lead, due_on=due)
    for check in checks:
        code = check.submission.subject.code.removesuffix("-police")
        name = "delivery-manager" if code == "ashdale" else f"{code}-manager"
        with handling.acting(manager := world.person(name)):
            reports.comment_accuracy(
                reports.find_check(check.reference), is_agreed=True, by=manager
            )


def signed(report: Report, world: Any) -> None:
    """Both inspectors sign the report as it stands."""
    for code in ("lead-inspector", "second-inspector"):
        with handling.acting(person := world.person(code)):
            reports.sign(report, by=person)


def published(world: Any, slug: str = "averland", text: str = FIRST) -> tuple[Report, Any]:
    """A report and its first edition."""
    round_ = real_round(world, slug)
    report = started(round_, world, text)
    agreed(round_, world)
    signed(report, world)
    with handling.acting(lead := world.person("lead-inspector")):
        edition = reports.publish(report, by=lead)
    return report, edition
