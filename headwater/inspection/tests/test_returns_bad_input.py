"""Every form about returns and the import command, given what they cannot take: each its sentence."""

import argparse
import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from headwater import console
from headwater.inspection.commands import imports as command
from headwater.inspection.models import Answer, Delegation, Import, Query, Return
from headwater.inspection.services import returns
from headwater.inspection.tests.test_imports import SYSTEM, planned
from headwater.inspection.tests.test_returns_pages import opened, signed_in
from headwater.inspection.tests.test_returns_story import return_of
from headwater.kernel import handling, people

DAY = {"due_on-day": "1", "due_on-month": "2"}
BAD_DELEGATIONS = {
    "nothing": ({}, ["Choose who should answer", "Say by when you need the answer"]),
    "an unknown post": ({"post": "nobody"}, ["Choose one of the answers offered"]),
    "a past day": (
        {"post": "POST", **DAY, "due_on-year": "2020"},
        ["The day by which you need the answer is past. Choose a later day."],
    ),
    "a day that is none": (
        {"post": "POST", "due_on-day": "31", "due_on-month": "2", "due_on-year": "2030"},
        ["There is a problem"],
    ),
    "an endless note": ({"note": "x" * 2001}, ["Use 2000 characters or fewer"]),
}


@pytest.mark.parametrize("case", BAD_DELEGATIONS)
def test_a_question_is_not_passed_on_by_half(world: Any, case: str) -> None:
    reference, first, _ = opened(world)
    given, sentences = BAD_DELEGATIONS[case]
    post = world.post("upper-ashdale-safeguarding").reference
    sent = {"csrfmiddlewaretoken": "x"} | {
        name: value.replace("POST", post) for name, value in given.items()
    }
    there = reverse("inspection:delegate", args=[reference, first])
    page = signed_in(world, "delivery-manager").post(there, sent)
    assert page.status_code == 422
    for sentence in sentences:
        assert sentence in page.content.decode()
    with handling.acting(world.person("delivery-manager")):
        assert not Delegation.objects.exists()


def test_a_question_is_with_one_post_at_a_time(world: Any) -> None:
    opened(world)
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        finding, due = returns.asked(mine)[0], people.today() + datetime.timedelta(days=1)
        post, other = world.post("upper-ashdale-commander"), world.post("ashdale-lead")
        returns.delegate(mine, finding, post=post, due_on=due, by=manager)
        with pytest.raises(handling.Refused) as refused:
            returns.delegate(mine, finding, post=other, due_on=due, by=manager)
    assert str(refused.value) == (
        "This question is with District commander, Ashdale Police already. Withdraw it there "
        "before you ask somebody else."
    )


def test_queries_and_replies_need_words_and_the_right_moment(world: Any) -> None:
    reference, *_ = opened(world)
    lead, body = signed_in(world, "lead-inspector"), signed_in(world, "delivery-manager")
    ask = reverse("inspection:query-ask", args=[reference])
    early = lead.post(ask, {"text": "Too early"})
    assert early.status_code == 403
    assert "Wait until it is submitted." in early.content.decode()
    assert "Only inspectors can query a return." in body.post(ask, {"text": "x"}).content.decode()
    with handling.acting(world.person("lead-inspector")):
        Return.objects.filter(subject__code="ashdale").update(state=Return.State.SUBMITTED)
    nothing = lead.post(ask, {"text": "  "}).content.decode()
    assert "Write what the body should explain or mend" in nothing
    lead.post(ask, {"text": "Which?"})
    with handling.acting(world.person("lead-inspector")):
        query = Query.objects.get()
    reply = reverse("inspection:query-reply", args=[query.reference])
    assert "Write your reply" in body.post(reply, {"text": ""}).content.decode()
    body.post(reply, {"text": "This."})
    twice = body.post(reply, {"text": "That."}).content.decode()
    assert "Replies are kept as they were sent." in twice


def workbook(change: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["finding_id", "answer", "comment", "version"])
    book.active.append(["av-fsa", "yes", "", 0])
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return out.getvalue()


PLAIN = workbook(lambda tab: None)
BAD_UPLOADS = {
    "no file": ("", b"", 422, "Choose a file"),
    "an empty file": ("a.csv", b"", 422, "The file is empty"),
    "another ending": ("a.pdf", b"%PDF-1.7", 422, "The file must be one of: .csv, .xlsx, .ods"),
    "a PDF by another name": (
        "a.csv", b"%PDF-1.7", 422, "The file is a PDF, not a table. Send CSV, XLSX or ODS.",
    ),
    "no header": ("a.csv", b"\n\n", 422, "The file has no header row."),
    "macros": (
        "a.xlsx", with_part(PLAIN, "xl/vbaProject.bin", b"x"), 422,
        "The file contains macros. Save it without macros.",
    ),
    "a zip bomb": (
        "a.xlsx", with_part(PLAIN, "xl/media/b.bin", b"\0" * 160_000_000), 422, "would unpack to",
    ),
    "merged cells": (
        "a.xlsx", workbook(lambda tab: tab.merge_cells("A2:B2")), 422, "merged",
    ),
    "a formula": (
        "a.xlsx", workbook(lambda tab: tab.__setitem__("B2", "=1/0")), 422, "formula",
    ),
    "a date for a code": (
        "a.xlsx",
        workbook(lambda tab: tab.__setitem__("A2", datetime.date(2026, 1, 2))),
        422,
        "is not a finding of the framework.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_UPLOADS)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(world: Any, case: str) -> None:
    reference, *_ = opened(world)
    name, content, status, sentence = BAD_UPLOADS[case]
    sent: dict[str, Any] = {"csrfmiddlewaretoken": "x"}
    if name:
        sent["file"] = io.BytesIO(content)
        sent["file"].name = name
    there = reverse("inspection:return-import", args=[reference])
    page = signed_in(world, "delivery-manager").post(there, sent)
    assert page.status_code == status
    assert sentence in page.content.decode()
    with handling.acting(world.person("delivery-manager")):
        assert not Import.objects.exists()
        assert not Answer.objects.exists()


def asked_of_the_command(tmp_path: Path, text: str, *, name: str = "planned") -> int:
    file = tmp_path / "returns.csv"
    file.write_text(text, encoding="utf-8")
    return command.run(argparse.Namespace(round=name, returns=file, judgements=None))


def test_the_command_tells_each_fault_on_a_line_and_ends_with_two(
    world: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with handling.acting(SYSTEM):
        planned(world)
    rows = "P01,priority,av-fsa,maybe\nP01,priority,av-fsb,perhaps\n"
    code = asked_of_the_command(tmp_path, "force,cohort,finding_id,answer\n" + rows)
    told = capsys.readouterr()
    assert code == console.WRONG_USE
    assert told.out == ""
    assert 'returns.csv: row 2, answer: "maybe" is not an answer to av-fsa.' in told.err
    assert 'returns.csv: row 3, finding_id: "av-fsb" is not a finding of the framework.' in told.err
    assert 'returns.csv: row 3, answer: "perhaps" is not an answer of the framework.' in told.err
    assert "3 faults; nothing was imported" in told.err


def test_the_command_imports_a_sound_file_and_names_its_purpose_in_the_trail(
    world: Any, tmp_path: Path
) -> None:
    with handling.acting(SYSTEM):
        planned(world)
    sound = "force,cohort,finding_id,answer\nP01,priority,av-fsa,yes\n"
    assert asked_of_the_command(tmp_path, sound) == console.DONE
    with handling.acting(SYSTEM):
        assert Answer.objects.get().value == "yes"
    assert asked_of_the_command(tmp_path, sound, name="nowhere") == console.WRONG_USE
    missing = argparse.Namespace(round="planned", returns=tmp_path / "no.csv", judgements=None)
    assert command.run(missing) == console.WRONG_USE
