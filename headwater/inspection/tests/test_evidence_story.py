"""Evidence is gathered, used, counted, corrected and seen by those for whom it is marked."""

import datetime
from typing import Any

import pytest

from headwater.inspection.models import Answer, Evidence, EvidenceUse, Return
from headwater.inspection.services import evidence, returns, visits
from headwater.inspection.tests import judging
from headwater.kernel import audit, handling, people


@pytest.fixture
def work(world):
    return judging.fieldwork(world)


@pytest.fixture
def answer(world, work):
    """Ashdale's answer to the first finding, as its body gave it."""
    lead, manager = world.person("lead-inspector"), world.person("delivery-manager")
    with handling.acting(lead):
        returns.open_for(work.subject(), by=lead)
    with handling.acting(manager):
        submission = Return.objects.select_related(*returns.SUBJECT).get()
        returns.save_answer(submission, work.finding(), value="yes", version=0, by=manager)
        return Answer.objects.get()


def panel(work, answer):
    answer.refresh_from_db()
    return evidence.panel(answer, work.finding(), work.subject())


def test_one_piece_serves_many_findings_and_the_trail_says_so(world, work):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        piece = work.piece(by=lead)
        evidence.use(piece, work.finding(), stance="supports", by=lead)
        evidence.use(piece, work.finding("av-bcu-sa"), stance="contradicts", note="Old", by=lead)
        names = [event.name for event in audit.trail(piece).order_by("id")]
        assert names == ["evidence created", "evidence received", "evidence used", "evidence used"]
        assert EvidenceUse.objects.count() == 2


def test_a_body_sees_what_it_supplied_and_is_told_how_much_is_withheld(world, work, answer):
    lead, manager = world.person("lead-inspector"), world.person("delivery-manager")
    with handling.acting(manager):
        own = work.piece(by=manager, supplied_by_body=True)
        evidence.use(own, work.finding(), stance="supports", by=manager)
    with handling.acting(lead):
        talk = work.piece(
            by=lead, method="interview", said_by_role="District commander", title="Interview"
        )
        evidence.use(talk, work.finding(), stance="contradicts", by=lead)
        shown = panel(work, answer)
        assert (len(shown.supporting), len(shown.contradicting), shown.withheld_count) == (1, 1, 0)
    with handling.acting(manager):
        shown = panel(work, answer)
        assert (len(shown.supporting), len(shown.contradicting), shown.withheld_count) == (1, 0, 1)
        assert Evidence.objects.get() == own
    with handling.acting(world.person("brackenmoor-manager")):
        assert not Evidence.objects.exists()


def test_a_panel_costs_one_query(world, work, answer, django_assert_num_queries):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        for number in range(5):
            piece = work.piece(by=lead, title=f"Paper {number}")
            evidence.use(piece, work.finding(), stance="supports", by=lead)
        finding, subject = work.finding(), work.subject()
        answer.refresh_from_db()
        with django_assert_num_queries(1):
            shown = evidence.panel(answer, finding, subject)
            assert [use.evidence.title for use in shown.supporting]
            assert [str(use.evidence.label) for use in shown.supporting]


def test_the_count_follows_uses_that_come_move_and_go(world, work, answer):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        piece = work.piece(by=lead)
        made = evidence.use(piece, work.finding(), stance="supports", by=lead)
        evidence.use(piece, work.finding(), stance="contradicts", by=lead)
        answer.refresh_from_db()
        assert answer.evidence_count == 1
        EvidenceUse.objects.filter(pk=made.pk).update(finding=work.finding("av-bcu-sa"))
        answer.refresh_from_db()
        assert answer.evidence_count == 0
        EvidenceUse.objects.filter(pk=made.pk).update(finding=work.finding())
        evidence.withdraw(EvidenceUse.objects.get(), reason="It is about 2019.", by=lead)
        answer.refresh_from_db()
        assert answer.evidence_count == 0
        assert audit.trail(piece)[0].detail.facts["reason"] == "It is about 2019."


def test_an_answer_given_after_the_evidence_starts_with_its_count(world, work):
    lead, manager = world.person("lead-inspector"), world.person("delivery-manager")
    with handling.acting(lead):
        returns.open_for(work.subject(), by=lead)
        evidence.use(work.piece(by=lead), work.finding(), stance="supports", by=lead)
    with handling.acting(manager):
        submission = Return.objects.select_related(*returns.SUBJECT).get()
        returns.save_answer(submission, work.finding(), value="no", version=0, by=manager)
        assert Answer.objects.get().evidence_count == 1


def test_corroboration_is_met_by_the_rule_of_the_finding(world, work):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        finding, subject = work.finding(), work.subject()
        assert not evidence.corroboration(subject, finding).is_met
        evidence.use(work.piece(by=lead), finding, stance="supports", by=lead)
        talk = work.piece(by=lead, method="interview", said_by_role="Analyst")
        evidence.use(talk, finding, stance="supports", by=lead)
        found = evidence.corroboration(subject, finding)
        assert found.is_met
        assert evidence.corroborations(subject, [finding])[finding.pk] == found


def test_two_people_correcting_one_piece_do_not_overwrite_each_other(world, work):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        piece = work.piece(by=lead)
        told = {
            "title": "Strategic assessment 2026",
            "method": "document",
            "summary": "Names the risk.",
            "source": "Planning unit",
            "said_by_role": "",
            "speaks_of_date": piece.speaks_of_date,
            "received_date": piece.received_date,
        }
        evidence.change(piece, **told, version=1, by=lead)
        assert audit.trail(piece)[0].detail.facts == {"changed": ["summary", "source"]}
        with pytest.raises(handling.Conflict):
            evidence.change(piece, **told, version=1, by=lead)


REFUSALS = {
    "a stranger": "Only an inspector of the round's team can add evidence.",
    "another body's manager": "Only those who edit the body's return can supply its evidence.",
    "an interview by the body": "written down by the inspectors.",
    "an inspector with an interest": "it is her former force",
    "a higher marking": "Material marked SECRET cannot be held here.",
    "a name": "never by name",
    "tomorrow's paper": "is still to come",
    "a finding of nowhere": "Evidence bears on a finding of the round's own framework.",
    "after publication": "This round is published, so its evidence no longer changes.",
}


@pytest.mark.parametrize("what", REFUSALS)
def test_evidence_that_cannot_be_kept_has_its_sentence(world, work, what):
    lead = world.person("lead-inspector")
    tomorrow = people.today() + datetime.timedelta(days=1)
    told: dict[str, tuple[str, dict[str, Any]]] = {
        "a stranger": ("policy-official", {}),
        "another body's manager": ("brackenmoor-manager", {"supplied_by_body": True}),
        "an interview by the body": (
            "delivery-manager",
            {"supplied_by_body": True, "method": "interview"},
        ),
        "an inspector with an interest": ("third-inspector", {}),
        "a higher marking": ("lead-inspector", {"marking": "SECRET"}),
        "a name": ("lead-inspector", {"method": "interview", "said_by_role": "Priya Venn"}),
        "tomorrow's paper": ("lead-inspector", {"received_date": tomorrow}),
        "a finding of nowhere": ("lead-inspector", {}),
        "after publication": ("lead-inspector", {}),
    }
    person, words = told[what]
    with handling.acting(lead):
        subject = work.subject()
        visits.declare_interest(
            world.person("third-inspector"),
            world.body("ashdale-police"),
            reason="it is her former force",
            from_date=people.today(),
            by=lead,
        )
        if what == "after publication":
            subject.round.phase = "published"
    by = world.person(person)
    work.round.phase = subject.round.phase

    def attempt():
        piece = work.piece(by=by, subject=subject, **words)
        evidence.use(piece, work.stage("developed"), stance="supports", by=by)

    with handling.acting(by), pytest.raises(handling.Refused, match=REFUSALS[what]):
        attempt()


def test_a_reconstruction_has_no_evidence(world):
    work = judging.fieldwork(world, is_reconstruction=True)
    lead = world.person("lead-inspector")
    with handling.acting(lead), pytest.raises(handling.Refused, match="nobody knows what was seen"):
        work.piece(by=lead)
