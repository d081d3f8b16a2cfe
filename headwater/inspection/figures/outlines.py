"""What a framework asks of whom, as figures need it: read once for each pack and kept.

A released pack never changes, so an outline is kept in memory under the pack's key and digest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from headwater.kernel import frameworks

ALL = "all"
OVERALL = "overall"
YES, NO, NOT_RECORDED, NOT_APPLICABLE = "yes", "no", "not_recorded", "not_applicable"
SIDES = (YES, NO, NOT_RECORDED, NOT_APPLICABLE)
_KINDS = ("cohort", "scale", "scale_point", "capability", "section", "finding", "stage")


@dataclass(frozen=True, slots=True)
class Entry:
    """A capability, cohort or stage: its row's key, its code and its name."""

    pk: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A question: of whom it is asked, in which rows it is printed, what its answers count as."""

    pk: int
    code: str
    title: str
    capability: str
    section: str
    asked_of: tuple[str, ...]
    rows: tuple[str, ...]
    sides: Mapping[str, str]
    names: Mapping[str, str]
    is_historical: bool

    def side(self, value: str) -> str:
        """Yes, no, not recorded or not applicable; an unknown answer counts as not recorded."""
        return self.sides.get(value, NOT_RECORDED)

    def values(self, side: str) -> list[str]:
        """The answers that count as a side."""
        return [value for value, found in self.sides.items() if found == side]


@dataclass(frozen=True, slots=True)
class Outline:
    """A framework's cohorts, capabilities, findings and stages, each in the pack's order."""

    name: str
    title: str
    word: str
    cohorts: tuple[Entry, ...]
    capabilities: tuple[Entry, ...]
    stages: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    by_code: Mapping[str, Finding] = field(repr=False)

    @property
    def titles(self) -> dict[str, str]:
        """Names of capabilities, overall among them."""
        return {OVERALL: "Overall"} | {each.code: each.title for each in self.capabilities}

    def of(self, capability: str) -> list[Finding]:
        """The findings of one capability."""
        return [each for each in self.findings if each.capability == capability]

    def is_asked(self, finding: Finding, cohort: str) -> bool:
        """Whether a finding is asked of a cohort; of all only when every cohort is asked."""
        if not self.cohorts:
            return True
        wanted = {each.code for each in self.cohorts} if cohort == ALL else {cohort}
        return wanted <= set(finding.asked_of)

    def members(self, cohort: str) -> tuple[str, ...]:
        """The cohorts that a row adds up: all of them for ``all``; an empty code is no cohort."""
        if not self.cohorts:
            return ("",)
        return tuple(each.code for each in self.cohorts) if cohort == ALL else (cohort,)


def of(pack: frameworks.Pack) -> Outline:
    """The outline of a pack."""
    return _read(pack.pk, pack.digest)


@lru_cache(maxsize=64)
def _read(pk: int, digest: str) -> Outline:
    pack = frameworks.Pack.objects.get(pk=pk)
    items: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
    rows = frameworks.Item.objects.filter(pack_id=pk, kind__in=_KINDS)
    for item in rows.order_by("kind", "order", "id"):
        items[item.kind].append(item)
    codes = {item.pk: item.code for kind in _KINDS for item in items[kind]}
    points: dict[str, dict[str, Any]] = {}
    for point in items["scale_point"]:
        points.setdefault(codes[point.parent_id], {})[point.body["answer"]] = point
    cohorts = _entries(items["cohort"])
    findings = tuple(_finding(item, codes, cohorts, points) for item in items["finding"])
    return Outline(
        name=str(pack),
        title=pack.title,
        word=(pack.body.get("words") or {}).get("capability", "Capability"),
        cohorts=cohorts,
        capabilities=_entries(items["capability"]),
        stages=_entries(items["stage"]),
        findings=findings,
        by_code={finding.code: finding for finding in findings},
    )


def _entries(items: list[Any]) -> tuple[Entry, ...]:
    return tuple(Entry(item.pk, item.code, item.title) for item in items)


def _finding(
    item: Any, codes: dict[int, str], cohorts: tuple[Entry, ...], points: dict[str, dict[str, Any]]
) -> Finding:
    named = tuple(each.code for each in cohorts)
    scale = points.get(item.body["scale"], {})
    return Finding(
        pk=item.pk,
        code=item.code,
        title=item.title,
        capability=codes[item.parent_id],
        section=item.body.get("section") or "",
        asked_of=tuple(item.body.get("asked_of") or ()),
        rows=tuple(item.body.get("tabulated_for") or (*named, ALL)),
        sides={answer: _side(answer, point.body["counts_as"]) for answer, point in scale.items()},
        names={answer: point.title for answer, point in scale.items()},
        is_historical=item.is_historical,
    )


def _side(answer: str, counts_as: str) -> str:
    if counts_as == "left_out":
        return NOT_APPLICABLE
    if answer == NOT_RECORDED:
        return NOT_RECORDED
    return YES if counts_as == "numerator" else NO
