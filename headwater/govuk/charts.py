"""Charts as data, and the arithmetic of where their marks stand.

A page draws them with the macro ``chart`` of ``govuk/charts.jinja``, as SVG with a title, a
description and a table of the same numbers; lengths are percentages of the page's width, so that
text keeps its size on a narrow screen. ``render`` makes a free-standing picture of the same chart
for a document; it loads a large library and belongs in a background task.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from headwater.govuk import formats

LINE = 38
"""Characters that one line of text holds on a screen 320 pixels wide."""
STEP = 19
BAR = 20
GAP = 9
BESIDE = 14
"""Up to how many characters a bar's label stands beside the bar rather than above it."""


@dataclass(frozen=True)
class Text:
    """A piece of text at a place: x in percent of the width, y in pixels."""

    text: str
    x: float
    y: int
    role: str = ""
    anchor: str = "start"
    href: str = ""
    on_dark: bool = False


@dataclass(frozen=True)
class Mark:
    """A rectangle: x and width in percent, y and height in pixels; a shade from 0 to 5."""

    x: float
    y: int
    width: float
    height: int
    shade: int = 4
    role: str = ""


@dataclass(frozen=True)
class Drawing:
    """Where everything stands, ready for the template."""

    height: int
    texts: Sequence[Text]
    marks: Sequence[Mark]
    lines: Sequence[tuple[float, int, int]] = ()


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its value in percent of the scale, and the text that says the value."""

    label: str
    value: float | None
    text: str
    href: str = ""


@dataclass(frozen=True)
class Group:
    """Bars that answer one question, usually one for each cohort."""

    label: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Bars:
    """Horizontal bars in groups. ``most`` is the value of a full bar.

    The last bar of a group of several is drawn darkest, as the sum of those above it.
    """

    title: str
    description: str
    groups: Sequence[Group]
    most: float = 100
    note: str = ""
    kind: ClassVar[str] = "bars"

    @property
    def columns(self) -> list[str | tuple[str, str]]:
        """The table's column headings."""
        labels = list(dict.fromkeys(bar.label for group in self.groups for bar in group.bars))
        return ["", *((label, "numeric") for label in labels)]

    @property
    def rows(self) -> list[list[object]]:
        """The table's rows."""
        labels = [column[0] for column in self.columns[1:]]
        rows: list[list[object]] = []
        for group in self.groups:
            cells = {bar.label: (bar.text, bar.href) for bar in group.bars}
            rows.append([group.label, *(cells.get(label, "") for label in labels)])
        return rows

    def draw(self) -> Drawing:
        """Where the labels, tracks, bars and values stand."""
        texts: list[Text] = []
        marks: list[Mark] = []
        longest = max((len(b.label) for g in self.groups for b in g.bars), default=0)
        left = 32.0 if longest <= BESIDE else 0.0
        right = 86.0
        y = 0
        for group in self.groups:
            for line in textwrap.wrap(str(group.label), LINE):
                y += STEP
                texts.append(Text(line, 0, y - 4, "group"))
            y += 3
            for at, bar in enumerate(group.bars):
                if left == 0:
                    for line in textwrap.wrap(str(bar.label), LINE):
                        y += STEP
                        texts.append(Text(line, 0, y - 4))
                else:
                    texts.append(Text(str(bar.label), 0, y + 15))
                marks.append(Mark(left, y, right - left, BAR, 0, "track"))
                if bar.value:
                    width = (right - left) * min(bar.value / self.most, 1)
                    last = at == len(group.bars) - 1 and at > 0
                    marks.append(Mark(left, y, width, BAR, 5 if last else 3 + at % 2))
                texts.append(Text(bar.text, 100, y + 15, "value", "end", bar.href))
                y += BAR + 5
            y += GAP + 5
        return Drawing(max(y - GAP - 5, 1), texts, marks)


@dataclass(frozen=True)
class Row:
    """One stacked bar: a count for each part, and the address behind each."""

    label: str
    counts: Sequence[int]
    hrefs: Sequence[str] = ()

    @property
    def total(self) -> int:
        """What all parts come to."""
        return sum(self.counts)


@dataclass(frozen=True)
class Stack:
    """Bars divided into parts, each bar as long as the others, for shares of a whole."""

    title: str
    description: str
    parts: Sequence[str]
    rows_of: Sequence[Row]
    note: str = ""
    kind: ClassVar[str] = "stack"

    @property
    def shades(self) -> list[int]:
        """A shade for each part, palest first."""
        return _spread(len(self.parts))

    @property
    def columns(self) -> list[str | tuple[str, str]]:
        """The table's column headings."""
        return ["", *((part, "numeric") for part in self.parts)]

    @property
    def rows(self) -> list[list[object]]:
        """The table's rows."""
        return [
            [row.label, *((str(n), _at(row.hrefs, i)) for i, n in enumerate(row.counts))]
            for row in self.rows_of
        ]

    def draw(self) -> Drawing:
        """Where the labels, parts and counts stand."""
        texts: list[Text] = []
        marks: list[Mark] = []
        y = 0
        for row in self.rows_of:
            for line in textwrap.wrap(str(row.label), LINE):
                y += STEP
                texts.append(Text(line, 0, y - 4, "group"))
            y += 3
            x = 0.0
            for at, count in enumerate(row.counts):
                width = 100 * count / row.total if row.total else 0
                shade = self.shades[at]
                if count:
                    marks.append(Mark(x, y, width, BAR + 6, shade))
                if width >= 7:
                    middle = x + width / 2
                    texts.append(
                        Text(str(count), middle, y + 18, "value", "middle", on_dark=shade >= 4)
                    )
                x += width
            y += BAR + 6 + GAP + 5
        return Drawing(max(y - GAP - 5, 1), texts, marks)


@dataclass(frozen=True)
class HeatCell:
    """A cell: its text, its shade from 0 (nothing known) to 5, the address behind it."""

    text: str
    shade: int
    href: str = ""


@dataclass(frozen=True)
class HeatRow:
    """A row of cells under one label."""

    label: str
    cells: Sequence[HeatCell]
    href: str = ""


@dataclass(frozen=True)
class Heat:
    """A table whose cells are shaded by value and say it in text too. It is its own table."""

    title: str
    description: str
    columns: Sequence[str]
    rows: Sequence[HeatRow]
    note: str = ""
    key: Sequence[tuple[str, int]] = ()
    corner: str = ""
    kind: ClassVar[str] = "heat"


@dataclass(frozen=True)
class Span:
    """Something that lasts from one day to another, both included; one day is a moment."""

    label: str
    start: date
    end: date
    href: str = ""


@dataclass(frozen=True)
class Timeline:
    """Spans under one another along the months."""

    title: str
    description: str
    spans: Sequence[Span]
    note: str = ""
    today: date | None = None
    kind: ClassVar[str] = "timeline"
    columns: Sequence[str] = field(default=("", "From", "To"), init=False)

    @property
    def rows(self) -> list[list[object]]:
        """The table's rows."""
        return [
            [(s.label, s.href) if s.href else s.label, formats.day(s.start), formats.day(s.end)]
            for s in self.spans
        ]

    def draw(self) -> Drawing:
        """Where the months, labels and spans stand."""
        if not self.spans:
            return Drawing(1, (), ())
        first = min(span.start for span in self.spans).replace(day=1)
        last = _next_month(max(span.end for span in self.spans))
        days = (last - first).days

        def place(day: date) -> float:
            return 100 * (day - first).days / days

        months = list(_months(first, last))
        every = max(1, -(-len(months) // 6))
        texts = [
            Text(
                f"{month:%b} {month.year}" if at == 0 or month.month == 1 else f"{month:%b}",
                place(month),
                14,
                "axis",
            )
            for at, month in enumerate(months)
            if at % every == 0
        ]
        marks: list[Mark] = []
        y = 26
        for span in self.spans:
            for line in textwrap.wrap(str(span.label), LINE):
                y += STEP
                texts.append(Text(line, 0, y - 4, "", "start", span.href))
            x = place(span.start)
            width = max(place(span.end + timedelta(days=1)) - x, 1)
            marks.append(Mark(0, y + 2, 100, 10, 0, "track"))
            marks.append(Mark(min(x, 99), y + 2, width, 10, 4))
            y += 10 + GAP + 4
        lines = [(place(month), 18, y) for at, month in enumerate(months) if at % every == 0]
        return Drawing(y, texts, marks, lines)


Chart = Bars | Stack | Heat | Timeline


def render(chart: Bars | Stack) -> str:
    """A free-standing SVG of a chart, with ``<title>`` and ``<desc>``, for a document.

    Loads Altair and vl-convert, about 155 MB, so it is called from a task and never from a page.
    """
    from headwater.govuk import pictures

    return pictures.svg(chart)


def _spread(parts: int) -> list[int]:
    return {1: [4], 2: [2, 4], 3: [1, 3, 5], 4: [1, 2, 4, 5]}.get(
        parts, [1 + at % 5 for at in range(parts)]
    )


def _at(hrefs: Sequence[str], index: int) -> str:
    return hrefs[index] if index < len(hrefs) else ""


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _months(first: date, last: date) -> Iterator[date]:
    while first < last:
        yield first
        first = _next_month(first)
