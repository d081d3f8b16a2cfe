"""The charts of a document as finished pictures, drawn once for all its forms.

A long chart is drawn in parts, so that its words keep their size on a printed page. Loads a large
library, so it is called in a task or a command and never by a page.
"""

import dataclasses
import hashlib
from collections.abc import Iterator

from headwater.govuk import charts
from headwater.inspection.documents import tree

GROUPS = 6
"""Groups of bars that fit on half a page."""


def pictures(document: tree.Document) -> dict[str, list[str]]:
    """SVG texts by the id of each chart in the document; equal charts are drawn once."""
    drawn: dict[str, list[str]] = {}
    found = {}
    for each in _charts(document):
        key = hashlib.sha256(repr(each.chart).encode()).hexdigest()
        if key not in drawn:
            drawn[key] = [charts.render(part) for part in _parts(each.chart)]
        found[each.id] = drawn[key]
    return found


def _parts(chart: charts.Bars | charts.Stack) -> list[charts.Bars | charts.Stack]:
    if not isinstance(chart, charts.Bars) or len(chart.groups) <= GROUPS:
        return [chart]
    count = -(-len(chart.groups) // GROUPS)
    size = -(-len(chart.groups) // count)
    starts = range(0, len(chart.groups), size)
    return [
        dataclasses.replace(
            chart,
            title=f"{chart.title}, part {at} of {len(starts)}",
            groups=chart.groups[start : start + size],
        )
        for at, start in enumerate(starts, start=1)
    ]


def _charts(document: tree.Document) -> Iterator[tree.Picture]:
    for chapter in document.chapters:
        for block in chapter.blocks:
            if isinstance(block, tree.Picture):
                yield block
