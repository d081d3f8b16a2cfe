"""Recommendations from adoption to closure, and any past day told again."""

import datetime

import pytest

from headwater.inspection.models import Clause, Recommendation
from headwater.inspection.rules import recommendations as rules
from headwater.inspection.services import clauses, recommendations
from headwater.inspection.services.recommendations import NewClause
from headwater.inspection.services.reports import contents
from headwater.inspection.tests import standing
from headwater.kernel import actions, audit, handling, people

TODAY = people.today()


def ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


@pytest.fixture
def round_(world):
    return standing.a_round(world)


@pytest.fixture
def made(world, round_):
    """A recommendation of 90 days ago: the second clause waits for the first."""
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        found = recommendations.add(
            round_,
            summary="Agree who leads",
            made_date=ago(90),
            clauses=[
                NewClause(
                    "Name a lead", lead_post=world.post("department-policy"), due_date=ago(30)
                )
            ],
            by=lead,
        )
        first = found.clauses.get()
        recommendations.add_clause(
            found, NewClause("Tell the partners", lead="Councils", depends_on=[first]), by=lead
        )
    return found


def clause(number=1):
    return Clause.objects.select_related("recommendation", "lead_post__organisation").get(
        order=number
    )


def test_the_framework_brings_clauses_owners_dependencies_and_a_warning(world, round_):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        found = recommendations.adopt_from_framework(
            round_, by=lead, made_date=datetime.date(2009, 7, 1)
        )
        assert [each.number for each in found] == [1, 2, 3, 4, 5, 6]
        revised = Clause.objects.get(recommendation=found[1], order=2)
        assert revised.due_date == datetime.date(2010, 3, 30)
        assert [each.mark for each in revised.depends_on.all()] == ["2a"]
        assert not rules.owners_differ(found[0].named_in)
        assert rules.owners_differ(found[5].named_in) == (
            "The report names different owners in different places: "
            "1.4 names ACPO, OSCT; 7.1.1 box names ACPO."
        )
        assert recommendations.adopt_from_framework(round_, by=lead) == []
    with handling.acting(handling.PUBLIC):
        assert not Recommendation.objects.exists()
    with handling.acting(lead):
        assert recommendations.publish(round_, by=lead) == 6
    with handling.acting(handling.PUBLIC):
        assert Recommendation.objects.count() == 6
        assert Clause.objects.count() == 12


def test_a_reconstruction_takes_no_dates_so_nothing_of_it_is_called_late(world, round_):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        round_.is_reconstruction = True
        recommendations.adopt_from_framework(round_, by=lead, made_date=datetime.date(2009, 6, 30))
        assert not Clause.objects.exclude(due_date=None).exists()
        assert recommendations.overdue() == []


def test_a_clause_is_reported_done_and_closed_by_another(world, made):
    official, lead = world.person("policy-official"), world.person("lead-inspector")
    with handling.acting(official):
        with pytest.raises(handling.Refused, match="Say what shows that the clause is done"):
            clauses.report_progress(clause(), text="Named.", is_done=True, version=1, by=official)
        clauses.report_progress(
            clause(), text="Named.", evidence="Minute 4", is_done=True, version=1, by=official
        )
        with pytest.raises(handling.Refused, match="Whoever reported on this clause"):
            clauses.close(clause(), version=2, by=official)
    with handling.acting(lead):
        with pytest.raises(handling.Refused, match="Say what is missing"):
            clauses.close(clause(), agrees=False, version=2, by=lead)
        clauses.close(clause(), agrees=False, remark="Which lead?", version=2, by=lead)
        assert clause().state == "open"
    with handling.acting(official):
        clauses.report_progress(
            clause(), text="The head.", evidence="Letter", is_done=True, version=3, by=official
        )
    with handling.acting(lead):
        clauses.close(clause(), version=4, by=lead)
        assert clause().closed_by == "Inspectorate of Prevention"
        assert [line.name for line in audit.trail(made)][:4] == [
            "clause closed",
            "clause reported done",
            "clause sent back",
            "clause reported done",
        ]


def test_a_clause_cannot_close_before_what_it_depends_on(world, made):
    official, lead = world.person("policy-official"), world.person("lead-inspector")
    with handling.acting(official):
        clauses.report_progress(
            clause(2), text="Told.", evidence="Letter", is_done=True, version=1, by=official
        )
    with handling.acting(lead), pytest.raises(handling.Refused, match="depends on 1a, to be"):
        clauses.close(clause(2), version=2, by=lead)


def test_an_outsider_closes_a_clause_by_link_once(world, made):
    official = world.person("policy-official")
    with handling.acting(official):
        clauses.report_progress(
            clause(), text="Named.", evidence="Minute", is_done=True, version=1, by=official
        )
        with pytest.raises(handling.Refused, match="The lead owner cannot close"):
            clauses.ask_to_close(clause(), post=world.post("department-policy"), by=official)
        token = clauses.ask_to_close(clause(), post=world.post("association-lead"), by=official)
        holder = handling.LinkHolder(handling.link_for(token, act="close-clause"))
    with handling.acting(holder):
        clauses.close_by_link(clause(), version=2, by=holder)
    with handling.acting(official):
        assert clause().closed_by.endswith("(by link)")
        with pytest.raises(handling.Refused, match="has been used"):
            handling.link_for(token, act="close-clause")


def test_a_moved_date_keeps_the_first_and_counts_the_slip(world, made):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        with pytest.raises(handling.Refused, match="Say why the date moves"):
            clauses.move_date(clause(), to=TODAY, reason=" ", version=1, by=lead)
        clauses.move_date(clause(), to=TODAY, reason="An election.", version=1, by=lead)
        found = clause()
        assert (found.first_due_date, found.due_date, found.slip_count) == (ago(30), TODAY, 1)
        clauses.move_date(clause(), to=ago(3), reason="Sooner.", version=2, by=lead)
        assert clause().slip_count == 1
        assert clause().first_due_date == ago(30)


def test_overdue_on_any_day_is_told_again_from_the_rows(world, made):
    lead, official = world.person("lead-inspector"), world.person("policy-official")
    with handling.acting(lead):
        clauses.move_date(
            clause(), to=ago(10), reason="An election.", version=1, by=lead, on_date=ago(20)
        )
    with handling.acting(official):
        clauses.report_progress(
            clause(),
            text="Named.",
            evidence="Minute",
            is_done=True,
            version=2,
            on_date=ago(5),
            by=official,
        )
    with handling.acting(lead):
        clauses.close(clause(), version=3, by=lead, on_date=ago(2))
        late = {
            days: [each.days_late for each in recommendations.overdue(on=ago(days))]
            for days in (100, 40, 30, 29, 21, 20, 11, 9, 4, 2)
        }
    assert late == {
        100: [],
        40: [],
        30: [],
        29: [1],
        21: [9],
        20: [],
        11: [],
        9: [1],
        4: [6],
        2: [],
    }


def test_overdue_costs_two_queries_however_many_clauses(world, round_, django_assert_num_queries):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        recommendations.adopt_from_framework(round_, by=lead, made_date=datetime.date(2009, 7, 1))
        with django_assert_num_queries(2):
            assert len(recommendations.overdue()) == 3


def test_reports_follow_each_other_and_never_lie_ahead(world, made):
    official = world.person("policy-official")
    with handling.acting(official):
        with pytest.raises(handling.Refused, match="cannot lie in the future"):
            clauses.report_progress(clause(), text="x", version=1, on_date=ago(-1), by=official)
        clauses.report_progress(clause(), text="x", version=1, on_date=ago(5), by=official)
        with pytest.raises(handling.Refused, match="give that day or later"):
            clauses.report_progress(clause(), text="y", version=2, on_date=ago(6), by=official)


@pytest.mark.parametrize(
    ("persona", "sentence"),
    [
        ("council-lead", "Only Head of prevention policy, Department for Public Safety or a"),
        ("second-inspector", "or a policy official can report progress"),
    ],
)
def test_who_may_report(world, made, persona, sentence):
    person = world.person(persona)
    with handling.acting(person), pytest.raises(handling.Refused, match=sentence):
        clauses.report_progress(clause(), text="x", version=1, by=person)


def test_a_response_and_owners_are_kept_with_what_they_replaced(world, made):
    official, lead = world.person("policy-official"), world.person("lead-inspector")
    with handling.acting(official):
        recommendations.respond(made, text="Accepted.", version=1, by=official)
        line = audit.trail(made)[0]
        assert (line.name, line.detail.facts["after"]) == ("recommendation answered", "Accepted.")
    with handling.acting(lead):
        recommendations.assign(
            clause(2),
            lead="Council association",
            supporting="Forces",
            lead_post=world.post("association-lead"),
            version=1,
            by=lead,
        )
        assert clause(2).lead == "Council association"
        with pytest.raises(handling.Conflict):
            recommendations.assign(clause(2), lead="x", supporting="", version=1, by=lead)


def test_a_clause_becomes_one_action(world, made):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        action = clauses.raise_action(
            clause(),
            owner_post=world.post("department-policy"),
            verifier_post=world.post("department-secretary"),
            due_date=TODAY,
            by=lead,
        )
        assert action.raised_about == "Recommendation 1a"
        assert actions.Action.objects.count() == 1
        with pytest.raises(handling.Refused, match="has been raised for this clause already"):
            handling.require(rules.may_raise(clause(), lead))


def test_the_clauses_after_the_twenty_sixth_have_two_letters_here_and_in_the_report(world, round_):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        many = [NewClause(f"Task of {place}") for place in range(28)]
        made = recommendations.add(round_, summary="Agree who leads", clauses=many, by=lead)
        marks = [each.mark for each in made.clauses.order_by("order")]
        (printed,) = contents.content(round_)["recommendations"]
    assert marks[24:] == ["1y", "1z", "1aa", "1ab"]
    assert [each["mark"] for each in printed["clauses"]] == marks
