"""Files of a whole round: what goes in, what stays out, and what is said about it."""

import io
from typing import Any

import pytest
from django.db import connection

from headwater.inspection.models import Answer, Judgement, Return, Round, Subject
from headwater.inspection.services import imports, returns, rounds, staging
from headwater.inspection.tests.test_returns_story import a_round, return_of
from headwater.kernel import audit, frameworks, handling, people

SYSTEM = handling.System("load-demo")
LIBRARY = frameworks.LIBRARY / "reconstruction" / "hmic-2009"


def planned(world: Any, *, slug: str = "planned", is_reconstruction: bool = True) -> Round:
    """A round that takes bodies from a file."""
    return rounds.create(
        slug=slug,
        framework=frameworks.pack("inspection-2009@1.0"),
        title="Planned round",
        owner=world.body("inspectorate"),
        starts_on=people.today(),
        by=SYSTEM,
        is_reconstruction=is_reconstruction,
    )


def table(*rows: str, header: str = "force,cohort,finding_id,answer") -> io.BytesIO:
    return io.BytesIO("\n".join([header, *rows, ""]).encode())


def test_the_reconstruction_of_2009_is_made_whole(world: Any) -> None:
    with handling.acting(SYSTEM):
        made = imports.load_reconstruction(by=SYSTEM)
        assert made.is_reconstruction
        assert Subject.objects.filter(round=made).count() == 43
        assert Answer.objects.filter(submission__subject__round=made).count() == 2279
        assert Judgement.objects.filter(round=made, is_current=True).count() == 215
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT i.code, a.value, count(*) FROM inspection_answer a JOIN kernel_item i"
                " ON i.id = a.finding_id WHERE i.code = 'av-fsa' GROUP BY 1, 2"
            )
            assert sum(count for *_, count in cursor.fetchall()) == 43
        names = [event.name for event in audit.trail(made)]
        assert names[:2] == ["judgements imported", "returns imported"]
        references = set(Subject.objects.filter(round=made).values_list("reference", flat=True))
        assert {len(reference) for reference in references} == {10}
        assert imports.load_reconstruction(by=SYSTEM) == made
    with handling.acting(world.person("second-inspector")):
        assert Round.objects.filter(slug="hmic-2009").exists()
    with handling.acting(world.person("delivery-manager")):
        assert not Round.objects.filter(slug="hmic-2009").exists()


def test_a_second_file_replaces_the_first_whole(world: Any) -> None:
    with handling.acting(SYSTEM):
        made = planned(world)
        first = table("P01,priority,av-fsa,yes", "P02,priority,av-fsa,no")
        imports.replace(made, first, by=SYSTEM)
        second = table("P01,non_priority,av-fsa,no", "P03,priority,av-fsa,yes")
        done = imports.replace(made, second, by=SYSTEM)
        assert (done.answer_count, done.body_count, done.new_body_count) == (2, 2, 1)
        assert list(made.subjects.order_by("code").values_list("code", flat=True)) == ["P01", "P03"]
        mine = return_of(world, "P01")
        assert returns.cohort_of(mine.subject) == "non_priority"
        assert Answer.objects.get(submission=mine).version == 2
        assert Return.objects.filter(subject__round=made).count() == 2


BAD_ANSWERS = {
    "unknown answer": (
        ["P01,priority,av-fsa,maybe"],
        'row 2, answer: "maybe" is not an answer to av-fsa. Use one of these: no, not_applicable, '
        "not_recorded, yes.",
    ),
    "nearly an answer": (
        ["P01,priority,av-fsa,Yes"],
        'row 2, answer: "Yes" is not an answer to av-fsa. Did you mean "yes"?',
    ),
    "no answer": (
        ["P01,priority,av-fsa,"],
        "row 2, answer: The answer is missing. Fill it in.",
    ),
    "unknown finding": (
        ["P01,priority,av-fsaa,yes"],
        'row 2, finding_id: "av-fsaa" is not a finding of the framework. Did you mean "av-fsa"?',
    ),
    "no finding": (
        ["P01,priority,,yes"],
        "row 2, finding_id: The finding_id is missing. Fill it in.",
    ),
    "unknown cohort": (
        ["P01,prioritee,av-fsa,yes"],
        'row 2, cohort: "prioritee" is not a cohort of the framework. Did you mean "priority"?',
    ),
    "no cohort": (["P01,,av-fsa,yes"], "row 2, cohort: The cohort is missing. Fill it in."),
    "two cohorts": (
        ["P01,priority,av-fsa,yes", "P01,non_priority,av-bcu-sa,yes"],
        'row 2, cohort: "P01" is in two cohorts, non_priority and priority. Choose one.',
    ),
    "no force": ([",priority,av-fsa,yes"], "row 2, force: The force is missing. Fill it in."),
    "a formula for a force": (
        ["=1+1,priority,av-fsa,yes"],
        'row 2, force: "=1+1" cannot be the code of a body: use up to 60 letters, digits and '
        "hyphens.",
    ),
    "a repeated row": (
        ["P01,priority,av-fsa,yes", "P02,priority,av-fsa,no", "P01,priority,av-fsa,no"],
        "row 4: This row repeats row 2: the same force and finding_id. Delete one of them.",
    ),
    "not asked": (
        ["N01,non_priority,lg-ctio-staff,yes"],
        "row 2, answer: lg-ctio-staff is not asked of non_priority bodies. Only not_applicable can stand "
        "here.",
    ),
    "too few cells": (
        ["P01,priority,av-fsa"],
        "row 2: Row 2 has 3 cells; the header has 4. Put text that contains a comma in double "
        "quotation marks.",
    ),
    "no rows": ([], "The table has a header but no rows."),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_a_bad_file_of_answers_is_refused_with_a_sentence_and_changes_nothing(
    world: Any, case: str
) -> None:
    rows, sentence = BAD_ANSWERS[case]
    with handling.acting(SYSTEM):
        made = planned(world)
        imports.replace(made, table("P09,priority,av-fsa,yes"), by=SYSTEM)
        with pytest.raises(staging.ImportRefused) as refused:
            imports.replace(made, table(*rows), by=SYSTEM)
        assert staging.told(refused.value.faults[0]) == sentence
        assert Answer.objects.filter(submission__subject__round=made).count() == 1
        assert list(made.subjects.values_list("code", flat=True)) == ["P09"]


BAD_FILES = {
    "empty": (b"", "The file is empty."),
    "a missing column": (
        b"force,cohort,answer\n",
        'row 1, finding_id: The column "finding_id" is missing from the header.',
    ),
    "an unexpected column": (
        b"force,cohort,finding_id,answer,shade\n",
        'row 1, shade: The column "shade" is not expected here. Delete it or correct its name.',
    ),
    "semicolons": (
        b"force;cohort;finding_id;answer\n",
        "The cells are separated by semicolons. Separate them by commas.",
    ),
    "UTF-16": (
        "force,cohort,finding_id,answer\n".encode("utf-16"),
        'The file is UTF-16 text. Save it as "CSV UTF-8" and try again.',
    ),
    "Windows-1252": (
        b"force,cohort,finding_id,answer\nP\xe9,priority,av-fsa,yes\n",
        "Line 2 is not UTF-8 text (byte 0xE9 at position 33). The file may be in Windows-1252, "
        'the older encoding of Windows: save it as "CSV UTF-8" and try again.',
    ),
    "a NUL byte": (
        b"force,cohort,finding_id,answer\nP\0,priority,av-fsa,yes\n",
        "Line 2 contains a NUL byte. Save the file as CSV UTF-8 again.",
    ),
    "a cell of 10 MB": (
        b"force,cohort,finding_id,answer\n" + b"x" * 10_000_000 + b",priority,av-fsa,yes\n",
        "A row near line 2 is longer than 4 MB: a cell is too long, or a quotation mark is never "
        "closed.",
    ),
    "an open quotation mark": (
        b'force,cohort,finding_id,answer\n"P01,priority,av-fsa,yes\n',
        "A quotation mark after line 1 is never closed.",
    ),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(world: Any, case: str) -> None:
    data, sentence = BAD_FILES[case]
    with handling.acting(SYSTEM):
        made = planned(world)
        with pytest.raises(staging.ImportRefused) as refused:
            imports.replace(made, io.BytesIO(data), by=SYSTEM)
        assert staging.told(refused.value.faults[0]) == sentence


def test_a_byte_order_mark_and_windows_line_ends_are_forgiven(world: Any) -> None:
    data = b"\xef\xbb\xbfforce,cohort,finding_id,answer\r\nP01,priority,av-fsa,yes\r\n"
    with handling.acting(SYSTEM):
        made = planned(world)
        assert imports.replace(made, io.BytesIO(data), by=SYSTEM).answer_count == 1


def test_every_bad_cell_of_every_row_is_told(world: Any) -> None:
    bad = table(
        "P 01,prioritee,av-fsaa,perhaps",
        "P02,priority,av-fsa,yes",
        "P 01,priority,av-fsa,",
        "P03,,,",
        "N01,non_priority,lg-ctio-staff,yes",
    )
    with handling.acting(SYSTEM):
        made = planned(world)
        with pytest.raises(staging.ImportRefused, match="10 faults") as refused:
            imports.replace(made, bad, by=SYSTEM)
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [
        (2, "force"), (2, "cohort"), (2, "finding_id"), (2, "answer"),
        (4, "force"), (4, "answer"),
        (5, "cohort"), (5, "finding_id"), (5, "answer"),
        (6, "answer"),
    ]  # fmt: skip
    assert refused.value.faults[3].sentence == (
        '"perhaps" is not an answer of the framework. Use one of these: no, not_applicable, '
        "not_recorded, yes."
    )


def test_every_row_with_too_few_or_too_many_cells_is_told(world: Any) -> None:
    bad = table("P01,priority,av-fsa", "P02,priority,av-fsa,yes", "P03,priority,av-fsa,yes,no")
    with handling.acting(SYSTEM):
        made = planned(world)
        with pytest.raises(staging.ImportRefused, match="2 faults") as refused:
            imports.replace(made, bad, by=SYSTEM)
    assert [fault.row for fault in refused.value.faults] == [2, 4]


def test_faults_beyond_what_is_told_are_counted(world: Any) -> None:
    rows = [f"P{n},priority,av-fsa,perhaps" for n in range(staging.TOLD + 50)]
    with handling.acting(SYSTEM):
        made = planned(world)
        with pytest.raises(staging.ImportRefused, match="10,050 faults") as refused:
            imports.replace(made, table(*rows), by=SYSTEM)
    assert [fault.row for fault in refused.value.faults] == list(range(2, staging.TOLD + 2))


def test_a_body_in_a_wrong_cohort_is_judged_by_its_own(world: Any) -> None:
    made, lead = a_round(world), world.person("lead-inspector")
    bad = table("brackenmoor,priority,lg-ctio-staff,yes", "brackenmoor,prioritee,av-fsa,perhaps")
    with handling.acting(lead), pytest.raises(staging.ImportRefused) as refused:
        imports.replace(made, bad, by=lead)
    assert [staging.told(fault) for fault in refused.value.faults] == [
        'row 2, cohort: "brackenmoor" is in the cohort non_priority in this round, not priority.',
        "row 2, answer: lg-ctio-staff is not asked of non_priority bodies. Only not_applicable can "
        "stand here.",
        'row 3, cohort: "brackenmoor" is in the cohort non_priority in this round, not prioritee.',
        'row 3, answer: "perhaps" is not an answer to av-fsa. Use one of these: no, '
        "not_applicable, not_recorded, yes.",
    ]


def test_a_running_round_takes_only_its_own_bodies_and_findings_of_today(world: Any) -> None:
    made, lead = a_round(world), world.person("lead-inspector")
    bad = table(
        "ashdal,priority,av-fsa,yes",
        "brackenmoor,priority,av-fsa,yes",
        "ashdale,priority,av-rich-picture,yes",
    )
    with handling.acting(lead), pytest.raises(staging.ImportRefused) as refused:
        imports.replace(made, bad, by=lead)
    assert [staging.told(fault) for fault in refused.value.faults] == [
        'row 2, force: "ashdal" is not a body of this round. Did you mean "ashdale"?',
        'row 3, cohort: "brackenmoor" is in the cohort non_priority in this round, not priority.',
        "row 4, finding_id: av-rich-picture belongs to history and is not asked today.",
    ]


def test_a_running_round_keeps_comments_and_versions(world: Any) -> None:
    made, lead = a_round(world), world.person("lead-inspector")
    manager = world.person("delivery-manager")
    with handling.acting(manager):
        mine = return_of(world, "ashdale")
        first, second = returns.asked(mine)[:2]
        returns.save_answer(mine, first, value="yes", comment="Page 4", version=0, by=manager)
        returns.save_answer(mine, second, value="yes", version=0, by=manager)
    with handling.acting(lead):
        imports.replace(made, table(f"ashdale,priority,{first.code},no"), by=lead)
        kept = Answer.objects.filter(submission=mine).order_by("finding__order")
        assert [(a.value, a.comment, a.version) for a in kept] == [("no", "Page 4", 2), ("", "", 2)]
        assert mine.versions.count() == 4


def test_a_submitted_return_is_never_replaced(world: Any) -> None:
    made, lead = a_round(world), world.person("lead-inspector")
    with handling.acting(lead):
        Return.objects.filter(subject__code="ashdale").update(state=Return.State.SUBMITTED)
        with pytest.raises(handling.Refused) as refused:
            imports.replace(made, table("ashdale,priority,av-fsa,yes"), by=lead)
    assert str(refused.value) == (
        "1 return has been submitted (Ashdale Police). A draft can be replaced only before that."
    )


BAD_STAGES = {
    "unknown stage": (
        "P01,priority,assessing-success,develloped",
        'row 2, stage: "develloped" is not a stage of the framework. Did you mean "developed"?',
    ),
    "unknown capability": (
        "P01,priority,assessing,developed",
        'row 2, capability: "assessing" is not a capability of the framework. '
        'Did you mean "assessing-success"?',
    ),
    "unknown body": (
        "P02,priority,assessing-success,developed",
        'row 2, force: "P02" is not a body of this round. Did you mean "P01"?',
    ),
    "another cohort": (
        "P01,non_priority,assessing-success,developed",
        'row 2, cohort: "P01" is in the cohort priority in this round, not non_priority.',
    ),
    "every cell": (
        "P02,priority,assessing,develloped",
        'row 2, force: "P02" is not a body of this round. Did you mean "P01"?',
    ),
    "a repeated row": (
        "P01,priority,overall,developed\nP01,priority,overall,advanced",
        "row 3: This row repeats row 2: the same force and capability. Delete one of them.",
    ),
}


@pytest.mark.parametrize("case", BAD_STAGES)
def test_a_bad_file_of_stages_keeps_the_answers_out_too(world: Any, case: str) -> None:
    rows, sentence = BAD_STAGES[case]
    stages = table(*rows.split("\n"), header="force,cohort,capability,stage")
    with handling.acting(SYSTEM):
        made = planned(world)
        with pytest.raises(staging.ImportRefused) as refused:
            imports.replace(made, table("P01,priority,av-fsa,yes"), judgements=stages, by=SYSTEM)
        assert staging.told(refused.value.faults[0]) == sentence
        assert not made.subjects.exists()


def test_the_overall_judgement_has_no_capability(world: Any) -> None:
    stages = table("P01,priority,overall,developed", header="force,cohort,capability,stage")
    with handling.acting(SYSTEM):
        made = planned(world)
        imports.replace(made, table("P01,priority,av-fsa,yes"), judgements=stages, by=SYSTEM)
        (judged,) = Judgement.objects.filter(round=made)
        assert judged.capability is None
        assert judged.stage.code == "developed"
