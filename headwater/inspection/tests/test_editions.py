"""Editions: the same for ever, corrected openly, and built whole or not at all."""

import io
import json
import zipfile
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from django.conf import settings
from docx import Document
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from headwater.inspection import documents, tasks
from headwater.inspection.models import Answer, Judgement
from headwater.inspection.services import attachments, reports
from headwater.inspection.tests import reporting
from headwater.kernel import handling

TEXT = (
    "Of priority bodies {{ percent finding=av-fsa cohort=priority }} did it.\n\n"
    "## Stages\n\n- {{ count finding=av-fsa }} in all\n\n{{ stages }}\n\n{{ chart of=stages }}\n\n"
    "{{ chart capability=assessing-vulnerability }}\n\n{{ judgements }}\n\n{{ comparison }}"
)


def files(built: list[documents.Built]) -> dict[str, bytes]:
    return {file.name: file.data for file in built}


def test_an_edition_is_built_again_the_same_whatever_became_of_the_rows(world: Any) -> None:
    _report, edition = reporting.published(world, text=TEXT)
    with handling.acting(world.person("lead-inspector")):
        first = files(reports.rebuild(edition))
        Answer.objects.filter(submission__subject__round__slug="averland").update(value="no")
        Judgement.objects.filter(round__slug="averland").update(is_current=False)
    with handling.acting(handling.PUBLIC):
        again = files(reports.rebuild(reports.find_edition("averland")))
    assert list(first) == list(documents.FILES)
    for name, data in first.items():
        assert documents.sha256(data) == documents.sha256(again[name]), name


def test_the_files_are_kept_by_their_digests(world: Any) -> None:
    _report, edition = reporting.published(world)
    tasks.build_edition.call(edition.pk)
    with handling.acting(handling.PUBLIC):
        kept = {file.name: file for file in reports.find_edition("averland").files.all()}
    assert set(kept) == set(documents.FILES)
    for file in kept.values():
        data = attachments.place(file.sha256).read_bytes()
        assert documents.sha256(data) == file.sha256
        assert len(data) == file.size
    tasks.build_edition.call(edition.pk)


def test_an_edition_whose_content_was_changed_is_not_built(world: Any) -> None:
    _report, edition = reporting.published(world)
    edition.frozen = {**edition.frozen, "title": "Another"}
    with pytest.raises(handling.Refused, match="its hash differs"):
        reports.rebuild(edition)


def test_the_pdf_is_tagged_and_says_its_language_and_title(world: Any) -> None:
    _report, edition = reporting.published(world, text=TEXT)
    pdf = files(documents.build(edition.frozen))["report.pdf"]
    catalog = PDFDocument(PDFParser(io.BytesIO(pdf))).catalog
    assert resolve1(catalog["MarkInfo"])["Marked"]
    assert resolve1(catalog["Lang"]).decode() == "en-GB"
    assert "StructTreeRoot" in catalog
    assert "Outlines" in catalog
    assert resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"]
    assert b"pdfuaid:part" in resolve1(catalog["Metadata"]).get_data()


def test_the_word_file_has_real_headings_tables_and_alternative_texts(world: Any) -> None:
    _report, edition = reporting.published(world, text=TEXT)
    data = files(documents.build(edition.frozen))["report.docx"]
    made = Document(io.BytesIO(data))
    assert "1 What was found" in [
        p.text for p in made.paragraphs if p.style and p.style.name == "Heading 1"
    ]
    assert len(made.tables) >= 3
    assert all(shape._inline.docPr.get("descr") for shape in made.inline_shapes)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_json_is_what_its_schema_says(world: Any) -> None:
    _report, edition = reporting.published(world, text=TEXT)
    with (settings.BASE_DIR / "docs/reference/report.schema.json").open() as file:
        schema = json.load(file)
    made = json.loads(files(documents.build(edition.frozen))["report.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(made, schema)
    assert made["hash"] == edition.hash
    assert made["chapters"][0]["numbers"][0]["place"] == "paragraph 1.1"


def test_an_erratum_is_a_new_edition_that_lists_every_changed_number(world: Any) -> None:
    report, edition = reporting.published(world, text=TEXT)
    with handling.acting(lead := world.person("lead-inspector")):
        with pytest.raises(handling.Refused, match="A change to it is made by an erratum"):
            reports.publish(report, by=lead)
        submission = report.round.subjects.get(code="ashdale-police").submission
        Answer.objects.filter(submission=submission, finding__code="av-fsa").update(value="yes")
        with pytest.raises(handling.Refused, match="Nobody has signed"):
            reports.erratum(report, note="A return was misread.", by=lead)
    reporting.signed(report, world)
    with handling.acting(lead):
        second = reports.erratum(report, note="A return was misread.", by=lead)
    assert second.number == 2
    where = {change["where"]: (change["old"], change["new"]) for change in second.errata}
    assert any("Priority: Yes in percent" in place for place in where)
    assert any(place.startswith("Paragraph 1.1: {{ percent") for place in where)
    assert not any("BCU-level" in place for place in where)
    with handling.acting(handling.PUBLIC):
        assert reports.find_edition("averland").number == 2
        assert reports.find_edition("averland", 1).hash == edition.hash
