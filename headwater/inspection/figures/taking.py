"""Figures taken of a round: the counts arranged as tables, with what must be said about them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from headwater.inspection.figures import counting, measures, outlines, tables
from headwater.inspection.figures.measures import COMPARISON_COLUMNS, UnknownFigure
from headwater.inspection.figures.tables import ANY, FROM, OTHERS, stage_path
from headwater.inspection.figures.values import Figure
from headwater.inspection.models import Round

PARTIAL = "Counted from the answers that you may see: {seen} of {all} returns of this round."
MARKED = "Returns whose marking keeps them from publication are left out of every figure here."
NO_COHORT = "{count} bodies stand in no cohort on the day that counts and are in no figure here."
RECONSTRUCTED = (
    "This round is a reconstruction. Its totals by finding and cohort are those that were "
    "published; nothing here is any one force’s answer."
)


@dataclass(frozen=True)
class RoundFacts:
    """The round that figures were taken of, and what a reader must know beside them."""

    slug: str
    title: str
    framework: str
    framework_title: str
    is_reconstruction: bool
    cohorts_on: str
    cohorts: Mapping[str, str]
    capabilities: Mapping[str, str]
    stages: Mapping[str, str]
    subject_counts: Mapping[str, int]
    return_count: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """All tables of a round at one moment, live or frozen."""

    round: RoundFacts
    findings: tables.FindingsTable
    stages: tables.StageTable
    comparison: tables.Comparison
    definitions: Mapping[str, measures.Definition]
    is_partial: bool = False
    base: str = ""

    def figure(self, measure: str, *of: str) -> Figure:
        """Any figure by the id of its measure and what it is taken of.

        Raises :class:`UnknownFigure` with a sentence when there is none.
        """
        if measure not in self.definitions:
            raise UnknownFigure(f"There is no measure {measure}.")
        table, _, name = measure.partition(".")
        takes = {"finding": 2, "stage": 2, "comparison": 1, "round": len(of[:1])}[table]
        if len(of) != takes or measure == "comparison.bodies":
            raise UnknownFigure(
                f"The measure {measure} cannot be taken of {' '.join(of) or 'this'}."
            )
        match table:
            case "finding":
                found: Figure = getattr(self.findings.cell(*of), name)
            case "stage":
                found = getattr(self.stages.cell(*of), name)
            case "comparison":
                found = self.comparison.cell(of[0], name).pct
            case _:
                found = self._round_figure(measure, of[0] if of else outlines.ALL)
        return found

    def _round_figure(self, measure: str, cohort: str) -> Figure:
        counts = self.round.subject_counts
        if measure == "round.subjects":
            if cohort not in counts:
                raise UnknownFigure(f"There is no cohort {cohort}.")
            number, path = counts[cohort], "bodies/"
        elif cohort != outlines.ALL:
            raise UnknownFigure(f"The measure {measure} is taken of all bodies together.")
        elif measure == "round.answers":
            number = sum(row.yes_count + row.no_count for row in self._whole_findings())
            path = "findings/"
        else:
            number, path = sum(row.count for row in self.stages.rows), "stages/"
        return Figure(self.definitions[measure], number, number, path, self.base)

    @property
    def asked_count(self) -> int:
        """How many answers the round asks for, over all findings and bodies."""
        return sum(row.asked_count for row in self._whole_findings())

    def _whole_findings(self) -> Iterator[tables.FindingRow]:
        """For each finding its row for all, or its rows by cohort where all were not asked."""
        by_finding: dict[str, dict[str, tables.FindingRow]] = {}
        for row in self.findings.rows:
            if row.is_asked:
                by_finding.setdefault(row.finding_id, {})[row.cohort] = row
        for rows in by_finding.values():
            yield from [rows[outlines.ALL]] if outlines.ALL in rows else rows.values()


def take(round_: Round, *, only_unmarked: bool = False) -> Figures:
    """Every table of a round as the transaction's reader sees it.

    ``only_unmarked`` leaves out answers and judgements marked above OFFICIAL, for publication.
    """
    outline = outlines.of(round_.framework)
    counts = counting.Counts()
    counting.count_answers(round_, outline, counts, only_unmarked=only_unmarked)
    counting.count_stages(round_, outline, counts, only_unmarked=only_unmarked)
    present = sum(counting.returns_in_round(round_).values())
    seen = sum(counts.asked.values())
    if only_unmarked:
        seen += counting.marked_count(round_)
    is_partial = seen < present
    source = source_of(round_)
    return Figures(
        round=_facts(
            round_, outline, counts, present, _notes(counts, outline, round_, seen, present)
        ),
        findings=tables.FindingsTable(tuple(finding_rows(outline, counts, source))),
        stages=tables.StageTable(tuple(stage_rows(outline, counts, source))),
        comparison=tables.Comparison(tuple(comparison_rows(outline, counts, source))),
        definitions=measures.MEASURES,
        is_partial=is_partial,
        base=source.base,
    )


def source_of(round_: Round) -> tables.Source:
    """The present definitions and the round's address."""
    return tables.Source(measures.MEASURES, reverse("inspection:round", args=[round_.slug]))


def findings_table(round_: Round) -> tables.FindingsTable:
    """The finding tables alone."""
    outline, counts = outlines.of(round_.framework), counting.Counts()
    counting.count_answers(round_, outline, counts)
    return tables.FindingsTable(tuple(finding_rows(outline, counts, source_of(round_))))


def stage_table(round_: Round) -> tables.StageTable:
    """The stage tables alone."""
    outline, counts = outlines.of(round_.framework), counting.Counts()
    counting.count_stages(round_, outline, counts)
    return tables.StageTable(tuple(stage_rows(outline, counts, source_of(round_))))


def comparison(round_: Round) -> tables.Comparison:
    """The comparison alone."""
    outline, counts = outlines.of(round_.framework), counting.Counts()
    counting.count_stages(round_, outline, counts)
    return tables.Comparison(tuple(comparison_rows(outline, counts, source_of(round_))))


def finding_rows(
    outline: outlines.Outline, counts: counting.Counts, source: tables.Source
) -> Iterator[tables.FindingRow]:
    """One row for each finding and each cohort for which the framework prints it."""
    printed = {cohort for finding in outline.findings for cohort in finding.rows}
    members = {cohort: outline.members(cohort) for cohort in printed}
    bodies = {cohort: sum(counts.asked[each] for each in members[cohort]) for cohort in printed}
    sides = (outlines.YES, outlines.NO, outlines.NOT_APPLICABLE)
    for finding in outline.findings:
        for cohort in finding.rows:
            yes, no, left_out = (
                sum([counts.answers[finding.code, member, side] for member in members[cohort]])
                for side in sides
            )
            yield tables.FindingRow(
                capability=finding.capability,
                finding_id=finding.code,
                label=finding.title,
                cohort=cohort,
                is_asked=outline.is_asked(finding, cohort),
                is_historical=finding.is_historical,
                yes_count=yes,
                no_count=no,
                missing_count=bodies[cohort] - left_out - yes - no,
                left_out_count=left_out,
                source=source,
            )


def stage_rows(
    outline: outlines.Outline, counts: counting.Counts, source: tables.Source
) -> Iterator[tables.StageRow]:
    """One row for each stage of each capability, overall last when it was judged."""
    cohorts = (*(each.code for each in outline.cohorts), "")
    for capability in outline.capabilities:
        judged = {
            cohort: sum(
                counts.stages[capability.code, each.code, cohort] for each in outline.stages
            )
            for cohort in cohorts
        }
        for stage in outline.stages:
            found = {c: counts.stages[capability.code, stage.code, c] for c in cohorts}
            yield tables.StageRow(
                capability=capability.code,
                stage=stage.code,
                label=stage.title,
                count=sum(found.values()),
                judged=sum(judged.values()),
                by_cohort={c: (found[c], judged[c]) for c in cohorts if c},
                source=source,
            )


def comparison_rows(
    outline: outlines.Outline, counts: counting.Counts, source: tables.Source
) -> Iterator[tables.ComparisonRow]:
    """Five shares for each capability; overall first, only when the round has overall judgements.

    Empty for a framework that has fewer than two cohorts or two stages: there is nothing to
    compare. "Funded" is the framework's first cohort and "further on" its second stage or later.
    """
    if len(outline.cohorts) < 2 or len(outline.stages) < 2:
        return
    further = FROM + outline.stages[1].code
    titles = outline.titles
    if not counts.has_overall:
        del titles[outlines.OVERALL]
    for capability, title in titles.items():
        cells = _cells(outline, counts, capability)
        for column in COMPARISON_COLUMNS:
            (count, who), (of, stage, whom) = cells[column]
            yield tables.ComparisonRow(
                capability=capability,
                column_id=column,
                label=title,
                count=count,
                of=of,
                count_path=stage_path(capability, further, who),
                of_path=stage_path(capability, further if stage else ANY, whom),
                source=source,
            )


def _cells(
    outline: outlines.Outline, counts: counting.Counts, capability: str
) -> dict[str, tuple[tuple[int, str], tuple[int, bool, str]]]:
    """By column: numerator and its cohort; denominator, whether of those further on, its cohort."""
    first = outline.cohorts[0].code
    others = [each.code for each in outline.cohorts[1:]]
    rest_of = others[0] if len(others) == 1 else OTHERS

    def bodies(cohorts: list[str], *, is_further: bool) -> int:
        stages = outline.stages[1:] if is_further else outline.stages
        return sum(counts.stages[capability, s.code, c] for s in stages for c in cohorts)

    funded, rest = bodies([first], is_further=True), bodies(others, is_further=True)
    judged, judged_rest = bodies([first], is_further=False), bodies(others, is_further=False)
    everyone = judged + judged_rest + bodies([""], is_further=False)
    further = funded + rest + bodies([""], is_further=True)
    return {
        "funded_share_of_dev_adv": ((funded, first), (further, True, outlines.ALL)),
        "funded_dev_adv_of_all": ((funded, first), (everyone, False, outlines.ALL)),
        "nonfunded_dev_adv_of_all": ((rest, rest_of), (everyone, False, outlines.ALL)),
        "dev_adv_of_funded": ((funded, first), (judged, False, first)),
        "dev_adv_of_nonfunded": ((rest, rest_of), (judged_rest, False, rest_of)),
    }


def _facts(
    round_: Round,
    outline: outlines.Outline,
    counts: counting.Counts,
    present: int,
    notes: tuple[str, ...],
) -> RoundFacts:
    numbers = {each.code: counts.asked[each.code] for each in outline.cohorts}
    return RoundFacts(
        slug=round_.slug,
        title=round_.title,
        framework=outline.name,
        framework_title=outline.title,
        is_reconstruction=round_.is_reconstruction,
        cohorts_on=round_.cohorts_on.isoformat(),
        cohorts={each.code: each.title for each in outline.cohorts} | {outlines.ALL: "All"},
        capabilities=outline.titles,
        stages={each.code: each.title for each in outline.stages},
        subject_counts=numbers | {outlines.ALL: sum(counts.asked.values())},
        return_count=present,
        notes=notes,
    )


def _notes(
    counts: counting.Counts, outline: outlines.Outline, round_: Round, seen: int, present: int
) -> tuple[str, ...]:
    found = []
    if round_.is_reconstruction:
        found.append(RECONSTRUCTED)
    if seen < present:
        found.append(PARTIAL.format(seen=seen, all=present))
    if sum(counts.asked.values()) < seen:
        found.append(MARKED)
    if outline.cohorts and counts.asked[""]:
        found.append(NO_COHORT.format(count=counts.asked[""]))
    return tuple(found)
