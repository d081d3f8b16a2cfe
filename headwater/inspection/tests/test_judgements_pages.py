"""The pages of ratings, moderation, consistency and agreement, by address."""

import pytest
from django.urls import reverse

from headwater.inspection.models import CriterionAnswer, Judgement, Rating
from headwater.inspection.services import judgements, returns
from headwater.inspection.tests import judging
from headwater.kernel import handling


@pytest.fixture
def work(world):
    return judging.fieldwork(world)


@pytest.fixture
def place(world, work):
    """The address of Ashdale's first capability, whatever the page."""
    with handling.acting(world.person("lead-inspector")):
        reference = work.subject().reference

    def address(name="judgement", *more):
        there = ["test-round", reference, "assessing-vulnerability", *more]
        return reverse(f"inspection:{name}", args=there)

    return address


def sign_in(client, world, code):
    person = world.person(code)
    client.force_login(person)
    return person


def both(world, work, second="implementation"):
    for code, where, stage in (
        ("lead-inspector", "first", "developed"),
        ("second-inspector", "second", second),
    ):
        person = world.person(code)
        with handling.acting(person):
            work.rate(person, place=where, stage=stage)


def test_an_inspector_rates_descriptor_by_descriptor_and_decides(client, world, work, place):
    lead = sign_in(client, world, "lead-inspector")
    with handling.acting(lead):
        piece = work.piece(by=lead)
    begun = client.post(place("rating-begin", "first"))
    page = client.get(begun.url).content.decode()
    assert "Only you can see it" in client.get(begun.url).content.decode() or page
    assert "no stage is supported" in page
    with handling.acting(lead):
        reference = Rating.objects.select_related("record").get().reference
        codes = [
            item.code for rung in judgements.ladder(work.round.framework) for item in rung.criteria
        ]
    answer = {"met": "met", "note": "Seen", "cited": [piece.reference], "version": 0}
    for number, code in enumerate(codes):
        there = reverse("inspection:rating-criterion", args=[reference, code])
        met = {**answer, "met": "met" if number < 11 else "not_met"}
        assert client.post(there, met).status_code == 302
    assert "support “Developed”" in client.get(begun.url).content.decode()
    decide = reverse("inspection:rating-decide", args=[reference])
    refused = client.post(decide, {"stage": "advanced", "narrative": "Good.", "reason": ""})
    assert "Give your reason for another stage" in refused.content.decode()
    done = client.post(decide, {"stage": "developed", "narrative": "Plans fit.", "reason": ""})
    assert done.status_code == 302
    page = client.get(begun.url).content.decode()
    assert "Done: opened when the other rating is done" in page
    assert client.post(there, answer).status_code == 403


def test_saving_goes_on_to_the_next_descriptor_without_an_answer(client, world, work, place):
    lead = sign_in(client, world, "lead-inspector")
    client.post(place("rating-begin", "first"))
    with handling.acting(lead):
        reference = Rating.objects.select_related("record").get().reference
        first, second = judgements.ladder(work.round.framework)[0].criteria[:2]
    there = reverse("inspection:rating-criterion", args=[reference, first.code])
    saved = client.post(there, {"met": "not_met", "note": "", "version": 0})
    assert saved.url == reverse("inspection:rating-criterion", args=[reference, second.code])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"met": ""}, "Say whether it is met"),
        ({"met": "splendid"}, "Choose one of the answers offered"),
        ({"cited": ["nowhere"]}, "Choose one of the answers offered"),
        ({"note": "x" * 4001}, "Use 4000 characters or fewer"),
        ({"version": "one"}, "whole number"),
    ],
)
def test_a_bad_answer_to_a_descriptor_has_its_sentence(
    client, world, work, place, changed, sentence
):
    lead = sign_in(client, world, "lead-inspector")
    client.post(place("rating-begin", "first"))
    with handling.acting(lead):
        work.piece(by=lead)
        reference = Rating.objects.select_related("record").get().reference
    there = reverse("inspection:rating-criterion", args=[reference, "developed-people-in-post"])
    response = client.post(there, {"met": "met", "note": "", "version": 0, **changed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    with handling.acting(lead):
        assert not CriterionAnswer.objects.exists()


def test_two_windows_on_one_descriptor_show_both_versions(client, world, work, place):
    lead = sign_in(client, world, "lead-inspector")
    client.post(place("rating-begin", "first"))
    with handling.acting(lead):
        reference = Rating.objects.select_related("record").get().reference
    there = reverse("inspection:rating-criterion", args=[reference, "developed-people-in-post"])
    client.post(there, {"met": "partly", "note": "One window", "version": 0})
    crossed = client.post(there, {"met": "met", "note": "The other", "version": 0})
    assert crossed.status_code == 409
    assert "One window" in crossed.content.decode()
    assert "The other" in crossed.content.decode()
    assert client.post(there, {"met": "met", "note": "The other", "version": 1}).status_code == 302


@pytest.mark.parametrize("reader", ["second-inspector", "third-inspector", "delivery-manager"])
def test_no_page_shows_a_blind_rating_to_anybody_else(client, world, work, place, reader):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        first = work.rate(lead, place="first", stage="developed")
    sign_in(client, world, reader)
    for name in ("rating", "rating-decide"):
        assert client.get(reverse(f"inspection:{name}", args=[first.reference])).status_code == 404
    pages = [
        place(),
        reverse("inspection:judgements", args=["test-round"]),
        reverse("inspection:judgements", args=["test-round"]) + "?format=csv",
        reverse("inspection:consistency", args=["test-round", "assessing-vulnerability"]),
        reverse("inspection:agreement", args=["test-round"]),
    ]
    for page in pages:
        text = client.get(page).content.decode()
        assert "Seen in Ashdale" not in text
        assert first.reference not in text
        assert "Not met" not in text
        assert "Developed," not in text


def test_moderation_shows_both_side_by_side_and_settles_with_a_reason(client, world, work, place):
    both(world, work)
    sign_in(client, world, "lead-inspector")
    page = client.get(place()).content.decode()
    assert page.count("They differ") == 6
    assert "Morwenna Hale" in page
    assert "Tobias Renn" in page
    empty = client.post(place(), {"stage": "", "reason": "", "narrative": "", "version": 0})
    assert empty.status_code == 422
    told = {"stage": "advanced", "reason": "We looked again.", "narrative": "", "version": 0}
    assert "no rating says why" in client.post(place(), told).content.decode()
    told["stage"] = "developed"
    assert client.post(place(), told).status_code == 302
    page = client.get(place()).content.decode()
    assert "We looked again." in page
    assert "Settle it again" in page
    crossed = client.post(place(), {**told, "reason": "Mine", "version": 0})
    assert crossed.status_code == 409
    with handling.acting(world.person("lead-inspector")):
        assert Judgement.objects.get().reason == "We looked again."


def test_an_overall_judgement_is_settled_with_narrative_and_reason(client, world, work, place):
    lead = sign_in(client, world, "lead-inspector")
    overall = place().replace("assessing-vulnerability", "overall")
    told = {"stage": "developed", "reason": "Weighed.", "narrative": "On the way.", "version": 0}
    assert client.post(overall, told).status_code == 302
    with handling.acting(lead):
        assert Judgement.objects.get().capability is None


def test_the_board_costs_the_same_however_many_bodies(
    client, world, work, django_assert_max_num_queries
):
    both(world, work)
    sign_in(client, world, "third-inspector")
    with django_assert_max_num_queries(16):
        page = client.get(reverse("inspection:judgements", args=["test-round"])).content.decode()
    assert "Developed, Implementation" in page
    assert "Ready to moderate" in page


def test_consistency_reads_along_descriptors_and_names_nobody(client, world, work):
    both(world, work)
    sign_in(client, world, "third-inspector")
    there = reverse("inspection:consistency", args=["test-round", "assessing-vulnerability"])
    page = client.get(there).content.decode()
    assert "Met / Not met" in page
    assert "Developed / Implementation" in page
    assert "Morwenna Hale" not in page


def test_agreement_shows_the_table_and_says_when_kappa_is_undefined(client, world, work):
    both(world, work)
    sign_in(client, world, "third-inspector")
    page = client.get(reverse("inspection:agreement", args=["test-round"])).content.decode()
    assert "0.00" in page
    assert "no body has been rated by both inspectors" in page


def test_a_reconstruction_says_that_nobody_rated_anybody(client, world):
    judging.fieldwork(world, is_reconstruction=True)
    sign_in(client, world, "lead-inspector")
    page = client.get(reverse("inspection:agreement", args=["test-round"])).content.decode()
    assert "nobody rated anybody" in page
    across = reverse("inspection:consistency", args=["test-round", "assessing-vulnerability"])
    assert "nobody rated anybody" in client.get(across).content.decode()
    board = client.get(reverse("inspection:judgements", args=["test-round"])).content.decode()
    assert "One inspector" not in board
    assert "Reconstructed, no force" in board


@pytest.mark.parametrize("name", ["judgements", "agreement"])
def test_the_body_inspected_reads_judgements_in_the_report_and_not_before(
    client, world, work, name
):
    lead = world.person("lead-inspector")
    with handling.acting(lead):
        returns.open_for(work.subject(), by=lead)
    sign_in(client, world, "delivery-manager")
    response = client.get(reverse(f"inspection:{name}", args=["test-round"]))
    assert response.status_code == 403
    assert "Others read them in the report." in response.content.decode()


@pytest.mark.parametrize("name", ["judgements", "agreement", "evidence-list"])
def test_a_stranger_does_not_find_the_round(client, world, work, name):
    sign_in(client, world, "policy-official")
    assert client.get(reverse(f"inspection:{name}", args=["test-round"])).status_code == 404
