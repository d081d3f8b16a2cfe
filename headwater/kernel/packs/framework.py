"""A framework: what is asked of whom, on which scale, and the stages, minima and recommendations.

The parts stand in the order of the file, and that order is kept. Every part is optional, so that a
framework may have a scale of its own and no cohorts, or stages and no recommendations.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

import pydantic

from headwater.kernel.packs import envelope
from headwater.kernel.packs.envelope import Offer, Part, Slug, Source, Text

type Method = Literal["document", "return", "interview", "focus_group", "observation"]
"""How evidence was obtained."""
type Counted = Literal["numerator", "denominator", "left_out"]
"""What a measure does with an answer: it is the share itself, one of those asked, or neither."""
type Collects = Literal[
    "practice", "document", "number", "person_attribute", "place_attribute", "person_rating"
]
"""What an answer holds. The last three exist to be refused by name (see `rights`)."""


class Words(Part):
    """What this framework calls a capability, in the singular and the plural."""

    capability: Text = "Capability"
    capabilities: Text = "Capabilities"


class Used(Part):
    """The days on which inspecting under a framework of the past began and ended."""

    began: datetime.date
    ended: datetime.date


class ScalePoint(Part):
    """One answer of a scale; `value` is its number where the scale has numbers.

    `meaning` is what the answer says in a table. `hint` is what a body reads beside it that answers
    for itself; without one it reads the meaning. `offered` says whether a return offers the answer:
    one that stands for silence is for inspectors and imports alone.
    """

    id: Slug
    name: Text
    meaning: Text
    hint: Text | None = None
    offered: bool = True
    counts_as: Counted
    value: int | None = None


class Scale(Part):
    """A named set of answers, in order."""

    id: Slug
    name: Text
    question: Text | None = None
    certainty: envelope.Certainty | None = None
    points: Annotated[list[ScalePoint], pydantic.Field(min_length=2)]


class Cohort(Part):
    """A set of bodies that are counted together. A risk category is a cohort too."""

    id: Slug
    name: Text
    meaning: Text | None = None


class Capability(Offer):
    """What is judged: the heading under which findings stand."""

    id: Slug
    name: Text
    question: Text
    chapter: int | None = None
    name_variants: list[Text] = []


class Section(Part):
    """A table under which findings are printed, where a capability has more than one."""

    id: Slug
    capability: Slug
    name: Text


class Corroboration(Part):
    """How much evidence an answer needs: so many different methods, of which some are required."""

    id: Slug
    rule: Text
    minimum_methods: Annotated[int, pydantic.Field(ge=1, le=5)]
    methods: Annotated[list[Method], pydantic.Field(min_length=1)]
    must_include: list[Method] = []
    source: Text


class Target(Part):
    """A number that a body is asked to reach."""

    of: Text
    at_least: int


class Finding(Offer):
    """One question put to bodies, and the rows in which its answers are printed.

    `asked_of` names cohorts; empty in a framework with cohorts means nobody, and in one without
    means everybody. `tabulated_for` names the cohorts, and `all`, that have a printed row; a
    finding that is not asked of a cohort with a row prints as not applicable there.
    """

    id: Slug
    capability: Slug
    section: Slug | None = None
    label: Text
    label_group: Slug | None = None
    hint: Text | None = None
    scale: Slug
    asked_of: list[Slug] = []
    tabulated_for: list[Slug] = []
    collects: Collects = "practice"
    target: Target | None = None
    corroboration: Slug | None = None
    note: Text | None = None
    source: Text | None = None


class DocumentRequest(Offer):
    """A document that bodies are asked to send, and the findings that it may support."""

    id: Slug
    title: Text
    asks_for: Text
    findings: list[Slug] = []


class Criterion(Part):
    """One descriptor of a stage, met or not."""

    id: Slug
    text: Text


class Stage(Part):
    """A stage of development; later ones are further on."""

    id: Slug
    name: Text
    criteria: Annotated[list[Criterion], pydantic.Field(min_length=1)]


class Minimum(Offer):
    """A minimum capability: what every body needs, and what each risk category needs besides.

    `texts` gives the words by cohort; an empty list means that the source prints none.
    """

    id: Slug
    title: Text
    capability: Slug
    general: Text
    points: list[Text] = []
    texts: dict[Slug, list[Text]]
    findings: list[Slug]
    source: Text
    note: Text | None = None


class NamedIn(Part):
    """The owners that one place of the source names."""

    place: Text
    owners: Annotated[list[Text], pydantic.Field(min_length=1)]


class Clause(Part):
    """One thing that a recommendation asks for.

    `lead` is empty where the source names several owners and puts none of them first; they then
    all stand in `supporting`. `due_before` is the first day on which it is late.
    """

    id: Slug
    text: Text
    lead: Text | None = None
    supporting: list[Text] = []
    due_before: datetime.date | None = None
    depends_on: list[Slug] = []


class Recommendation(Part):
    """A recommendation, its clauses and every place that names its owners."""

    id: Slug
    name: Slug
    summary: Text
    clauses: Annotated[list[Clause], pydantic.Field(min_length=1)]
    named_in: list[NamedIn] = []
    references: list[Text] = []
    note: Text | None = None


class Enabler(Offer):
    """A post on which delivery depends, with its duties; the first matters most."""

    id: Slug
    name: Text
    level: Text
    responsibilities: Annotated[list[Text], pydantic.Field(min_length=1)]
    cautions: list[Text] = []


class Framework(envelope.Pack):
    """A framework pack."""

    kind: Literal["framework"]
    source: Source
    used: Used | None = None
    words: Words = Words()
    scales: list[Scale] = []
    cohorts: list[Cohort] = []
    capabilities: list[Capability] = []
    sections: list[Section] = []
    corroborations: list[Corroboration] = []
    findings: list[Finding] = []
    document_requests: list[DocumentRequest] = []
    stages: list[Stage] = []
    stages_source: Text | None = None
    minimum_capabilities: list[Minimum] = []
    recommendations: list[Recommendation] = []
    enablers: list[Enabler] = []
    notes: list[Text] = []
