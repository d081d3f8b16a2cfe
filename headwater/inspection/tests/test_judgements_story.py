"""Two inspectors rate blind, are opened to each other, and a judgement is settled and replaced."""

import pytest

from headwater.inspection.models import Judgement, Rating
from headwater.inspection.services import judgements
from headwater.inspection.tests import judging
from headwater.kernel import audit, handling


@pytest.fixture
def work(world):
    return judging.fieldwork(world)


def names(record):
    return [event.name for event in audit.trail(record).order_by("id")]


def test_two_blind_ratings_are_opened_together_and_settled_with_a_reason(world, work):
    lead, second = world.person("lead-inspector"), world.person("second-inspector")
    with handling.acting(lead):
        first = work.rate(lead, place="first", stage="developed")
        assert names(first)[0] == "rating created"
        assert names(first)[-1] == "rating finished"
        assert first.label.person == lead
    with handling.acting(second):
        assert not Rating.objects.exists()
        work.rate(second, place="second", stage="implementation")
        assert Rating.objects.count() == 2
    with handling.acting(lead):
        reason = "The plans fit together; the posts were filled in May."
        judgement = judgements.moderate(
            work.subject(), work.capability(), stage=work.stage("developed"), reason=reason, by=lead
        )
        assert judgement.narrative == "Seen in Ashdale."
        settled = audit.trail(work.round).filter(name="judgement settled").get()
        assert settled.detail.facts["ratings"] == {
            "first": "developed",
            "second": "implementation",
        }
        assert settled.detail.facts["reason"] == reason
        first = Rating.objects.get(place="first")
        assert names(first)[-1] == "rating opened to the team"
