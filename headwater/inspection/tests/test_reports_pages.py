"""The pages on which a report is written, read from outside, signed and published."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from headwater.inspection.models import Edition, Report
from headwater.inspection.tests import drawn, reporting
from headwater.kernel import audit, handling


@pytest.fixture
def lead(client: Client, world: Any) -> Client:
    client.force_login(world.person("lead-inspector"))
    return client


def address(name: str, *args: object) -> str:
    return reverse(f"inspection:{name}", args=args)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def first_chapter(report: Report, world: Any) -> str:
    with handling.acting(world.person("lead-inspector")):
        return report.chapters.earliest("order").reference


def test_a_report_is_started_from_its_page(lead: Client, world: Any) -> None:
    reporting.real_round(world)
    assert "has not been started" in text_of(lead.get(address("report", "averland")))
    response = lead.post(address("report-start", "averland"), follow=True)
    assert "Overview" in text_of(response)
    assert "things stand between this and publication" in text_of(response)


def test_looking_first_shows_the_text_and_saves_nothing(lead: Client, world: Any) -> None:
    report = reporting.started(reporting.real_round(world), world)
    there = address("report-chapter", "averland", first_chapter(report, world))
    text = "Of 43, {{ percent finding=av-fsa cohort=all }} did and {{ percent finding=nope }}."
    data = {"title": "Found", "text": text, "version": 2, "preview": "1"}
    shown = text_of(lead.post(there, data))
    assert "63% did" in shown
    assert "“43” is typed by hand" in shown
    assert "There is no row for finding nope" in shown
    assert "{{ percent finding=av-bcu-sa cohort=priority answer=yes }}" in shown
    with handling.acting(world.person("lead-inspector")):
        assert report.chapters.earliest("order").text == reporting.FIRST


def test_the_second_of_two_editors_sees_both_versions_and_chooses(lead: Client, world: Any) -> None:
    report = reporting.started(reporting.real_round(world), world)
    there = address("report-chapter", "averland", first_chapter(report, world))
    lead.post(there, {"title": "Found", "text": "The first.", "version": 2})
    second = Client()
    second.force_login(world.person("second-inspector"))
    response = second.post(there, {"title": "Found", "text": "The second.", "version": 2})
    assert response.status_code == 409
    shown = text_of(response)
    assert "The first." in shown
    assert "The second." in shown
    assert "Morwenna Hale" in shown
    second.post(there, {"title": "Found", "text": "The second.", "version": 3})
    with handling.acting(world.person("lead-inspector")):
        assert report.chapters.earliest("order").text == "The second."


def test_a_chapter_is_moved_without_script_and_the_slower_of_two_is_told(
    lead: Client, world: Any
) -> None:
    report = reporting.started(reporting.real_round(world), world)

    def titles() -> list[str]:
        with handling.acting(world.person("lead-inspector")):
            return [each.title for each in report.chapters.order_by("order")]

    before = titles()
    shown = text_of(lead.get(address("report", "averland")))
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version
    assert shown.count(">Move up<") == shown.count(">Move down<") == len(before) - 1
    there = address("report-chapter-move", "averland", first_chapter(report, world))
    down = {"direction": "down", "version": version[1]}
    assert "“What was found” has been moved" in text_of(lead.post(there, down, follow=True))
    assert titles() == [before[1], before[0], *before[2:]]
    assert "Somebody else changed the order first" in text_of(lead.post(there, down, follow=True))
    assert lead.post(there, {"direction": "sideways", "version": "x"}).status_code == 302
    assert titles() == [before[1], before[0], *before[2:]]
    with handling.acting(world.person("lead-inspector")):
        facts = audit.trail(report).get(name="chapter moved").detail.facts
        assert (facts["before"], facts["after"]) == (1, 2)
    assert Client().post(there, down).status_code == 302
    stranger = Client()
    stranger.force_login(world.person("delivery-manager"))
    assert stranger.post(there, down).status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("report-chapter-add", {"title": ""}, "What is the chapter called?"),
        ("report-chapter-add", {"title": "x" * 201}, "Use 200 characters or fewer"),
        ("report-chapter-add", {"title": "a\x00b"}, "null"),
        ("report-cited", {"text": "", "source": "x"}, "What is the fact"),
        ("report-cited", {"text": "43 {{", "source": "x"}, "plain text without braces"),
        ("report-cited", {"text": "x" * 121, "source": "x"}, "Use 120 characters or fewer"),
        (
            "report-accuracy-send",
            {"due_on-day": "31", "due_on-month": "2", "due_on-year": "2027"},
            "real",
        ),
        (
            "report-accuracy-send",
            {"due_on-day": "1", "due_on-month": "1", "due_on-year": "2020"},
            "is past",
        ),
        ("report-readers-send", {"posts": ["nobody"]}, "Choose"),
        ("report-comment-add", {"chapter": "nope", "made_by": "A", "text": "B"}, "Choose one of"),
        ("report-comment-add", {"chapter": "whole", "made_by": "A", "text": ""}, "comment"),
    ],
)
def test_what_a_form_refuses_it_says(
    lead: Client, world: Any, name: str, data: dict[str, Any], sentence: str
) -> None:
    reporting.started(reporting.real_round(world), world)
    response = lead.post(address(name, "averland"), data)
    assert response.status_code == 422
    assert sentence.lower() in text_of(response).lower()


def test_a_chapter_of_ten_megabytes_is_refused(lead: Client, world: Any) -> None:
    report = reporting.started(reporting.real_round(world), world)
    there = address("report-chapter", "averland", first_chapter(report, world))
    response = lead.post(there, {"title": "T", "text": "x" * 10_000_000, "version": 2})
    assert response.status_code == 422
    assert "Use 200000 characters or fewer" in text_of(response)


def test_strangers_and_the_public_do_not_see_a_report_being_written(
    client: Client, world: Any
) -> None:
    reporting.started(reporting.real_round(world), world)
    names = ("report", "report-readiness", "report-cited", "report-accuracy", "report-readers")
    for name in names:
        assert client.get(address(name, "averland")).status_code == 302
    for code in ("delivery-manager", "policy-official", "third-inspector"):
        client.force_login(world.person(code))
        for name in names:
            assert client.get(address(name, "averland")).status_code == 404


def test_signing_and_publishing_ask_first_and_say_what_is_missing(lead: Client, world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world)
    assert lead.get(address("report-sign", "averland")).status_code == 403
    assert "8 things stand between" in text_of(lead.get(address("report-sign", "averland")))
    reporting.agreed(round_, world)
    assert "Sign the report?" in text_of(lead.get(address("report-sign", "averland")))
    lead.post(address("report-sign", "averland"))
    refused = text_of(lead.post(address("report-publish", "averland")))
    assert "Morwenna Hale has signed; one more person must." in refused
    second = Client()
    second.force_login(world.person("second-inspector"))
    second.post(address("report-sign", "averland"))
    assert "Publish the report?" in text_of(lead.get(address("report-publish", "averland")))
    response = lead.post(address("report-publish", "averland"))
    assert response.headers["Location"] == address("edition", "averland", 1)
    with handling.acting(handling.PUBLIC):
        assert Edition.objects.get().number == 1
    assert report.pk


def test_a_critical_reader_reads_and_comments_by_link_without_an_account(
    lead: Client, world: Any
) -> None:
    report = reporting.started(reporting.real_round(world), world)
    data = {
        "posts": [world.post("advisory-chair").reference],
        "expires_on-day": "1",
        "expires_on-month": "1",
        "expires_on-year": "2090",
    }
    shown = text_of(lead.post(address("report-readers-send", "averland"), data))
    link = re.search(r"/inspection/reading/[\w-]+/", shown)
    assert link
    reader = Client()
    assert "Draft: Round averland" in text_of(reader.get(link[0]))
    chapter = first_chapter(report, world)
    assert "Thank you" in text_of(reader.post(link[0], {chapter: "Too long.", "whole": ""}))
    assert reader.get(link[0]).status_code == 403
    assert "Too long." in text_of(lead.get(address("report-readers", "averland")))


def test_the_reconstructions_page_says_what_it_may_publish(lead: Client, world: Any) -> None:
    system = handling.System("load-demo")
    with handling.acting(system):
        round_ = drawn.hmic_2009(by=system)
        drawn.join(round_, world.person("lead-inspector"))
    shown = text_of(lead.get(address("report", "hmic-2009")))
    assert "nothing about a single body can" in shown
