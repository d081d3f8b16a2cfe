"""A first rating is closed to everybody until the second is done: tried with SQL, not with pages."""

import pytest
from django.db import DatabaseError, connection, transaction

from headwater.inspection.models import CriterionAnswer, Rating
from headwater.inspection.services import judgements
from headwater.inspection.tests import judging
from headwater.kernel import audit, handling

READS = {
    "the rating": "SELECT count(*) FROM inspection_rating",
    "its record": "SELECT count(*) FROM kernel_record WHERE kind = 'rating'",
    "its title": "SELECT count(*) FROM kernel_record WHERE title LIKE '%%rating%%'",
    "its descriptors": "SELECT count(*) FROM inspection_criterionanswer",
    "what it cites": "SELECT count(*) FROM inspection_criterionanswer_cited",
    "its trail": "SELECT count(*) FROM kernel_event WHERE kind = 'rating'",
    "the facts of its trail": (
        "SELECT count(*) FROM kernel_detail WHERE facts::text LIKE '%%developed%%'"
        " AND facts::text NOT LIKE '%%framework%%'"
    ),
    "a join that starts elsewhere": (
        "SELECT count(*) FROM inspection_subject s JOIN inspection_rating r ON r.subject_id = s.id"
    ),
    "a copy": "SELECT count(*) FROM (TABLE inspection_rating) AS copied",
}
OTHERS = ("second-inspector", "third-inspector", "delivery-manager", "administrator")


@pytest.fixture
def work(world):
    return judging.fieldwork(world)


@pytest.fixture
def first(world, work):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        return work.rate(lead, place="first", stage="developed")


def counted(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("reader", OTHERS)
@pytest.mark.parametrize("what", READS)
def test_sql_shows_nothing_of_the_first_rating_before_the_second_is_done(
    world, first, what, reader
):
    with handling.acting(world.person(reader)):
        assert counted(READS[what]) == 0
    with handling.acting(handling.PUBLIC):
        assert counted(READS[what]) == 0


@pytest.mark.parametrize("what", [what for what in READS if what != "its trail"])
def test_the_information_officer_reads_that_something_happened_and_never_what(world, first, what):
    with handling.acting(world.person("information-officer")):
        assert counted(READS["its trail"]) > 0
        assert counted(READS[what]) == 0


@pytest.mark.parametrize("what", sorted(set(READS) - {"its trail", "the facts of its trail"}))
def test_the_rater_reads_what_the_others_cannot(world, first, what):
    with handling.acting(world.person("lead-inspector")):
        assert counted(READS[what]) > 0


def test_a_second_rating_that_is_begun_opens_nothing(world, work, first):
    second = world.person("second-inspector")
    with handling.acting(second):
        begun = judgements.begin(
            work.round, work.subject(), work.capability(), place="second", by=second
        )
        assert [rating.pk for rating in Rating.objects.all()] == [begun.pk]
        assert not CriterionAnswer.objects.exists()


def test_a_done_second_rating_opens_both_and_the_draft_trail_stays_closed(world, work, first):
    second = world.person("second-inspector")
    with handling.acting(second):
        work.rate(second, place="second", stage="implementation")
        assert Rating.objects.get(place="first").stage == work.stage("developed")
        assert CriterionAnswer.objects.filter(rating__place="first").exists()
        seen = [event.name for event in audit.trail(Rating.objects.get(place="first"))]
        assert seen == ["rating opened to the team"]
    with handling.acting(world.person("third-inspector")):
        assert Rating.objects.count() == 2
    with handling.acting(world.person("delivery-manager")):
        assert not Rating.objects.exists()


def test_a_second_that_is_done_first_stays_closed_too(world, work):
    second, lead = world.person("second-inspector"), world.person("lead-inspector")
    with handling.acting(second):
        work.rate(second, place="second", stage="implementation")
    with handling.acting(lead):
        assert not Rating.objects.exists()
        work.rate(lead, place="first", stage="developed")
        assert Rating.objects.count() == 2


def test_one_rating_opens_at_once_when_no_second_was_drawn(world):
    work = judging.fieldwork(world, share=0)
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        work.rate(lead, place="first", stage="developed")
    with handling.acting(world.person("second-inspector")):
        assert Rating.objects.count() == 1
        with pytest.raises(handling.Refused, match="not drawn for a second rating"):
            judgements.begin(
                work.round,
                work.subject(),
                work.capability(),
                place="second",
                by=world.person("second-inspector"),
            )


@pytest.mark.parametrize("reader", ["second-inspector", "delivery-manager"])
def test_nobody_but_a_rater_can_ask_for_ratings_to_be_opened(world, work, first, reader):
    with handling.acting(world.person(reader)):
        with pytest.raises(DatabaseError, match="Only a rater"), transaction.atomic():
            counted(f"SELECT hw.release_ratings({first.subject_id}, {first.capability_id})")
        assert not Rating.objects.exists()


def test_asking_early_opens_nothing_and_gives_the_reader_back(world, work, first):
    second = world.person("second-inspector")
    with handling.acting(second):
        judgements.begin(work.round, work.subject(), work.capability(), place="second", by=second)
        ask = f"SELECT hw.release_ratings({first.subject_id}, {first.capability_id})"
        assert counted(ask) == 0
        assert Rating.objects.count() == 1
    with handling.acting(second), connection.cursor() as cursor:
        cursor.execute("SELECT hw.reader()")
        assert cursor.fetchone()[0] == second.reader


def test_nobody_can_pretend_to_be_done_without_a_stage_and_a_narrative(world, work, first):
    second = world.person("second-inspector")
    with handling.acting(second):
        begun = judgements.begin(
            work.round, work.subject(), work.capability(), place="second", by=second
        )
        with pytest.raises(DatabaseError, match="done_rating_has_stage"), transaction.atomic():
            Rating.objects.filter(pk=begun.pk).update(done_at="2026-01-01T00:00Z")


CHANGES = {
    "its stage": "UPDATE inspection_rating SET narrative = 'better'",
    "its day": "UPDATE inspection_rating SET done_at = NULL",
    "a descriptor": "UPDATE inspection_criterionanswer SET met = 'met'",
    "a descriptor taken out": "DELETE FROM inspection_criterionanswer_cited",
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_done_rating_cannot_be_changed_even_by_its_rater(world, work, first, what):
    with (
        handling.acting(world.person("lead-inspector")),
        pytest.raises(DatabaseError, match="is kept as it was written"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(CHANGES[what])


def test_citations_cannot_be_written_into_anothers_rating(world, work, first):
    lead, second = world.person("lead-inspector"), world.person("second-inspector")
    with handling.acting(lead):
        draft = judgements.begin(
            work.round, work.subject("brackenmoor"), work.capability(), place="first", by=lead
        )
        criterion = work.item("criterion", "developed-people-in-post")
        answer = judgements.answer_criterion(draft, criterion, met="not_known", by=lead)
    with handling.acting(second):
        piece = work.piece(by=second, subject=work.subject("brackenmoor"))
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            CriterionAnswer.cited.through.objects.create(
                criterionanswer_id=answer.pk, evidence_id=piece.pk
            )
