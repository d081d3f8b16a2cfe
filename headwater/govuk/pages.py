"""Whole pages from a few words: a list, a record, a form, a confirmation, and what came of it.

A view makes one of these and returns its ``response(request)``. Each has a template of its own
that a capability may extend when the plain one is not enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.govuk.forms import Form
from headwater.govuk.lists import Column, Day, ListPage, Only, Search

__all__ = [
    "Act",
    "Column",
    "ConfirmPage",
    "Day",
    "DonePage",
    "Fact",
    "FormPage",
    "ListPage",
    "Only",
    "RecordPage",
    "Search",
]

Crumbs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Fact:
    """One line of a record: what it is called, its value, and where either leads.

    ``href`` is behind the value; ``change`` is the address at which it is changed.
    """

    key: str
    value: Any
    href: str = ""
    change: str = ""
    prose: bool = False


@dataclass(frozen=True)
class Act:
    """What can be done from a page. ``refusal`` is the sentence that says why it cannot."""

    text: str
    href: str
    refusal: str = ""
    secondary: bool = False


@dataclass
class RecordPage:
    """One record: its facts, what can be done with it, and whatever its template adds."""

    title: str
    facts: Sequence[Fact] = ()
    caption: str = ""
    state: str = ""
    colour: str = ""
    note: str = ""
    acts: Sequence[Act] = ()
    breadcrumbs: Crumbs = ()
    template: str = "govuk/record.jinja"
    context: dict[str, Any] = field(default_factory=dict)

    def response(self, request: HttpRequest, *, status: int = 200) -> HttpResponse:
        """The page."""
        return _render(request, self, status=status)


@dataclass
class FormPage:
    """A page that asks: one form, or the one question that is also its heading.

    ``heading`` makes the first question the page's heading; ``title`` is then the window's.
    """

    title: str
    form: Form
    button: str
    caption: str = ""
    lead: str = ""
    note: str = ""
    cancel: str = ""
    heading: bool = False
    breadcrumbs: Crumbs = ()
    template: str = "govuk/form_page.jinja"
    context: dict[str, Any] = field(default_factory=dict)

    def response(self, request: HttpRequest, *, status: int = 0) -> HttpResponse:
        """The page; with status 422 when the form has been sent and has errors."""
        wrong = self.form.is_bound and not self.form.is_valid()
        return _render(request, self, status=status or (422 if wrong else 200))


@dataclass
class ConfirmPage:
    """Asks before an act: what will happen, to what, and a button named with a verb.

    The view acts when ``request.method`` is POST and the form, if any, is valid.
    """

    title: str
    button: str
    cancel: str
    warning: str = ""
    lead: str = ""
    facts: Sequence[Fact] = ()
    caption: str = ""
    form: Form = field(default_factory=Form)
    is_destructive: bool = False
    breadcrumbs: Crumbs = ()
    template: str = "govuk/confirm.jinja"
    context: dict[str, Any] = field(default_factory=dict)

    def response(self, request: HttpRequest) -> HttpResponse:
        """The page; with status 422 when the form has been sent and has errors."""
        wrong = self.form.is_bound and not self.form.is_valid()
        return _render(request, self, status=422 if wrong else 200)


@dataclass
class DonePage:
    """Says what has happened and what comes next."""

    title: str
    lead: str = ""
    reference: str = ""
    next_text: str = ""
    links: Sequence[tuple[str, str]] = ()
    template: str = "govuk/done.jinja"
    context: dict[str, Any] = field(default_factory=dict)

    def response(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return _render(request, self, status=200)


def _render(
    request: HttpRequest,
    page: RecordPage | FormPage | ConfirmPage | DonePage,
    *,
    status: int,
) -> HttpResponse:
    own = {name: value for name, value in vars(page).items() if name not in {"template", "context"}}
    return render(request, page.template, {**page.context, **own}, status=status)
