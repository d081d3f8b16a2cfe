"""Small published sets for the tests: printed from true whole numbers, or written out by hand."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from headwater.inspection.arithmetic import reading, rounding

COHORTS = ("priority", "non_priority")
STAGES = ("implementation", "developed", "advanced", "delivering")
CAPABILITIES = ("one", "two")


@dataclass
class Published:
    """The four files of a set."""

    findings: list[reading.FindingRow] = field(default_factory=list)
    stages: list[reading.StageRow] = field(default_factory=list)
    comparison: list[reading.ComparisonRow] = field(default_factory=list)
    claims: list[reading.Claim] = field(default_factory=list)

    @property
    def files(
        self,
    ) -> tuple[
        list[reading.FindingRow],
        list[reading.StageRow],
        list[reading.ComparisonRow],
        list[reading.Claim],
    ]:
        return self.findings, self.stages, self.comparison, self.claims


def figure(text: str | int | None) -> rounding.Figure | None:
    return None if text in (None, "") else rounding.Figure.parse(str(text))


def finding(
    cohort: str,
    yes: str | int | None,
    no: str | int | None,
    of: int | None,
    *,
    finding_id: str = "f",
    label_group: str = "",
) -> reading.FindingRow:
    return reading.FindingRow(
        capability="one",
        finding_id=finding_id,
        label_group=label_group or finding_id,
        cohort=cohort,
        yes=figure(yes),
        no=figure(no),
        denominator=of,
    )


def stage(
    name: str,
    forces: int | None,
    percentage: str | int | None,
    of: int | None,
    *,
    capability: str = "one",
) -> reading.StageRow:
    return reading.StageRow(
        capability=capability,
        stage=name,
        forces=forces,
        percentage=figure(percentage),
        denominator=of,
    )


def cell(
    column_id: str,
    percentage: str | int | None,
    numerator: int | None,
    denominator: int | None,
    *,
    capability: str = "one",
) -> reading.ComparisonRow:
    return reading.ComparisonRow(
        capability=capability,
        column_id=column_id,
        percentage=figure(percentage),
        numerator=numerator,
        denominator=denominator,
    )


def claim(
    value: str | int,
    unit: str,
    *,
    claim_id: str = "C1",
    to: str | int | None = None,
    of: int | None = None,
    about: tuple[str, str] = ("", ""),
    answer: str = "yes",
    measure: str = "",
    population: str = "",
) -> reading.Claim:
    return reading.Claim(
        claim_id=claim_id,
        place="Report 1.1",
        measure=measure,
        value=figure(value),
        value_max=figure(to),
        unit=unit,
        population=population,
        denominator=of,
        finding_id=about[0],
        cohort=about[1],
        answer=answer if about[0] else "",
    )


def share(count: int, of: int) -> str | None:
    """The percentage as printed; none of nobody."""
    return str(rounding.half_up(count, of=of)) if of else None


@dataclass(frozen=True)
class Answered:
    """The true answers of a cohort to one finding."""

    yes: int
    no: int
    not_recorded: int = 0

    @property
    def asked(self) -> int:
        return self.yes + self.no + self.not_recorded

    def plus(self, other: "Answered") -> "Answered":
        return Answered(
            self.yes + other.yes, self.no + other.no, self.not_recorded + other.not_recorded
        )


def printed(finding_id: str, cohort: str, answered: Answered) -> reading.FindingRow:
    of = answered.asked
    yes, no = share(answered.yes, of), share(answered.no, of)
    return finding(cohort, yes, no, of, finding_id=finding_id)


@st.composite
def answered(draw: st.DrawFn, size: int, *, all_recorded: bool) -> Answered:
    asked = draw(st.integers(1, size))
    yes = draw(st.integers(0, asked))
    no = asked - yes if all_recorded else draw(st.integers(0, asked - yes))
    return Answered(yes, no, asked - yes - no)


@st.composite
def true_findings(
    draw: st.DrawFn, sizes: tuple[int, int], *, all_recorded: bool
) -> tuple[list[reading.FindingRow], dict[tuple[str, str], Answered]]:
    """Finding tables of a true world: some asked of all bodies, some of fewer, some of one cohort."""
    rows = []
    truth: dict[tuple[str, str], Answered] = {}
    for number in range(draw(st.integers(1, 4))):
        name = f"f{number}"
        parts = {
            cohort: draw(answered(size, all_recorded=all_recorded))
            for cohort, size in zip(COHORTS, sizes, strict=True)
        }
        if draw(st.booleans()):
            parts["all"] = parts["priority"].plus(parts["non_priority"])
        else:
            del parts["non_priority"]
            rows += [
                finding(cohort, None, None, None, finding_id=name)
                for cohort in ("non_priority", "all")
            ]
        rows += [printed(name, cohort, part) for cohort, part in parts.items()]
        truth |= {(name, cohort): part for cohort, part in parts.items()}
    return rows, truth


def stage_counts(size: int) -> st.SearchStrategy[list[int]]:
    """How many of `size` bodies are at each of the four stages."""
    cuts = st.lists(st.integers(0, size), min_size=3, max_size=3).map(sorted)
    return cuts.map(lambda cut: [cut[0], cut[1] - cut[0], cut[2] - cut[1], size - cut[2]])


@st.composite
def true_stages(
    draw: st.DrawFn, sizes: tuple[int, int]
) -> tuple[list[reading.StageRow], list[reading.ComparisonRow]]:
    """The stage tables and the comparison of a true world."""
    table, comparison = [], []
    everyone = sum(sizes)
    for capability in CAPABILITIES:
        funded, others = (draw(stage_counts(size)) for size in sizes)
        both = [f + n for f, n in zip(funded, others, strict=True)]
        table += [
            stage(name, n, share(n, everyone), everyone, capability=capability)
            for name, n in zip(STAGES, both, strict=True)
        ]
        f, n = funded[1] + funded[2], others[1] + others[2]
        comparison += [
            cell(column, share(over, under), over, under, capability=capability)
            for column, over, under in (
                ("funded_share_of_dev_adv", f, f + n),
                ("funded_dev_adv_of_all", f, everyone),
                ("nonfunded_dev_adv_of_all", n, everyone),
                ("dev_adv_of_funded", f, sizes[0]),
                ("dev_adv_of_nonfunded", n, sizes[1]),
            )
        ]
    return table, comparison


@st.composite
def true_claims(draw: st.DrawFn, truth: dict[tuple[str, str], Answered]) -> list[reading.Claim]:
    """Claims of a true world: counts, percentages, ranges, with and without a denominator."""
    claims = []
    for number, (about, part) in enumerate(truth.items()):
        answer = draw(st.sampled_from(["yes", "no"]))
        count = part.yes if answer == "yes" else part.no
        of = draw(st.sampled_from([None, part.asked]))
        percentage = str(
            rounding.half_up(count, of=part.asked, places=draw(st.sampled_from([0, 1])))
        )
        for form, value, to, unit in (
            ("a", count, None, "forces"),
            ("b", percentage, None, "percent"),
            ("c", max(0, count - 1), count + 1, "forces"),
        ):
            claims.append(
                claim(
                    value,
                    unit,
                    claim_id=f"C{number}{form}",
                    to=to,
                    of=of,
                    about=about,
                    answer=answer,
                )
            )
    return claims


@st.composite
def worlds(draw: st.DrawFn, *, largest: int, all_recorded: bool = True) -> Published:
    """A whole published set printed from a true world with half-up rounding."""
    sizes = (draw(st.integers(1, largest)), draw(st.integers(1, largest)))
    findings, truth = draw(true_findings(sizes, all_recorded=all_recorded))
    stages, comparison = draw(true_stages(sizes))
    return Published(findings, stages, comparison, draw(true_claims(truth)))
