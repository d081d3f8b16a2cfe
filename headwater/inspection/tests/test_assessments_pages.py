"""The pages of a self-assessment, by URL."""

import pytest
from django.urls import reverse

from headwater.inspection.models import Assessment
from headwater.inspection.services import assessments
from headwater.kernel import frameworks, handling

TOOLKIT = "local-toolkit-2024@1.0"


def url(name, *args):
    return reverse(f"inspection:{name}", args=args)


@pytest.fixture
def lead(world, client):
    person = world.person("council-lead")
    client.force_login(person)
    return person


@pytest.fixture
def made(world, lead):
    with handling.acting(lead):
        body = world.body("upper-ashdale-council")
        return assessments.begin(body, frameworks.pack(TOOLKIT), by=lead)


def test_one_that_is_begun_waits_at_home_for_its_body_alone(client, world, made):
    assert url("assessment", made.reference) in client.get("/").content.decode()
    client.force_login(world.person("delivery-manager"))
    assert "Nothing waits for you" in client.get("/").content.decode()


def test_a_team_of_one_begins_answers_completes_and_downloads(client, lead, world):
    assert "Nothing is scored" in client.get(url("assessments")).content.decode()
    shown = client.get(url("assessment-begin")).content.decode()
    assert "Unconfirmed: not checked against an official text" in shown
    began = client.post(url("assessment-begin"), {"framework": TOOLKIT})
    assert began.status_code == 302
    with handling.acting(lead):
        made = Assessment.objects.select_related("record", "framework").get()
        codes = [question.finding.code for question in assessments.questions(made)]
    first = url("assessment-answer", made.reference, codes[0])
    asked = client.get(first).content.decode()
    assert "Nothing is in place and nothing is planned" in asked
    assert asked.count("<h1") == 1
    saved = client.post(first, {"value": "3", "comment": "Minutes", "version": "0"})
    assert saved["Location"] == url("assessment-answer", made.reference, codes[1])
    for code in codes[1:]:
        there = url("assessment-answer", made.reference, code)
        client.post(there, {"value": "2", "comment": "", "version": "0"})
    shown = client.get(url("assessment", made.reference)).content.decode()
    assert "Points are counted, not added up" in shown
    assert "Every question and the scale are our" in shown
    done = client.post(url("assessment-complete", made.reference), {"version": "1"})
    assert done.status_code == 302
    csv = client.get(url("assessment-answers", made.reference), {"format": "csv"})
    assert b"Working" in csv.content
    ods = client.get(url("assessment-answers", made.reference), {"format": "ods"})
    assert ods["Content-Type"].endswith("opendocument.spreadsheet")
    refused = client.get(url("assessment-comparison", made.reference))
    assert refused.status_code == 403


def test_it_is_not_found_by_anybody_outside_the_body(client, world, made):
    for persona in ("lead-inspector", "delivery-manager", "information-officer"):
        client.force_login(world.person(persona))
        for name in ("assessment", "assessment-answers", "assessment-keep"):
            assert client.get(url(name, made.reference)).status_code == 404
        assert made.reference not in client.get(url("assessments")).content.decode()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({}, "Choose a point of the scale"),
        ({"value": "9"}, "Choose one of the answers offered"),
        ({"value": "3", "comment": "x" * 2001}, "Use 2000 characters or fewer"),
        ({"value": "3", "version": "soon"}, "Enter a whole number"),
    ],
)
def test_a_bad_answer_has_its_sentence(client, made, lead, words, sentence):
    with handling.acting(lead):
        code = assessments.questions(made)[0].finding.code
    there = url("assessment-answer", made.reference, code)
    answer = client.post(there, {"version": "0", **words})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_two_editors_of_a_body_see_both_answers_and_choose(client, world, made, lead):
    with handling.acting(lead):
        question = assessments.questions(made)[0]
        assessments.answer(made, question.finding, value="2", version=0, by=lead)
    there = url("assessment-answer", made.reference, question.finding.code)
    crossed = client.post(there, {"value": "4", "comment": "", "version": "0"})
    assert crossed.status_code == 409
    shown = crossed.content.decode()
    assert "Begun" in shown
    assert "Settled" in shown
    assert client.post(there, {"value": "4", "comment": "", "version": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"cohort": ""}, "Answer the question “By which framework?”"),
        ({"framework": "none@1"}, "Choose one of the answers offered"),
        (
            {"framework": TOOLKIT, "cohort": "inspection-2009@1.0/priority"},
            "These questions are not of the framework you chose",
        ),
        ({"framework": TOOLKIT}, "is being filled in already"),
    ],
)
def test_a_bad_beginning_has_its_sentence(client, made, words, sentence):
    answer = client.post(url("assessment-begin"), words)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_end_date_lies_ahead(client, made):
    there = url("assessment-keep", made.reference)
    past = {"ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2020", "version": "1"}
    answer = client.post(there, past)
    assert "The end date must lie in the future." in answer.content.decode()
    assert client.post(there, {**past, "ends_on-year": "2099"}).status_code == 302


def test_the_list_costs_the_same_however_many(client, made, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        client.get(url("assessments"))
