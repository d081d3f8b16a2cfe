"""The tables and charts of a report, made from its figures.

No number is computed here: cells print the text of figures and lead to what they count.
"""

from collections.abc import Sequence
from typing import Any

from headwater.inspection import figures
from headwater.inspection.documents import tree
from headwater.inspection.documents.content import Content
from headwater.inspection.documents.references import Unreadable

HISTORICAL = "Marked ‡: asked at the time; no longer asked, and not to be used as a target today."
UNANSWERED = (
    "Percentages are of the bodies asked, rounded half up; those whose answer is not recorded count "
    "among them."
)


def findings(
    content: Content, capability: str, *, number: int, beneath: Sequence[str] = ()
) -> tree.Table:
    """A capability's findings: Yes and No in each cohort, with the bodies asked.

    Raises Unreadable for a capability that the framework does not have, or that has no findings.
    """
    title = title_of(content, capability)
    rows = content.taken.findings.of(capability)
    if not rows:
        raise Unreadable(f"{title} has no findings to print.")
    cohorts = list(dict.fromkeys(row.cohort for row in rows))
    historical = {row.finding_id for row in rows if row.is_historical}
    by_finding: dict[str, dict[str, Any]] = {}
    for row in rows:
        by_finding.setdefault(row.finding_id, {})[row.cohort] = row
    lines = []
    for code, of in by_finding.items():
        label = next(iter(of.values())).label
        line = [tree.Cell(f"{label} ‡" if code in historical else label)]
        for cohort in cohorts:
            line += _answers(of.get(cohort))
        lines.append(line)
    return tree.Table(
        number,
        f"{title}: what was found",
        ["", *("Yes", "No", "Asked") * len(cohorts)],
        lines,
        groups=[(content.cohort_title(cohort), 3) for cohort in cohorts],
        notes=[UNANSWERED, *([HISTORICAL] if historical else []), *beneath],
        corner="Finding",
    )


def _answers(row: Any) -> list[tree.Cell]:
    if row is None:
        return [tree.Cell("")] * 3
    return [_cell(row.yes_pct), _cell(row.no_pct), _cell(row.denominator)]


def _cell(figure: figures.Figure) -> tree.Cell:
    return tree.Cell(figure.text, figure.path if figure.value else "")


def stages(
    content: Content, capability: str, *, number: int, beneath: Sequence[str] = ()
) -> tree.Table:
    """How many bodies stand at each stage, of one capability or (when empty) of all."""
    names = content.titles("stage")
    if not names:
        raise Unreadable("The framework of this round has no stages.")
    if capability:
        title = title_of(content, capability)
        lines = []
        for stage, name in names.items():
            cell = content.taken.stages.cell(capability, stage)
            lines.append([tree.Cell(name), _cell(cell.bodies), _cell(cell.pct)])
        return tree.Table(
            number,
            f"{title}: stages",
            ["", "Bodies", "Share"],
            lines,
            notes=beneath,
            corner="Stage",
        )
    lines = []
    for code, title in content.titles("capability").items():
        line = [tree.Cell(title)]
        for stage in names:
            cell = content.taken.stages.cell(code, stage)
            line += [_cell(cell.bodies), _cell(cell.pct)]
        lines.append(line)
    return tree.Table(
        number,
        "Stages reached",
        ["", *("Bodies", "Share") * len(names)],
        lines,
        groups=[(name, 2) for name in names.values()],
        notes=beneath,
        corner="Capability",
    )


def comparison(content: Content, *, number: int, beneath: Sequence[str] = ()) -> tree.Table:
    """The comparison of overall assessment, with the fraction behind each percentage."""
    table = content.taken.comparison
    if not table.rows:
        raise Unreadable("This round has no comparison: its framework has no cohorts or stages.")
    by_capability: dict[str, list[Any]] = {}
    for row in table.rows:
        by_capability.setdefault(row.capability, []).append(row)
    names = {"overall": "Overall", **content.titles("capability")}
    lines = [
        [tree.Cell(names.get(capability, capability)), *(_share(row) for row in rows)]
        for capability, rows in by_capability.items()
    ]
    columns = [row.pct.definition.title for row in next(iter(by_capability.values()))]
    return tree.Table(
        number,
        "Comparison of overall assessment",
        ["", *columns],
        lines,
        notes=beneath,
        corner="Capability",
    )


def _share(row: Any) -> tree.Cell:
    if not row.pct.text:
        return tree.Cell("")
    return tree.Cell(row.pct.text, row.pct.path, f"{row.numerator.text} of {row.denominator.text}")


def judgements(content: Content, *, number: int, beneath: Sequence[str] = ()) -> tree.Table:
    """The stage of every body: never of a reconstruction, whose bodies are nobody's."""
    if content.is_reconstruction:
        raise Unreadable(
            "Publication refuses a table with a line for each body: this round is a "
            "reconstruction, and no line of it is a real body’s."
        )
    names = content.titles("stage")
    capabilities = content.titles("capability")
    lines = [
        [
            tree.Cell(body["name"]),
            *(
                tree.Cell(names.get(content.judgements.get(body["code"], {}).get(code, ""), ""))
                for code in capabilities
            ),
        ]
        for body in content.bodies
    ]
    return tree.Table(
        number,
        "Stage judged for each body",
        ["", *capabilities.values()],
        lines,
        notes=beneath,
        corner="Body",
        is_numeric=False,
    )


def title_of(content: Content, code: str) -> str:
    """How a capability is called. Raises Unreadable for one that the framework does not have."""
    titles = content.titles("capability")
    if code not in titles:
        raise Unreadable(f"There is no capability “{code}”. There are: {', '.join(titles)}.")
    return titles[code]
