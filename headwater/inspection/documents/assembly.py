"""A document put together: each reference of each chapter looked up in the frozen figures."""

import dataclasses
import datetime
from collections.abc import Callable
from typing import Any

from headwater.govuk import charts, formats
from headwater.inspection import figures
from headwater.inspection.documents import markdown, references, tables, tree
from headwater.inspection.documents.content import Content
from headwater.inspection.figures import pictures

_ANSWERS = ("yes", "no", "not_recorded", "not_applicable")


def document(raw: dict[str, Any]) -> tree.Document:
    """The report with every reference looked up.

    References that cannot be are collected as ``faults`` and stand in the text as unknown.
    """
    return _Assembly(Content(raw)).document()


def preview(raw: dict[str, Any], *, title: str, text: str, number: int) -> tree.Document:
    """One chapter as it would look, for the editor; ``number`` is its place in the report."""
    assembly = _Assembly(Content(raw))
    assembly.chapter(number, title, text)
    return assembly.made


class _Assembly:
    """Counts paragraphs, tables, charts and footnotes while chapters are read."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.made = tree.Document(
            title=content.raw["title"], subtitle=content.round["title"], notes=_warnings(content)
        )
        self._sources = {fact["text"]: fact["source"] for fact in content.raw["cited_facts"]}
        self._notes: dict[str, int] = {}
        self._tables = self._pictures = self._paragraph = self._chapter = 0
        self._beneath = [content.raw["caveat"]] if content.raw["caveat"] else []

    def document(self) -> tree.Document:
        for at, chapter in enumerate(self.content.raw["chapters"], start=1):
            self.chapter(at, chapter["title"], chapter["text"])
        return self.made

    def chapter(self, number: int, title: str, text: str) -> None:
        self._chapter, self._paragraph = number, 0
        reading = markdown.Reading(self._resolve, self._number, f"chapter-{number}")
        self.made.chapters.append(tree.Chapter(number, title, reading.blocks(text)))

    def _number(self) -> str:
        self._paragraph += 1
        return f"{self._chapter}.{self._paragraph}"

    def _resolve(self, raw: str, line: int) -> tree.Inline | tree.Block | None:
        try:
            reference = references.read(raw)
            return _LOOK_UPS[reference.kind.name](self, reference)
        except (references.Unreadable, figures.UnknownFigure) as unknown:
            sentence = str(unknown.args[0] if unknown.args else unknown)
            self.made.faults.append(tree.Fault(self._chapter, line, sentence))
            return tree.Unknown(raw, sentence)

    def figure_of(self, reference: references.Reference) -> figures.Figure:
        """The figure that a percent, count or asked reference names."""
        taken, part = self.content.taken, reference.kind.name
        if "finding" in reference.terms:
            row = taken.findings.cell(reference.term("finding"), reference.term("cohort", "all"))
            answer = reference.term("answer", "yes")
            if answer not in _ANSWERS:
                raise references.Unreadable(
                    f"There is no answer “{answer}”. There are: {', '.join(_ANSWERS)}."
                )
            if part == "asked":
                return row.denominator
            if part == "percent" and answer not in {"yes", "no"}:
                raise references.Unreadable(
                    f"No percentage is printed of “{answer}”. Use a count in its place."
                )
            found: figures.Figure = getattr(row, f"{answer}_pct" if part == "percent" else answer)
            return found
        if "stage" in reference.terms:
            stage = taken.stages.cell(reference.term("capability"), reference.term("stage"))
            return stage.pct if part == "percent" else stage.bodies
        column = taken.comparison.cell(reference.term("capability"), reference.term("comparison"))
        parts = {"percent": column.pct, "count": column.numerator, "asked": column.denominator}
        return parts[part]

    def number(self, reference: references.Reference) -> tree.Inline:
        return self._shown(reference, self.figure_of(reference))

    def bodies(self, reference: references.Reference) -> tree.Inline:
        cohort = reference.term("cohort")
        of = (cohort,) if cohort else ()
        return self._shown(reference, self.content.taken.figure("round.subjects", *of))

    def _shown(self, reference: references.Reference, figure: figures.Figure) -> tree.Inline:
        if not figure.text or figure.value is None:
            raise references.Unreadable(f"“{reference.raw}” counts nobody, so it prints nothing.")
        terms = {"kind": reference.kind.name, **reference.terms}
        about = figure.definition.title
        return tree.Number(figure.text, figure.path, about, reference.raw, terms)

    def cited(self, reference: references.Reference) -> tree.Inline:
        text = reference.term("text")
        if text not in self._sources:
            raise references.Unreadable(
                f"“{text}” has no source yet. Add it to the cited facts of the report."
            )
        if text not in self._notes:
            self._notes[text] = len(self._notes) + 1
            note = tree.Footnote(self._notes[text], text, self._sources[text])
            self.made.footnotes.append(note)
        return tree.Cited(text, self._notes[text])

    def table(self, reference: references.Reference) -> tree.Block:
        return self._tabled(tables.findings, reference.term("capability"))

    def stages(self, reference: references.Reference) -> tree.Block:
        return self._tabled(tables.stages, reference.term("capability"))

    def comparison(self, reference: references.Reference) -> tree.Block:
        return self._tabled(tables.comparison)

    def judgements(self, reference: references.Reference) -> tree.Block:
        return self._tabled(tables.judgements)

    def _tabled(self, make: Callable[..., tree.Table], *of: str) -> tree.Table:
        made = make(self.content, *of, number=self._tables + 1, beneath=self._beneath)
        self._tables += 1
        return made

    def chart(self, reference: references.Reference) -> tree.Block:
        of, capability = reference.term("of", "findings"), reference.term("capability")
        taken = self.content.taken
        if of not in {"stages", "findings"}:
            raise references.Unreadable(f"“{of}” has no chart. There are: findings, stages.")
        if of == "stages" and not self.content.titles("stage"):
            raise references.Unreadable("The framework of this round has no stages.")
        if capability:
            tables.title_of(self.content, capability)
        drawn: charts.Bars | charts.Stack
        if of == "stages":
            drawn = pictures.stages(taken, capability)
        else:
            drawn = _of_those_asked(pictures.findings(taken, capability))
            if not drawn.groups:
                raise references.Unreadable(f"“{capability}” has no findings to draw.")
        self._pictures += 1
        return tree.Picture(self._pictures, drawn, self._beneath)

    def recommendation(self, reference: references.Reference) -> tree.Block:
        for each in self.content.raw["recommendations"]:
            if str(each["number"]) == reference.term("number"):
                clauses = [
                    tree.Clause(**{**clause, "due": _day(clause["due"])})
                    for clause in each["clauses"]
                ]
                return tree.Recommendation(each["number"], each["text"], clauses)
        raise references.Unreadable(
            f"There is no recommendation {reference.term('number')} that can be published."
        )

    def practice(self, reference: references.Reference) -> tree.Block:
        for each in self.content.raw["practice"]:
            if each["id"] == reference.term("id"):
                return tree.Note(each["title"], each["text"], each["caution"])
        raise references.Unreadable(
            f"There is no practice note “{reference.term('id')}” that can be published."
        )


_LOOK_UPS: dict[
    str, Callable[[_Assembly, references.Reference], tree.Inline | tree.Block | None]
] = {
    "percent": _Assembly.number,
    "count": _Assembly.number,
    "asked": _Assembly.number,
    "bodies": _Assembly.bodies,
    "cited": _Assembly.cited,
    "table": _Assembly.table,
    "chart": _Assembly.chart,
    "stages": _Assembly.stages,
    "comparison": _Assembly.comparison,
    "judgements": _Assembly.judgements,
    "recommendation": _Assembly.recommendation,
    "practice": _Assembly.practice,
}


def _of_those_asked(chart: charts.Bars) -> charts.Bars:
    """The chart without the bars of cohorts that were not asked."""
    groups = [
        charts.Group(group.label, [bar for bar in group.bars if bar.value is not None])
        for group in chart.groups
    ]
    return dataclasses.replace(chart, groups=groups)


def _day(iso: str) -> str:
    return formats.day(datetime.date.fromisoformat(iso)) if iso else ""


def _warnings(content: Content) -> list[str]:
    """What must be said at the head of every form of the report."""
    return [content.round["note"]] if content.round["note"] else []
