"""A document as a tree of blocks and words, from which HTML, PDF and DOCX are drawn alike.

Every class has a ``kind``, by which the templates and the DOCX writer tell them apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from headwater.govuk import charts


@dataclass(frozen=True)
class Words:
    """Plain text."""

    text: str
    kind: ClassVar[str] = "words"


@dataclass(frozen=True)
class Styled:
    """Words with weight: ``strong`` or ``emphasis``."""

    style: str
    children: "Sequence[Inline]"
    kind: ClassVar[str] = "styled"


@dataclass(frozen=True)
class LinkTo:
    """A link to somewhere else."""

    href: str
    children: "Sequence[Inline]"
    kind: ClassVar[str] = "link"


@dataclass(frozen=True)
class Break:
    """A new line within a paragraph."""

    kind: ClassVar[str] = "break"


@dataclass(frozen=True)
class Number:
    """A figure in a sentence. ``path`` is where what it counts is listed, below its edition.

    ``raw`` is the reference that printed it and ``terms`` what it names.
    """

    text: str
    path: str
    about: str
    raw: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    kind: ClassVar[str] = "number"


@dataclass(frozen=True)
class Cited:
    """A fact from elsewhere; ``note`` is the number of the footnote with its source."""

    text: str
    note: int
    kind: ClassVar[str] = "cited"


@dataclass(frozen=True)
class Unknown:
    """A reference that could not be looked up; it stands in drafts only."""

    raw: str
    reason: str
    kind: ClassVar[str] = "unknown"


Inline = Words | Styled | LinkTo | Break | Number | Cited | Unknown


@dataclass(frozen=True)
class Heading:
    """A heading within a chapter; ``level`` is 1 for the highest below the chapter's."""

    level: int
    children: Sequence[Inline]
    id: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; the numbered ones can be cited. Those within lists have no number."""

    children: Sequence[Inline]
    number: str = ""
    kind: ClassVar[str] = "paragraph"

    @property
    def id(self) -> str:
        """Its anchor."""
        return f"p{self.number.replace('.', '-')}"


@dataclass(frozen=True)
class Bullets:
    """A list, numbered or not."""

    is_ordered: bool
    items: "Sequence[Sequence[Block]]"
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True)
class Quotation:
    """A passage quoted."""

    blocks: "Sequence[Block]"
    kind: ClassVar[str] = "quotation"


@dataclass(frozen=True)
class Cell:
    """A cell of a table; ``path`` is where what it counts is listed, below its edition."""

    text: str
    path: str = ""
    small: str = ""


@dataclass(frozen=True)
class Table:
    """A table: groups of columns when there are two rows of headings, columns, rows of cells.

    ``groups`` are (text, width); the first column, which holds each row's heading, is in none.
    ``notes`` are printed beneath.
    """

    number: int
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    groups: Sequence[tuple[str, int]] = ()
    notes: Sequence[str] = ()
    corner: str = ""
    is_numeric: bool = True
    kind: ClassVar[str] = "table"

    @property
    def id(self) -> str:
        """Its anchor."""
        return f"table-{self.number}"


@dataclass(frozen=True)
class Picture:
    """A chart with its number; the same figures stand in a table of their own beneath it."""

    number: int
    chart: charts.Bars | charts.Stack
    notes: Sequence[str] = ()
    kind: ClassVar[str] = "chart"

    @property
    def id(self) -> str:
        """Its anchor."""
        return f"figure-{self.number}"


@dataclass(frozen=True)
class Clause:
    """One separable part of a recommendation."""

    mark: str
    text: str
    lead: str = ""
    supporting: str = ""
    due: str = ""


@dataclass(frozen=True)
class Recommendation:
    """A recommendation as frozen."""

    number: int
    text: str
    clauses: Sequence[Clause]
    kind: ClassVar[str] = "recommendation"


@dataclass(frozen=True)
class Note:
    """Developing practice, or a case note, told without names; or a warning of the report's own."""

    title: str
    text: str
    caution: str = ""
    kind: ClassVar[str] = "note"


Block = Heading | Paragraph | Bullets | Quotation | Table | Picture | Recommendation | Note


@dataclass(frozen=True)
class Chapter:
    """A chapter with its place in the report."""

    number: int
    title: str
    blocks: Sequence[Block]

    @property
    def id(self) -> str:
        """Its anchor."""
        return f"chapter-{self.number}"


@dataclass(frozen=True)
class Footnote:
    """The source of a cited fact."""

    number: int
    text: str
    source: str


@dataclass(frozen=True)
class Fault:
    """A reference that cannot be looked up, with its chapter and line."""

    chapter: int
    line: int
    sentence: str


@dataclass
class Document:
    """A report ready to be drawn."""

    title: str
    subtitle: str
    notes: Sequence[str]
    chapters: list[Chapter] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
