"""Charts as free-standing SVG files, made by Altair and vl-convert for printed editions.

Importing this module loads both libraries; only ``charts.render`` does so, inside a task. The
picture needs no script and no network. vl-convert writes neither title nor description, so both
are put in here: a PDF made from it takes the title as the picture's alternative text
(PDF/UA-1, clause 7.3).
"""

from typing import Any
from xml.etree import ElementTree

import altair
import vl_convert

from headwater.govuk import charts

SVG = "http://www.w3.org/2000/svg"
SHADES = ("#ffffff", "#dcecf1", "#a9d0dc", "#5ea5bb", "#1f6d89", "#0b3545")
WIDTH = 560


def svg(chart: charts.Bars | charts.Stack) -> str:
    """The picture of one chart as SVG text; the same chart always gives the same text."""
    specification = (_bars(chart) if isinstance(chart, charts.Bars) else _stack(chart)).to_json()
    drawn = vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])
    return _titled(drawn, title=str(chart.title), description=str(chart.description))


def _titled(drawn: str, *, title: str, description: str) -> str:
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ElementTree.fromstring(drawn)  # noqa: S314
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}")
        element.text = text
        root.insert(place, element)
    root.set("role", "img")
    return ElementTree.tostring(root, encoding="unicode")


def _bars(chart: charts.Bars) -> Any:
    values = [
        {
            "group": str(group.label),
            "bar": str(bar.label),
            "value": bar.value or 0,
            "text": bar.text,
        }
        for group in chart.groups
        for bar in group.bars
    ]
    order = list(dict.fromkeys(str(bar.label) for group in chart.groups for bar in group.bars))
    base = altair.Chart(_inline(values)).encode(
        y=altair.Y("bar:N", sort=order, title=None, axis=altair.Axis(ticks=False, domain=False)),
    )
    bars = base.mark_bar(height=13, color=SHADES[4]).encode(
        x=altair.X("value:Q", title=None, scale=altair.Scale(domain=[0, chart.most]), axis=None)
    )
    words = base.mark_text(align="left", dx=4, fontSize=11).encode(
        x=altair.X("value:Q"), text="text:N"
    )
    rows = [str(group.label) for group in chart.groups]
    faceted = altair.layer(bars, words).properties(width=WIDTH - 160, height=18 * len(order))
    return _plain(
        faceted.facet(
            row=altair.Row(
                "group:N",
                sort=rows,
                title=None,
                header=altair.Header(
                    labelAngle=0,
                    labelAlign="left",
                    labelOrient="top",
                    labelAnchor="start",
                    labelFontWeight="bold",
                    labelLimit=WIDTH,
                ),
            ),
            spacing=10,
        )
    )


def _stack(chart: charts.Stack) -> Any:
    values = [
        {"row": str(row.label), "part": str(part), "count": count, "order": at}
        for row in chart.rows_of
        for at, (part, count) in enumerate(zip(chart.parts, row.counts, strict=True))
    ]
    colours = [SHADES[shade] for shade in chart.shades]
    drawn = (
        altair.Chart(_inline(values))
        .mark_bar(stroke="#5f8d9c", strokeWidth=0.6)
        .encode(
            x=altair.X("count:Q", stack="normalize", title=None, axis=altair.Axis(format="%")),
            y=altair.Y(
                "row:N",
                sort=[str(row.label) for row in chart.rows_of],
                title=None,
                axis=altair.Axis(labelLimit=220, ticks=False, domain=False),
            ),
            color=altair.Color(
                "part:N",
                sort=[str(part) for part in chart.parts],
                scale=altair.Scale(domain=[str(part) for part in chart.parts], range=colours),
                legend=altair.Legend(orient="top", title=None),
            ),
            order="order:Q",
        )
        .properties(width=WIDTH - 230, height=26 * len(chart.rows_of))
    )
    return _plain(drawn)


def _inline(values: list[dict[str, Any]]) -> Any:
    return altair.Data(values=values)  # type: ignore[no-untyped-call]


def _plain(chart: Any) -> Any:
    return chart.configure(font="Public Sans, Arial, sans-serif").configure_view(strokeWidth=0)
