"""Pages of figures: who sees what, every number a way to its answers, and the warnings."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from headwater.inspection import figures
from headwater.inspection.figures import counting
from headwater.inspection.models import Round
from headwater.inspection.rules import reconstruction
from headwater.inspection.tests import drawn
from headwater.kernel import frameworks, handling, people

LOADER = handling.System("load-demo")
PAGES = ("overview", "findings", "stages", "comparison", "heat")


@pytest.fixture
def old(world: Any) -> Round:
    with handling.acting(LOADER):
        round_ = drawn.hmic_2009(by=LOADER, slug="test-2009")
        drawn.join(round_, world.person("lead-inspector"))
        return round_


@pytest.fixture
def live(world: Any) -> Round:
    """Two real bodies of the invented nation and one more, in a round that is under way."""
    one, two, *_ = world.forces()
    with handling.acting(LOADER):
        round_ = drawn.round_of(
            "test-live",
            framework=frameworks.pack("inspection-2009@1.0"),
            cohorts={"one": "priority", "two": "priority", "three": "non_priority"},
            organisations={"one": one, "two": two},
            answers=[("one", "av-fsa", "yes"), ("two", "av-fsa", "no")],
            judgements=[("one", "assessing-success", "advanced")],
            is_reconstruction=False,
            by=LOADER,
        )
        drawn.join(round_, world.person("lead-inspector"))
        return round_


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def member_of(world: Any, round_: Round) -> Any:
    """Somebody who acts for the body of the round's first subject."""
    body = round_.subjects.get(code="one").organisation
    held = people.Membership.objects.filter(organisation=body).select_related("person")
    return held.earliest("id").person


@pytest.mark.parametrize("name", PAGES)
def test_the_team_sees_each_page(world: Any, old: Round, name: str) -> None:
    lead = signed_in(world.person("lead-inspector"))
    response = lead.get(f"/inspection/rounds/test-2009/{name}/")
    assert response.status_code == 200
    assert "reconstruct" in response.content.decode().lower()


@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_sees_a_page(world: Any, old: Round, name: str) -> None:
    stranger = signed_in(world.person("trainer"))
    assert stranger.get(f"/inspection/rounds/test-2009/{name}/").status_code == 404
    assert Client().get(f"/inspection/rounds/test-2009/{name}/").status_code == 302


def test_every_number_leads_to_as_many_answers_as_it_counts(world: Any, old: Round) -> None:
    lead = world.person("lead-inspector")
    client = signed_in(lead)
    with handling.acting(lead):
        taken = figures.take(old)
    for finding, cohort in (("av-fsa", "all"), ("as-ni35", "priority"), ("ceo-train", "priority")):
        row = taken.findings.cell(finding, cohort)
        for figure in (row.yes, row.no, row.not_recorded, row.denominator):
            lines = client.get(f"{figure.url}?format=csv").content.decode().splitlines()
            assert len(lines) - 1 == figure.value


def test_a_stage_and_a_comparison_lead_to_their_judgements(world: Any, old: Round) -> None:
    lead = world.person("lead-inspector")
    client = signed_in(lead)
    with handling.acting(lead):
        taken = figures.take(old)
    cell = taken.comparison.cell("information-sharing", "funded_share_of_dev_adv")
    stage = taken.stages.cell("information-sharing", "developed")
    for figure in (stage.bodies, stage.bodies_in("priority"), cell.numerator, cell.denominator):
        lines = client.get(f"{figure.url}?format=csv").content.decode().splitlines()
        assert len(lines) - 1 == figure.value


def test_whatever_stands_per_subject_carries_the_warning(world: Any, old: Round) -> None:
    client = signed_in(world.person("lead-inspector"))
    for address in (
        "heat/",
        "heat/assessing-success/",
        "figures/av-fsa/all/yes/",
        "stages/assessing-success/developed/all/",
    ):
        base = f"/inspection/rounds/test-2009/{address}"
        assert reconstruction.NOTE in html.unescape(client.get(base).content.decode())
        assert reconstruction.NOTE in client.get(f"{base}?format=csv").content.decode()
    answer = client.get("/inspection/rounds/test-2009/answers/av-fsa/P01/").content.decode()
    assert reconstruction.NOTE in html.unescape(answer)


def test_an_answer_shows_what_was_said(world: Any, live: Round) -> None:
    client = signed_in(world.person("lead-inspector"))
    page = client.get("/inspection/rounds/test-live/answers/av-fsa/one/").content.decode()
    assert "Force-level strategic assessment" in page
    assert reconstruction.NOTE not in html.unescape(page)


def test_a_body_counts_its_own_answers_and_is_told_so(world: Any, live: Round) -> None:
    with handling.acting(LOADER):
        person = member_of(world, live)
    client = signed_in(person)
    page = client.get("/inspection/rounds/test-live/findings/assessing-vulnerability/")
    assert "Counted from the answers that you may see: 1 of 3 returns" in page.content.decode()
    with handling.acting(person):
        row = figures.take(live).findings.cell("av-fsa", "priority")
        assert (row.yes.value, row.no.value, row.denominator.value) == (1, 0, 1)
    counted = client.get("/inspection/rounds/test-live/figures/av-fsa/priority/asked/")
    text = re.sub(r"\s+", " ", counted.content.decode())
    assert "1 more return is withheld from you" in text
    other = client.get("/inspection/rounds/test-live/answers/av-fsa/two/")
    assert other.status_code == 404


def test_the_count_of_returns_tells_strangers_nothing(world: Any, live: Round) -> None:
    with handling.acting(world.person("trainer")):
        assert counting.returns_in_round(live) == {}
    with handling.acting(handling.PUBLIC):
        assert counting.returns_in_round(live) == {}
    with handling.acting(world.person("lead-inspector")):
        assert sum(counting.returns_in_round(live).values()) == 3


def test_the_count_gives_the_reader_back(world: Any, live: Round) -> None:
    with handling.acting(LOADER):
        person = member_of(world, live)
    with handling.acting(person):
        counting.returns_in_round(live)
        assert figures.take(live).figure("round.subjects").value == 1


def test_what_is_marked_stays_out_of_figures_for_publication(world: Any, live: Round) -> None:
    with handling.acting(LOADER):
        submission = live.subjects.get(code="two").submission
        marked = handling.Label.intern(marking="OFFICIAL-SENSITIVE", team=live.team)
        handling.relabel(submission, marked, by=LOADER, reason="holds names")
        whole, public = figures.take(live), figures.take(live, only_unmarked=True)
    assert whole.findings.cell("av-fsa", "priority").denominator.value == 2
    row = public.findings.cell("av-fsa", "priority")
    assert (row.yes.value, row.no.value, row.denominator.value) == (1, 0, 1)
    assert not public.is_partial
    assert any("marking" in note for note in public.round.notes)


def test_a_framework_without_cohorts_or_stages_has_its_own_tables(world: Any) -> None:
    with handling.acting(LOADER):
        round_ = drawn.round_of(
            "test-toolkit",
            framework=frameworks.pack("local-toolkit-2024@1.0"),
            cohorts={"a": "", "b": "", "c": ""},
            answers=[("a", "pg-terms", "3"), ("b", "pg-terms", "1")],
            is_reconstruction=False,
            by=LOADER,
        )
        drawn.join(round_, world.person("lead-inspector"))
        taken = figures.take(round_)
    row = taken.findings.cell("pg-terms", "all")
    assert (row.yes.value, row.no.value, row.not_recorded.value) == (1, 1, 1)
    assert row.yes_pct.text == "33%"
    assert not taken.stages.rows
    assert not taken.comparison.rows
    client = signed_in(world.person("lead-inspector"))
    for name in PAGES:
        assert client.get(f"/inspection/rounds/test-toolkit/{name}/").status_code == 200


def test_the_registry_is_a_page(world: Any) -> None:
    page = signed_in(world.person("trainer")).get("/inspection/measures/").content.decode()
    for definition in figures.MEASURES.values():
        assert definition.name in page


def test_the_timetable_names_months_and_no_subject(world: Any) -> None:
    page = signed_in(world.person("trainer")).get("/inspection/timetable-2009/").content.decode()
    assert "November 2008" in page
    assert "18 forces" in page
    assert not re.search(r"\b[PN]\d\d\b", page)


@pytest.mark.parametrize("name", PAGES)
def test_the_number_of_queries_does_not_grow_with_the_round(
    world: Any, old: Round, live: Round, name: str, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(world.person("lead-inspector"))
    for slug in ("test-live", "test-2009"):
        client.get(f"/inspection/rounds/{slug}/{name}/")
        with django_assert_max_num_queries(16):
            client.get(f"/inspection/rounds/{slug}/{name}/")
