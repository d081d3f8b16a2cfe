"""What an erratum changes: every number that two contents print differently, and where."""

from typing import Any

from headwater.inspection import figures
from headwater.inspection.documents import assembly, plain
from headwater.inspection.documents.content import Content


def between(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    """Each changed number as ``where``, ``old`` and ``new``; an empty text where there was none.

    Figures are compared by what they are of, so that a table that moved is no change. A number in
    the text is compared by its reference; the places where it now stands are named.
    """
    old, new = _figures(Content(before)), _figures(Content(after))
    found = [
        {"where": where, "old": old.get(where, ""), "new": new.get(where, "")}
        for where in dict.fromkeys([*old, *new])
        if old.get(where, "") != new.get(where, "")
    ]
    return [*found, *_in_text(before, after)]


def _in_text(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    old, new = _printed(before), _printed(after)
    found = []
    for raw, (text, places) in new.items():
        was = old.get(raw, (text, []))[0]
        if was != text:
            where = f"{', '.join(places)}: {raw}"
            found.append({"where": where[0].upper() + where[1:], "old": was, "new": text})
    return found


def _printed(raw: dict[str, Any]) -> dict[str, tuple[str, list[str]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    for each in plain.printed(assembly.document(raw)):
        _text, places = found.setdefault(each.number.raw, (each.number.text, []))
        places.append(each.place)
    return found


def _figures(content: Content) -> dict[str, str]:
    """Every figure's text by what it is of, in words."""
    taken, capabilities = content.taken, content.titles("capability")
    found: dict[str, str] = {}
    for row in taken.findings.rows:
        of = f"{row.label}, {content.cohort_title(row.cohort)}"
        for name, figure in (
            ("Yes", row.yes),
            ("Yes in percent", row.yes_pct),
            ("No", row.no),
            ("No in percent", row.no_pct),
            ("not recorded", row.not_recorded),
            ("asked", row.denominator),
        ):
            found[f"{of}: {name}"] = figure.text
    stages = content.titles("stage")
    for stage in taken.stages.rows:
        of = f"{capabilities.get(stage.capability, stage.capability)}, {stages[stage.stage]}"
        found[f"{of}: bodies"] = stage.bodies.text
        found[f"{of}: share"] = stage.pct.text
    for cell in taken.comparison.rows:
        capability = capabilities.get(cell.capability, "Overall")
        found[f"{capability}, {cell.pct.definition.title}"] = _fraction(cell.pct)
    return found


def _fraction(figure: figures.Figure) -> str:
    if not figure.text:
        return ""
    return f"{figure.text} ({figure.numerator} of {figure.denominator})"
