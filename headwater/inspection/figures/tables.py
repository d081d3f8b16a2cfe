"""The tables of figures: findings by cohort, stages by capability, the comparison.

A row holds plain counts and makes its figures when asked, so that a table is cheap to take and the
same class serves a live round and a frozen one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from headwater.inspection.figures.measures import (
    COMPARISON_COLUMNS,
    Definition,
    UnknownFigure,
)
from headwater.inspection.figures.values import Figure

FROM = "from-"
ANY = "any"
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Source:
    """What every row needs to make its figures: the definitions, and the live round's address."""

    definitions: Mapping[str, Definition]
    base: str = ""

    def figure(
        self, measure: str, numerator: int | None, denominator: int | None, path: str
    ) -> Figure:
        """A figure under one of the definitions."""
        return Figure(self.definitions[measure], numerator, denominator, path, self.base)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in one cohort, or in all of them together."""

    capability: str
    finding_id: str
    label: str
    cohort: str
    is_asked: bool
    is_historical: bool
    yes_count: int
    no_count: int
    missing_count: int
    left_out_count: int
    source: Source = field(repr=False, compare=False)

    @property
    def asked_count(self) -> int:
        """The denominator: those asked, not recorded among them."""
        return self.yes_count + self.no_count + self.missing_count

    @property
    def yes_pct(self) -> Figure:
        return self._figure("yes_pct", self.yes_count, "yes")

    @property
    def no_pct(self) -> Figure:
        return self._figure("no_pct", self.no_count, "no")

    @property
    def yes(self) -> Figure:
        return self._figure("yes", self.yes_count, "yes")

    @property
    def no(self) -> Figure:
        return self._figure("no", self.no_count, "no")

    @property
    def not_recorded(self) -> Figure:
        return self._figure("not_recorded", self.missing_count, "not_recorded")

    @property
    def not_applicable(self) -> Figure:
        return self._figure("not_applicable", self.left_out_count, "not_applicable")

    @property
    def denominator(self) -> Figure:
        return self._figure("asked", self.asked_count, "asked")

    @property
    def asked(self) -> Figure:
        """The denominator under the name of its measure."""
        return self.denominator

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the published columns, in their order."""
        return (
            self.yes_pct,
            self.no_pct,
            self.yes,
            self.no,
            self.not_recorded,
            self.denominator,
        )

    def _figure(self, measure: str, count: int, side: str) -> Figure:
        name = f"finding.{measure}"
        if not self.is_asked:
            return self.source.figure(name, None, None, "")
        path = f"figures/{self.finding_id}/{self.cohort}/{side}/"
        return self.source.figure(name, count, self.asked_count, path)


@dataclass(frozen=True)
class FindingsTable:
    """Finding rows in the framework's order; within a finding, cohorts first and then all."""

    rows: Sequence[FindingRow]

    def cell(self, finding_id: str, cohort: str) -> FindingRow:
        """One row. Raises :class:`UnknownFigure` with a sentence when there is none."""
        found = self._index.get((finding_id, cohort))
        if found is None:
            raise UnknownFigure(f"There is no row for finding {finding_id} and cohort {cohort}.")
        return found

    def of(self, capability: str) -> list[FindingRow]:
        """The rows of one capability."""
        return [row for row in self.rows if row.capability == capability]

    @property
    def _index(self) -> dict[tuple[str, str], FindingRow]:
        if "_by_key" not in self.__dict__:
            found = {(row.finding_id, row.cohort): row for row in self.rows}
            object.__setattr__(self, "_by_key", found)
        index: dict[tuple[str, str], FindingRow] = self.__dict__["_by_key"]
        return index


@dataclass(frozen=True, slots=True)
class StageRow:
    """How many bodies stand at one stage of one capability, in all and by cohort."""

    capability: str
    stage: str
    label: str
    count: int
    judged: int
    by_cohort: Mapping[str, tuple[int, int]]
    source: Source = field(repr=False, compare=False)

    @property
    def bodies(self) -> Figure:
        return self.source.figure("stage.bodies", self.count, self.judged, self._path("all"))

    @property
    def pct(self) -> Figure:
        """The share of bodies judged; empty when none stands there."""
        return self._share(self.count, self.judged, "all")

    def bodies_in(self, cohort: str) -> Figure:
        """The bodies of one cohort at the stage."""
        count, judged = self.by_cohort[cohort]
        return self.source.figure("stage.bodies", count, judged, self._path(cohort))

    def pct_in(self, cohort: str) -> Figure:
        """The share of one cohort's bodies at the stage."""
        return self._share(*self.by_cohort[cohort], cohort)

    def _share(self, count: int, judged: int, cohort: str) -> Figure:
        return self.source.figure("stage.pct", count, judged if count else 0, self._path(cohort))

    def _path(self, cohort: str) -> str:
        return stage_path(self.capability, self.stage, cohort)


@dataclass(frozen=True)
class StageTable:
    """Every stage of every capability, in the framework's order."""

    rows: Sequence[StageRow]

    def cell(self, capability: str, stage: str) -> StageRow:
        """One row. Raises :class:`UnknownFigure` with a sentence when there is none."""
        for row in self.rows:
            if (row.capability, row.stage) == (capability, stage):
                return row
        raise UnknownFigure(f"There is no row for capability {capability} and stage {stage}.")

    def of(self, capability: str) -> list[StageRow]:
        """The rows of one capability."""
        return [row for row in self.rows if row.capability == capability]


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One share of the comparison: of a capability, or overall, in one of the five columns."""

    capability: str
    column_id: str
    label: str
    count: int
    of: int
    count_path: str
    of_path: str
    source: Source = field(repr=False, compare=False)

    @property
    def pct(self) -> Figure:
        name = f"comparison.{self.column_id}"
        return self.source.figure(name, self.count, self.of, self.count_path)

    @property
    def numerator(self) -> Figure:
        return self.source.figure("comparison.bodies", self.count, self.of, self.count_path)

    @property
    def denominator(self) -> Figure:
        return self.source.figure("comparison.bodies", self.of, self.of, self.of_path)


@dataclass(frozen=True)
class Comparison:
    """The comparison of funded bodies with the others, five columns for each capability."""

    rows: Sequence[ComparisonRow]

    def cell(self, capability: str, column_id: str) -> ComparisonRow:
        """One cell. Raises :class:`UnknownFigure` with a sentence when there is none."""
        for row in self.rows:
            if (row.capability, row.column_id) == (capability, column_id):
                return row
        if column_id not in COMPARISON_COLUMNS:
            raise UnknownFigure(f"The comparison has no column {column_id}.")
        raise UnknownFigure(f"The comparison has no row for {capability}.")


def stage_path(capability: str, stage: str, cohort: str) -> str:
    """Below a round, the list of bodies at a stage; ``from-X`` means X or further on."""
    return f"stages/{capability}/{stage}/{cohort}/"
