"""Rounds made for tests in a few statements: subjects, cohorts, answers and judgements by code."""

import csv
import datetime
from collections.abc import Mapping, Sequence

from headwater.inspection.models import (
    Answer,
    CohortMembership,
    Judgement,
    Return,
    Round,
    Subject,
)
from headwater.kernel import frameworks, handling, people

HMIC_2009 = frameworks.LIBRARY / "reconstruction" / "hmic-2009"
DAY = datetime.date(2009, 2, 1)


def table(name: str) -> list[dict[str, str]]:
    """The rows of one file of the reconstruction."""
    with (HMIC_2009 / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def round_of(
    slug: str,
    *,
    framework: frameworks.Pack,
    cohorts: Mapping[str, str],
    answers: Sequence[tuple[str, str, str]] = (),
    judgements: Sequence[tuple[str, str, str]] = (),
    is_reconstruction: bool = True,
    organisations: Mapping[str, people.Organisation] | None = None,
    by: handling.Reader,
) -> Round:
    """A round whose subjects are the keys of ``cohorts`` (an empty cohort: none).

    ``answers`` are (subject, finding, answer), ``judgements`` (subject, capability or ``overall``,
    stage). A subject named in ``organisations`` is that body's, and its return opens to it.
    """
    team = people.Team.objects.create(name=f"Team of {slug}")
    label = handling.Label.intern(team=team)
    owner = people.Organisation.objects.filter(kind="inspectorate").earliest("id")
    made = handling.create(
        Round,
        title=f"Round {slug}",
        owner=owner,
        label=label,
        by=by,
        ends_on=datetime.date(2040, 1, 1),
        slug=slug,
        framework=framework,
        is_reconstruction=is_reconstruction,
        team=team,
        cohorts_on=DAY,
        starts_on=DAY,
    )
    bodies = organisations or {}
    subjects = _subjects(made, cohorts, bodies)
    returns = _returns(made, subjects, by=by)
    findings = _items(framework, "finding")
    Answer.objects.bulk_create(
        Answer(
            submission=returns[code],
            finding_id=findings[finding],
            label_id=returns[code].label_id,
            value=value,
        )
        for code, finding, value in answers
    )
    _judge(made, subjects, judgements, by=by)
    return made


def _judge(
    made: Round,
    subjects: Mapping[str, Subject],
    judgements: Sequence[tuple[str, str, str]],
    *,
    by: handling.Reader,
) -> None:
    framework = made.framework
    capabilities, stages = _items(framework, "capability"), _items(framework, "stage")
    Judgement.objects.bulk_create(
        Judgement(
            round=made,
            label=made.label,
            subject=subjects[code],
            capability_id=None if capability == "overall" else capabilities[capability],
            stage_id=stages[stage],
            settled_by=by.reader,
        )
        for code, capability, stage in judgements
    )


def hmic_2009(*, by: handling.Reader, slug: str = "hmic-2009") -> Round:
    """The 2009 round from the reconstruction's files."""
    answers, judgements = table("returns.csv"), table("judgements.csv")
    return round_of(
        slug,
        framework=frameworks.pack("inspection-2009@1.0"),
        cohorts={row["force"]: row["cohort"] for row in answers},
        answers=[(row["force"], row["finding_id"], row["answer"]) for row in answers],
        judgements=[(row["force"], row["capability"], row["stage"]) for row in judgements],
        by=by,
    )


def join(round_: Round, person: people.Person) -> None:
    """Take a person into the round's team."""
    people.TeamMember.objects.create(team=round_.team, person=person, period=people.days(DAY))


def _subjects(
    made: Round, cohorts: Mapping[str, str], bodies: Mapping[str, people.Organisation]
) -> dict[str, Subject]:
    Subject.objects.bulk_create(
        Subject(
            round=made, label_id=made.label_id, code=code, name=code, organisation=bodies.get(code)
        )
        for code in cohorts
    )
    subjects = {subject.code: subject for subject in made.subjects.all()}
    ids = _items(made.framework, "cohort")
    CohortMembership.objects.bulk_create(
        CohortMembership(
            subject=subjects[code],
            label_id=made.label_id,
            cohort_id=ids[cohort],
            period=people.days(DAY),
        )
        for code, cohort in cohorts.items()
        if cohort
    )
    return subjects


def _returns(
    made: Round, subjects: Mapping[str, Subject], *, by: handling.Reader
) -> dict[str, Return]:
    labels = {
        code: handling.Label.intern(team=made.team, organisation=subject.organisation)
        for code, subject in subjects.items()
    }
    records = handling.Record.objects.bulk_create(
        handling.Record(
            kind=Return.KIND,
            title=f"Return of {code}",
            owner_id=made.record.owner_id,
            area_id=made.record.area_id,
            label=labels[code],
            purpose=Return.PURPOSE,
            ends_on=made.record.ends_on,
            created_by=by.reader,
        )
        for code in subjects
    )
    returns = Return.objects.bulk_create(
        Return(
            record=record, label_id=record.label_id, subject=subject, state=Return.State.ACCEPTED
        )
        for record, subject in zip(records, subjects.values(), strict=True)
    )
    return dict(zip(subjects, returns, strict=True))


def _items(framework: frameworks.Pack, kind: str) -> dict[str, int]:
    return dict(framework.of_kind(kind).values_list("code", "id"))
