"""Practice notes: what is refused as naming somebody, second reading, and the notes of 2009."""

import pytest

from headwater.inspection.models import PracticeNote
from headwater.inspection.rules import practice as rules
from headwater.inspection.services import practice
from headwater.inspection.tests import standing
from headwater.kernel import audit, handling


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Mr Oakes chaired it.", "“Mr Oakes” looks like a person’s name"),
        ("PC Oakes visits weekly.", "“PC Oakes” looks like a person’s name"),
        ("Dr. O’Neil spoke.", "“Dr. O’Neil” looks like a person’s name"),
        ("Write to a.person@example.org now.", "“a.person@example.org” is an e-mail address"),
        ("Ring 01632 960123 first.", "“01632 960123” looks like a telephone number"),
        ("Ring +44 1632 960 123 first.", "looks like a telephone number"),
        ("It stands at ZZ99 3WZ still.", "“ZZ99 3WZ” looks like a postcode"),
        ("Staff of Hill Top Primary School met.", "“Hill Top Primary School” names a school"),
        ("At St Anne’s Church they met.", "names a school, college or place of worship"),
        ("It began on 12/03/2024.", "“12/03/2024” is an exact date"),
        ("It began on 3rd March 2024.", "“3rd March 2024” is an exact date"),
        ("A 14-year-old asked for help.", "“14-year-old” gives an exact age"),
        ("Upper Ashdale led the way.", "“Upper Ashdale” is named"),
        ("upper ashdale led the way.", "“Upper Ashdale” is named"),
    ],
)
def test_what_looks_as_if_it_named_somebody_is_refused_with_a_sentence(text, sentence):
    assert sentence in rules.is_anonymous(text, known=["Upper Ashdale"]).sentence


@pytest.mark.parametrize(
    "text",
    [
        "A school and a college work with the council.",
        "The Home Office asked 43 forces in 2009, and 13 answered.",
        "A pupil came back to ordinary schooling after 12 weeks.",
        "Seven places report each month on one template; costs fell by 1,250.50.",
        "The PC was replaced and the MR scan was read.",
        "Officers of CT units mentor others (3.1.12).",
    ],
)
def test_a_sound_note_is_not_stopped(text):
    assert rules.is_anonymous(text, known=["Upper Ashdale"])


@pytest.fixture
def round_(world):
    return standing.a_round(world)


def add(round_, *, by, **words):
    told = {"sort": "practice", "title": "A board", "text": "One board meets.", **words}
    return practice.add(round_, by=by, **told)


def test_a_note_is_shared_by_somebody_else_than_its_author(world, round_):
    lead, second = world.person("lead-inspector"), world.person("second-inspector")
    finding = round_.framework.items.get(kind="finding", code="lg-structure")
    with handling.acting(lead):
        note = add(round_, by=lead, findings=[finding])
        with pytest.raises(handling.Refused, match="Whoever wrote a note cannot share it"):
            practice.share(note, version=1, by=lead)
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        assert not PracticeNote.objects.exists()
    with handling.acting(second):
        practice.share(PracticeNote.objects.get(), version=1, by=second)
    with handling.acting(manager):
        found = PracticeNote.objects.get()
        assert [item.code for item in found.findings.all()] == ["lg-structure"]
        assert audit.trail(found)[0].name == "record relabelled"
    with handling.acting(lead), pytest.raises(handling.Refused, match="shared and does not change"):
        handling.require(rules.may_change(PracticeNote.objects.get(), lead))


def test_a_note_that_names_a_body_or_a_person_of_the_installation_is_refused(world, round_):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        for text in ("Ashdale Police did it.", "Priya Venn did it.", "In Tonbrook it works."):
            with pytest.raises(handling.Refused, match="is named"):
                add(round_, by=lead, text=text)


def test_a_note_changes_until_it_is_shared_and_two_editors_see_each_other(world, round_):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        note = add(round_, by=lead)
        words = {"sort": "case", "title": "Another", "text": "Two boards meet."}
        practice.change(note, version=1, by=lead, **words)
        assert PracticeNote.objects.get().title == "Another"
        with pytest.raises(handling.Conflict):
            practice.change(note, version=1, by=lead, **words)


def test_nobody_shares_a_text_that_nobody_else_has_read(world, round_):
    lead, second = world.person("lead-inspector"), world.person("second-inspector")
    with handling.acting(lead):
        add(round_, by=lead)
    words = {"sort": "case", "title": "Another", "text": "Two boards meet."}
    with handling.acting(second):
        note = PracticeNote.objects.get()
        practice.change(note, version=1, by=second, **words)
        with pytest.raises(handling.Refused, match="Another inspector reads it first"):
            practice.share(note, version=2, by=second)
    with handling.acting(lead):
        note = PracticeNote.objects.get()
        with pytest.raises(handling.Conflict):
            practice.share(note, version=1, by=lead)
        practice.share(note, version=2, by=lead)


def test_only_an_inspector_writes_notes(world, round_):
    manager = world.person("delivery-manager")
    with handling.acting(manager), pytest.raises(handling.Refused, match="Only an inspector"):
        add(round_, by=manager)


def test_the_notes_of_2009_load_once_name_nobody_and_touch_no_history(world, round_):
    reader = handling.System("load-demo")
    with handling.acting(reader):
        made = practice.load(round_, by=reader)
        assert len(made) == 22
        assert practice.load(round_, by=reader) == []
        assert not PracticeNote.objects.filter(findings__is_historical=True).exists()
        assert not PracticeNote.objects.filter(findings=None).exists()
