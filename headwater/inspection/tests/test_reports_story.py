"""A report from its first chapter to its first edition, told through the services."""

from typing import Any

import pytest

from headwater.inspection.models import ChapterVersion, Round
from headwater.inspection.rules import reports as rules
from headwater.inspection.services import practice, recommendations, reports
from headwater.inspection.tests import drawn, reporting
from headwater.kernel import audit, handling


def sentences(found: list[rules.Fault], kind: str, *, is_warning: bool = False) -> list[str]:
    return [f.sentence for f in found if f.kind == kind and f.is_warning == is_warning]


def test_a_report_begins_with_every_table_in_its_place_and_no_typed_number(world: Any) -> None:
    round_ = reporting.real_round(world)
    with handling.acting(lead := world.person("lead-inspector")):
        report = reports.start(round_, by=lead)
        text = "\n".join(report.chapters.values_list("text", flat=True))
        for capability in reporting.CAPABILITIES:
            assert f"{{{{ table capability={capability} }}}}" in text
        assert "{{ comparison }}" in text
        found = reports.check(report)
        assert not sentences(found, "number")
        assert not sentences(found, "text")
        assert not sentences(found, "figures")
        with pytest.raises(handling.Refused, match="started already"):
            reports.start(round_, by=lead)


def test_two_who_edit_one_chapter_do_not_overwrite_each_other(world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world)
    with handling.acting(lead := world.person("lead-inspector")):
        chapter = report.chapters.earliest("order")
        reports.write_chapter(chapter, text="First.", version=2, by=lead)
    with handling.acting(second := world.person("second-inspector")):
        chapter = report.chapters.earliest("order")
        with pytest.raises(handling.Conflict) as conflict:
            reports.write_chapter(chapter, text="Second.", version=2, by=second)
        assert conflict.value.latest.text == "First."
        texts = ChapterVersion.objects.filter(chapter=chapter).order_by("number")
        assert [version.number for version in texts] == [1, 2, 3]


def test_a_report_is_published_when_all_agree_and_two_sign(world: Any) -> None:
    report, edition = reporting.published(world)
    assert edition.number == 1
    with handling.acting(handling.PUBLIC):
        seen = reports.find_edition("averland")
        assert seen.hash == edition.hash
        assert seen.frozen["edition"]["number"] == 1
        assert seen.frozen["signed_by"] == ["Morwenna Hale", "Tobias Renn"]
        assert not Round.objects.exists()
    with handling.acting(world.person("lead-inspector")):
        events = {event.name for event in audit.trail(report)} | {
            event.name for event in audit.trail(edition)
        }
    assert {"report created", "chapter written", "report signed", "edition published"} <= events


def test_what_stands_between_is_named(world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(
        round_,
        world,
        "All 43 forces, that is half.\n\n{{ percent finding=nope }} and {{ judgments }}",
    )
    with handling.acting(world.person("lead-inspector")):
        found = reports.check(report)
    assert sentences(found, "number") == [
        "“43” is typed by hand. Put a reference in its place, or mark it as a cited fact with "
        "{{ cited 43 }} and name its source."
    ]
    assert "“half” is a number in words" in sentences(found, "number", is_warning=True)[0]
    assert "There is no row for finding nope and cohort all." in sentences(found, "text")
    assert any("is not a reference" in sentence for sentence in sentences(found, "text"))
    assert [f.line for f in found if f.kind == "text"] == [3, 3]
    assert len(sentences(found, "accuracy")) == 8
    assert sentences(found, "signature") == [
        "Two people sign the report as it stands. Nobody has signed."
    ]


def test_a_report_with_something_in_its_way_is_neither_signed_nor_published(world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world)
    with handling.acting(lead := world.person("lead-inspector")):
        with pytest.raises(handling.Refused, match="8 things stand between"):
            reports.sign(report, by=lead)
        with pytest.raises(handling.Refused, match="has not been asked about factual accuracy"):
            reports.publish(report, by=lead)


def test_a_change_takes_signatures_away(world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world)
    reporting.agreed(round_, world)
    reporting.signed(report, world)
    with handling.acting(lead := world.person("lead-inspector")):
        assert not rules.stops(reports.check(report))
        chapter = report.chapters.earliest("order")
        reports.write_chapter(chapter, text="Other words.", version=2, by=lead)
        assert len(sentences(reports.check(report), "signature")) == 1
        with pytest.raises(handling.Refused, match="Nobody has signed"):
            reports.publish(report, by=lead)


def test_nobody_signs_twice(world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world)
    reporting.agreed(round_, world)
    with handling.acting(lead := world.person("lead-inspector")):
        reports.sign(report, by=lead)
        with pytest.raises(handling.Refused, match="Another person signs too"):
            reports.sign(report, by=lead)
        with pytest.raises(handling.Refused, match="Morwenna Hale has signed; one more"):
            reports.publish(report, by=lead)


def test_a_cited_fact_is_a_reference_with_a_source(world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world, "It cost {{ cited £7,239,000 }}.")
    with handling.acting(lead := world.person("lead-inspector")):
        assert "“£7,239,000” has no source yet" in sentences(reports.check(report), "text")[0]
        reports.cite(report, text="£7,239,000", source="Report of 2009, 2.1.6", by=lead)
        found = reports.check(report)
        assert not sentences(found, "text")
        assert not sentences(found, "number")
        with pytest.raises(handling.Refused, match="has a source already"):
            reports.cite(report, text="£7,239,000", source="Elsewhere", by=lead)


def test_numbers_in_recommendations_and_notes_that_are_printed_are_scanned(world: Any) -> None:
    round_ = reporting.real_round(world)
    with handling.acting(lead := world.person("lead-inspector")):
        clause = recommendations.NewClause(text="Within 6 months, train staff.", supporting="Two")
        recommendations.add(round_, summary="Train all 90.", clauses=[clause], by=lead)
        recommendations.add(round_, summary="Train the other 70.", by=lead)
        note = practice.add(
            round_, sort="practice", title="Levels", text="By May 2026, 5 did.", by=lead
        )
    with handling.acting(second := world.person("second-inspector")):
        note.refresh_from_db()
        practice.share(note, version=1, by=second)
    text = f"{{{{ recommendation 1 }}}}\n\n{{{{ practice {note.reference} }}}}"
    report = reporting.started(round_, world, text)
    with handling.acting(lead):
        found = reports.check(report)
    stops = [fault for fault in rules.stops(found) if fault.kind == "number"]
    assert [fault.sentence.split(" is typed")[0] for fault in stops] == ["“90”", "“6”", "“5”"]
    assert stops[1].place == "What was found, recommendation 1, clause 1a"
    assert "“Two” is a number in words" in sentences(found, "number", is_warning=True)[0]


def test_the_reconstruction_publishes_totals_and_nothing_of_a_body(world: Any) -> None:
    system = handling.System("load-demo")
    with handling.acting(system):
        round_ = drawn.hmic_2009(by=system)
        for code in ("lead-inspector", "second-inspector"):
            drawn.join(round_, world.person(code))
    report = reporting.started(
        round_, world, "{{ table capability=assessing-success }}\n\n{{ judgements }}"
    )
    with handling.acting(lead := world.person("lead-inspector")):
        found = sentences(reports.check(report), "text")
        assert found
        assert "Publication refuses a table with a line for each body" in found[0]
        chapter = report.chapters.earliest("order")
        reports.write_chapter(
            chapter, text="{{ table capability=assessing-success }}", version=2, by=lead
        )
        frozen = reports.content(round_, report)
        assert frozen["bodies"] == []
        assert frozen["answers"] == frozen["judgements"] == frozen["withheld"] == {}
    reporting.signed(report, world)
    with handling.acting(lead):
        edition = reports.publish(report, by=lead)
    assert "P01" not in str(edition.frozen)
    assert edition.frozen["round"]["note"].startswith("Reconstructed")


def test_what_is_marked_stays_out_in_totals_too(world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world)
    with handling.acting(lead := world.person("lead-inspector")):
        before = reports.content(round_, report)
        submission = round_.subjects.get(code="ashdale-police").submission
        marked = handling.Label.intern(
            marking="OFFICIAL-SENSITIVE",
            organisation=world.body("ashdale-police"),
            team=round_.team,
        )
        handling.relabel(submission, marked, by=lead, reason="Names an operation")
        after = reports.content(round_, report)
    assert "ashdale-police" in before["answers"]["av-fsa"]
    assert "ashdale-police" not in after["answers"]["av-fsa"]
    assert before["figures"] != after["figures"]


def test_recommendations_become_public_with_the_report(world: Any) -> None:
    round_ = reporting.real_round(world)
    report = reporting.started(round_, world)
    with handling.acting(lead := world.person("lead-inspector")):
        made = recommendations.add(round_, summary="Agree what success means.", by=lead)
    reporting.agreed(round_, world)
    reporting.signed(report, world)
    with handling.acting(lead):
        edition = reports.publish(report, by=lead)
    assert edition.frozen["recommendations"][0]["text"] == "Agree what success means."
    with handling.acting(handling.PUBLIC):
        assert handling.visible(type(made), to=handling.PUBLIC).count() == 1
