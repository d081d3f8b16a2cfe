"""The pages of evidence, by address."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from headwater.govuk import question
from headwater.govuk.tests import test_uploads
from headwater.inspection.forms import evidence as forms
from headwater.inspection.models import Attachment, Evidence, EvidenceUse
from headwater.inspection.services import evidence, returns
from headwater.inspection.tests import judging
from headwater.kernel import audit, handling, people


@pytest.fixture
def work(world, tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"
    return judging.fieldwork(world)


@pytest.fixture
def piece(world, work):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        made = work.piece(by=lead)
        evidence.use(made, work.finding(), stance="supports", by=lead)
        return made


def as_person(client, world, code):
    client.force_login(world.person(code))
    return client


def told(**changed):
    today = people.today()
    day = {"day": today.day, "month": today.month, "year": today.year}
    days = {
        f"{name}-{number}": value
        for name in ("speaks_of_date", "received_date")
        for number, value in day.items()
    }
    return {
        "subject": "ashdale",
        "title": "Control strategy",
        "method": "document",
        "summary": "Names the topic.",
        "source": "Page 4",
        "marking": "OFFICIAL",
        "supplied_by_body": "no",
        **days,
        **changed,
    }


def test_an_inspector_adds_evidence_says_what_it_bears_on_and_attaches_a_file(client, world, work):
    as_person(client, world, "lead-inspector")
    add = reverse("inspection:evidence-add", args=["test-round"])
    response = client.post(add, told())
    assert response.status_code == 302
    with handling.acting(world.person("lead-inspector")):
        made = Evidence.objects.select_related("record").get()
    assert response.url == reverse("inspection:evidence-use", args=[made.reference])
    client.post(response.url, {"finding": "av-fsa", "stance": "contradicts", "note": "Old"})
    file = SimpleUploadedFile("minutes.pdf", test_uploads.PDF)
    client.post(reverse("inspection:evidence-attach", args=[made.reference]), {"file": file})
    page = client.get(reverse("inspection:evidence", args=[made.reference])).content.decode()
    assert "Contradicts" in page
    assert "minutes.pdf" in page
    assert re.search(r"Inspection team: Test round", page)
    with handling.acting(world.person("lead-inspector")):
        assert EvidenceUse.objects.count() == Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ""}, "Give it a title"),
        ({"method": "rumour"}, str(question.NOT_OFFERED)),
        ({"method": "interview"}, "Say by role who spoke, such as district commander."),
        ({"said_by_role": "Priya Venn"}, "never by name."),
        ({"speaks_of_date-day": "99"}, "The date must be a real day"),
        ({"subject": "nowhere"}, str(question.NOT_OFFERED)),
        ({"summary": "a\x00b"}, "Null characters are not allowed."),
        ({"title": "x" * 201}, "Use 200 characters or fewer"),
    ],
)
def test_a_bad_answer_has_its_sentence_and_keeps_nothing(client, world, work, changed, sentence):
    as_person(client, world, "lead-inspector")
    add = reverse("inspection:evidence-add", args=["test-round"])
    response = client.post(add, told(**changed))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    with handling.acting(world.person("lead-inspector")):
        assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", b"", "The file is empty"),
        ("a.html", b"<html>", "are not accepted. Send PDF"),
        ("a.svg", b"<svg/>", "are not accepted. Send PDF"),
        ("a.docx", test_uploads.BAD["macros"][1], "The file contains macros."),
        ("a.pdf", b"MZ" + bytes(100), "but the content is not PDF."),
        ("a.pdf", test_uploads.BAD["an archive after a PDF"][1], "disguised as something else."),
    ],
)
def test_a_bad_file_is_refused_in_the_form(client, world, work, piece, name, data, sentence):
    as_person(client, world, "lead-inspector")
    attach = reverse("inspection:evidence-attach", args=[piece.reference])
    response = client.post(attach, {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("", True),
        ("body=ashdale", True),
        ("body=brackenmoor", False),
        ("method=document", True),
        ("method=interview", False),
        ("finding=av-fsa&stance=supports", True),
        ("finding=av-fsa&stance=contradicts", False),
        ("finding=av-bcu-sa", False),
        ("finding=nonsense", False),
        ("q=risk", True),
        ("q=risk%00", True),
    ],
)
def test_the_list_is_filtered(client, world, work, piece, query, is_found):
    as_person(client, world, "second-inspector")
    response = client.get(f"{reverse('inspection:evidence-list', args=['test-round'])}?{query}")
    assert (piece.reference in response.content.decode()) is is_found


def test_a_list_costs_the_same_number_of_queries_however_long(
    client, world, work, piece, django_assert_max_num_queries
):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        for number in range(8):
            work.piece(by=lead, title=f"Paper {number}")
    as_person(client, world, "lead-inspector")
    with django_assert_max_num_queries(16):
        client.get(reverse("inspection:evidence-list", args=["test-round"]))


def test_what_a_reader_may_not_see_is_not_found(client, world, work, piece):
    as_person(client, world, "delivery-manager")
    for name in ("evidence", "evidence-change", "evidence-use", "evidence-attach"):
        assert client.get(reverse(f"inspection:{name}", args=[piece.reference])).status_code == 404


def test_a_body_supplies_evidence_about_itself_alone(client, world, work):
    with handling.acting(world.person("lead-inspector")):
        returns.open_for(work.subject(), by=world.person("lead-inspector"))
    as_person(client, world, "delivery-manager")
    add = reverse("inspection:evidence-add", args=["test-round"])
    page = client.get(add).content.decode()
    assert "Ashdale" in page
    assert "Brackenmoor" not in page
    assert "Focus group" not in page
    assert client.post(add, told()).status_code == 302
    with handling.acting(world.person("delivery-manager")):
        assert Evidence.objects.get().label.organisation == world.body("ashdale-police")


def test_a_correction_that_crosses_another_shows_both_versions(client, world, work, piece):
    as_person(client, world, "lead-inspector")
    change = reverse("inspection:evidence-change", args=[piece.reference])
    assert client.post(change, told(version=1, title="First")).status_code == 302
    crossed = client.post(change, told(version=1, title="Second"))
    assert crossed.status_code == 409
    assert "First" in crossed.content.decode()
    assert "Second" in crossed.content.decode()
    assert client.post(change, told(version=2, title="Second")).status_code == 302


def test_what_it_bears_on_is_taken_back_with_a_reason(client, world, work, piece):
    as_person(client, world, "lead-inspector")
    withdraw = reverse("inspection:evidence-withdraw", args=[piece.reference, "av-fsa"])
    assert "Give the reason" in client.post(withdraw, {"reason": ""}).content.decode()
    assert client.post(withdraw, {"reason": "Another year"}).status_code == 302
    assert client.get(withdraw).status_code == 404


def test_evidence_says_which_document_request_it_answers(client, world, work):
    as_person(client, world, "lead-inspector")
    add = reverse("inspection:evidence-add", args=["test-round"])
    chosen = client.get(f"{add}?request=dr-protocols").content.decode()
    assert re.search(r'<option value="dr-protocols" selected', chosen)
    assert client.post(add, told(request_code="dr-nothing")).status_code == 422
    client.post(add, told(request_code="dr-protocols"))
    with handling.acting(world.person("lead-inspector")):
        made = Evidence.objects.select_related("record").get()
        assert made.request_code == "dr-protocols"
        assert audit.trail(made)[0].detail.facts["request"] == "dr-protocols"
    page = client.get(reverse("inspection:evidence", args=[made.reference])).content.decode()
    assert "Answers the request" in page
    assert "Sharing protocols" in page
    change = reverse("inspection:evidence-change", args=[made.reference])
    client.post(change, told(request_code="dr-training", version=1))
    crossed = client.post(change, told(request_code="", version=1))
    assert crossed.status_code == 409
    assert "Training and briefing" in crossed.content.decode()
    with handling.acting(world.person("lead-inspector")):
        assert Evidence.objects.get().request_code == "dr-training"


def test_each_document_asked_for_leads_to_sending_it(client, world, work):
    with handling.acting(world.person("lead-inspector")):
        opened = returns.open_for(work.subject(), by=world.person("lead-inspector"))
    as_person(client, world, "delivery-manager")
    there = reverse("inspection:return-documents", args=[opened.reference])
    page = client.get(there).content.decode()
    add = reverse("inspection:evidence-add", args=["test-round"])
    assert f"{add}?body=ashdale&amp;request=dr-protocols" in page
    assert client.post(f"{add}?body=ashdale", told(request_code="dr-protocols")).status_code == 302


def test_the_question_is_left_out_where_no_document_was_asked_for(client, world, work):
    for requests in ([], [work.item("document_request", "dr-protocols")]):
        form = forms.New(subjects=[], requests=requests, is_body=True)
        assert ("request_code" in form.fields) is bool(requests)
