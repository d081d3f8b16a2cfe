"""The rounds that are measured: a live one of 43 bodies, and synthetic ones of any size."""

import csv
import datetime
import io
from collections.abc import Iterator
from pathlib import Path

from headwater.desk import cast
from headwater.inspection.models import Answer, Round
from headwater.inspection.services import imports, rounds
from headwater.kernel import frameworks, handling, people

PURPOSE = handling.System("load-demo")
LIVE, HMIC = "bench-live", imports.RECONSTRUCTED
BODIES, FINDINGS = 43, 53
RETURNS = frameworks.LIBRARY / "reconstruction" / "hmic-2009" / "returns.csv"


def lead() -> people.Person:
    """The lead inspector of the cast."""
    return cast.World().person("lead-inspector")


def editor() -> people.Person:
    """Who fills in the return of Ashdale Police."""
    return cast.World().person("delivery-manager")


def make() -> None:
    """The two rounds of 43 bodies: the one of 2009, reconstructed, and a live one."""
    with handling.acting(PURPOSE):
        imports.load_reconstruction(by=PURPOSE)
    live_round()


def fill(folder: Path, *, answers: int) -> None:
    """Bring the database to so many answers in all, by a reconstructed round of the rest."""
    missing = answers - answer_count()
    assert missing > 0, "there are more answers already"
    path = folder / "filler.csv"
    subject_count, last_rows = divmod(missing, FINDINGS)
    assert write_returns(path, subject_count=subject_count, last_rows=last_rows) == missing
    with handling.acting(PURPOSE), path.open("rb") as file:
        made = rounds.create(
            slug=f"bench-{answers}",
            framework=frameworks.pack("inspection-2009@1.0"),
            title=f"A round that fills up to {answers:,} answers",
            owner=lead().organisations_now()[0],
            starts_on=people.today(),
            by=PURPOSE,
            is_reconstruction=True,
        )
        imports.replace(made, file, by=PURPOSE)


def answer_count() -> int:
    """How many answers the database holds."""
    with handling.acting(PURPOSE):
        return Answer.objects.count()


def live_round() -> Round:
    """A round that asks 43 bodies, each return open and answered by import."""
    by = lead()
    with handling.acting(by):
        made = rounds.create(
            slug=LIVE,
            framework=frameworks.pack("inspection-2009@1.0"),
            title="A live round of 43 bodies",
            owner=by.organisations_now()[0],
            starts_on=people.today(),
            returns_due_on=people.today() + datetime.timedelta(days=60),
            terms="To be measured.",
            by=by,
        )
        for number, body in enumerate(_bodies()):
            cohort = "priority" if number < 24 else "non_priority"
            rounds.add_subject(
                made, code=body.code, name=body.name, organisation=body, cohort=cohort, by=by
            )
        rounds.enter(made, Round.Phase.RETURNS, version=made.record.version, by=by)
        imports.replace(made, io.BytesIO(_live_answers(made)), by=by)
    return made


def _bodies() -> list[people.Organisation]:
    found = list(people.Organisation.objects.exclude(kind="inspectorate").order_by("pk")[:BODIES])
    assert any(body.code == "ashdale-police" for body in found)
    return found


def _live_answers(round_: Round) -> bytes:
    """An answer of each body to each question that its cohort is asked today."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("force", "cohort", "finding_id", "answer"))
    findings = list(round_.framework.offered("finding"))
    subjects = round_.subjects.order_by("pk").prefetch_related("cohort_memberships__cohort")
    for number, subject in enumerate(subjects):
        cohort = subject.cohort_memberships.all()[0].cohort.code
        for place, finding in enumerate(findings):
            asked = finding.body["asked_of"]
            if not asked or cohort in asked:
                writer.writerow(
                    (subject.code, cohort, finding.code, ("yes", "no")[(number + place) % 2])
                )
    return out.getvalue().encode()


def write_returns(path: Path, *, subject_count: int, last_rows: int = 0) -> int:
    """Write a file of answers for anonymous subjects, after the pattern of the 2009 ones.

    Each subject answers all 53 findings; with ``last_rows`` one more answers only so many. Returns
    how many answers the file holds.
    """
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("force", "cohort", "finding_id", "answer"))
        for row in _rows(subject_count, last_rows):
            writer.writerow(row)
            count += 1
    return count


def _rows(subject_count: int, last_rows: int) -> Iterator[tuple[str, str, str, str]]:
    patterns = list(_patterns().values())
    for number in range(subject_count + (1 if last_rows else 0)):
        pattern = patterns[number % len(patterns)]
        rows = pattern if number < subject_count else pattern[:last_rows]
        for cohort, finding, answer in rows:
            yield f"S{number:06}", cohort, finding, answer


def _patterns() -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    with RETURNS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["force"], []).append(
                (row["cohort"], row["finding_id"], row["answer"])
            )
    return found
