"""Turns a pack into the flat rows that the kernel stores, parents before children."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from headwater.kernel.packs import envelope, framework, glossary, rights


@dataclass(frozen=True, slots=True)
class Item:
    """One row: what it is, where it hangs and what it says.

    `code` is unique within a pack and a kind. `order` counts from 1 within a pack and kind.
    `body` holds values that JSON can carry: dates are written as year-month-day.
    """

    kind: str
    code: str
    parent_code: str
    order: int
    title: str
    body: Mapping[str, Any] = field(default_factory=dict)
    historical: bool = False


def of_framework(pack: framework.Framework) -> Iterator[Item]:
    """The rows of a framework."""
    yield from _plain("cohort", pack.cohorts, "name")
    yield from _nested("scale", "scale_point", pack.scales, "points", by="name", child_by="name")
    yield from _plain("capability", pack.capabilities, "name")
    yield from _plain("section", pack.sections, "name", parent="capability")
    yield from _findings(pack)
    yield from _plain("document_request", pack.document_requests, "title")
    yield from _nested("stage", "criterion", pack.stages, "criteria", by="name", child_by="text")
    yield from _plain("minimum", pack.minimum_capabilities, "title", parent="capability")
    yield from _nested(
        "recommendation", "clause", pack.recommendations, "clauses", by="summary", child_by="text"
    )
    yield from _plain("enabler", pack.enablers, "name")


def of_glossary(pack: glossary.Glossary) -> Iterator[Item]:
    """The rows of a glossary: one for each term."""
    yield from _plain("term", pack.terms, "term")


def _findings(pack: framework.Framework) -> Iterator[Item]:
    rules = {rule.id: rule.model_dump(mode="json") for rule in pack.corroborations}
    tables = {part.id: part.name for part in pack.capabilities}
    tables |= {part.id: part.name for part in pack.sections}
    for row in _plain("finding", pack.findings, "label", parent="capability"):
        rule = row.body["corroboration"]
        added = {
            "corroboration": rules[rule] if rule else None,
            "label_group": row.body["label_group"] or row.code,
            "table": tables[row.body["section"] or row.parent_code],
        }
        yield Item(**{**_fields(row), "body": {**row.body, **added}})


def _fields(row: Item) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Item.__slots__}


def _plain(
    kind: str,
    parts: list[Any],
    title: str,
    *,
    parent: str = "",
    parent_code: str = "",
    first: int = 1,
) -> Iterator[Item]:
    for order, part in enumerate(parts, start=first):
        body = part.model_dump(mode="json")
        yield Item(
            kind=kind,
            code=body.pop("id"),
            parent_code=body.pop(parent) if parent else parent_code,
            order=order,
            title=body.pop(title),
            historical=body.pop("historical", False),
            body=body,
        )


def _nested(
    kind: str, child_kind: str, parts: list[Any], children: str, *, by: str, child_by: str
) -> Iterator[Item]:
    placed = 1
    for row in _plain(kind, parts, by):
        body = {name: value for name, value in row.body.items() if name != children}
        yield Item(**{**_fields(row), "body": body})
        below = getattr(parts[row.order - 1], children)
        for child in _plain(child_kind, below, child_by, parent_code=row.code, first=placed):
            if child_kind == "scale_point":
                answer = {"answer": child.code, **child.body}
                code = f"{row.code}.{child.code}"
                yield Item(**{**_fields(child), "code": code, "body": answer})
            else:
                yield child
        placed += len(below)


def of(pack: envelope.Pack) -> Iterator[Item]:
    """The rows of any pack."""
    if isinstance(pack, framework.Framework):
        yield from of_framework(pack)
    elif isinstance(pack, glossary.Glossary):
        yield from of_glossary(pack)
    elif isinstance(pack, rights.Rights):
        yield from _plain("rights_rule", pack.rules, "refusal")
