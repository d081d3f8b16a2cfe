"""Which questions and which answers a body is offered, in a return and in a self-assessment."""

import html
import io
import re
from typing import Any

from django.urls import reverse

from headwater.inspection.models import Answer
from headwater.inspection.services import assessments, completeness, returns
from headwater.inspection.tests.test_returns_pages import opened, signed_in
from headwater.inspection.tests.test_returns_story import fill, return_of
from headwater.kernel import frameworks, handling

PRINTED_TWICE = "is-la-protocol-dup"


def radios(page: str) -> list[str]:
    """The values of the answers that a page offers."""
    return re.findall(r'type="radio" value="([^"]*)"', page) or re.findall(
        r'name="value"[^>]*value="([^"]*)"', page
    )


def test_a_row_printed_twice_under_one_label_is_asked_once(world: Any) -> None:
    opened(world)
    with handling.acting(world.person("delivery-manager")):
        mine = return_of(world, "ashdale")
        codes = set(returns.asked(mine).values_list("code", flat=True))
        assert "is-la-protocol" in codes
        assert PRINTED_TWICE not in codes
        assert codes == {item.code for item in returns.questions(mine)}
    client = signed_in(world, "delivery-manager")
    gone = reverse("inspection:answer", args=[mine.reference, PRINTED_TWICE])
    assert client.get(gone).status_code == 404


def test_a_self_assessment_asks_it_once_too(world: Any) -> None:
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        framework = frameworks.pack("inspection-2009@1.0")
        made = assessments.begin(
            world.body("ashdale-police"), framework, cohort="priority", by=manager
        )
        codes = {question.finding.code for question in assessments.questions(made)}
    assert "is-la-protocol" in codes
    assert PRINTED_TWICE not in codes


def test_a_force_reads_answers_about_itself_and_none_that_stands_for_silence(world: Any) -> None:
    reference, first, _ = opened(world)
    there = reverse("inspection:answer", args=[reference, first])
    page = html.unescape(signed_in(world, "delivery-manager").get(there).content.decode())
    assert radios(page) == ["yes", "no", "not_applicable"]
    assert "It is so today, and something can show it" in page
    assert "The inspection found" not in page


def test_not_applicable_is_an_answer_that_gives_its_reason(world: Any) -> None:
    reference, first, _ = opened(world)
    there = reverse("inspection:answer", args=[reference, first])
    client = signed_in(world, "delivery-manager")
    bare = client.post(there, {"value": "not_applicable", "version": "0"})
    assert bare.status_code == 422
    assert "Say why the question does not apply" in bare.content.decode()
    given = {"value": "not_applicable", "comment": "There is no such unit", "version": "0"}
    assert client.post(there, given).status_code == 302
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        fill(mine, by=manager)
        assert not returns.missing(mine).exists()
        counted = completeness.of_round(mine.subject.round, to=manager).get()
        asked = completeness.asked_counts(mine.subject.round)
        assert counted.answered_count == asked["priority"] == len(returns.questions(mine))


def test_an_answer_that_only_files_give_stays_until_the_body_changes_it(world: Any) -> None:
    reference, first, _ = opened(world)
    client = signed_in(world, "delivery-manager")
    there = reverse("inspection:answer", args=[reference, first])
    assert client.post(there, {"value": "not_recorded", "version": "0"}).status_code == 422
    file = io.BytesIO(f"finding_id,answer,comment,version\n{first},not_recorded,,0\n".encode())
    file.name = "answers.csv"
    sent = client.post(reverse("inspection:return-import", args=[reference]), {"file": file})
    client.post(sent.url)
    assert radios(client.get(there).content.decode()) == [
        "yes",
        "no",
        "not_recorded",
        "not_applicable",
    ]
    kept = {"value": "not_recorded", "comment": "Asked in May", "version": "1"}
    assert client.post(there, kept).status_code == 302
    with handling.acting(world.person("delivery-manager")):
        stored = Answer.objects.get()
    assert (stored.value, stored.comment) == ("not_recorded", "Asked in May")
