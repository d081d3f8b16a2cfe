"""What descriptors support, and when a rating may begin, finish and settle: rules as tables."""

import pytest

from headwater.inspection.models import Round
from headwater.inspection.rules import judgements as rules
from headwater.kernel import handling, people

LADDER = (
    rules.Step("beginning", ("just-written", "few")),
    rules.Step("developed", ("fits", "posts")),
    rules.Step("advanced", ("joint",)),
    rules.Step("delivering", ("everyday",)),
)
DEVELOPED = {"just-written": "not_met", "few": "not_met", "fits": "met", "posts": "met"}
HOME = handling.no("Brackenmoor is a former force of hers.")


@pytest.mark.parametrize(
    ("met", "stage", "missing"),
    [
        ({}, None, ()),
        ({"just-written": "met", "few": "met"}, "beginning", ("fits", "posts")),
        ({"just-written": "not_met"}, "beginning", ("fits", "posts")),
        ({"fits": "met"}, "beginning", ("posts",)),
        ({"fits": "met", "posts": "partly"}, "beginning", ("posts",)),
        ({"fits": "met", "posts": "not_known"}, "beginning", ("posts",)),
        (DEVELOPED, "developed", ("joint",)),
        ({**DEVELOPED, "joint": "met"}, "advanced", ("everyday",)),
        ({**DEVELOPED, "everyday": "met"}, "developed", ("joint",)),
        ({"joint": "met", "everyday": "met"}, "beginning", ("fits", "posts")),
        ({**DEVELOPED, "joint": "met", "everyday": "met"}, "delivering", ()),
    ],
)
def test_the_highest_stage_whose_descriptors_hold_is_supported(met, stage, missing):
    found = rules.supported(LADDER, met)
    assert (found.stage, found.missing) == (stage, missing)


def test_a_framework_without_stages_supports_none():
    assert rules.supported((), {"a": "met"}).stage is None


SHOWN = {**DEVELOPED, "joint": "not_met"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, ""),
        ({"met": DEVELOPED}, "1 descriptor has no answer yet, up to the stage after the one"),
        ({"met": {}}, "5 descriptors have no answer yet"),
        ({"stage": "delivering"}, "1 descriptor has no answer yet"),
        ({"stage": "golden"}, "Choose one of the stages of the framework."),
        ({"uncited_count": 2}, "2 descriptors are called met or partly met without citing"),
        ({"narrative": " "}, "Write the narrative: why the body stands where you say it does."),
        ({"stage": "beginning"}, "Give your reason for another stage than the descriptors"),
        ({"stage": "beginning", "reason": "The posts end in March."}, ""),
        ({"ladder": ()}, rules.NO_STAGES),
    ],
)
def test_a_rating_is_finished_when_it_is_complete(changed, sentence):
    whole = {
        "ladder": LADDER,
        "met": SHOWN,
        "stage": "developed",
        "narrative": "Plans fit.",
        "reason": "",
        "uncited_count": 0,
    }
    given = {**whole, **changed}
    verdict = rules.may_finish(given.pop("ladder"), given.pop("met"), **given)
    assert verdict.allowed == (not sentence)
    assert sentence in verdict.sentence


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, ""),
        ({"own_place": "first"}, "You have made the first rating. The other is made by another"),
        ({"is_second_due": False}, "This was not drawn for a second rating."),
        ({"is_opened": True}, "so a second would not be blind."),
        ({"place": "first", "is_second_due": False}, ""),
    ],
)
def test_two_blind_ratings_are_begun_by_two_people(changed, sentence):
    fresh = {"place": "second", "own_place": "", "is_second_due": True, "is_opened": False}
    verdict = rules.may_begin(**{**fresh, **changed})
    assert verdict.allowed == (not sentence)
    assert sentence in verdict.sentence


def somebody(*powers: str) -> people.Person:
    """A person with one role today, which may do what the list says."""
    person = people.Person(name="Somebody")
    person._memberships_now = [people.Membership(role=people.Role(may=list(powers)))]
    return person


RATER = somebody("round.judge", "round.moderate")


@pytest.mark.parametrize(
    ("round_", "changed", "sentence"),
    [
        (Round(phase="fieldwork"), {}, ""),
        (Round(phase="moderation"), {}, ""),
        (Round(phase="planning"), {}, "at the phase “Planning”."),
        (Round(phase="published"), {}, "at the phase “Published”."),
        (Round(phase="fieldwork", is_reconstruction=True), {}, rules.NO_RATINGS),
        (Round(phase="fieldwork"), {"is_member": False}, "Only an inspector of the round's team"),
        (Round(phase="fieldwork"), {"interest": HOME}, HOME.sentence),
        (Round(phase="fieldwork"), {"person": somebody()}, "Only an inspector of the round's"),
    ],
)
def test_an_inspector_of_the_team_rates_in_time_and_never_a_home_force(round_, changed, sentence):
    given = {"person": RATER, "is_member": True, "interest": handling.YES, **changed}
    verdict = rules.may_rate(round_, given.pop("person"), **given)
    assert verdict.allowed == (not sentence)
    assert sentence in verdict.sentence


@pytest.mark.parametrize(
    ("phase", "changed", "sentence"),
    [
        ("moderation", {}, ""),
        ("accuracy", {}, ""),
        ("published", {}, "Judgements are settled from fieldwork until the facts have been"),
        ("moderation", {"opened_count": 0}, "Both ratings must be done before they are moderated."),
        ("moderation", {"opened_count": 1}, "Both ratings must be done before they are moderated."),
        ("moderation", {"opened_count": 1, "is_second_due": False}, ""),
        (
            "moderation",
            {"opened_count": 0, "is_second_due": False},
            "The rating must be done before a judgement is settled.",
        ),
        ("moderation", {"reason": " "}, "also when the ratings agree."),
        ("moderation", {"interest": HOME}, HOME.sentence),
        ("moderation", {"is_member": False}, "Only an inspector of the round's team can moderate."),
    ],
)
def test_a_judgement_is_settled_from_the_ratings_that_are_due(phase, changed, sentence):
    given = {
        "is_member": True,
        "interest": handling.YES,
        "opened_count": 2,
        "is_second_due": True,
        "reason": "They agree on all but one descriptor.",
        **changed,
    }
    verdict = rules.may_settle(Round(phase=phase), RATER, **given)
    assert verdict.allowed == (not sentence)
    assert sentence in verdict.sentence
