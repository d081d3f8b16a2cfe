"""The pages of recommendations and clauses, by URL."""

import datetime

import pytest
from django.urls import reverse

from headwater.inspection.models import Clause, Recommendation
from headwater.inspection.services import clauses, recommendations
from headwater.inspection.services.recommendations import NewClause
from headwater.inspection.tests import standing
from headwater.kernel import handling, people

TODAY = people.today()


def url(name, *args):
    return reverse(f"inspection:{name}", args=args)


def day(name, when):
    return {f"{name}-day": when.day, f"{name}-month": when.month, f"{name}-year": when.year}


@pytest.fixture
def round_(world):
    return standing.a_round(world)


@pytest.fixture
def made(world, round_):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        recommendations.add(
            round_,
            summary="Agree who leads",
            made_date=TODAY - datetime.timedelta(days=90),
            named_in=[
                {"place": "1.4", "owners": ["Councils", "Forces"]},
                {"place": "4.2", "owners": ["Forces"]},
            ],
            clauses=[
                NewClause(
                    "Name a lead",
                    lead_post=world.post("department-policy"),
                    due_date=TODAY - datetime.timedelta(days=30),
                )
            ],
            by=lead,
        )
        return Clause.objects.select_related("recommendation__record").get()


def test_the_list_tells_any_day_and_the_public_sees_it_once_it_is_published(
    client, world, round_, made
):
    assert client.get(url("recommendations", round_.slug)).status_code == 404
    assert client.get(url("clause", made.reference)).status_code == 404
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        recommendations.publish(round_, by=lead)
    shown = client.get(url("recommendations", round_.slug)).content.decode()
    assert "1 clause was overdue." in shown
    before = client.get(url("clauses"), day("on", TODAY - datetime.timedelta(days=31)))
    assert "no clause was overdue." in before.content.decode()
    assert "Name a lead" in client.get(url("clauses-overdue")).content.decode()
    page = client.get(url("recommendation", made.recommendation.reference)).content.decode()
    assert "The report names different owners in different places: 1.4 names" in page
    assert "Respond" not in page
    assert client.get(url("clause", made.reference)).status_code == 200
    csv = client.get(url("clauses"), {"format": "csv"}).content.decode()
    assert "1a,Name a lead,Spring round" in csv


def test_from_a_framework_to_a_clause_of_ones_own(client, world, round_):
    client.force_login(world.person("lead-inspector"))
    assert client.get(url("recommendation-adopt", round_.slug)).status_code == 200
    assert client.post(url("recommendation-adopt", round_.slug)).status_code == 302
    sent = {"summary": "Agree who leads", **day("made_date", TODAY)}
    added = client.post(url("recommendation-add", round_.slug), sent)
    reference = added["Location"].rstrip("/").rsplit("/", 1)[1]
    page = client.get(url("clause-add", reference)).content.decode()
    assert "2a: Define minimum levels" in page
    with handling.acting(world.person("lead-inspector")):
        assert Recommendation.objects.count() == 7
        needed = Clause.objects.get(recommendation__number=2, order=1).reference
    words = {"text": "Name a lead", "lead": "Forces", "supporting": "", "lead_post": ""}
    made = client.post(
        url("clause-add", reference),
        {**words, "depends_on": needed, **day("due_date", TODAY)},
    )
    assert made.status_code == 302
    assert "Name a lead" in client.get(url("recommendation", reference)).content.decode()


def test_the_list_of_a_round_leads_back_to_the_round_for_those_who_see_it(
    client, world, round_, made
):
    there = url("recommendations", round_.slug)
    back = f'href="{url("round", round_.slug)}"'
    client.force_login(world.person("lead-inspector"))
    assert back in client.get(there).content.decode()
    assert back in client.get(url("recommendation-add", round_.slug)).content.decode()
    client.force_login(world.person("policy-official"))
    others = client.get(there).content.decode()
    assert back not in others
    assert f'href="{url("clauses")}"' in others


def test_a_round_without_recommendations_says_so(client, world, round_):
    client.force_login(world.person("lead-inspector"))
    shown = client.get(url("recommendations", round_.slug)).content.decode()
    assert "no clause was overdue" in shown
    assert "No recommendation of this round has a clause on that day." in shown


def test_pages_below_a_round_lead_back_to_it_and_name_its_framework(client, world, round_):
    client.force_login(world.person("lead-inspector"))
    back = f'href="{url("round", round_.slug)}"'
    assert back in client.get(url("practice", round_.slug)).content.decode()
    rounds = client.get(url("rounds")).content.decode()
    assert f"{round_.framework.title}, version 1.0" in rounds
    figures = client.get(url("overview", round_.slug)).content.decode()
    assert "No stage has been settled yet" in figures


def test_a_number_that_would_keep_the_report_from_publication_is_refused(client, world, round_):
    client.force_login(world.person("lead-inspector"))
    sent = {"summary": "Train all 90 within 2026-27", **day("made_date", TODAY)}
    refused = client.post(url("recommendation-add", round_.slug), sent)
    assert refused.status_code == 422
    assert "Say it without “90”" in refused.content.decode()


def test_a_clause_goes_from_report_to_closure_by_another(client, world, made):
    there = url("clause", made.reference)
    client.force_login(world.person("policy-official"))
    sent = {"text": "Named.", "evidence": "", "is_done": "yes", "version": "1"}
    wrong = client.post(url("clause-report", made.reference), sent)
    assert "Say what shows that the clause is done." in wrong.content.decode()
    sent["evidence"] = "Minute 4"
    assert client.post(url("clause-report", made.reference), sent).status_code == 302
    shown = client.get(there).content.decode()
    assert "Whoever reported on this clause cannot close it" in shown
    assert client.get(url("clause-close", made.reference)).status_code == 403
    client.force_login(world.person("lead-inspector"))
    missing = client.post(
        url("clause-close", made.reference), {"agrees": "no", "remark": "", "version": "2"}
    )
    assert "Say what is missing" in missing.content.decode()
    closed = client.post(
        url("clause-close", made.reference), {"agrees": "yes", "remark": "", "version": "2"}
    )
    assert closed.status_code == 302
    assert "Inspectorate of Prevention" in client.get(there).content.decode()


def test_two_editors_of_a_clause_see_both_versions(client, world, made):
    official, lead = world.person("policy-official"), world.person("lead-inspector")
    with handling.acting(official):
        clauses.report_progress(made, text="Begun.", version=1, by=official)
    client.force_login(lead)
    words = {"reason": "An election.", "version": "1", **day("to", TODAY)}
    crossed = client.post(url("clause-move", made.reference), words)
    assert crossed.status_code == 409
    assert "Begun." in crossed.content.decode()
    assert "An election." in crossed.content.decode()
    again = client.post(url("clause-move", made.reference), {**words, "version": "2"})
    assert again.status_code == 302
    assert "1, 30 days in all" in client.get(url("clause", made.reference)).content.decode()


@pytest.mark.parametrize(
    ("name", "words", "sentence"),
    [
        ("clause-move", {"reason": ""}, "Say why the date moves."),
        ("clause-move", {"to-month": "13"}, "The date must be a real day"),
        ("clause-move", {"to-year": "2004"}, "The date lies before the recommendation was made."),
        ("clause-report", {"text": ""}, "Answer the question “What was done?”"),
        ("clause-report", {"is_done": ""}, "Answer the question “Is the clause done?”"),
        ("clause-owners", {"lead_post": "nobody"}, "Choose one of the answers offered"),
        ("clause-owners", {"supporting": "x" * 401}, "Use 400 characters or fewer"),
        ("clause-action", {"title": ""}, "Answer the question “What is to be done?”"),
    ],
)
def test_a_bad_form_is_answered_with_its_sentence(client, world, made, name, words, sentence):
    persona = "policy-official" if name == "clause-report" else "lead-inspector"
    client.force_login(world.person(persona))
    sent = {"reason": "x", "text": "x", "evidence": "x", "is_done": "yes", "version": "1"}
    answer = client.post(url(name, made.reference), {**sent, **day("to", TODAY), **words})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_an_outsider_closes_a_clause_through_a_link_that_works_once(
    client, world, made, mailoutbox, django_capture_on_commit_callbacks
):
    official = world.person("policy-official")
    client.force_login(official)
    sent = {"text": "Named.", "evidence": "Minute", "is_done": "yes", "version": "1"}
    client.post(url("clause-report", made.reference), sent)
    own = client.post(
        url("clause-ask", made.reference), {"post": world.post("department-policy").reference}
    )
    assert "The lead owner cannot close the clause" in own.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            url("clause-ask", made.reference), {"post": world.post("association-lead").reference}
        )
    assert "The link is on its way" in answer.content.decode()
    link = next(word for word in mailoutbox[0].body.split() if word.startswith("http"))
    client.logout()
    shown = client.get(link).content.decode()
    assert "Minute" in shown
    done = client.post(link, {"agrees": "yes", "remark": "Seen.", "version": "2"})
    assert "Thank you" in done.content.decode()
    assert client.get(link).status_code == 403


def test_a_response_that_crosses_another_shows_both(client, world, made):
    official = world.person("policy-official")
    client.force_login(official)
    there = url("recommendation-respond", made.recommendation.reference)
    assert client.post(there, {"text": "Accepted.", "version": "1"}).status_code == 302
    crossed = client.post(there, {"text": "Refused.", "version": "1"})
    assert crossed.status_code == 409
    assert "Accepted." in crossed.content.decode()


def test_a_clause_becomes_an_action_of_the_desk(client, world, made):
    client.force_login(world.person("lead-inspector"))
    answer = client.post(
        url("clause-action", made.reference),
        {
            "title": "Name a lead",
            "owner_post": world.post("department-policy").reference,
            "verifier_post": world.post("department-secretary").reference,
            **day("due_date", TODAY + datetime.timedelta(days=9)),
        },
    )
    assert answer.status_code == 302
    assert "has been raised for this clause" not in client.get(answer["Location"]).content.decode()


def test_a_list_of_clauses_costs_a_fixed_number_of_queries(
    client, world, round_, django_assert_max_num_queries
):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        recommendations.adopt_from_framework(round_, by=lead, made_date=datetime.date(2009, 7, 1))
    client.force_login(lead)
    with django_assert_max_num_queries(12):
        assert client.get(url("recommendations", round_.slug)).status_code == 200
