from datetime import date
from xml.etree import ElementTree

import pytest
from django.template import engines

from headwater.govuk import charts

BARS = charts.Bars(
    "Leadership <findings>",
    "Share that answered Yes.",
    [
        charts.Group(
            "Is there a named lead for the whole of the programme in the force?",
            [charts.Bar("Priority", 88, "88%", href="/a"), charts.Bar("All", None, "N/A")],
        )
    ],
)
STACK = charts.Stack(
    "Stages", "Forces at each stage.", ["First", "Second"], [charts.Row("Training", [1, 3], ["/x"])]
)
TIMES = charts.Timeline(
    "The timetable",
    "By month.",
    [
        charts.Span("Fieldwork", date(2026, 2, 1), date(2026, 5, 31)),
        charts.Span("Published", date(2026, 7, 14), date(2026, 7, 14), "/edition"),
    ],
)
HEAT = charts.Heat(
    "Stage by subject",
    "A row each.",
    ["Leadership"],
    [charts.HeatRow("P01", [charts.HeatCell("Second", 4, "/c")], "/p01")],
    note="Reconstructed",
)


def _drawn(chart: charts.Chart) -> str:
    template = engines["jinja"].from_string(
        '{% from "govuk/charts.jinja" import chart %}{{ chart(c) }}'
    )
    return template.render({"c": chart})


@pytest.mark.parametrize("chart", [BARS, STACK, TIMES], ids=lambda chart: chart.kind)
def test_a_picture_has_title_description_and_the_same_numbers_as_a_table(
    chart: charts.Bars | charts.Stack | charts.Timeline,
) -> None:
    text = _drawn(chart)
    svg = text[text.index('<svg class="hw-chart__picture"') : text.rindex("</svg>") + 6]
    root = ElementTree.fromstring(svg)
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert root[0].text == chart.title
    assert "<table" in text


def test_a_heat_table_says_in_text_what_its_shade_shows_and_warns() -> None:
    text = _drawn(HEAT)
    assert '<td class="govuk-table__cell hw-shade-4"><a href="/c">Second</a></td>' in text
    assert "Reconstructed" in text


def test_bars_are_as_long_as_their_values_and_nothing_stands_for_no_value() -> None:
    marks = [mark for mark in BARS.draw().marks if mark.role != "track"]
    assert [round(mark.width, 2) for mark in marks] == [round(54 * 0.88, 2)]
    assert BARS.rows == [
        [BARS.groups[0].label, ("88%", "/a"), ("N/A", "")],
    ]


def test_parts_of_a_stack_fill_the_width_and_numbers_that_do_not_fit_are_left_to_the_table() -> (
    None
):
    assert [mark.width for mark in STACK.draw().marks] == [25.0, 75.0]
    narrow = charts.Stack("t", "d", ["a", "b"], [charts.Row("r", [1, 99])])
    assert [text.text for text in narrow.draw().texts if text.role == "value"] == ["99"]


def test_an_empty_chart_draws_nothing_and_breaks_nothing() -> None:
    assert charts.Timeline("t", "d", []).draw().marks == ()
    assert charts.Bars("t", "d", []).draw().height == 1
    empty = charts.Stack("t", "d", ["a"], [charts.Row("r", [0])])
    assert empty.draw().marks == []


def test_a_timeline_runs_by_whole_months() -> None:
    drawing = TIMES.draw()
    assert [text.text for text in drawing.texts if text.role == "axis"] == [
        "Feb 2026",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
    ]
    spans = [mark for mark in drawing.marks if mark.role != "track"]
    assert spans[0].x == 0
    assert spans[1].width == 1


@pytest.mark.parametrize("chart", [BARS, STACK], ids=lambda chart: chart.kind)
def test_a_printed_picture_carries_title_and_description_and_never_varies(
    chart: charts.Bars | charts.Stack,
) -> None:
    svg = charts.render(chart)
    root = ElementTree.fromstring(svg)
    assert root[0].text == chart.title
    assert root[1].text == chart.description
    assert "<script" not in svg
    assert charts.render(chart) == svg
