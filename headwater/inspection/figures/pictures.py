"""Figures drawn: charts of ``headwater.govuk.charts`` from the same objects as the tables.

Bars and parts are links while the figures are live and plain when they are frozen.
"""

from headwater.govuk import charts
from headwater.inspection.figures.heats import Heat
from headwater.inspection.figures.tables import FindingRow
from headwater.inspection.figures.taking import Figures

SHARE = (
    "Share of the bodies asked that answered Yes. Bodies with no answer count among those asked."
)
STAGES = "How many bodies stand at each stage."


def findings(taken: Figures, capability: str) -> charts.Bars:
    """Bars of the Yes shares of one capability, a group for each finding, a bar for each cohort."""
    by_finding: dict[str, list[FindingRow]] = {}
    for row in taken.findings.of(capability):
        by_finding.setdefault(row.finding_id, []).append(row)
    return charts.Bars(
        taken.round.capabilities[capability],
        SHARE,
        [
            charts.Group(
                rows[0].label,
                [
                    charts.Bar(
                        taken.round.cohorts[row.cohort],
                        row.yes_pct.value,
                        row.yes_pct.text,
                        row.yes_pct.url,
                    )
                    for row in rows
                ],
            )
            for rows in by_finding.values()
        ],
    )


def stages(taken: Figures, capability: str = "") -> charts.Stack:
    """A bar divided by stage for one capability, or one for each."""
    wanted = (
        [capability] if capability else list(dict.fromkeys(r.capability for r in taken.stages.rows))
    )
    rows = []
    for code in wanted:
        parts = taken.stages.of(code)
        rows.append(
            charts.Row(
                taken.round.capabilities[code],
                [row.count for row in parts],
                [row.bodies.url for row in parts],
            )
        )
    title = taken.round.capabilities[capability] if capability else "Stages by capability"
    return charts.Stack(title, STAGES, list(taken.round.stages.values()), rows)


def heat(table: Heat, *, title: str, description: str, corner: str) -> charts.Heat:
    """A heat table as a chart; the note is drawn above it."""
    most = max((level for _, level in table.levels), default=1)

    def shade(level: int) -> int:
        return round(level * 5 / most) if level else 0

    return charts.Heat(
        title,
        description,
        list(table.titles),
        [
            charts.HeatRow(
                row.name,
                [charts.HeatCell(cell.text, shade(cell.level), cell.url) for cell in row.cells],
                row.url,
            )
            for row in table.rows
        ],
        note=table.note,
        key=[(text, shade(level)) for text, level in table.levels],
        corner=corner,
    )
