"""Bodies and critical readers: shown what is theirs, heard once, answered before publication."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from headwater.inspection.models import AccuracyCheck, Guidance, Report, Visit
from headwater.inspection.services import reports
from headwater.inspection.services.reports import accuracy, readers
from headwater.inspection.tests import reporting
from headwater.kernel import handling, people

SOON = datetime.timedelta(days=7)


def sent(world: Any, text: str = "Ashdale Police met twice.\n\nDunmere Police did not.") -> Any:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world, text)
    with handling.acting(lead := world.person("lead-inspector")):
        reports.send_for_accuracy(round_, by=lead, due_on=people.today() + SOON)
    return report


def of_ashdale() -> AccuracyCheck:
    return AccuracyCheck.objects.get(submission__subject__code="ashdale-police")


def test_a_body_sees_its_own_passages_and_nothing_of_the_others(world: Any) -> None:
    sent(world)
    with handling.acting(world.person("delivery-manager")):
        checks = list(AccuracyCheck.objects.all())
        assert len(checks) == 1
        assert "Paragraph 1.1: Ashdale Police met twice." in checks[0].draft
        assert "Dunmere" not in checks[0].draft
        assert "Assessing Vulnerability: Implementation." in checks[0].draft
        assert not Report.objects.exists()


def test_a_comment_is_answered_before_publication(world: Any) -> None:
    report = sent(world)
    with handling.acting(manager := world.person("delivery-manager")):
        with pytest.raises(handling.Refused, match="Say what is not accurate"):
            reports.comment_accuracy(of_ashdale(), is_agreed=False, by=manager)
        reports.comment_accuracy(of_ashdale(), is_agreed=False, text="Thrice.", by=manager)
        with pytest.raises(handling.Refused, match="commented already"):
            reports.comment_accuracy(of_ashdale(), is_agreed=True, by=manager)
    with handling.acting(lead := world.person("lead-inspector")):
        found = [f.sentence for f in reports.check(report) if f.kind == "accuracy"]
        assert "The comment of Ashdale Police has no answer yet." in found
        reports.reply_accuracy(of_ashdale(), text="Corrected.", by=lead)
        found = [f.sentence for f in reports.check(report) if f.kind == "accuracy"]
        assert not any("Ashdale" in sentence for sentence in found)


def test_what_was_said_first_stands_when_two_speak_at_once(world: Any) -> None:
    sent(world)
    with handling.acting(manager := world.person("delivery-manager")):
        first, second = of_ashdale(), of_ashdale()
        reports.comment_accuracy(first, is_agreed=False, text="Thrice.", by=manager)
        with pytest.raises(handling.Refused, match="commented already"):
            reports.comment_accuracy(second, is_agreed=True, by=manager)
    with handling.acting(lead := world.person("lead-inspector")):
        first, second = of_ashdale(), of_ashdale()
        reports.reply_accuracy(first, text="Corrected.", by=lead)
        with pytest.raises(handling.Refused, match="answered already"):
            reports.reply_accuracy(second, text="Left as it is.", by=lead)
        assert (of_ashdale().comment, of_ashdale().reply) == ("Thrice.", "Corrected.")


def test_a_comment_without_its_reason_is_asked_for_it_on_the_page(client: Any, world: Any) -> None:
    sent(world)
    client.force_login(manager := world.person("delivery-manager"))
    with handling.acting(manager):
        there = reverse("inspection:accuracy-check", args=[of_ashdale().reference])
    page = client.post(there, {"is_agreed": "no", "text": ""})
    assert page.status_code == 422
    assert "Say what is not accurate, and what would be." in page.content.decode()
    assert client.post(there, {"is_agreed": "no", "text": "Thrice."}).status_code == 302


def test_silence_until_the_day_has_passed_is_a_warning(world: Any) -> None:
    report = sent(world)
    with handling.acting(world.person("lead-inspector")):
        AccuracyCheck.objects.update(due_on=people.today() - datetime.timedelta(days=1))
        found = [f for f in reports.check(report) if f.kind == "accuracy"]
    assert len(found) == 8
    assert all(f.is_warning for f in found)


def test_a_post_comments_by_link_once(world: Any) -> None:
    sent(world)
    with handling.acting(lead := world.person("lead-inspector")):
        with pytest.raises(handling.Refused, match="is not a post of Ashdale Police"):
            reports.invite_to_accuracy(of_ashdale(), post=world.post("unit-head"), by=lead)
        token = reports.invite_to_accuracy(of_ashdale(), post=world.post("ashdale-lead"), by=lead)
    holder = handling.LinkHolder(handling.link_for(token, act=accuracy.ACT))
    with handling.acting(holder):
        check = reports.find_check(holder.link.target["check"])
        reports.comment_accuracy(check, is_agreed=True, by=holder)
    with pytest.raises(handling.Refused, match="has been used"):
        handling.link_for(token, act=accuracy.ACT)
    with handling.acting(lead):
        assert of_ashdale().commented_by.startswith("Chief-officer lead for prevention")


def test_a_critical_reader_sees_the_copy_that_was_sent_and_comments_once(world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world)
    post = world.post("advisory-chair")
    with handling.acting(lead := world.person("lead-inspector")):
        tokens = reports.send_to_readers(
            report, posts=[post], expires_at=timezone.now() + SOON, by=lead
        )
        chapter = report.chapters.earliest("order")
        reports.write_chapter(chapter, text="Changed since.", version=2, by=lead)
    holder = handling.LinkHolder(handling.link_for(tokens[post], act=readers.ACT))
    with handling.acting(holder):
        copy = reports.reading_copy(holder.link)
        assert "Changed since." not in str(copy.frozen)
        texts = {chapter.reference: "Say what is not measured.", "": ""}
        assert readers.comment_by_link(holder, texts) == 1
    with handling.acting(lead):
        comment = report.comments.get()
        assert comment.made_by == "Member of the advisory group, Ashdale Independent Advisory Group"
        assert any(f.kind == "readers" for f in reports.check(report))
        reports.resolve_comment(comment, resolution="Said in the summary.", by=lead)
        assert not any(f.kind == "readers" for f in reports.check(report))
        with pytest.raises(handling.Refused, match="resolved already"):
            reports.resolve_comment(comment, resolution="Again.", by=lead)


def test_a_readers_link_opens_the_report_and_nothing_else_of_the_round(world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world)
    post = world.post("advisory-chair")
    with handling.acting(lead := world.person("lead-inspector")):
        tokens = reports.send_to_readers(
            report, posts=[post], expires_at=timezone.now() + SOON, by=lead
        )
    holder = handling.LinkHolder(handling.link_for(tokens[post], act=readers.ACT))
    with handling.acting(holder):
        assert Report.objects.count() == 1
        assert not type(round_).objects.exists()
        assert not AccuracyCheck.objects.exists()


def test_bodies_judged_under_unlike_guidance_need_the_editors_caveat(world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world)
    with handling.acting(lead := world.person("lead-inspector")):
        for at, subject in enumerate(round_.subjects.order_by("code")[:2], start=1):
            guide = Guidance.objects.create(
                label_id=round_.label_id,
                round=round_,
                title="Guide",
                version=str(at),
                issued_on=round_.starts_on,
            )
            visit = Visit.objects.create(
                label_id=round_.label_id,
                round=round_,
                subject=subject,
                starts_on=round_.starts_on,
                ends_on=round_.starts_on,
                place="Headquarters",
                state=Visit.State.DONE,
                framework=round_.framework,
            )
            visit.guidance.add(guide)
        assert [f.sentence for f in reports.check(report) if f.kind == "guidance"] == [
            "Bodies were visited under 2 different sets of guidance. Write the caveat that is "
            "printed under the tables that compare them."
        ]
        reports.set_caveat(report, text="Some were visited before the new guide.", by=lead)
        assert not [f for f in reports.check(report) if f.kind == "guidance"]
        frozen = reports.content(round_, report)
    assert frozen["caveat"] == "Some were visited before the new guide."
