"""The report's own tables and claims, as the arithmetic check takes them.

Every row comes from the figures that the report prints, and every number in its text is a claim.
"""

from typing import Any

from headwater.inspection import figures
from headwater.inspection.arithmetic import reading, rounding
from headwater.inspection.documents import assembly, plain
from headwater.inspection.documents.content import Content

Checked = tuple[
    list[reading.FindingRow],
    list[reading.StageRow],
    list[reading.ComparisonRow],
    list[reading.Claim],
]


def tables_and_claims(raw: dict[str, Any]) -> Checked:
    """Finding rows, stage rows, comparison cells and claims, in the order of the check."""
    content = Content(raw)
    taken = content.taken
    findings = [_finding(row) for row in taken.findings.rows if row.is_asked]
    stages = [
        reading.StageRow(
            capability=row.capability,
            stage=row.stage,
            forces=row.bodies.value,
            percentage=_shown(row.pct),
            denominator=row.pct.denominator,
        )
        for row in taken.stages.rows
    ]
    comparison = [
        reading.ComparisonRow(
            capability=row.capability,
            column_id=row.column_id,
            percentage=_shown(row.pct),
            numerator=row.numerator.value,
            denominator=row.denominator.value,
        )
        for row in taken.comparison.rows
    ]
    document = assembly.document(raw)
    claims = [_claim(at, each) for at, each in enumerate(plain.printed(document), start=1)]
    return findings, stages, comparison, claims


def _finding(row: Any) -> reading.FindingRow:
    return reading.FindingRow(
        capability=row.capability,
        finding_id=row.finding_id,
        label_group=row.label,
        cohort=row.cohort,
        yes=_shown(row.yes_pct),
        no=_shown(row.no_pct),
        denominator=row.denominator.value,
    )


def _claim(at: int, each: plain.Printed) -> reading.Claim:
    terms = each.number.terms
    is_percent = terms["kind"] == "percent"
    answer = terms.get("answer", "yes") if "finding" in terms else ""
    is_side = answer in {"yes", "no"} and terms["kind"] in {"percent", "count"}
    return reading.Claim(
        claim_id=f"C{at}",
        place=each.place,
        measure=each.number.about,
        value=rounding.Figure.parse(each.number.text.removesuffix("%").replace(",", "")),
        value_max=None,
        unit="percent" if is_percent else "bodies",
        population="",
        denominator=None,
        finding_id=terms.get("finding", "") if is_side else "",
        cohort=terms.get("cohort", "all") if is_side else "",
        answer=answer if is_side else "",
    )


def _shown(figure: figures.Figure) -> rounding.Figure | None:
    if figure.value is None:
        return None
    return rounding.Figure.parse(figure.text.removesuffix("%").replace(",", ""))
