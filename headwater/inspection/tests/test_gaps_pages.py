"""The pages about minimum capabilities, by URL."""

import pytest
from django.urls import reverse

from headwater.inspection.models import MinimumState
from headwater.inspection.services import gaps
from headwater.inspection.tests import standing
from headwater.kernel import handling, people

ANSWERS = {"ce-intervention": "no", "ce-consequence": "yes", "ce-exercise": "yes"}


@pytest.fixture
def round_(world):
    return standing.a_round(world, answers=ANSWERS)


@pytest.fixture
def submission(world, round_):
    with handling.acting(world.person("lead-inspector")):
        return standing.return_of(round_)


def page(client, person, name, *args, **query):
    client.force_login(person)
    return client.get(reverse(f"inspection:{name}", args=args), query)


DAY = {"on-day": "1", "on-month": "2", "on-year": "2020"}


def test_a_body_sees_its_minimum_capabilities_on_a_day(client, world, submission):
    manager = world.person("delivery-manager")
    shown = page(client, manager, "minima", submission.reference).content.decode()
    assert "Taking part in partnership interventions" in shown
    assert "0 of 1 findings behind it are met." in shown
    assert "Knowing communities and handling information" not in shown
    then = page(client, manager, "minima", submission.reference, **DAY).content.decode()
    assert "As decided by 1 February 2020" in then
    csv = page(client, manager, "minima", submission.reference, format="csv").content.decode()
    assert csv.count("\n") >= 9


def test_a_bodys_page_of_its_round_leads_nowhere_that_is_closed_to_it(
    client, world, round_, submission
):
    mine = page(client, world.person("delivery-manager"), "round", round_.slug).content.decode()
    theirs = page(client, world.person("lead-inspector"), "round", round_.slug).content.decode()
    for name in ("judgements", "report"):
        address = f'href="{reverse(f"inspection:{name}", args=[round_.slug])}"'
        assert address not in mine
        assert address in theirs


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"on-day": "31", "on-month": "2", "on-year": "2020"}, "The date must be a real day"),
        ({"on-day": "x", "on-month": "2", "on-year": "2020"}, "The date must be a real day"),
        ({"on-day": "1", "on-month": "2", "on-year": "20"}, "The year must have four numbers"),
    ],
)
def test_a_day_that_is_none_says_so(client, world, submission, query, sentence):
    manager = world.person("delivery-manager")
    shown = page(client, manager, "minima", submission.reference, **query)
    assert sentence in shown.content.decode()


def test_inspectors_see_the_gaps_of_the_round_and_a_stranger_sees_nothing(
    client, world, round_, submission
):
    lead = world.person("lead-inspector")
    shown = page(client, lead, "round-gaps", round_.slug, body="ashdale").content.decode()
    assert "Ashdale Police" in shown
    assert shown.count('<th scope="col"') == 7
    csv = page(client, lead, "round-gaps", round_.slug, format="csv").content.decode()
    assert csv.splitlines()[0].endswith("Counts from,Reason,Action")
    assert page(client, lead, "gaps").status_code == 200
    stranger = world.person("policy-official")
    assert page(client, stranger, "round-gaps", round_.slug).status_code == 404
    assert page(client, stranger, "minima", submission.reference).status_code == 404


def test_an_empty_text_of_the_source_is_said_to_be_empty(client, world, round_):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        other = standing.return_of(round_, "brackenmoor")
    shown = page(client, lead, "minimum", other.reference, "mc-02-partnership-priority")
    assert "What is asked of non-priority bodies" in shown.content.decode()
    behind = reverse(
        "inspection:counted-answer", args=[round_.slug, "ce-shared-strategy", "brackenmoor"]
    )
    assert behind in shown.content.decode()
    assert client.get(behind).status_code == 200
    assert page(client, lead, "minimum", other.reference, "mc-10-none").status_code == 404


def decision(**words):
    told = {"status": "not_met", "reason": "", "version": "0"}
    day = people.today()
    told |= {"on_date-day": day.day, "on_date-month": day.month, "on_date-year": day.year}
    return {**told, **words}


MINIMUM = "mc-07-partnership-interventions"


def test_deciding_raising_an_action_and_finding_it_at_the_desk(client, world, submission):
    client.force_login(world.person("delivery-manager"))
    there = reverse("inspection:minimum-decide", args=[submission.reference, MINIMUM])
    assert "The answers suggest" in client.get(there).content.decode()
    assert client.post(there, decision()).status_code == 302
    state = _state(world)
    raise_ = reverse("inspection:gap-action", args=[state.reference])
    sent = {
        "title": "Agree a plan",
        "due_date-day": "1",
        "due_date-month": "3",
        "due_date-year": str(people.today().year + 1),
        "owner_post": world.post("ashdale-delivery").reference,
        "verifier_post": world.post("ashdale-oversight").reference,
    }
    wrong = client.post(raise_, {**sent, "verifier_post": sent["owner_post"]})
    assert "Choose another post than the owner" in wrong.content.decode()
    late = client.post(raise_, {**sent, "due_date-year": "2020"}).content.decode()
    assert "The day must not have passed" in late
    assert client.post(raise_, sent).status_code == 302
    shown = client.get(reverse("inspection:minimum", args=[submission.reference, MINIMUM]))
    assert "Open, 1 March" in shown.content.decode()
    assert client.post(raise_, sent).status_code == 403
    client.force_login(world.person("oversight-member"))
    followed = client.get(reverse("inspection:gaps"), follow=True).content.decode()
    assert "Agree a plan" in followed


def test_a_body_without_a_return_is_led_to_its_self_assessments(client, world):
    client.force_login(world.person("council-lead"))
    shown = client.get(reverse("inspection:gaps")).content.decode()
    assert "No return has been asked of a body that you act for" in shown
    assert reverse("inspection:assessments") in shown.split("<main")[1]


def _state(world):
    with handling.acting(world.person("lead-inspector")):
        return MinimumState.objects.get()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"status": ""}, "Answer the question “How does the body stand?”"),
        ({"status": "splendid"}, "Choose one of the answers offered"),
        ({"status": "met"}, "The answers suggest not met. Say why you decide differently."),
        ({"on_date-year": "2996"}, "The day of a decision cannot lie in the future."),
        ({"on_date-day": ""}, "The date must include a day"),
        ({"reason": "x" * 2001}, "Use 2000 characters or fewer"),
        ({"reason": "a\x00b", "status": "met"}, "Null characters are not allowed."),
    ],
)
def test_a_bad_decision_is_answered_with_its_sentence(client, world, submission, words, sentence):
    client.force_login(world.person("delivery-manager"))
    there = reverse("inspection:minimum-decide", args=[submission.reference, MINIMUM])
    answer = client.post(there, decision(**words))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_second_of_two_editors_sees_both_versions_and_may_choose(client, world, submission):
    manager, lead = world.person("delivery-manager"), world.person("lead-inspector")
    with handling.acting(manager):
        minimum = submission.subject.round.framework.items.get(code=MINIMUM)
        gaps.decide(submission, minimum, status="not_met", by=manager)
    client.force_login(lead)
    there = reverse("inspection:minimum-decide", args=[submission.reference, MINIMUM])
    crossed = client.post(there, decision(status="partly", reason="A plan exists."))
    assert crossed.status_code == 409
    assert "Not met" in crossed.content.decode()
    assert "A plan exists." in crossed.content.decode()
    again = client.post(there, decision(status="partly", reason="A plan exists.", version="1"))
    assert again.status_code == 302


def test_the_trend_is_shown_to_whoever_sees_the_returns(client, world, submission):
    shown = page(client, world.person("delivery-manager"), "gap-trend", "ashdale-police")
    assert "Nothing has been decided" in shown.content.decode()
    stranger = world.person("policy-official")
    assert page(client, stranger, "gap-trend", "ashdale-police").status_code == 404
