"""What stands behind a published number: the bodies that it counts, as frozen with it.

Of a reconstruction there is no list, because no line of it would be a real body's. Of evidence only
the amount is public.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.inspection import figures
from headwater.inspection.documents.content import Content


@dataclass(frozen=True)
class Line:
    """A body, what it answered or where it stands, and whether the number counts it."""

    body: str
    cohort: str
    said: str
    is_counted: bool
    withheld: int = 0


@dataclass(frozen=True)
class Behind:
    """A published number with its definition and the bodies behind it.

    ``shown`` is the number as it stands at the head of the list, ``about`` what it is of, and
    ``kept_back`` how many bodies are left out because their answers are marked.
    """

    definition: figures.Definition
    title: str
    shown: str
    about: str
    lines: Sequence[Line]
    kept_back: int = 0

    @property
    def counted(self) -> list[Line]:
        """The bodies that the number counts."""
        return [line for line in self.lines if line.is_counted]

    @property
    def others(self) -> list[Line]:
        """The other bodies of its denominator."""
        return [line for line in self.lines if not line.is_counted]

    @property
    def withheld(self) -> int:
        """How many pieces of evidence bear on the answers; none of them is published."""
        return sum(line.withheld for line in self.lines)


def look(raw: dict[str, Any], path: str) -> Behind | None:
    """What is behind the number whose list is at ``path`` below its edition; None: no such number."""
    content = Content(raw)
    for look_in in (_findings, _stages, _comparison, _bodies):
        if found := look_in(content, path):
            return found
    return None


def _findings(content: Content, path: str) -> Behind | None:
    for row in content.taken.findings.rows:
        sides = {
            "yes": row.yes_pct,
            "no": row.no_pct,
            "not_recorded": row.not_recorded,
            "not_applicable": row.not_applicable,
            "asked": row.denominator,
        }
        for side, figure in sides.items():
            if figure.path == path:
                cohort = content.cohort_title(row.cohort)
                about = f"{figure.fraction} bodies. {cohort}: {figure.definition.title}"
                lines = list(_answers(content, row.finding_id, row.cohort, side))
                kept = sum(body["is_withheld"] for body in _of_cohort(content, row.cohort))
                return Behind(figure.definition, row.label, figure.text, about, lines, kept)
    return None


def _answers(content: Content, finding: str, cohort: str, side: str) -> Iterator[Line]:
    scale = _scale(content, finding)
    answers = content.answers.get(finding, {})
    withheld = content.withheld.get(finding, {})
    for body in _of_cohort(content, cohort):
        if body["is_withheld"]:
            continue
        value = answers.get(body["code"], "")
        title, counts_as = scale.get(value, ("Not recorded", "denominator"))
        if side != "not_applicable" and counts_as == "left_out":
            continue
        yield Line(
            body["name"],
            content.cohort_title(body["cohort"]),
            title,
            _is_on(side, value or "not_recorded", counts_as),
            withheld.get(body["code"], 0),
        )


def _is_on(side: str, value: str, counts_as: str) -> bool:
    if side == "asked":
        return True
    if side == "yes":
        return counts_as == "numerator"
    if side == "no":
        return counts_as == "denominator" and value != "not_recorded"
    if side == "not_applicable":
        return counts_as == "left_out"
    return value == side


def _scale(content: Content, finding: str) -> dict[str, tuple[str, str]]:
    """Title and weight of each point of a finding's scale, by the answer that is stored."""
    items = {item["code"]: item for item in content.items("finding")}
    scale = items[finding]["body"].get("scale", "")
    return {
        point["body"]["answer"]: (point["title"], point["body"]["counts_as"])
        for point in content.items("scale_point")
        if point["parent"] == scale
    }


def _of_cohort(content: Content, cohort: str) -> list[dict[str, Any]]:
    return [body for body in content.bodies if cohort in {"all", body["cohort"]}]


def _stages(content: Content, path: str) -> Behind | None:
    titles, capabilities = content.titles("stage"), content.titles("capability")
    for row in content.taken.stages.rows:
        if row.bodies.path == path:
            stage = titles[row.stage]
            lines = [
                _standing(content, body, row.capability, {row.stage}) for body in content.bodies
            ]
            title = capabilities.get(row.capability, "Overall")
            return Behind(row.bodies.definition, title, row.bodies.text, stage, lines)
    return None


def _standing(
    content: Content, body: dict[str, Any], capability: str, stages: Collection[str]
) -> Line:
    stage = content.judgements.get(body["code"], {}).get(capability, "")
    return Line(
        body["name"],
        content.cohort_title(body["cohort"]),
        content.titles("stage").get(stage, "Not judged"),
        stage in stages,
    )


def _comparison(content: Content, path: str) -> Behind | None:
    """The bodies that a share of the comparison counts, or that it is of.

    The first cohort is the funded one; further on is the second stage or later (HMIC-2009 App D).
    """
    capabilities = content.titles("capability")
    for row in content.taken.comparison.rows:
        for figure in (row.numerator, row.denominator):
            if figure.path == path:
                title = capabilities.get(row.capability, "Overall")
                lines = _compared(content, row.capability, path)
                about = _named(content, path)
                return Behind(figure.definition, title, figure.text, about, lines)
    return None


def _named(content: Content, path: str) -> str:
    """In words, the stages and the cohort that a path of the comparison ends in."""
    *_, stage, cohort = path.strip("/").split("/")
    title = content.titles("stage").get(stage.removeprefix("from-"))
    stages = f"{title} or further on" if title else "Judged at any stage"
    if cohort == "all":
        return stages
    return f"{stages}, {'other cohorts' if cohort == 'others' else content.cohort_title(cohort)}"


def _compared(content: Content, capability: str, path: str) -> list[Line]:
    stages = list(content.titles("stage"))
    wanted = stages[1:] if "/from-" in path else stages
    whose = path.rstrip("/").rpartition("/")[2]
    funded = next(iter(content.titles("cohort")), "")
    chosen = [
        body
        for body in content.bodies
        if whose in {"all", body["cohort"]} or (whose == "others" and body["cohort"] != funded)
    ]
    return [_standing(content, body, capability, wanted) for body in chosen]


def _bodies(content: Content, path: str) -> Behind | None:
    figure = content.taken.figure("round.subjects")
    if figure.path != path:
        return None
    lines = [
        Line(body["name"], content.cohort_title(body["cohort"]), "", is_counted=True)
        for body in content.bodies
    ]
    return Behind(figure.definition, "Bodies inspected", figure.text, "", lines)
