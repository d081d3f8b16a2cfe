"""The real timetable of the 2008-09 inspection, by month; never joined to a subject of a round.

It says when forces were visited and nothing of what was found there. Sources are in
``headwater/library/reconstruction/hmic-2009/README.md``.
"""

import csv
import datetime
from collections.abc import Iterator
from functools import cache

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import charts, formats
from headwater.kernel import frameworks, requests

FOLDER = frameworks.LIBRARY / "reconstruction" / "hmic-2009"
FIRST, LAST = datetime.date(2008, 1, 1), datetime.date(2009, 12, 31)


def timetable(request: requests.SignedIn) -> HttpResponse:
    """Which forces were visited in which month, and what else happened around the inspection."""
    months = _visits()
    return render(
        request,
        "inspection/figures_timetable.jinja",
        {
            "title": _("The timetable of 2008 to 2009"),
            "months": [(formats.month(month), forces) for month, forces in months.items()],
            "chart": charts.Timeline(
                _("Fieldwork and what happened around it"),
                _(
                    "Dated events of two years that bear on the inspection, by day where it is known."
                ),
                list(_spans()),
            ),
            "breadcrumbs": [
                (_("Home"), "/"),
                (_("Inspection rounds"), reverse("inspection:rounds")),
            ],
        },
    )


@cache
def _visits() -> dict[datetime.date, list[str]]:
    found: dict[datetime.date, list[str]] = {}
    for row in _rows("fieldwork.csv"):
        month = datetime.date.fromisoformat(f"{row['month']}-01")
        found.setdefault(month, []).append(row["force"])
    return found


def _spans() -> Iterator[charts.Span]:
    for row in _rows("timeline.csv"):
        if row["category"] != "inspection" or row["precision"] not in {"day", "month"}:
            continue
        start, end = _days(row["date"])
        if start >= FIRST and end <= LAST:
            yield charts.Span(row["event"], start, end)


def _days(text: str) -> tuple[datetime.date, datetime.date]:
    """The first and last day of what a date of the file names, a day or a month."""
    if len(text) > 7:
        day = datetime.date.fromisoformat(text)
        return day, day
    first = datetime.date.fromisoformat(f"{text}-01")
    after = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return first, after - datetime.timedelta(days=1)


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


urlpatterns = [path("timetable-2009/", timetable, name="timetable-2009")]
