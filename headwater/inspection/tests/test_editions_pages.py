"""What the public sees of an edition: everything published, and nothing else."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headwater.inspection import places, tasks
from headwater.inspection.models import Edition
from headwater.inspection.services import attachments, reports
from headwater.inspection.tests import drawn, reporting
from headwater.inspection.tests.test_editions import TEXT
from headwater.inspection.tests.test_reports_pages import address, text_of
from headwater.kernel import audit, handling


@pytest.fixture
def edition(world: Any) -> Any:
    _report, made = reporting.published(world, text=TEXT)
    return made


def test_everybody_reads_the_report_and_follows_its_numbers(client: Client, edition: Any) -> None:
    listing = text_of(client.get(address("editions")))
    assert address("edition", "averland", 1) in listing
    page = text_of(client.get(address("edition", "averland", 1)))
    assert edition.hash in page
    assert client.get(address("edition-latest", "averland")).status_code == 200
    links = set(
        re.findall(r'href="(/inspection/editions/averland/1/(?:figures|stages|bodies)[^"]+)"', page)
    )
    assert len(links) > 20
    for link in links:
        response = client.get(link)
        assert response.status_code == 200, link
        assert "Counted (" in text_of(response)


def test_an_edition_carries_the_day_that_it_was_in_london(world: Any, edition: Any) -> None:
    late = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)
    with handling.acting(world.person("lead-inspector")):
        Edition.objects.filter(pk=edition.pk).update(published_at=late)
        (line,) = places.published()
    assert line.due == datetime.date(2026, 7, 1)


def test_behind_a_number_stand_the_bodies_that_it_counts(client: Client, edition: Any) -> None:
    there = address("edition-figure", "averland", 1, "figures/av-fsa/priority/yes/")
    shown = text_of(client.get(there))
    row = next(r for r in edition.frozen["figures"]["findings"] if r["finding_id"] == "av-fsa")
    assert f"Counted ({row['yes_count']})" in shown
    assert f"Not counted ({row['no_count'] + row['missing_count']})" in shown
    counted = shown.split("Not counted")[0]
    for code, value in edition.frozen["answers"]["av-fsa"].items():
        body = next(b for b in edition.frozen["bodies"] if b["code"] == code)
        if body["cohort"] == "priority":
            assert (body["name"] in counted) == (value == "yes")


def test_a_number_of_the_comparison_names_its_stages_and_cohort(
    client: Client, edition: Any
) -> None:
    below = "stages/assessing-vulnerability"
    for path, words in (
        ("from-developed/priority/", "Developed or further on, Priority"),
        ("from-developed/all/", "Developed or further on<"),
        ("any/priority/", "Judged at any stage, Priority"),
    ):
        response = client.get(address("edition-figure", "averland", 1, f"{below}/{path}"))
        assert words in text_of(response), path


@pytest.mark.parametrize(
    "path", ["figures/nope/all/yes/", "figures/av-fsa/all/", "subjects/", "x", "stages/a/b/c/"]
)
def test_what_was_not_published_is_not_there(client: Client, edition: Any, path: str) -> None:
    assert client.get(address("edition-figure", "averland", 1, path)).status_code == 404


@pytest.mark.parametrize("number", [0, 2, 999])
def test_there_is_no_edition_but_the_published(client: Client, edition: Any, number: int) -> None:
    assert client.get(address("edition", "averland", number)).status_code == 404
    assert client.get(address("edition-latest", "nope")).status_code == 404


def test_what_is_marked_is_on_no_public_page(client: Client, world: Any) -> None:
    round_ = reporting.real_round(world)
    with handling.acting(lead := world.person("lead-inspector")):
        submission = round_.subjects.get(code="ashdale-police").submission
        label = handling.Label.intern(
            marking="OFFICIAL-SENSITIVE",
            organisation=world.body("ashdale-police"),
            team=round_.team,
        )
        handling.relabel(submission, label, by=lead, reason="Names an operation")
    report = reporting.started(round_, world, TEXT)
    reporting.agreed(round_, world)
    reporting.signed(report, world)
    with handling.acting(lead):
        reports.publish(report, by=lead)
    asked = text_of(
        client.get(address("edition-figure", "averland", 1, "figures/av-fsa/all/asked/"))
    )
    assert "Counted (7)" in asked
    assert "Ashdale Police" not in asked


def test_files_follow_when_they_are_built(client: Client, edition: Any) -> None:
    page = text_of(client.get(address("edition", "averland", 1)))
    assert "0 of 5 files are built" in page
    there = address("edition-file", "averland", 1, "report.pdf")
    assert client.get(there).status_code == 404
    tasks.build_edition.call(edition.pk)
    response = client.get(there)
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "averland-edition-1-report.pdf" in response.headers["Content-Disposition"]
    assert "files are built" not in text_of(client.get(address("edition", "averland", 1)))


@pytest.mark.parametrize("is_missing", [True, False])
def test_a_file_that_is_not_what_was_published_is_not_handed_out(
    client: Client, world: Any, edition: Any, is_missing: bool, tmp_path: Path, settings: Any
) -> None:
    settings.FILES_DIR = tmp_path
    with handling.acting(system := handling.System("load-demo")):
        reports.build(edition, by=system)
        place = attachments.place(edition.files.get(name="report.json").sha256)
    if is_missing:
        place.unlink()
    else:
        place.write_bytes(b"{}")
    for _again in range(2):
        response = client.get(address("edition-file", "averland", 1, "report.json"))
        assert response.status_code == 500
        page = response.content.decode()
        assert "no longer the file that was kept" in page
        assert f'href="{address("edition", "averland", 1)}"' in page
    with handling.acting(world.person("lead-inspector")):
        (line,) = audit.trail(edition).filter(name="edition file damaged")
        assert (line.actor, line.detail.facts) == ("public:", {"file": "report.json"})


def test_a_reconstructions_number_has_totals_and_no_list(client: Client, world: Any) -> None:
    system = handling.System("load-demo")
    with handling.acting(system):
        round_ = drawn.hmic_2009(by=system)
        for code in ("lead-inspector", "second-inspector"):
            drawn.join(round_, world.person(code))
    report = reporting.started(round_, world, "{{ table capability=assessing-success }}")
    reporting.signed(report, world)
    with handling.acting(lead := world.person("lead-inspector")):
        reports.publish(report, by=lead)
    page = text_of(client.get(address("edition", "hmic-2009", 1)))
    assert "Reconstructed, no force" in page
    behind = re.search(r'href="(/inspection/editions/hmic-2009/1/figures/[^"]+)"', page)
    assert behind
    shown = text_of(client.get(behind[1]))
    assert "Reconstructed, no force" in shown
    assert "Counted (" not in shown
    assert "P01" not in shown


def test_an_edition_is_read_in_a_few_queries(client: Client, edition: Any) -> None:
    client.get(address("edition", "averland", 1))
    with CaptureQueriesContext(connection) as queries:
        client.get(address("edition", "averland", 1))
    assert len(queries) <= 8


def test_an_old_edition_points_to_the_one_that_corrects_it(client: Client, world: Any) -> None:
    report, _edition = reporting.published(world)
    with handling.acting(lead := world.person("lead-inspector")):
        chapter = report.chapters.earliest("order")
        reports.write_chapter(chapter, text="Corrected words.", version=2, by=lead)
    reporting.signed(report, world)
    with handling.acting(lead):
        reports.erratum(report, note="The words were unclear.", by=lead)
    assert "Edition 2 corrects this one." in text_of(client.get(address("edition", "averland", 1)))
    newest = text_of(client.get(address("edition-latest", "averland")))
    assert "The words were unclear." in newest
    assert "No number changed." in newest
