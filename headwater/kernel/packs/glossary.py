"""A glossary: a term, what each document calls it, and what it is called today."""

from __future__ import annotations

from typing import Annotated, Literal

import pydantic

from headwater.kernel.packs import envelope
from headwater.kernel.packs.envelope import Part, Slug, Text


class Expansion(Part):
    """The words that one document gives for an acronym."""

    document: Text
    words: Text


class Today(Part):
    """Today's term, or a sentence that says there is none, and how certain that is."""

    term: Text | None = None
    says: Text
    certainty: envelope.Certainty


class Term(Part):
    """One term. `differ` says how the documents disagree, and is absent where they agree."""

    id: Slug
    term: Text
    expansion: Text
    meaning: Text
    expansions: list[Expansion] = []
    listed_in: Text
    differ: Text | None = None
    note: Text | None = None
    today: Today


class Glossary(envelope.Pack):
    """A glossary pack."""

    kind: Literal["glossary"]
    terms: Annotated[list[Term], pydantic.Field(min_length=1)]
