"""The list page: a table that filters, sorts, turns pages and downloads the rows it shows.

Page, CSV and ODS come from the same columns over the same filtered rows. Whatever the number of
rows, a page costs two queries: one counts, one fetches; a list already in memory costs none.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.text import slugify

from headwater.govuk import sheets

ODS = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Column:
    """One column of a list.

    ``value`` is an attribute path with dots (methods on it are called), or a callable of the row;
    it gives the raw value that a download holds. ``shown`` turns the raw value into the page's text. ``link`` gives the
    address behind the cell, or an empty string. ``sort`` is the order_by expression (for rows in
    memory: an attribute path); without it the column does not sort. ``tag`` gives a colour name. ``file_only`` columns are in
    the downloads and not on the page, where a row's own page says it.
    """

    heading: str
    value: str | Callable[[Any], Any]
    link: Callable[[Any], str] | None = None
    sort: str = ""
    numeric: bool = False
    shown: Callable[[Any], str] | None = None
    tag: Callable[[Any], str] | None = None
    file_only: bool = False

    @property
    def key(self) -> str:
        """How the address names the column when it sorts by it."""
        return slugify(str(self.heading)) or self.sort

    def raw(self, row: Any) -> Any:
        """The value of one row, as a download holds it."""
        return self.value(row) if callable(self.value) else _follow(row, self.value)


@dataclass(frozen=True)
class Search:
    """A box that finds text in any of the fields named in ``on`` (case does not matter)."""

    label: str
    on: Sequence[str]
    name: str = "q"
    kind: str = field(default="search", init=False)

    def apply(self, rows: Any, value: str) -> Any:
        """The rows in which the text stands."""
        if isinstance(rows, QuerySet):
            found = Q()
            for path in self.on:
                found |= Q(**{f"{path.replace('.', '__')}__icontains": value})
            return rows.filter(found)
        low = value.lower()
        return [row for row in rows if any(low in str(_follow(row, p)).lower() for p in self.on)]


@dataclass(frozen=True)
class Only:
    """A drop-down that keeps the rows whose field ``on`` has the chosen value."""

    name: str
    label: str
    options: Sequence[tuple[Any, str]]
    on: str = ""
    every: str = ""
    kind: str = field(default="only", init=False)

    def apply(self, rows: Any, value: str) -> Any:
        """The rows with that value; a value that is not offered finds nothing."""
        path = self.on or self.name
        if value not in {str(option) for option, _ in self.options}:
            return rows.none() if isinstance(rows, QuerySet) else []
        if isinstance(rows, QuerySet):
            return rows.filter(**{path.replace(".", "__"): value})
        return [row for row in rows if str(_follow(row, path)) == value]


@dataclass(frozen=True)
class Day:
    """A day to narrow to; ``lookup`` is the QuerySet's filter, such as ``at__date__gte``.

    What is no real day narrows nothing.
    """

    name: str
    label: str
    lookup: str
    kind: str = field(default="day", init=False)

    def apply(self, rows: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
        """The rows on that side of the day."""
        try:
            return rows.filter(**{self.lookup: date.fromisoformat(value)})
        except ValueError:
            return rows


class Cell(NamedTuple):
    """One cell as the page draws it; ``heading`` is its column's, for narrow screens."""

    text: str
    href: str
    tag: str | None
    numeric: bool
    heading: str


@dataclass
class ListPage:
    """A list of rows as a page, a CSV or an ODS file, by the address's ``format``.

    ``rows`` is a QuerySet, already scoped to the reader, or a list. ``note`` is a warning that
    stands in the page and in both downloads alike. ``keeps`` names what else of the address stays
    when somebody filters. ``template`` may extend ``govuk/list.jinja`` and use ``context``.
    """

    title: str
    rows: QuerySet[Any] | Sequence[Any]
    columns: Sequence[Column]
    filters: Sequence[Search | Only | Day] = ()
    keeps: Sequence[str] = ()
    sort: str = ""
    note: str = ""
    empty: str = ""
    per_page: int = 50
    filename: str = ""
    template: str = "govuk/list.jinja"
    breadcrumbs: Sequence[tuple[str, str]] = ()
    context: dict[str, Any] = field(default_factory=dict)

    def response(self, request: HttpRequest) -> HttpResponse:
        """The page, its fragment for htmx, or the download that the address asks for."""
        query = request.GET
        rows = self.ordered(self.filtered(query), query)
        wanted = query.get("format")
        if wanted in {"csv", "ods"}:
            return self.download(rows, wanted)
        page = _turned_to(rows, query.get("page", ""), per_page=self.per_page)
        context = {**self.context, **self._context(query, page)}
        if request.headers.get("HX-Target") == "list":
            return render(request, "govuk/list_rows.jinja", {**context, "is_fragment": True})
        return render(request, self.template, context)

    def filtered(self, query: QueryDict) -> Any:
        """The rows that the filters in the address keep."""
        rows: Any = self.rows
        for each in self.filters:
            if value := query.get(each.name, "").strip().replace("\x00", ""):
                rows = each.apply(rows, value)
        return rows

    def ordered(self, rows: Any, query: QueryDict) -> Any:
        """The rows in the order that the address asks for, ties settled by the key."""
        asked = query.get("sort", "") or self.sort
        for column in self.columns:
            if column.sort and asked.lstrip("-") == column.key:
                return _order(rows, column.sort, down=asked.startswith("-"))
        return rows

    def download(self, rows: Any, wanted: str) -> HttpResponse:
        """All filtered rows as a file, with the note."""
        header = [str(column.heading) for column in self.columns]
        cells = ([_writable(column.raw(row)) for column in self.columns] for row in rows)
        name = self.filename or slugify(str(self.title))
        if wanted == "csv":
            notes = [str(self.note)] if self.note else []
            content, kind = sheets.write_csv(header, cells, notes=notes), "text/csv; charset=utf-8"
        else:
            content, kind = self._ods(name, header, cells), ODS
        response = HttpResponse(content, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{name}.{wanted}"'
        return response

    def _ods(self, name: str, header: list[str], cells: Iterable[list[Any]]) -> bytes:
        if self.note:
            header = [*header, "note"]
            cells = ([*row, str(self.note)] for row in cells)
        return sheets.write_ods([sheets.Sheet(name[:31], header, cells)])

    def _context(self, query: QueryDict, page: Page[Any]) -> dict[str, Any]:
        kept = {each.name: query.get(each.name, "") for each in self.filters}
        return {
            "title": self.title,
            "breadcrumbs": self.breadcrumbs,
            "note": self.note,
            "empty": self.empty,
            "page": page,
            "headings": [self._heading(column, query) for column in self._shown()],
            "table": [self._cells(row) for row in page.object_list],
            "filters": self._filters(query),
            "is_filtered": any(kept.values()),
            "held": {name: query[name] for name in ("sort", *self.keeps) if query.get(name)},
            "pagination": _pagination(page, query),
            "csv": _address(query, format="csv", page=None),
            "ods": _address(query, format="ods", page=None),
        }

    def _heading(self, column: Column, query: QueryDict) -> dict[str, Any]:
        asked = query.get("sort", "") or self.sort
        now = asked.lstrip("-") == column.key
        down = asked.startswith("-")
        aria = "" if not now else ("descending" if down else "ascending")
        turn = f"-{column.key}" if now and not down else column.key
        href = _address(query, sort=turn, page=None) if column.sort else ""
        return {"text": column.heading, "numeric": column.numeric, "href": href, "order": aria}

    def _filters(self, query: QueryDict) -> list[dict[str, Any]]:
        drawn = []
        for each in self.filters:
            options = getattr(each, "options", ())
            items = [{"value": "", "text": getattr(each, "every", "") or ""}]
            chosen = query.get(each.name, "")
            items += [
                {"value": str(value), "text": str(text), "selected": str(value) == chosen}
                for value, text in options
            ]
            drawn.append(
                {
                    "kind": each.kind,
                    "name": each.name,
                    "label": each.label,
                    "value": chosen,
                    "items": items,
                }
            )
        return drawn

    def _shown(self) -> list[Column]:
        return [column for column in self.columns if not column.file_only]

    def _cells(self, row: Any) -> list[Cell]:
        cells = []
        for column in self._shown():
            raw = column.raw(row)
            text = column.shown(raw) if column.shown else ("" if raw is None else str(raw))
            cells.append(
                Cell(
                    text=text,
                    href=column.link(row) if column.link else "",
                    tag=column.tag(row) if column.tag else None,
                    numeric=column.numeric,
                    heading=column.heading,
                )
            )
        return cells


def _turned_to(rows: Any, wanted: str, *, per_page: int) -> Page[Any]:
    """One page of the rows. A list that fits on the first is its own count and asks for no other."""
    if wanted in ("", "1"):
        first = list(rows[: per_page + 1])
        if len(first) <= per_page:
            return Paginator(first, per_page).get_page(1)
        return Page(first[:per_page], 1, Paginator(rows, per_page))
    return Paginator(rows, per_page).get_page(wanted)


def _writable(value: Any) -> sheets.Cell:
    plain = (int, float, Decimal, date, NoneType)
    return value if isinstance(value, plain) else str(value)


def _follow(row: Any, path: str) -> Any:
    value = row
    for part in path.replace("__", ".").split("."):
        value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
        if callable(value):
            value = value()
    return value


def _order(rows: Any, path: str, *, down: bool) -> Any:
    if isinstance(rows, QuerySet):
        return rows.order_by(f"-{path}" if down else path, "pk")

    def rank(row: Any) -> tuple[bool, Any]:
        value = _follow(row, path)
        return (value is None, "" if value is None else value)

    return sorted(rows, key=rank, reverse=down)


def _address(query: QueryDict, **changes: Any) -> str:
    """The page's query string with some values changed; None takes one out."""
    copy = query.copy()
    for name, value in changes.items():
        copy.pop(name, None)
        if value is not None:
            copy[name] = str(value)
    copy.pop("format", None) if "format" not in changes else None
    return f"?{copy.urlencode()}"


def _pagination(page: Page[Any], query: QueryDict) -> dict[str, Any] | None:
    paginator = page.paginator
    if paginator.num_pages < 2:
        return None
    items: list[dict[str, Any]] = []
    numbers: Iterable[int | str] = paginator.get_elided_page_range(page.number, on_each_side=1)
    for each in numbers:
        if isinstance(each, int):
            href = _address(query, page=each)
            items.append({"number": each, "href": href, "current": each == page.number})
        else:
            items.append({"ellipsis": True})
    drawn: dict[str, Any] = {"items": items}
    if page.has_previous():
        drawn["previous"] = {"href": _address(query, page=page.previous_page_number())}
    if page.has_next():
        drawn["next"] = {"href": _address(query, page=page.next_page_number())}
    return drawn
