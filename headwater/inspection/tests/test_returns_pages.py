"""The pages of a return, as its body, its inspectors and a partner without an account use them."""

import datetime
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from headwater.inspection.models import Answer, Import, Return
from headwater.inspection.services import returns
from headwater.inspection.tests.test_returns_story import a_round, fill, return_of
from headwater.kernel import handling, people


def signed_in(world: Any, code: str) -> Client:
    client = Client()
    client.force_login(world.person(code))
    return client


def opened(world: Any) -> tuple[str, str, str]:
    """The reference of Ashdale's return, and the codes of its first two questions."""
    a_round(world)
    with handling.acting(world.person("delivery-manager")):
        mine = return_of(world, "ashdale")
        first, second = returns.asked(mine)[:2]
    return mine.reference, first.code, second.code


def test_an_answer_is_saved_and_the_next_question_follows(world: Any) -> None:
    reference, first, second = opened(world)
    client = signed_in(world, "delivery-manager")
    there = reverse("inspection:answer", args=[reference, first])
    page = client.get(there)
    assert page.status_code == 200
    with CaptureQueriesContext(connection) as queries:
        sent = client.post(there, {"value": "yes", "comment": "Page 4", "version": "0"})
    assert sent.url == reverse("inspection:answer", args=[reference, second])
    real = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(real) <= 12, "\n".join(real)
    again = client.get(there).content.decode()
    assert "Page 4" in again
    assert 'name="version" value="1"' in again


def test_two_browsers_that_edit_one_answer_see_both_versions_and_choose(world: Any) -> None:
    reference, first, _ = opened(world)
    there = reverse("inspection:answer", args=[reference, first])
    one, other = signed_in(world, "delivery-manager"), signed_in(world, "analyst")
    assert one.get(there).status_code == other.get(there).status_code == 200
    one.post(there, {"value": "yes", "comment": "From the plan", "version": "0"})
    crossed = other.post(there, {"value": "no", "comment": "From the visit", "version": "0"})
    assert crossed.status_code == 409
    text = crossed.content.decode()
    for words in ("From the plan", "From the visit", "Priya Venn", "Save mine instead"):
        assert words in text
    with handling.acting(world.person("analyst")):
        assert Answer.objects.get().value == "yes"
    chosen = other.post(there, {"value": "no", "comment": "From the visit", "version": "1"})
    assert chosen.status_code == 302
    with handling.acting(world.person("analyst")):
        assert Answer.objects.get().comment == "From the visit"


BAD_ANSWERS = {
    "nothing": ({}, "Choose an answer, or write down what you still have to ask"),
    "an unknown answer": ({"value": "maybe"}, "Choose one of the answers offered"),
    "an endless comment": ({"comment": "x" * 8001}, "Use 8000 characters or fewer"),
    "a control character": (
        {"comment": "a\x07b"},
        "Character 2 is an invisible control character (U+0007). Delete it.",
    ),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_a_bad_answer_is_refused_with_a_sentence(world: Any, case: str) -> None:
    reference, first, _ = opened(world)
    sent, sentence = BAD_ANSWERS[case]
    there = reverse("inspection:answer", args=[reference, first])
    page = signed_in(world, "delivery-manager").post(there, {**sent, "version": "0"})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    with handling.acting(world.person("delivery-manager")):
        assert not Answer.objects.exists()


def test_a_force_completes_and_submits_and_is_told_what_is_missing(world: Any) -> None:
    reference, first, _ = opened(world)
    client = signed_in(world, "delivery-manager")
    check = reverse("inspection:return-check", args=[reference])
    before = client.get(check).content.decode()
    assert "questions have no answer yet" in before
    assert reverse("inspection:answer", args=[reference, first]) in before
    assert client.post(check).status_code == 403
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        fill(return_of(world, "ashdale"), by=manager)
    assert client.post(check).url == reverse("inspection:return-submitted", args=[reference])
    assert "Return submitted" in client.get(check.replace("check", "submitted")).content.decode()
    frozen = client.get(reverse("inspection:answer", args=[reference, first]))
    assert frozen.status_code == 403
    assert "submitted and frozen" in frozen.content.decode()
    assert client.get(reverse("inspection:return", args=[reference])).status_code == 200


def test_inspectors_query_and_accept_through_pages(world: Any) -> None:
    reference, first, _ = opened(world)
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        fill(return_of(world, "ashdale"), by=manager)
        returns.submit(return_of(world, "ashdale"), by=manager)
    lead, body = signed_in(world, "lead-inspector"), signed_in(world, "delivery-manager")
    part = reverse("inspection:return-part", args=[reference, "assessing-vulnerability"])
    ask = reverse("inspection:query-ask", args=[reference]) + f"?finding={first}"
    assert ask.replace("&", "&amp;") in lead.get(part).content.decode()
    assert lead.post(ask, {"text": ""}).status_code == 422
    lead.post(ask, {"text": "Which plan is meant?"})
    page = body.get(reverse("inspection:return", args=[reference])).content.decode()
    assert "Which plan is meant?" in page
    with handling.acting(manager):
        query = return_of(world, "ashdale").queries.get()
    reply = reverse("inspection:query-reply", args=[query.reference])
    assert body.get(reply).status_code == 200
    body.post(reply, {"text": "The plan of May."})
    body.post(reverse("inspection:return-check", args=[reference]))
    accept = reverse("inspection:return-accept", args=[reference])
    assert lead.get(accept).status_code == 200
    lead.post(accept)
    with handling.acting(manager):
        assert return_of(world, "ashdale").state == Return.State.ACCEPTED


def test_the_list_of_returns_shows_each_reader_only_theirs_in_few_queries(world: Any) -> None:
    opened(world)
    there = reverse("inspection:returns", args=["trial"])
    lead = signed_in(world, "lead-inspector")
    with CaptureQueriesContext(connection) as queries:
        text = lead.get(there).content.decode()
    assert "Ashdale Police" in text
    assert "Brackenmoor Police" in text
    assert len(queries) <= 16
    mine = signed_in(world, "delivery-manager").get(there).content.decode()
    assert "Ashdale Police" in mine
    assert "Brackenmoor Police" not in mine
    assert signed_in(world, "council-lead").get(there).status_code == 404


def test_a_partner_answers_by_link_without_an_account(world: Any) -> None:
    reference, first, second = opened(world)
    client = signed_in(world, "delivery-manager")
    ask = reverse("inspection:delegate", args=[reference, first])
    post = world.post("upper-ashdale-safeguarding")
    due = people.today() + datetime.timedelta(days=7)
    sent = {"post": post.reference, "due_on-day": due.day, "due_on-month": due.month}
    done = client.post(ask, {**sent, "due_on-year": due.year, "note": "For the north only"})
    text = done.content.decode()
    there = "/inspection/answer/" + text.split("/inspection/answer/")[1].split("/")[0] + "/"
    partner = Client()
    page = partner.get(there).content.decode()
    assert "For the north only" in page
    with handling.acting(world.person("delivery-manager")):
        other = returns.asked(return_of(world, "ashdale")).get(code=second).title
    assert other not in page
    assert partner.post(there, {"comment": "No choice"}).status_code == 422
    check = partner.post(there, {"value": "yes", "comment": "Since May"}).content.decode()
    assert "Check your answer" in check
    change = partner.post(there, {"value": "yes", "comment": "Since May", "change": "1"})
    assert "Since May" in change.content.decode()
    end = partner.post(there, {"value": "yes", "comment": "Since May", "confirmed": "1"})
    assert "Your answer has been sent" in end.content.decode()
    spent = partner.get(there)
    assert spent.status_code == 403
    assert "This link has been used." in spent.content.decode()
    with handling.acting(world.person("delivery-manager")):
        made = returns.delegations().get()
    progress = reverse("inspection:delegation", args=[made.reference])
    assert "Since May" in client.get(progress).content.decode()
    client.post(reverse("inspection:delegation-take", args=[made.reference]), {"version": "0"})
    with handling.acting(world.person("delivery-manager")):
        assert Answer.objects.get().comment == "Since May"


def test_a_withdrawn_link_says_so(world: Any) -> None:
    opened(world)
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        post = world.post("upper-ashdale-safeguarding")
        made, token = returns.delegate(
            mine, returns.asked(mine)[0], post=post, due_on=people.today(), by=manager
        )
    client = signed_in(world, "delivery-manager")
    client.post(reverse("inspection:delegation-withdraw", args=[made.reference]))
    page = Client().get(reverse("inspection:answer-by-link", args=[token]))
    assert "The sender withdrew this link." in page.content.decode()


def test_documents_asked_for_are_listed_with_their_questions(world: Any) -> None:
    reference, *_ = opened(world)
    there = reverse("inspection:return-documents", args=[reference])
    assert "Strategic assessments" in signed_in(world, "analyst").get(there).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_export_fill_and_import_lose_nothing(world: Any, kind: str) -> None:
    reference, first, _ = opened(world)
    manager = world.person("delivery-manager")
    comment = '=HYPERLINK("x")\n\'quoted, with a comma'
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        finding = returns.asked(mine).get(code=first)
        returns.save_answer(mine, finding, value="yes", comment=comment, version=0, by=manager)
    client = signed_in(world, "delivery-manager")
    exported = client.get(reverse("inspection:return-export", args=[reference, kind])).content
    file = io.BytesIO(exported)
    file.name = f"answers.{kind}"
    sent = client.post(reverse("inspection:return-import", args=[reference]), {"file": file})
    assert sent.status_code == 302, sent.content.decode()
    assert client.get(sent.url).status_code == 200
    client.post(sent.url)
    with handling.acting(manager):
        (kept,) = Answer.objects.filter(submission=mine)
        assert (kept.value, kept.comment, kept.version) == ("yes", comment, 1)
        assert bytes(Import.objects.get().content) == b""


def test_a_filled_in_file_goes_in_after_its_preview(world: Any) -> None:
    reference, first, _ = opened(world)
    client = signed_in(world, "delivery-manager")
    file = io.BytesIO(f"finding_id,answer,comment,version\n{first},no,Not yet,0\n".encode())
    file.name = "answers.csv"
    sent = client.post(reverse("inspection:return-import", args=[reference]), {"file": file})
    with handling.acting(world.person("delivery-manager")):
        assert not Answer.objects.exists()
    assert signed_in(world, "analyst").get(sent.url).status_code == 404
    client.post(sent.url)
    with handling.acting(world.person("delivery-manager")):
        assert Answer.objects.get().comment == "Not yet"


def test_a_file_that_does_not_fit_any_more_still_waits(world: Any) -> None:
    reference, first, _ = opened(world)
    client, manager = signed_in(world, "delivery-manager"), world.person("delivery-manager")
    file = io.BytesIO(f"finding_id,answer,comment,version\n{first},no,Not yet,0\n".encode())
    file.name = "answers.csv"
    sent = client.post(reverse("inspection:return-import", args=[reference]), {"file": file})
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        finding = returns.asked(mine).get(code=first)
        returns.save_answer(mine, finding, value="yes", version=0, by=manager)
    for _again in range(2):
        refused = client.post(sent.url)
        assert refused.status_code == 409
        assert "was changed after this file was made" in refused.content.decode()
    with handling.acting(manager):
        assert Import.objects.get().taken_at is None
        assert Answer.objects.get().value == "yes"


BAD_ROWS = {
    "unknown answer": ("FIRST,maybe,,", "&#34;maybe&#34; is not an answer to FIRST."),
    "unknown finding": ("av-fsax,yes,,", "&#34;av-fsax&#34; is not a finding of the framework."),
    "historical": ("av-rich-picture,yes,,", "belongs to history and is not asked today."),
    "no finding": (",yes,,", "The finding_id is missing. Fill it in."),
    "changed since": (
        "FIRST,yes,,3",
        "The answer to FIRST was changed after this file was made (version 0 now, 3 in the file).",
    ),
    "version": ("FIRST,yes,,1.5", "&#34;1.5&#34; is not a whole number."),
    "twice": ("FIRST,yes,,\nFIRST,no,,", "This row repeats row 2: the same finding_id."),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_a_bad_row_is_shown_and_nothing_is_kept(world: Any, case: str) -> None:
    reference, first, _ = opened(world)
    row, sentence = (text.replace("FIRST", first) for text in BAD_ROWS[case])
    file = io.BytesIO(f"finding_id,answer,comment,version\n{row}\n".encode())
    file.name = "answers.csv"
    client = signed_in(world, "delivery-manager")
    page = client.post(reverse("inspection:return-import", args=[reference]), {"file": file})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    with handling.acting(world.person("delivery-manager")):
        assert not Import.objects.exists()


def test_a_round_file_is_rehearsed_and_then_imported_by_the_lead(world: Any) -> None:
    _, first, _ = opened(world)
    lead = signed_in(world, "lead-inspector")
    there = reverse("inspection:round-import", args=["trial"])
    rows = f"ashdale,priority,{first},yes\n\nashdal,priority,{first},yes\n"
    bad = io.BytesIO(f"force,cohort,finding_id,answer\n{rows}".encode())
    bad.name = "round.csv"
    shown = lead.post(there, {"file": bad})
    assert shown.status_code == 422
    assert "Did you mean &#34;ashdale&#34;?" in shown.content.decode()
    good = io.BytesIO(f"force,cohort,finding_id,answer\nashdale,priority,{first},yes\n".encode())
    good.name = "round.csv"
    sent = lead.post(there, {"file": good})
    with handling.acting(world.person("lead-inspector")):
        assert not Answer.objects.exists()
    lead.post(sent.url)
    with handling.acting(world.person("lead-inspector")):
        assert Answer.objects.get().value == "yes"
    exported = lead.get(reverse("inspection:round-export", args=["trial", "csv"])).content.decode()
    assert f"ashdale,priority,{first},yes" in exported
    assert signed_in(world, "delivery-manager").get(there).status_code == 403


def test_the_preview_shows_every_bad_cell_of_every_row(world: Any) -> None:
    reference, first, _ = opened(world)
    lead, body = signed_in(world, "lead-inspector"), signed_in(world, "delivery-manager")
    rows = f"ashdal,priority,{first},maybe\n\nashdale,priority,av-none,perhaps\nashdale,priority\n"
    bad = io.BytesIO(f"force,cohort,finding_id,answer\n{rows}".encode())
    bad.name = "round.csv"
    shown = lead.post(reverse("inspection:round-import", args=["trial"]), {"file": bad})
    text = shown.content.decode()
    assert shown.status_code == 422
    assert "5 things are wrong in round.csv" in text
    for words in (
        "ashdal&#34; is not a body",
        "maybe",
        "av-none",
        "perhaps",
        "This row has 2 cells",
    ):
        assert words in text
    own = io.BytesIO(b"finding_id,answer,comment,version\nav-none,maybe,,\nav-fsa,perhaps,,1.5\n")
    own.name = "answers.csv"
    there = reverse("inspection:return-import", args=[reference])
    text = body.post(there, {"file": own}).content.decode()
    assert "4 things are wrong in answers.csv" in text
    for words in ("av-none&#34; is not a finding", "maybe", "perhaps", "1.5"):
        assert words in text
    with handling.acting(world.person("lead-inspector")):
        assert not Import.objects.exists()
