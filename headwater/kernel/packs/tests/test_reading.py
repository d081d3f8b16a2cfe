"""Reading a pack: what is refused, at which line and field, and what never changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from headwater.kernel import packs
from headwater.kernel.packs import envelope, source

PACK = """\
slug: small
version: 1.0
kind: framework
title: A small framework
released: 2026-01-05
status: released
source:
  document: An invented document
certainty: unconfirmed
wording: Invented for a test
scales:
  - id: yes-no
    name: Yes or no
    points:
      - {id: yes, name: "Yes", meaning: It is so, counts_as: numerator}
      - {id: no, name: "No", meaning: It is not so, counts_as: denominator}
cohorts:
  - {id: large, name: Large}
capabilities:
  - {id: plans, name: Plans, question: Is there a plan?}
findings:
  - id: plan-written
    capability: plans
    label: Is the plan written down?
    scale: yes-no
    asked_of: [large]
"""


@pytest.fixture
def pack_file(tmp_path: Path) -> Path:
    path = tmp_path / "frameworks" / "small" / "1.0.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(PACK)
    return path


BAD = [
    ("version: 1.0", "version: 1", 2, "version", "valid string"),
    ("version: 1.0", "version: v1", 2, "version", "form"),
    ("slug: small", "slug: Small Pack", 1, "slug", "form"),
    ("slug: small", "slug: small\nslug: other", 2, "slug", "twice"),
    ("kind: framework", "kind: novel", 3, "kind", "kind of a pack"),
    ("title: A small framework\n", "", 1, "title", "needed"),
    ("released: 2026-01-05", "released: 2026-02-31", 5, "released", "not a day"),
    ("released: 2026-01-05", "released: soon", 5, "released", "date"),
    ("status: released", "status: almost", 6, "status", "'released' or 'draft'"),
    ("wording:", "colour: red\nwording:", 10, "colour", "no such field"),
    ("title: A small framework", "title: '  '", 4, "title", "form"),
    ("title: A small framework", "title: &t A small framework", 4, "", "Anchors"),
    ("title: A small framework", "title: !!python/name:os.system x", 4, "", "Tags"),
    ("title: A small framework", "title: [unclosed", 5, "", "not YAML"),
    ("wording: Invented for a test", "wording: {1: a}", 10, "wording", "name of a field"),
    ("capability: plans", "capability: gone", 23, "findings[0].capability", "no gone"),
    ("scale: yes-no", "scale: gone", 25, "findings[0].scale", "no gone"),
    ("asked_of: [large]", "asked_of: [gone]", 26, "findings[0].asked_of[0]", "no gone"),
    ("    asked_of: [large]\n", "", 22, "findings[0].asked_of", "which are asked"),
    ("id: no,", "id: yes,", 16, "scales[0].points[1].id", "used twice"),
    ("id: large", "id: all", 18, "cohorts[0].id", "counts every cohort"),
    (
        "counts_as: numerator",
        "counts_as: twice",
        15,
        "scales[0].points[0].counts_as",
        "'numerator'",
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "field", "reason"), BAD)
def test_a_fault_names_its_file_line_field_and_reason(
    pack_file: Path, old: str, new: str, line: int, field: str, reason: str
) -> None:
    assert PACK.count(old) == 1
    pack_file.write_text(PACK.replace(old, new))
    with pytest.raises(packs.PackRefused) as refused:
        packs.read(pack_file)
    fault = refused.value.faults[0]
    assert (fault.file, fault.line, fault.field) == (pack_file, line, field)
    assert reason in fault.reason
    assert str(fault).startswith(f"{pack_file}:{line}: ")


def test_all_faults_of_a_file_are_told_at_once(pack_file: Path) -> None:
    pack_file.write_text(PACK.replace("plans", "Plans!").replace("status: released", "status: x"))
    with pytest.raises(packs.PackRefused) as refused:
        packs.read(pack_file)
    assert [fault.line for fault in refused.value.faults] == [6, 20, 23]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a: \x00", "YAML"),
        (b"- a\n- b\n", "one mapping"),
        (b"", "one mapping"),
        (b"a: 1\n---\nb: 2\n", "one pack"),
        (b"a: " + b"[" * 5000, "deep"),
        (b"a: [" + b"x," * 60_000 + b"]", "values"),
        (b"a: " + b"x" * (source.LARGEST_FILE + 1), "at most"),
        (b"a: &a [x]\nb: [*a, *a]\n", "aliases"),
    ],
    ids=["not-utf8", "null", "list", "empty", "two", "deep", "many", "large", "bomb"],
)
def test_a_file_that_is_no_pack_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "1.0.yaml"
    path.write_bytes(content)
    with pytest.raises(packs.PackRefused, match=reason):
        packs.read(path)


def test_words_and_numbers_that_yaml_would_change_stay_text(pack_file: Path) -> None:
    pack = packs.read(pack_file)
    assert pack.content.version == "1.0"
    answers = [row.body["answer"] for row in pack.items() if row.kind == "scale_point"]
    assert answers == ["yes", "no"]


def test_the_digest_follows_the_content_and_not_its_layout(pack_file: Path) -> None:
    before = packs.read(pack_file).digest
    pack_file.write_text(
        "# a remark\n" + PACK.replace("slug: small\nversion: 1.0", "version: 1.0\nslug: small")
    )
    assert packs.read(pack_file).digest == before
    pack_file.write_text(PACK.replace("written down", "agreed"))
    assert packs.read(pack_file).digest != before


def test_a_released_pack_may_not_change(pack_file: Path) -> None:
    before = packs.read(pack_file)
    packs.refuse_change(before.digest, before)
    pack_file.write_text(PACK.replace("written down", "agreed"))
    with pytest.raises(packs.PackRefused, match="give the change a new version"):
        packs.refuse_change(before.digest, packs.read(pack_file))


def test_a_pack_lies_where_its_name_says(tmp_path: Path, pack_file: Path) -> None:
    assert [pack.name for pack in packs.read_library(tmp_path)] == ["small@1.0"]
    pack_file.rename(pack_file.with_name("2.0.yaml"))
    with pytest.raises(packs.PackRefused, match=r"2\.0 belongs, and the pack says 1\.0"):
        packs.read_library(tmp_path)


def test_every_pack_of_the_library_is_read() -> None:
    names = {pack.name for pack in packs.read_library(envelope.LIBRARY)}
    assert names == {
        "inspection-2009@1.0",
        "local-toolkit-2024@1.0",
        "prevention@1.0",
        "rules@1.0",
    }
