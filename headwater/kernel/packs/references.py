"""Checks that the parts of a pack name each other rightly: nothing twice, nothing missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from headwater.kernel.packs import envelope, framework, glossary, rights
from headwater.kernel.packs.source import Place

type Broken = tuple[Place, str]
ALL = "all"
"""The row that counts every cohort together; no cohort may take its name."""


def broken(pack: envelope.Pack) -> Iterator[Broken]:
    """Each place where a code is used twice or names nothing, with a sentence."""
    if isinstance(pack, framework.Framework):
        yield from _of_framework(pack)
    elif isinstance(pack, glossary.Glossary):
        yield from _twice(("terms",), pack.terms)
    elif isinstance(pack, rights.Rights):
        yield from _twice(("rules",), pack.rules)
        yield from rights.unreadable(pack)


def _of_framework(pack: framework.Framework) -> Iterator[Broken]:
    yield from _of_history(pack)
    for name in _LISTS:
        yield from _twice((name,), getattr(pack, name))
    yield from _twice_across("stages", "criteria", pack.stages)
    yield from _twice_across("recommendations", "clauses", pack.recommendations)
    for n, scale in enumerate(pack.scales):
        yield from _twice(("scales", n, "points"), scale.points)
    for n, cohort in enumerate(pack.cohorts):
        if cohort.id == ALL:
            yield ("cohorts", n, "id"), f"No cohort may be called {ALL}: it counts every cohort."
    capabilities = _codes(pack.capabilities)
    for n, section in enumerate(pack.sections):
        yield from _missing(("sections", n, "capability"), [section.capability], capabilities)
    for n, finding in enumerate(pack.findings):
        yield from _of_finding(pack, ("findings", n), finding)
    findings = _codes(pack.findings)
    for n, request in enumerate(pack.document_requests):
        yield from _missing(("document_requests", n, "findings"), request.findings, findings)
    for n, minimum in enumerate(pack.minimum_capabilities):
        place: Place = ("minimum_capabilities", n)
        yield from _missing((*place, "capability"), [minimum.capability], capabilities)
        yield from _missing((*place, "findings"), minimum.findings, findings)
        yield from _missing((*place, "texts"), minimum.texts, _codes(pack.cohorts))
    yield from _of_clauses(pack)


def _of_history(pack: framework.Framework) -> Iterator[Broken]:
    """Only a framework whose use is over may keep items for history: it cannot ask them again."""
    if pack.used is not None and pack.used.began <= pack.used.ended < pack.released:
        return
    if pack.used is not None:
        yield ("used",), "The use of a framework of the past began, and then ended, before release."
    for name in (
        "capabilities",
        "findings",
        "document_requests",
        "minimum_capabilities",
        "enablers",
    ):
        for n, part in enumerate(getattr(pack, name)):
            if part.historical:
                reason = "Only a framework whose use has ended (`used`) may keep items for history."
                yield (name, n, "historical"), reason


def _of_finding(
    pack: framework.Framework, place: Place, finding: framework.Finding
) -> Iterator[Broken]:
    cohorts = _codes(pack.cohorts)
    yield from _missing((*place, "capability"), [finding.capability], _codes(pack.capabilities))
    yield from _missing((*place, "scale"), [finding.scale], _codes(pack.scales))
    yield from _missing((*place, "asked_of"), finding.asked_of, cohorts)
    yield from _missing((*place, "tabulated_for"), finding.tabulated_for, {*cohorts, ALL})
    if pack.cohorts and not finding.asked_of:
        yield (*place, "asked_of"), "This pack has cohorts, so a finding says which are asked."
    if finding.corroboration is not None:
        rules = _codes(pack.corroborations)
        yield from _missing((*place, "corroboration"), [finding.corroboration], rules)
    if finding.label_group is not None:
        groups = _codes(pack.findings)
        yield from _missing((*place, "label_group"), [finding.label_group], groups)
    if finding.section is not None:
        homes = {section.id: section.capability for section in pack.sections}
        yield from _missing((*place, "section"), [finding.section], homes)
        if homes.get(finding.section, finding.capability) != finding.capability:
            yield (*place, "section"), "This section belongs to another capability."


def _of_clauses(pack: framework.Framework) -> Iterator[Broken]:
    clauses = {clause.id for part in pack.recommendations for clause in part.clauses}
    for n, recommendation in enumerate(pack.recommendations):
        for m, clause in enumerate(recommendation.clauses):
            place: Place = ("recommendations", n, "clauses", m)
            yield from _missing((*place, "depends_on"), clause.depends_on, clauses)
            if clause.id in clause.depends_on:
                yield (*place, "depends_on"), "A clause cannot wait for itself."
            if clause.lead is None and not clause.supporting:
                yield place, "A clause has at least one owner."


_LISTS = (
    "scales",
    "cohorts",
    "capabilities",
    "sections",
    "corroborations",
    "findings",
    "document_requests",
    "stages",
    "minimum_capabilities",
    "recommendations",
    "enablers",
)


def _codes(parts: Sequence[Any]) -> set[str]:
    return {part.id for part in parts}


def _missing(place: Place, named: Iterable[str], known: Iterable[str]) -> Iterator[Broken]:
    for n, code in enumerate(named):
        if code not in known:
            where = (*place, code) if place[-1] == "texts" else place
            many = place[-1] in {"findings", "asked_of", "tabulated_for", "depends_on"}
            yield (*where, n) if many else where, f"There is no {code} in this pack."


def _twice(place: Place, parts: Sequence[Any]) -> Iterator[Broken]:
    seen: set[str] = set()
    for n, part in enumerate(parts):
        if part.id in seen:
            yield (*place, n, "id"), f"The code {part.id} is used twice."
        seen.add(part.id)


def _twice_across(name: str, children: str, parents: Sequence[Any]) -> Iterator[Broken]:
    seen: set[str] = set()
    for n, parent in enumerate(parents):
        for m, part in enumerate(getattr(parent, children)):
            if part.id in seen:
                yield (name, n, children, m, "id"), f"The code {part.id} is used twice."
            seen.add(part.id)
