"""A round from its start to fieldwork, told through its services and pages."""

import datetime

import pytest
from django.urls import reverse

from headwater.inspection.models import Return, Round, Visit
from headwater.inspection.services import rounds, visits
from headwater.kernel import audit, frameworks, handling, people


@pytest.fixture
def lead(world):
    return world.person("lead-inspector")


@pytest.fixture
def round_(world, lead):
    """A round in planning over Ashdale and Brackenmoor with three inspectors."""
    start = people.today() - datetime.timedelta(days=30)
    with handling.acting(lead):
        made = rounds.create(
            slug="spring",
            framework=frameworks.pack("inspection-2009@1.0"),
            title="Spring round",
            owner=world.body("inspectorate"),
            starts_on=start,
            terms="To see how far the forces have come.",
            returns_due_on=people.today() + datetime.timedelta(days=14),
            by=lead,
        )
        for code in ("second-inspector", "third-inspector"):
            rounds.add_member(made, world.person(code), by=lead)
        for code, cohort in (
            ("ashdale-police", "priority"),
            ("brackenmoor-police", "non_priority"),
        ):
            body = world.body(code)
            rounds.add_subject(
                made, code=code, name=body.name, organisation=body, cohort=cohort, by=lead
            )
    return made


def test_only_a_lead_inspector_starts_a_round(world):
    manager = world.person("delivery-manager")
    with handling.acting(manager), pytest.raises(handling.Refused, match="Only a lead inspector"):
        rounds.create(
            slug="own",
            framework=frameworks.pack("inspection-2009@1.0"),
            title="Own",
            owner=world.body("ashdale-police"),
            starts_on=people.today(),
            by=manager,
        )


def test_a_round_is_seen_by_its_team_and_by_nobody_else(world, round_):
    second = world.person("second-inspector")
    with handling.acting(second):
        assert rounds.by_slug("spring", by=second) == round_
    official = world.person("policy-official")
    with handling.acting(official), pytest.raises(handling.NotSeen):
        rounds.by_slug("spring", by=official)


def test_entering_returns_opens_one_for_each_body_under_its_own_label(world, lead, round_):
    with handling.acting(lead):
        rounds.enter(round_, "returns", version=1, by=lead)
        assert Return.objects.filter(subject__round=round_).count() == 2
        assert audit.trail(round_)[0].name == "round entered a phase"
    with handling.acting(world.person("delivery-manager")):
        assert [r.subject.code for r in Return.objects.all()] == ["ashdale-police"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"terms": ""}, "Write the terms of reference"),
        ({"returns_due_on": None}, "Set the day by which returns are due"),
    ],
)
def test_a_phase_that_may_not_be_entered_says_what_is_missing(lead, round_, change, sentence):
    with handling.acting(lead):
        Round.objects.filter(pk=round_.pk).update(**change)
        round_.refresh_from_db()
        with pytest.raises(handling.Refused, match=sentence):
            rounds.enter(round_, "returns", version=1, by=lead)


def test_an_inspector_never_visits_a_home_force(world, lead, round_):
    third = world.person("third-inspector")
    brackenmoor = world.body("brackenmoor-police")
    with handling.acting(lead):
        visits.declare_interest(
            third,
            brackenmoor,
            reason="she served there until last year",
            from_date=people.today() - datetime.timedelta(days=300),
            by=lead,
        )
        subject = round_.subjects.get(code="brackenmoor-police")
        with pytest.raises(handling.Refused, match="she served there until last year"):
            visits.plan(
                round_,
                subject,
                starts_on=people.today(),
                ends_on=people.today(),
                place="Headquarters",
                inspectors=[third],
                by=lead,
            )


def test_a_visit_is_stamped_with_the_guidance_in_force_and_unlike_guidance_is_told(
    world, lead, round_
):
    day = people.today() - datetime.timedelta(days=20)
    with handling.acting(lead):
        rounds.issue_guidance(round_, title="Guide", version="1", issued_on=day, by=lead)
        later = day + datetime.timedelta(days=10)
        rounds.issue_guidance(round_, title="Guide", version="2", issued_on=later, by=lead)
        for code, when in (("ashdale-police", day), ("brackenmoor-police", later)):
            visit = visits.plan(
                round_,
                round_.subjects.get(code=code),
                starts_on=when,
                ends_on=when,
                place="Headquarters",
                inspectors=[lead],
                by=lead,
            )
            visits.complete(visit, by=lead)
        stamped = [str(v.guidance.get()) for v in Visit.objects.order_by("starts_on")]
        assert stamped == ["Guide, 1", "Guide, 2"]
        assert len(visits.guidance_differs(round_)) == 2


def test_a_change_of_cohort_leaves_the_earlier_days_as_they_were(lead, round_):
    with handling.acting(lead):
        subject = round_.subjects.get(code="ashdale-police")
        rounds.place(
            subject, cohort="non_priority", from_date=people.today(), reason="New money", by=lead
        )
        before = subject.cohort_memberships.on(people.today() - datetime.timedelta(days=1)).get()
        assert before.cohort.code == "priority"
        assert subject.cohort_memberships.on().get().cohort.code == "non_priority"


def test_two_people_changing_the_plan_do_not_overwrite_each_other(lead, round_):
    with handling.acting(lead):
        rounds.change_plan(round_, title="Spring", version=1, by=lead, terms="A")
        with pytest.raises(handling.Conflict):
            rounds.change_plan(round_, title="Spring", version=1, by=lead, terms="B")


@pytest.mark.parametrize("name", ["round-team", "round-subjects", "round-visits", "round-plan"])
def test_the_pages_of_a_round_open_for_its_lead_and_are_not_found_by_others(
    client, world, lead, round_, name
):
    client.force_login(lead)
    assert client.get(reverse(f"inspection:{name}", args=["spring"])).status_code == 200
    client.force_login(world.person("policy-official"))
    assert client.get(reverse(f"inspection:{name}", args=["spring"])).status_code == 404
