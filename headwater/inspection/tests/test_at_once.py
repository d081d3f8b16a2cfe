"""Two people in the same moment, each in a connection of their own, and what is left afterwards."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from headwater.inspection.models import Answer, Clause, Judgement, Rating, Recommendation, Return
from headwater.inspection.services import evidence, judgements, recommendations, returns
from headwater.inspection.tests import judging, test_returns_story
from headwater.kernel import handling, people


def together(
    first: people.Person, act: Callable[[], object], second: people.Person, other: Callable[[], Any]
) -> list[Any]:
    """Do ``act``, and before it is committed ``other``; return what ``other`` gave or raised."""
    given: list[Any] = []

    def run() -> None:
        try:
            with handling.acting(second):
                given.append(other())
        except (handling.Conflict, handling.Refused) as raised:
            given.append(raised)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    with handling.acting(first):
        act()
        thread.start()
        while thread.is_alive() and not _somebody_waits():
            thread.join(0.05)
    thread.join()
    return given


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def test_two_ratings_finished_at_the_same_moment_are_both_opened(committed_world: Any) -> None:
    world = committed_world
    work = judging.fieldwork(world)
    lead, second = world.person("lead-inspector"), world.person("second-inspector")
    drafts = {}
    for rater, place in ((lead, "first"), (second, "second")):
        with handling.acting(rater):
            drafts[place] = _draft(work, rater, place)

    def finish(place: str, by: people.Person) -> Callable[[], Rating]:
        stage = judgements.ladder(work.round.framework)[0].stage
        return lambda: judgements.finish(
            drafts[place], stage=stage, narrative="Nothing.", reason="Nothing was seen.", by=by
        )

    with handling.acting(lead):
        first = finish("first", lead)
    with handling.acting(second):
        other = finish("second", second)
    together(lead, first, second, other)
    with handling.acting(world.person("third-inspector")):
        assert Rating.objects.count() == 2


def _draft(work: judging.Fieldwork, rater: people.Person, place: str) -> Rating:
    """A rating that says of every descriptor that it is not met."""
    rating = judgements.begin(work.round, work.subject(), work.capability(), place=place, by=rater)
    for rung in judgements.ladder(work.round.framework):
        for criterion in rung.criteria:
            judgements.answer_criterion(rating, criterion, met="not_met", by=rater)
    return rating


def test_of_two_first_judgements_one_stands_and_the_other_is_told(committed_world: Any) -> None:
    world = committed_world
    work = judging.fieldwork(world)
    lead, second = world.person("lead-inspector"), world.person("second-inspector")
    with handling.acting(lead):
        subject, stage = work.subject(), work.stage("developed")

    def settle(by: people.Person) -> Callable[[], Judgement]:
        told = {"stage": stage, "reason": "Agreed", "narrative": "Seen.", "replacing": ""}
        return lambda: judgements.moderate(subject, None, by=by, **told)

    (crossed,) = together(lead, settle(lead), second, settle(second))
    assert isinstance(crossed, handling.Conflict)
    assert crossed.latest.settled_by == lead.reader
    with handling.acting(lead):
        assert Judgement.objects.get().is_current


def test_a_question_keeps_its_own_link_when_a_later_one_is_made_meanwhile(
    committed_world: Any,
) -> None:
    world = committed_world
    test_returns_story.a_round(world)
    manager, post = world.person("delivery-manager"), world.post("upper-ashdale-safeguarding")
    with handling.acting(manager):
        mine = test_returns_story.return_of(world, "ashdale")
        first, second = returns.asked(mine)[:2]
        told = {"post": post, "due_on": people.today(), "by": manager}
        _made, token = returns.delegate(mine, first, **told)
        meanwhile = handling.link_for(token, act=returns.LINK_ACT)
        meanwhile.pk, meanwhile.token_hash = 1000, "another"
        meanwhile.save(force_insert=True)
        later, token = returns.delegate(mine, second, **told)
        assert later.link_id == handling.link_for(token, act=returns.LINK_ACT).pk != 1000


def test_a_record_that_gets_a_new_label_meanwhile_is_not_changed_and_nothing_breaks(
    committed_world: Any,
) -> None:
    world = committed_world
    work = judging.fieldwork(world)
    lead, second = world.person("lead-inspector"), world.person("second-inspector")
    with handling.acting(lead):
        made = recommendations.add(work.round, summary="Agree who leads", by=lead)

    def close() -> None:
        label = handling.Label.intern(marking="OFFICIAL-SENSITIVE", person=lead)
        handling.relabel(made, label, by=lead, reason="Names an operation")

    (crossed,) = together(
        lead, close, second, lambda: handling.claim(made.record, version=made.record.version)
    )
    assert isinstance(crossed, handling.Conflict)
    assert crossed.latest is None


@pytest.mark.parametrize("is_answer_first", [True, False])
def test_a_piece_of_evidence_is_counted_on_an_answer_saved_meanwhile(
    committed_world: Any, is_answer_first: bool
) -> None:
    world = committed_world
    work = judging.fieldwork(world)
    lead, manager = world.person("lead-inspector"), world.person("delivery-manager")
    with handling.acting(lead):
        returns.open_for(work.subject(), by=lead)
        piece, finding = work.piece(by=lead), work.finding()
    with handling.acting(manager):
        mine = Return.objects.select_related(*returns.SUBJECT).get()

    def use() -> None:
        evidence.use(piece, finding, stance="supports", by=lead)

    def answer() -> None:
        returns.save_answer(mine, finding, value="yes", version=0, by=manager)

    if is_answer_first:
        together(manager, answer, lead, use)
    else:
        together(lead, use, manager, answer)
    with handling.acting(lead):
        assert Answer.objects.get().evidence_count == 1


def test_two_recommendations_made_at_the_same_moment_get_numbers_of_their_own(
    committed_world: Any,
) -> None:
    lead = committed_world.person("lead-inspector")
    round_ = judging.fieldwork(committed_world).round

    def adopt() -> list[Recommendation]:
        return recommendations.adopt_from_framework(round_, by=lead)

    def add() -> Recommendation:
        return recommendations.add(round_, summary="Agree who leads", by=lead)

    (later,) = together(lead, add, lead, add)
    assert later.number == 2
    (again,) = together(lead, adopt, lead, adopt)
    assert again == []
    with handling.acting(lead):
        found = Recommendation.objects.order_by("number").values_list("number", flat=True)
        assert list(found) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_two_clauses_added_at_the_same_moment_follow_each_other(committed_world: Any) -> None:
    lead = committed_world.person("lead-inspector")
    work = judging.fieldwork(committed_world)
    with handling.acting(lead):
        made = recommendations.add(work.round, summary="Agree who leads", by=lead)

    def add() -> Clause:
        return recommendations.add_clause(made, recommendations.NewClause("Name a lead"), by=lead)

    (later,) = together(lead, add, lead, add)
    assert later.mark == "1b"
