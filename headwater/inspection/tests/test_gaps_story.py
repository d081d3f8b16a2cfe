"""Minimum capabilities decided by people, gaps that become actions, and the trend."""

import datetime

import pytest
from django.db import DatabaseError

from headwater.inspection.models import MinimumState
from headwater.inspection.services import gaps, rounds
from headwater.inspection.tests import standing
from headwater.kernel import actions, audit, handling, people

ANSWERS = {
    "lg-structure": "yes",
    "lg-acpo-lead": "yes",
    "lg-pa": "no",
    "lg-bcu-lead": "not_recorded",
    "ce-intervention": "no",
    "ce-consequence": "yes",
    "ce-exercise": "yes",
}


@pytest.fixture
def round_(world):
    return standing.a_round(world, answers=ANSWERS)


def by_code(submission, **kwargs):
    return {each.minimum.code: each for each in gaps.proposals(submission, **kwargs)}


def test_each_minimum_is_proposed_with_its_findings_and_history_never_is(
    world, round_, django_assert_max_num_queries
):
    with handling.acting(world.person("delivery-manager")):
        submission = standing.return_of(round_)
        with django_assert_max_num_queries(7):
            found = by_code(submission)
    assert "mc-04-community-understanding" not in found
    assert "mc-10-performance-review" not in found
    structures = found["mc-01-structures"]
    assert structures.suggestion.status == "partly"
    assert [each.code for each in structures.behind] == [
        "lg-structure",
        "lg-acpo-lead",
        "lg-pa",
        "lg-bcu-lead",
    ]
    assert structures.category.code == "priority"
    assert len(structures.texts) == 4
    assert found["mc-06-reassurance-plans"].suggestion.status == "met"
    assert found["mc-07-partnership-interventions"].suggestion.status == "not_met"
    assert found["mc-03-risk-understanding"].suggestion.status == "not_known"


def test_a_round_of_any_size_costs_the_same_queries(world, round_, django_assert_max_num_queries):
    with (
        handling.acting(world.person("lead-inspector")),
        django_assert_max_num_queries(8),
    ):
        assert len(gaps.proposals_of_round(round_)) == 16


def test_a_person_decides_and_says_why_when_the_answers_suggest_otherwise(world, round_):
    lead = world.person("lead-inspector")
    minimum = standing.minimum(round_, "mc-01-structures")
    with handling.acting(lead):
        submission = standing.return_of(round_)
        with pytest.raises(handling.Refused, match=r"suggest partly met\. Say why"):
            gaps.decide(submission, minimum, status="met", by=lead)
        gaps.decide(submission, minimum, status="met", reason="Seen on the visit.", by=lead)
        assert by_code(submission)["mc-01-structures"].status == "met"
        line = audit.trail(submission)[0]
        assert line.name == "minimum capability decided"
        assert line.detail.facts["suggested"] == "partly"


def test_a_later_decision_is_a_new_row_and_the_earlier_day_keeps_its_own(world, round_):
    manager = world.person("delivery-manager")
    minimum = standing.minimum(round_, "mc-07-partnership-interventions")
    week = people.today() - datetime.timedelta(days=7)
    with handling.acting(manager):
        submission = standing.return_of(round_)
        gaps.decide(submission, minimum, status="not_met", on_date=week, by=manager)
        gaps.decide(submission, minimum, status="partly", reason="A plan is agreed.", by=manager)
        assert by_code(submission, on=week)[minimum.code].status == "not_met"
        assert by_code(submission)[minimum.code].status == "partly"
        assert by_code(submission, on=standing.BEFORE)[minimum.code].status == ""
    with (
        pytest.raises(DatabaseError, match="kept as they were written"),
        handling.acting(manager),
    ):
        MinimumState.objects.update(status="met")


def test_a_change_of_category_changes_no_earlier_report(world, round_):
    lead = world.person("lead-inspector")
    minimum = standing.minimum(round_, "mc-01-structures")
    with handling.acting(lead):
        submission = standing.return_of(round_)
        gaps.decide(submission, minimum, status="partly", by=lead)
        tomorrow = people.today() + datetime.timedelta(days=1)
        round_.phase = "planning"
        rounds.place(submission.subject, cohort="non_priority", from_date=tomorrow, by=lead)
        now, then = by_code(submission), by_code(submission, on=tomorrow)
        assert now[minimum.code].category.code == "priority"
        assert then[minimum.code].category.code == "non_priority"
        assert then[minimum.code].state.category.code == "priority"
        assert len(then[minimum.code].texts) == 3


def test_two_people_who_decide_at_once_are_shown_each_other(world, round_):
    manager, lead = world.person("delivery-manager"), world.person("lead-inspector")
    minimum = standing.minimum(round_, "mc-06-reassurance-plans")
    with handling.acting(manager):
        gaps.decide(standing.return_of(round_), minimum, status="met", version=0, by=manager)
    with handling.acting(lead), pytest.raises(handling.Conflict) as crossed:
        gaps.decide(
            standing.return_of(round_), minimum, status="partly", reason="x", version=0, by=lead
        )
    assert crossed.value.latest.status == "met"


@pytest.mark.parametrize(
    ("persona", "code", "sentence"),
    [
        ("analyst", "mc-06-reassurance-plans", "Only an inspector of the round, or whoever"),
        ("delivery-manager", "mc-04-community-understanding", "kept for history"),
    ],
)
def test_who_may_decide_what(world, round_, persona, code, sentence):
    person = world.person(persona)
    with handling.acting(person), pytest.raises(handling.Refused, match=sentence):
        gaps.decide(
            standing.return_of(round_), standing.minimum(round_, code), status="met", by=person
        )


def test_a_gap_becomes_one_action_that_the_oversight_member_can_see(world, round_):
    manager = world.person("delivery-manager")
    minimum = standing.minimum(round_, "mc-07-partnership-interventions")
    with handling.acting(manager):
        submission = standing.return_of(round_)
        state = gaps.decide(submission, minimum, status="not_met", by=manager)
        wanted = {
            "owner_post": world.post("ashdale-delivery"),
            "verifier_post": world.post("ashdale-assurance"),
            "due_date": people.today() + datetime.timedelta(days=60),
            "by": manager,
        }
        action = gaps.raise_action(state, **wanted)
        with pytest.raises(handling.Refused, match="has been raised for this gap already"):
            gaps.raise_action(state, **wanted)
        assert action.raised_from == submission.reference
        assert [line.name for line in audit.trail(submission)][:2] == [
            "gap became an action",
            "minimum capability decided",
        ]
    with handling.acting(world.person("oversight-member")):
        assert actions.Action.objects.get().title.startswith("Reach the minimum")
    with handling.acting(world.person("brackenmoor-manager")):
        assert not actions.Action.objects.exists()


def test_the_trend_compares_rounds_in_words(world, round_):
    lead = world.person("lead-inspector")
    earlier = standing.a_round(
        world, slug="autumn", answers=ANSWERS, starts_on=standing.BEFORE.replace(year=2020)
    )
    with handling.acting(lead):
        for each, status in ((earlier, "not_met"), (round_, "partly")):
            gaps.decide(
                standing.return_of(each),
                standing.minimum(each, "mc-01-structures"),
                status=status,
                reason="Weighed.",
                by=lead,
            )
        shown, lines = gaps.trend(world.body("ashdale-police"))
    assert [each.slug for each in shown] == ["autumn", "spring"]
    assert [(line.code, line.changes) for line in lines] == [("mc-01-structures", ["better"])]
