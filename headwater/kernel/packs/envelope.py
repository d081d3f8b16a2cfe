"""What every pack says about itself, whatever its kind, and the types that packs share."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated, Literal

import pydantic

import headwater

LIBRARY = Path(headwater.__file__).parent / "library"
"""Where the packs that come with the product lie."""

type Slug = Annotated[
    str, pydantic.StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=80)
]
"""A code: small letters, digits, single hyphens or underscores."""
type Version = Annotated[
    str, pydantic.StringConstraints(pattern=r"^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)$")
]
type Text = Annotated[str, pydantic.StringConstraints(pattern=r"\S", max_length=2000)]
"""Words for a person to read: never blank."""
type Certainty = Literal["verified", "unconfirmed"]
"""Whether somebody read the source itself, or the words rest on general knowledge."""


class Part(pydantic.BaseModel):
    """A part of a pack: typed strictly, with no fields beside those named."""

    model_config = pydantic.ConfigDict(strict=True, extra="forbid", frozen=True)


class Source(Part):
    """Where the content comes from: the document, the place in it, an address and its date."""

    document: Text
    paragraph: Text | None = None
    url: Text | None = None
    date: datetime.date | None = None


class Offer(Part):
    """A part that a person may be asked about, unless it is kept for history alone.

    `historical` marks what a past document asked for and this product does not build, and what it
    printed without asking anything of its own: it is shown in the tables of its time and never
    offered in a return, a self-assessment, a gap, an action, an indicator or a target. `limits` says
    what an answer must not hold.
    """

    historical: bool = False
    historical_reason: Text | None = None
    limits: Text | None = None

    @pydantic.model_validator(mode="after")
    def _reason_goes_with_the_mark(self) -> Offer:
        if self.historical != (self.historical_reason is not None):
            raise ValueError("A historical item gives its reason, and no other item does.")
        return self


class Pack(Part):
    """What stands at the head of every pack."""

    slug: Slug
    version: Version
    kind: str
    title: Text
    released: datetime.date
    status: Literal["released", "draft"]
    source: Source
    certainty: Certainty
    wording: Text
