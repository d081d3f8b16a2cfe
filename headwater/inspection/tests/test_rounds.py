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


@pytest.mark.parametrize(
    "slug", ["", "a b", "../x", "a/b", "äpfel", "-x", "x\n", "x\x01", "x" * 61]
)
def test_a_short_name_that_no_address_can_hold_is_refused(world, lead, slug):
    with handling.acting(lead), pytest.raises(handling.Refused, match="short name has up to 60"):
        rounds.create(
            slug=slug,
            framework=frameworks.pack("inspection-2009@1.0"),
            title="Spring round",
            owner=world.body("inspectorate"),
            starts_on=people.today(),
            by=lead,
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


def test_a_change_of_cohort_never_goes_before_a_later_one(lead, round_):
    today = people.today()
    with handling.acting(lead):
        subject = round_.subjects.get(code="ashdale-police")
        told = {"cohort": "non_priority", "reason": "New money", "by": lead}
        rounds.place(subject, from_date=today, **told)
        with pytest.raises(handling.Refused, match="later change of cohort"):
            rounds.place(subject, from_date=today - datetime.timedelta(days=2), **told)


def _day(name, day):
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def test_what_cannot_be_recorded_is_said_beside_what_was_typed(client, world, lead, round_):
    client.force_login(lead)
    today = people.today()
    document = {"title": "Guide", "version": "1", **_day("issued_on", today)}
    interest = {
        "person": world.person("third-inspector").reference,
        "organisation": "brackenmoor-police",
        "reason": "She served there",
        **_day("from_date", today),
    }
    yesterday = _day("until", today - datetime.timedelta(days=1))
    minutes = {"progress": "Typed at length", "consistency": "Agreed", "emerging": "Little"}
    tried = [
        ("round-guidance", document, None),
        ("round-guidance", document, "is on record already"),
        ("round-interest", {**interest, **yesterday}, "ends before it begins"),
        ("round-interest", interest, None),
        ("round-interest", interest, "is on record for these days"),
        ("round-midpoint", {**minutes, **_day("held_on", today)}, "held during fieldwork"),
    ]
    for name, sent, sentence in tried:
        answer = client.post(reverse(f"inspection:{name}", args=["spring"]), sent)
        assert answer.status_code == (422 if sentence else 302), name
        assert (sentence or "") in answer.content.decode()
        assert not sentence or next(iter(sent.values())) in answer.content.decode()


def test_two_who_change_a_plan_or_a_visit_see_both_versions(client, lead, round_):
    client.force_login(lead)
    plan = reverse("inspection:round-plan", args=["spring"])
    told = {"title": "Spring", "method": "", "second_rating_share": "50"}
    told |= _day("returns_due_on", people.today())
    assert client.post(plan, {**told, "terms": "Theirs", "version": 1}).status_code == 302
    crossed = client.post(plan, {**told, "terms": "Mine", "version": 1})
    assert crossed.status_code == 409
    assert "Theirs" in crossed.content.decode()
    assert "Mine" in crossed.content.decode()
    with handling.acting(lead):
        today, subject = people.today(), round_.subjects.get(code="ashdale-police")
        days = {"starts_on": today, "ends_on": today}
        visit = visits.plan(round_, subject, place="Here", inspectors=[lead], by=lead, **days)
    there = reverse("inspection:visit-change", args=["spring", visit.reference])
    sent = {"purpose": "", "inspectors": [lead.reference], "version": 1}
    sent |= _day("starts_on", today) | _day("ends_on", today)
    assert client.post(there, {**sent, "place": "There"}).status_code == 302
    crossed = client.post(there, {**sent, "place": "Elsewhere"})
    assert crossed.status_code == 409
    assert "Elsewhere" in crossed.content.decode()
    assert "There" in crossed.content.decode()


def test_an_interest_that_begins_during_a_visit_keeps_the_inspector_away(world, lead, round_):
    today, third = people.today(), world.person("third-inspector")
    later = today + datetime.timedelta(days=2)
    with handling.acting(lead):
        body = world.body("brackenmoor-police")
        visits.declare_interest(third, body, reason="she joins", from_date=later, by=lead)
        subject = round_.subjects.get(code="brackenmoor-police")
        days = {"starts_on": today, "ends_on": later}
        with pytest.raises(handling.Refused, match="she joins"):
            visits.plan(round_, subject, place="Here", inspectors=[third], by=lead, **days)


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
