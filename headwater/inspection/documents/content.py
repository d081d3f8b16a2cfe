"""The content of a report: everything that its documents are built from, as one JSON value.

Made by the services from rows, kept in an edition, and never looked up again: rows may change, an
edition does not. ``digest`` is SHA-256 over its canonical JSON (keys sorted, no spaces, UTF-8).
"""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from headwater.inspection import figures

FORMAT = "headwater-report-1"


def canonical(content: dict[str, Any]) -> bytes:
    """The one spelling of a content."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the content's one spelling, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


@dataclass(frozen=True)
class Content:
    """A content with names for its parts."""

    raw: dict[str, Any]

    @cached_property
    def taken(self) -> figures.Figures:
        """The figures as they were when the content was frozen, with the editor's caveat.

        A finding of history that nobody was asked is in no table of a live round.
        """
        taken = figures.thaw(self.raw["figures"])
        answered = {r.finding_id for r in taken.findings.rows if r.yes_count or r.no_count}
        rows = tuple(
            row
            for row in taken.findings.rows
            if self.is_reconstruction or not row.is_historical or row.finding_id in answered
        )
        caveat = (self.raw["caveat"],) if self.raw["caveat"] else ()
        facts = dataclasses.replace(taken.round, notes=(*taken.round.notes, *caveat))
        return dataclasses.replace(taken, round=facts, findings=figures.FindingsTable(rows))

    @property
    def round(self) -> dict[str, Any]:
        """slug, title, owner, starts_on, terms, method, is_reconstruction, note."""
        part: dict[str, Any] = self.raw["round"]
        return part

    @property
    def is_reconstruction(self) -> bool:
        """Whether the answers were drawn by lot to give published totals."""
        return bool(self.round["is_reconstruction"])

    @property
    def edition(self) -> dict[str, Any] | None:
        """number, published_at, note and errata; None for a draft."""
        part: dict[str, Any] | None = self.raw["edition"]
        return part

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """code, name, cohort and is_withheld of each body; empty for a reconstruction."""
        part: list[dict[str, Any]] = self.raw["bodies"]
        return part

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """The answer of each body (by code) to each finding; empty for a reconstruction."""
        part: dict[str, dict[str, str]] = self.raw["answers"]
        return part

    @property
    def judgements(self) -> dict[str, dict[str, str]]:
        """The stage of each body by capability (``overall`` too); empty for a reconstruction."""
        part: dict[str, dict[str, str]] = self.raw["judgements"]
        return part

    @property
    def withheld(self) -> dict[str, dict[str, int]]:
        """How many pieces of evidence bear on an answer, by finding and body; none is published."""
        part: dict[str, dict[str, int]] = self.raw["withheld"]
        return part

    def titles(self, kind: str) -> dict[str, str]:
        """Titles by code of the framework's items of one kind, in its order."""
        return {item["code"]: item["title"] for item in self.items(kind)}

    def items(self, kind: str) -> list[dict[str, Any]]:
        """The framework's items of one kind, in its order."""
        return [item for item in self.raw["framework"]["items"] if item["kind"] == kind]

    def cohort_title(self, code: str) -> str:
        """How a cohort is called in a table."""
        return self.titles("cohort").get(code, "All" if code == "all" else code)
