"""Saving one answer, with few and with many answers in the database."""

from itertools import count

from django.test import Client
from django.urls import reverse

from bench import clock, findings, pages, world
from headwater.inspection.models import Answer, Return
from headwater.kernel import handling

TURNS = 25
AIM, QUERIES_AIM = 2, 12
PEER = "20 to 24"


def measure(*, answers: int) -> list[findings.Row]:
    """Save the answer to one question again and again, each time as read, and go on."""
    browser, nobody = pages.client(world.editor()), Client(SERVER_NAME="127.0.0.1")
    submission, finding, version = _question()
    address = reverse("inspection:answer", args=[submission, finding])
    versions = count(version)

    def save() -> None:
        number = next(versions)
        sent = {
            "value": ("yes", "no")[number % 2],
            "comment": f"Order of the day, {number}",
            "version": number,
        }
        response = browser.post(address, sent)
        assert response.status_code == 302, response.status_code

    taken = clock.medians(
        {
            "page": save,
            "base": lambda: pages.fetch(browser, pages.BASE),
            "health": lambda: pages.fetch(nobody, pages.HEALTH),
        },
        turns=TURNS,
    )
    with pages.counted() as queries:
        save()
    what = f"save one answer, {answers:,} answers in the database"
    return [
        findings.ratio(what, taken["page"], "base page", taken["base"], aim=AIM),
        pages.in_health(what, taken, peer=PEER),
        findings.most("statements to save it", len(queries), "", aim=QUERIES_AIM),
    ]


def _question() -> tuple[str, str, int]:
    """A question of the live round that Ashdale has answered, and the answer's version."""
    with handling.acting(world.editor()):
        submission = Return.objects.select_related("record").get(
            subject__round__slug=world.LIVE, subject__code="ashdale-police"
        )
        answer = (
            Answer.objects.filter(submission=submission).select_related("finding").earliest("id")
        )
        return submission.reference, answer.finding.code, answer.version
