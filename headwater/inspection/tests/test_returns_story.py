"""A return from its opening to its acceptance, with the lines it leaves in the trail."""

import datetime
from typing import Any

import pytest

from headwater.inspection.models import Answer, AnswerVersion, Delegation, Return, Round
from headwater.inspection.services import returns, rounds
from headwater.kernel import audit, frameworks, handling, people


def a_round(world: Any, *, framework: str = "inspection-2009@1.0") -> Round:
    """A live round over Ashdale and Brackenmoor, whose returns are open."""
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        made = rounds.create(
            slug="trial",
            framework=frameworks.pack(framework),
            title="Trial round",
            owner=world.body("inspectorate"),
            starts_on=people.today(),
            by=lead,
            terms="To try things out.",
            returns_due_on=people.today() + datetime.timedelta(days=30),
        )
        for code, cohort in (("ashdale", "priority"), ("brackenmoor", "non_priority")):
            body = world.body(f"{code}-police")
            rounds.add_subject(
                made, code=code, name=body.name, organisation=body, cohort=cohort, by=lead
            )
        rounds.enter(made, "returns", version=made.record.version, by=lead)
    return made


def return_of(world: Any, code: str) -> Return:
    return Return.objects.select_related(*returns.SUBJECT, "record").get(subject__code=code)


def test_a_body_reads_its_own_return_and_round_and_no_other(world: Any) -> None:
    a_round(world)
    with handling.acting(world.person("delivery-manager")):
        mine = return_of(world, "ashdale")
        assert mine.subject.round.title == "Trial round"
        assert returns.cohort_of(mine.subject) == "priority"
        assert Return.objects.count() == 1
    with handling.acting(world.person("council-lead")):
        assert not Return.objects.exists()
        assert not Round.objects.exists()


def test_an_answer_is_kept_with_every_earlier_version(world: Any) -> None:
    a_round(world)
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        finding = returns.asked(mine)[0]
        assert returns.save_answer(mine, finding, value="", comment="To ask", version=0, by=manager)
        assert returns.save_answer(mine, finding, value="yes", version=1, by=manager) == 2
        assert returns.save_answer(mine, finding, value="yes", version=2, by=manager) == 2
        kept = AnswerVersion.objects.filter(submission=mine).order_by("number")
        assert [(v.number, v.value, v.comment) for v in kept] == [(1, "", "To ask"), (2, "yes", "")]
        names = [event.name for event in audit.trail(mine)]
        assert names[:2] == ["answer saved", "answer saved"]


def test_an_answer_that_crosses_another_is_a_conflict_and_changes_nothing(world: Any) -> None:
    a_round(world)
    manager, analyst = world.person("delivery-manager"), world.person("analyst")
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        finding = returns.asked(mine)[0]
        returns.save_answer(mine, finding, value="yes", version=0, by=manager)
    with handling.acting(analyst), pytest.raises(handling.Conflict) as crossed:
        returns.save_answer(mine, finding, value="no", version=0, by=analyst)
    assert crossed.value.latest.value == "yes"
    with handling.acting(analyst):
        assert Answer.objects.get(submission=mine).value == "yes"


def fill(submission: Return, *, by: people.Person) -> None:
    for finding in returns.missing(submission):
        returns.save_answer(submission, finding, value="yes", version=0, by=by)


def test_a_return_goes_to_and_fro_until_it_is_accepted(world: Any) -> None:
    a_round(world)
    manager, lead = world.person("delivery-manager"), world.person("lead-inspector")
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        finding = returns.asked(mine)[0]
        with pytest.raises(handling.Refused, match="have no answer yet"):
            returns.submit(mine, by=manager)
        fill(mine, by=manager)
        mine = returns.submit(mine, by=manager)
        with pytest.raises(handling.Refused, match="submitted and frozen"):
            returns.save_answer(mine, finding, value="no", version=1, by=manager)
    with handling.acting(lead):
        query = returns.query(mine, finding=finding, text="Which plan is meant?", by=lead)
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        returns.save_answer(mine, finding, value="no", version=1, by=manager)
        with pytest.raises(handling.Refused, match="1 query waits for a reply"):
            returns.submit(mine, by=manager)
        returns.reply(query, text="The plan of May.", by=manager)
        returns.submit(mine, by=manager)
    with handling.acting(lead):
        returns.accept(mine, by=lead)
        assert return_of(world, "ashdale").state == Return.State.ACCEPTED
        names = {event.name for event in audit.trail(mine)}
    assert {"return submitted", "return queried", "query replied to", "return accepted"} <= names


def test_a_colleague_answers_a_delegated_question(world: Any) -> None:
    a_round(world)
    manager, commander = world.person("delivery-manager"), world.person("district-commander")
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        finding = returns.asked(mine)[0]
        made, token = returns.delegate(
            mine,
            finding,
            post=world.post("upper-ashdale-commander"),
            due_on=people.today(),
            by=manager,
        )
        assert token == ""
    with handling.acting(commander):
        (delegation,) = returns.delegated_to(commander)
        returns.answer_delegation(delegation, value="no", comment="Not here.", by=commander)
    with handling.acting(manager):
        made = returns.delegations().get(pk=made.pk)
        returns.take(made, version=0, by=manager)
        assert Answer.objects.get(submission=mine, finding=finding).comment == "Not here."


def test_an_outsider_answers_by_link_and_the_link_is_spent(world: Any) -> None:
    a_round(world)
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        post = world.post("upper-ashdale-safeguarding")
        _, token = returns.delegate(
            mine, returns.asked(mine)[0], post=post, due_on=people.today(), by=manager
        )
    holder = handling.LinkHolder(handling.link_for(token, act=returns.LINK_ACT))
    with handling.acting(holder):
        delegation = returns.delegations().get(link=holder.link)
        returns.answer_delegation(delegation, value="yes", comment="", by=holder)
    with pytest.raises(handling.Refused, match="has been used"):
        handling.link_for(token, act=returns.LINK_ACT)
    with handling.acting(manager):
        answered = Delegation.objects.get(pk=delegation.pk)
        assert answered.answered_by == f"{post} (by link)"
