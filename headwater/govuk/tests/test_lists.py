from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from headwater.govuk import pages


@dataclass
class Return:
    pk: int
    force: str
    answers: int | None
    state: str = "draft"


ROWS = [Return(1, "Ashmere", 12), Return(2, "Brackwater", None, "sent"), Return(3, "=Calder", 7)]


def _list(rows: Any = ROWS, **changes: Any) -> pages.ListPage:
    options: dict[str, Any] = {
        "title": "Returns",
        "rows": rows,
        "columns": [
            pages.Column("Force", "force", link=lambda row: f"/force/{row.pk}", sort="force"),
            pages.Column(
                "Answers", "answers", numeric=True, sort="answers", link=lambda row: "/answers"
            ),
        ],
        "filters": [
            pages.Search("Which force?", on=["force"]),
            pages.Only("state", "Which state?", [("draft", "Draft"), ("sent", "Sent")]),
        ],
        **changes,
    }
    return pages.ListPage(**options)


def _get(query: str, **headers: str) -> HttpRequest:
    return RequestFactory().get(f"/returns?{query}", headers=headers)


def _names(response: HttpResponse) -> list[str]:
    text = response.content.decode()
    return [
        row.force for row in sorted(ROWS, key=lambda r: text.find(r.force)) if row.force in text
    ]


def test_every_row_is_shown_with_its_links() -> None:
    response = _list().response(_get(""))
    assert _names(response) == ["Ashmere", "Brackwater", "=Calder"]
    assert 'href="/force/1"' in response.content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=ASH", ["Ashmere"]),
        ("state=sent", ["Brackwater"]),
        ("state=nonsense", []),
        ("q=%00ash", ["Ashmere"]),
        ("sort=-force", ["Brackwater", "Ashmere", "=Calder"]),
        ("sort=answers", ["=Calder", "Ashmere", "Brackwater"]),
        ("sort=password", ["Ashmere", "Brackwater", "=Calder"]),
        ("page=99", ["Ashmere", "Brackwater", "=Calder"]),
        ("page=x", ["Ashmere", "Brackwater", "=Calder"]),
    ],
)
def test_the_address_filters_sorts_and_turns_pages(query: str, names: list[str]) -> None:
    assert _names(_list().response(_get(query))) == names


def test_a_download_holds_the_same_filtered_rows_the_note_and_no_formula() -> None:
    page = _list(note="Reconstructed", per_page=1)
    response = page.response(_get("format=csv&sort=force"))
    assert response["Content-Disposition"] == 'attachment; filename="returns.csv"'
    assert response.content.decode().splitlines() == [
        "Force,Answers,note",
        "'=Calder,7,Reconstructed",
        "Ashmere,12,Reconstructed",
        "Brackwater,,Reconstructed",
    ]
    assert page.response(_get("format=ods")).content[:2] == b"PK"


def test_the_note_stands_in_the_page_too() -> None:
    assert "Reconstructed" in _list(note="Reconstructed").response(_get("")).content.decode()


def test_links_to_downloads_and_pages_keep_the_filter() -> None:
    text = _list(per_page=1).response(_get("state=draft&sort=force")).content.decode()
    assert "?state=draft&amp;sort=force&amp;format=csv" in text
    assert "?state=draft&amp;sort=force&amp;page=2" in text


def test_htmx_gets_the_table_alone() -> None:
    text = _list().response(_get("q=ash", **{"HX-Target": "list"})).content.decode()
    assert "<table" in text
    assert "<html" not in text


def test_an_empty_list_says_what_that_means() -> None:
    assert "No return yet." in _list([], empty="No return yet.").response(_get("")).content.decode()
    assert "Nothing matches" in _list().response(_get("q=zzz")).content.decode()


@pytest.mark.django_db
def test_a_list_from_the_database_costs_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page = pages.ListPage(
        title="Kinds",
        rows=ContentType.objects.all(),
        columns=[pages.Column("Model", "model", sort="model"), pages.Column("App", "app_label")],
        filters=[pages.Search("Which model?", on=["model", "app_label"])],
        per_page=2,
    )
    with django_assert_num_queries(2):
        response = page.response(_get("q=e&sort=-model&page=2"))
    assert "3 to 4 of" in response.content.decode()


def test_a_list_without_rows_asks_nothing_and_a_filtered_one_can_be_cleared() -> None:
    assert 'class="hw-filter"' not in _list([]).response(_get("")).content.decode()
    assert "Clear" in _list().response(_get("q=zzz")).content.decode()


def test_a_column_for_files_alone_is_not_on_the_page() -> None:
    made = _list(columns=[pages.Column("Force", "force"), pages.Column("Id", "pk", file_only=True)])
    page = made.response(_get("")).content.decode()
    assert page.count('<th scope="col"') == 1
    assert "Force,Id" in made.response(_get("format=csv")).content.decode()
