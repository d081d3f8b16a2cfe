"""The pages of practice notes, by URL."""

import pytest
from django.urls import reverse

from headwater.inspection.models import PracticeNote
from headwater.inspection.services import practice
from headwater.inspection.tests import standing
from headwater.kernel import handling

WORDS = {"sort": "practice", "title": "A board", "text": "One board meets.", "source": "Visits"}


def url(name, *args):
    return reverse(f"inspection:{name}", args=args)


@pytest.fixture
def round_(world):
    return standing.a_round(world)


@pytest.fixture
def note(world, round_):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        return practice.add(round_, by=lead, **WORDS)


def test_a_note_is_written_read_by_another_and_shared(client, world, round_):
    client.force_login(world.person("lead-inspector"))
    sent = {**WORDS, "findings": ["lg-structure"], "caution": ""}
    made = client.post(url("practice-add", round_.slug), sent)
    assert made.status_code == 302
    shown = client.get(made["Location"]).content.decode()
    assert "Whoever wrote a note cannot share it" in shown
    reference = made["Location"].rstrip("/").rsplit("/", 1)[1]
    client.force_login(world.person("council-lead"))
    assert client.get(made["Location"]).status_code == 404
    client.force_login(world.person("second-inspector"))
    assert client.get(url("practice-share", reference)).status_code == 200
    assert client.post(url("practice-share", reference), {"version": 1}).status_code == 302
    client.force_login(world.person("council-lead"))
    assert "A board" in client.get(url("practice-notes")).content.decode()
    assert client.get(made["Location"]).status_code == 200
    found = client.get(url("practice", round_.slug), {"finding": "lg-structure"})
    assert "One board meets." in found.content.decode()
    other = client.get(url("practice", round_.slug), {"finding": "ce-ice"})
    assert "One board meets." not in other.content.decode()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"text": "Mr Oakes led it."}, "“Mr Oakes” looks like a person’s name."),
        ({"text": "Ashdale Police led it."}, "“Ashdale Police” is named."),
        ({"text": ""}, "Answer the question “What can others learn from it?”"),
        ({"sort": "rumour"}, "Choose one of the answers offered"),
        ({"findings": ["av-rich-picture"]}, "Choose one of the answers offered"),
        ({"title": "x" * 201}, "Use 200 characters or fewer"),
    ],
)
def test_a_bad_note_has_its_sentence(client, world, round_, words, sentence):
    client.force_login(world.person("lead-inspector"))
    answer = client.post(url("practice-add", round_.slug), {**WORDS, **words})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_two_editors_of_a_note_see_both(client, world, note):
    client.force_login(world.person("lead-inspector"))
    there = url("practice-change", note.reference)
    assert "One board meets." in client.get(there).content.decode()
    sent = {**WORDS, "text": "Two boards meet.", "version": "1"}
    assert client.post(there, sent).status_code == 302
    crossed = client.post(there, {**sent, "text": "Three boards meet."})
    assert crossed.status_code == 409
    assert "Two boards meet." in crossed.content.decode()


def test_notes_of_a_round_that_nobody_may_see_are_not_found(client, world, round_, note):
    client.force_login(world.person("council-lead"))
    assert client.get(url("practice", round_.slug)).status_code == 404
    assert client.get(url("practice-add", round_.slug)).status_code == 404
    with handling.acting(world.person("lead-inspector")):
        assert PracticeNote.objects.count() == 1
