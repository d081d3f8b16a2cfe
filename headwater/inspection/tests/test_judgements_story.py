"""Two inspectors rate blind, are opened to each other, and a judgement is settled and replaced."""

import hashlib

import pytest
from django.db import DatabaseError, transaction

from headwater.inspection.models import Judgement, Rating
from headwater.inspection.services import judgements, visits
from headwater.inspection.tests import judging
from headwater.kernel import audit, handling, people


@pytest.fixture
def work(world):
    return judging.fieldwork(world)


def names(record):
    return [event.name for event in audit.trail(record).order_by("id")]


def test_two_blind_ratings_are_opened_together_and_settled_with_a_reason(world, work):
    lead, second = world.person("lead-inspector"), world.person("second-inspector")
    with handling.acting(lead):
        first = work.rate(lead, place="first", stage="developed")
        assert names(first)[0] == "rating created"
        assert names(first)[-1] == "rating finished"
        assert first.label.person == lead
    with handling.acting(second):
        assert not Rating.objects.exists()
        work.rate(second, place="second", stage="implementation")
        assert Rating.objects.count() == 2
    with handling.acting(lead):
        reason = "The plans fit together; the posts were filled in May."
        judgement = judgements.moderate(
            work.subject(), work.capability(), stage=work.stage("developed"), reason=reason, by=lead
        )
        assert judgement.narrative == "Seen in Ashdale."
        settled = audit.trail(work.round).filter(name="judgement settled").get()
        assert settled.detail.facts["ratings"] == {
            "first": "developed",
            "second": "implementation",
        }
        assert settled.detail.facts["reason"] == reason
        first = Rating.objects.get(place="first")
        assert names(first)[-1] == "rating opened to the team"


def test_a_first_rating_opens_when_a_second_is_no_longer_due(world, work):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        first = work.rate(lead, place="first", stage="developed")
        judgements.open_when_all_are_done(first, by=lead)
        assert first.label.person == lead
        type(work.round).objects.update(second_rating_share=0)
        judgements.open_when_all_are_done(first, by=lead)
        assert first.label.team == work.round.team


def test_a_reason_is_required_when_the_stage_differs_from_the_supported_one(world, work):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        rating = work.rate(lead, place="first", stage="implementation", upto="developed")
        assert rating.reason == "One gap weighs little here."
        finished = audit.trail(rating).filter(name="rating finished").get()
        assert finished.detail.facts["supported"] == "developed"
        assert finished.detail.facts["stage"] == "implementation"


def test_what_is_missing_for_the_next_stage_is_named(world, work):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        rating = judgements.begin(
            work.round, work.subject(), work.capability(), place="first", by=lead
        )
        assert judgements.supported_stage(rating).stage is None
        piece = work.piece(by=lead)
        for criterion in judgements.ladder(work.round.framework)[1].criteria[:-1]:
            judgements.answer_criterion(rating, criterion, met="met", cited=[piece], by=lead)
        support = judgements.supported_stage(rating)
        assert (support.stage, support.following) == ("implementation", "developed")
        assert support.missing == ("developed-easy-to-see",)


def test_two_windows_on_one_descriptor_are_a_conflict_and_nothing_is_overwritten(world, work):
    lead = world.person("lead-inspector")
    people_in_post = work.item("criterion", "developed-people-in-post")
    with handling.acting(lead):
        rating = judgements.begin(
            work.round, work.subject(), work.capability(), place="first", by=lead
        )
        one = judgements.answer_criterion(rating, people_in_post, met="partly", note="One", by=lead)
        with pytest.raises(handling.Conflict) as crossed:
            judgements.answer_criterion(
                rating, people_in_post, met="met", note="Two", version=0, by=lead
            )
        assert (crossed.value.latest.met, crossed.value.latest.note) == ("partly", "One")
        judgements.answer_criterion(
            rating, people_in_post, met="met", note="Two", version=one.version, by=lead
        )


REFUSALS = {
    "a finding in place of a descriptor": "Choose a descriptor of the round's own framework.",
    "evidence about another body": "Only evidence about the same body can be cited.",
    "another's rating": "Only the inspector who began a rating can write it.",
    "a second place for one person": "You have made the first rating.",
    "a place that is taken": "Another inspector is making the first rating.",
    "a capability of another framework": "Choose a capability of the round's own framework.",
    "no citation": "called met or partly met without citing evidence.",
}


@pytest.mark.parametrize("what", REFUSALS)
def test_what_a_rater_cannot_do_has_its_sentence(world, work, what):
    lead, second = world.person("lead-inspector"), world.person("second-inspector")
    with handling.acting(lead):
        rating = judgements.begin(
            work.round, work.subject(), work.capability(), place="first", by=lead
        )
        subject, capability = work.subject(), work.capability()
    criterion = work.item("criterion", "developed-people-in-post")

    def attempt():
        if what == "a finding in place of a descriptor":
            judgements.answer_criterion(rating, work.finding(), met="met", by=lead)
        elif what == "evidence about another body":
            piece = work.piece(by=lead, subject=work.subject("calderwick"))
            judgements.answer_criterion(rating, criterion, met="met", cited=[piece], by=lead)
        elif what == "another's rating":
            judgements.answer_criterion(rating, criterion, met="met", by=second)
        elif what == "a second place for one person":
            judgements.begin(work.round, subject, capability, place="second", by=lead)
        elif what == "a capability of another framework":
            judgements.begin(work.round, subject, work.finding(), place="first", by=lead)
        elif what == "no citation":
            for rung in judgements.ladder(work.round.framework):
                for each in rung.criteria:
                    judgements.answer_criterion(rating, each, met="met", by=lead)
            stage = work.stage("delivering")
            judgements.finish(rating, stage=stage, narrative="Everything.", by=lead)

    if what == "a place that is taken":
        with handling.acting(second), pytest.raises(handling.Refused, match=REFUSALS[what]):
            judgements.begin(work.round, subject, capability, place="first", by=second)
    else:
        with handling.acting(lead), pytest.raises(handling.Refused, match=REFUSALS[what]):
            attempt()


def test_an_inspector_never_rates_a_body_in_which_she_has_an_interest(world, work):
    third = world.person("third-inspector")
    with handling.acting(world.person("lead-inspector")):
        visits.declare_interest(
            third,
            world.body("brackenmoor-police"),
            reason="it is her former force",
            from_date=people.today(),
            by=world.person("lead-inspector"),
        )
    with handling.acting(third):
        judgements.begin(work.round, work.subject(), work.capability(), place="first", by=third)
        with pytest.raises(handling.Refused, match="it is her former force"):
            judgements.begin(
                work.round, work.subject("brackenmoor"), work.capability(), place="first", by=third
            )


def test_a_judgement_is_replaced_and_never_changed(world, work):
    lead, second = world.person("lead-inspector"), world.person("second-inspector")
    with handling.acting(lead):
        work.rate(lead, place="first", stage="developed")
    with handling.acting(second):
        work.rate(second, place="second", stage="developed")
    with handling.acting(lead):
        about = (work.subject(), work.capability())
        with pytest.raises(handling.Refused, match="also when the ratings agree"):
            judgements.moderate(*about, stage=work.stage("developed"), reason="", by=lead)
        first = judgements.moderate(
            *about, stage=work.stage("developed"), reason="Both agree.", replacing="", by=lead
        )
        with pytest.raises(handling.Conflict):
            judgements.moderate(
                *about, stage=work.stage("advanced"), reason="Late.", replacing="", by=lead
            )
        with pytest.raises(handling.Refused, match="no rating says why"):
            judgements.moderate(*about, stage=work.stage("advanced"), reason="New papers", by=lead)
        later = judgements.moderate(
            *about,
            stage=work.stage("advanced"),
            reason="New papers",
            narrative="The plan was reviewed twice.",
            replacing=first.reference,
            by=lead,
        )
        assert later.replaces == first
        assert list(Judgement.objects.filter(is_current=True)) == [later]
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Judgement.objects.filter(pk=first.pk).update(reason="Another reason")
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            later.delete()


@pytest.mark.parametrize(("share", "drawn"), [(0, 0), (1, 1), (33, 1), (34, 2), (67, 3), (100, 3)])
def test_the_draw_takes_the_share_of_each_capability_rounded_up(world, share, drawn):
    work = judging.fieldwork(world, share=share)
    with handling.acting(world.person("lead-inspector")):
        due = judgements.second_ratings_due(work.round)
        assert due == judgements.second_ratings_due(work.round)
        capabilities = work.round.framework.offered("capability")
        each = [sum(1 for _, drawn_for in due if drawn_for == item.pk) for item in capabilities]
        assert each == [drawn] * len(capabilities)


def test_the_draw_follows_the_digest_that_is_documented(world):
    work = judging.fieldwork(world, share=34)
    with handling.acting(world.person("lead-inspector")):
        capability = work.capability()
        subjects = list(work.round.subjects.all())
        subjects.sort(
            key=lambda subject: hashlib.sha256(
                f"{work.round.slug}/{capability.code}/{subject.code}".encode()
            ).digest()
        )
        due = judgements.second_ratings_due(work.round)
        drawn = [subject for subject in subjects if (subject.pk, capability.pk) in due]
        assert drawn == subjects[:2]


def test_a_reconstruction_has_no_ratings(world):
    work = judging.fieldwork(world, is_reconstruction=True)
    lead = world.person("lead-inspector")
    with handling.acting(lead), pytest.raises(handling.Refused, match="nobody rated anybody"):
        judgements.begin(work.round, work.subject(), work.capability(), place="first", by=lead)
