"""The framework of the 2009 inspection as the library holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

import headwater
from headwater.kernel import packs

LIBRARY = Path(headwater.__file__).parent / "library"


@pytest.fixture(scope="module")
def rows() -> dict[str, list[packs.Item]]:
    pack = packs.read(LIBRARY / "frameworks" / "inspection-2009" / "1.0.yaml")
    assert pack.name == "inspection-2009@1.0"
    grouped: dict[str, list[packs.Item]] = {}
    for row in pack.items():
        grouped.setdefault(row.kind, []).append(row)
    return grouped


def test_it_has_what_the_report_has(rows: dict[str, list[packs.Item]]) -> None:
    counts = {kind: len(found) for kind, found in rows.items()}
    assert counts["capability"] == 5
    assert counts["finding"] == 53
    assert (counts["stage"], counts["criterion"]) == (4, 20)
    assert (counts["minimum"], counts["recommendation"], counts["enabler"]) == (10, 6, 8)


def test_codes_are_unique_within_their_kind(rows: dict[str, list[packs.Item]]) -> None:
    for found in rows.values():
        assert len({row.code for row in found}) == len(found)
        assert [row.order for row in found] == list(range(1, len(found) + 1))


def test_what_history_asked_for_and_we_do_not_build_is_marked(
    rows: dict[str, list[packs.Item]],
) -> None:
    marked = {row.code for found in rows.values() for row in found if row.historical}
    assert marked == {
        "av-rich-picture",
        "av-npt-tasked",
        "av-mapping-ct",
        "av-mapping-rp",
        "as-ni35",
        "as-rp-progress",
        "is-la-protocol-dup",
        "mc-04-community-understanding",
        "mc-10-performance-review",
    }


def test_two_places_name_different_owners_of_the_sixth_recommendation(
    rows: dict[str, list[packs.Item]],
) -> None:
    named = {row.code: row.body["named_in"] for row in rows["recommendation"]}
    different = [
        code
        for code, places in named.items()
        if len({tuple(place["owners"]) for place in places}) > 1
    ]
    assert different == ["rec-6"]
