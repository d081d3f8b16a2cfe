"""A body runs a framework on itself, alone or several together, and compares with its last one."""

import datetime

import pytest

from headwater.inspection.models import Assessment
from headwater.inspection.services import assessments
from headwater.kernel import audit, frameworks, handling, people

TOOLKIT = "local-toolkit-2024@1.0"


def begin(world, *, by, body="upper-ashdale-council", framework=TOOLKIT, **kwargs):
    return assessments.begin(world.body(body), frameworks.pack(framework), by=by, **kwargs)


def fill(assessment, value, *, by):
    for question in assessments.questions(assessment):
        if question.answer is None:
            assessments.answer(assessment, question.finding, value=value, version=0, by=by)


def test_a_council_runs_a_self_assessment_alone(world):
    lead = world.person("council-lead")
    with handling.acting(lead):
        made = begin(world, by=lead)
        with pytest.raises(handling.Refused, match="questions have no answer yet"):
            assessments.complete(made, version=1, by=lead)
        fill(made, "3", by=lead)
        assessments.complete(made, version=1, by=lead)
        assert Assessment.objects.get().state == "complete"
        assert audit.trail(made)[0].name == "self-assessment completed"
        first = assessments.questions(made)[0]
        with pytest.raises(handling.Refused, match="is complete and does not change"):
            assessments.answer(made, first.finding, value="4", version=1, by=lead)


def test_nobody_outside_the_body_can_see_it_or_its_trail(world):
    lead = world.person("council-lead")
    with handling.acting(lead):
        made = begin(world, by=lead)
    for persona in ("lead-inspector", "delivery-manager", "oversight-member", "policy-official"):
        with handling.acting(world.person(persona)):
            assert not Assessment.objects.exists()
            assert not audit.trail(made).exists()


def test_only_whoever_may_run_one_for_the_body_begins_one(world):
    chair = world.person("panel-chair")
    with handling.acting(chair), pytest.raises(handling.Refused, match="You cannot run"):
        begin(world, by=chair)


def test_answers_are_points_of_the_scale_that_the_library_holds(world):
    lead = world.person("council-lead")
    with handling.acting(lead):
        made = begin(world, by=lead)
        question = assessments.questions(made)[0]
        assert [point.title for point in question.points.values()][:3] == [
            "Nothing yet",
            "Planned",
            "Begun",
        ]
        with pytest.raises(handling.Refused, match="Choose one of: Nothing yet, Planned"):
            assessments.answer(made, question.finding, value="9", version=0, by=lead)


@pytest.mark.parametrize(("cohort", "more"), [("priority", True), ("", False)])
def test_history_is_not_asked_and_a_cohort_is_asked_its_own(world, cohort, more):
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        made = begin(
            world, by=manager, body="ashdale-police", framework="inspection-2009@1.0", cohort=cohort
        )
        asked = {question.finding.code: question for question in assessments.questions(made)}
    assert "av-rich-picture" not in asked
    assert ("lg-ctio-officers" in asked) is more
    assert "lg-structure" in asked


def test_two_editors_of_one_answer_see_each_other(world):
    manager, analyst = world.person("delivery-manager"), world.person("chief-officer")
    with handling.acting(manager):
        made = begin(world, by=manager, body="ashdale-police")
        finding = assessments.questions(made)[0].finding
        assessments.answer(made, finding, value="2", version=0, by=manager)
    with handling.acting(analyst):
        with pytest.raises(handling.Conflict) as crossed:
            assessments.answer(made, finding, value="3", version=0, by=analyst)
        assert crossed.value.latest.value == "2"
        assessments.answer(made, finding, value="3", version=1, by=analyst)
        with pytest.raises(handling.Conflict):
            assessments.answer(made, finding, value="4", version=1, by=analyst)


def test_the_next_one_is_compared_with_the_last_in_words_and_counts(world):
    lead = world.person("council-lead")
    with handling.acting(lead):
        first = begin(world, by=lead, on_date=people.today() - datetime.timedelta(days=300))
        assert assessments.compare(first) is None
        with pytest.raises(handling.Refused, match="is being filled in already"):
            begin(world, by=lead)
        fill(first, "2", by=lead)
        assessments.complete(first, version=1, by=lead)
        second = begin(world, by=lead)
        asked = assessments.questions(second)
        for question, value in zip(asked, ("3", "1", "2", "not_applicable"), strict=False):
            assessments.answer(second, question.finding, value=value, version=0, by=lead)
        found = assessments.compare(second)
        assert [change.word for change in found.changes[:5]] == [
            "up the scale",
            "down the scale",
            "unchanged",
            "changed",
            "not answered yet",
        ]
        counts = {each.point: (each.before, each.after) for each in found.counts}
        assert counts["Begun"] == (len(asked), 1)
        assert counts["Working"] == (0, 1)


def test_the_body_says_until_when_it_is_kept(world):
    lead = world.person("council-lead")
    with handling.acting(lead):
        made = begin(world, by=lead)
        with pytest.raises(handling.Refused, match="must lie in the future"):
            assessments.keep_until(made, ends_on=people.today(), version=1, by=lead)
        later = people.today() + datetime.timedelta(days=365)
        assessments.keep_until(made, ends_on=later, version=1, by=lead)
        assert Assessment.objects.get().record.ends_on == later
