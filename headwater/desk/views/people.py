"""People: the list, one person, inviting, memberships and closing accounts."""

from typing import Any

from django.contrib import messages
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet, StringAgg, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.desk import reader
from headwater.desk.forms import people as forms
from headwater.desk.services import people as services
from headwater.desk.views import crumbs
from headwater.govuk import formats, pages
from headwater.kernel import handling, people


def manager(request: HttpRequest) -> people.Person:
    """The person signed in, when people are theirs to look after."""
    person = reader.person(request)
    handling.require(services.may_manage(person))
    return person


def _found(reference: str) -> people.Person:
    person = people.Person.objects.filter(reference=reference).first()
    if person is None:
        raise handling.NotSeen(reference)
    return person


def _link(person: people.Person) -> str:
    return reverse("person", kwargs={"reference": person.reference})


def index(request: HttpRequest) -> HttpResponse:
    """Everybody with an account."""
    manager(request)
    accounts = [("True", _("Open")), ("False", _("Closed"))]
    return pages.ListPage(
        title=_("People"),
        rows=_everybody(),
        columns=[
            pages.Column(_("Name"), "name", link=_link, sort="name"),
            pages.Column(_("E-mail address"), "email", sort="email"),
            pages.Column(_("Acts today as"), "does", sort="does"),
            pages.Column(_("Last signed in"), "last_login", shown=formats.day, sort="last_login"),
            pages.Column(_("Account"), _state, tag=_colour, sort="is_active"),
        ],
        filters=[
            pages.Search(_("Who?"), on=["name", "email"]),
            pages.Only("account", _("Account"), accounts, on="is_active"),
        ],
        breadcrumbs=crumbs.under(),
        template="desk/people.jinja",
    ).response(request)


def _everybody() -> "QuerySet[people.Person]":
    now = Q(memberships__period__contains=people.today())
    does = Concat("memberships__role__name", Value(", "), "memberships__organisation__name")
    told = StringAgg(does, delimiter=Value("; "), distinct=True, filter=now)
    return people.Person.objects.annotate(does=told).order_by("name", "pk")


def _state(person: people.Person) -> str:
    return _("Open") if person.is_active else _("Closed")


def _colour(person: people.Person) -> str:
    return "green" if person.is_active else "grey"


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """One person: what they do for whom, since when, and the posts they hold."""
    by, person = manager(request), _found(reference)
    return pages.RecordPage(
        person.name,
        caption=_("Person"),
        state=_state(person),
        colour=_colour(person),
        facts=[
            pages.Fact(_("E-mail address"), person.email),
            pages.Fact(_("Account since"), formats.day(person.joined_at)),
            pages.Fact(_("Last signed in"), formats.moment(person.last_login) or _("Never")),
        ],
        acts=_acts(person, by=by),
        breadcrumbs=crumbs.under((_("People"), "people")),
        template="desk/person.jinja",
        context=_dated(person, by=by),
    ).response(request)


def _acts(person: people.Person, *, by: people.Person) -> list[pages.Act]:
    here = {"reference": person.reference}
    acts = [
        pages.Act(_("Add a membership"), reverse("person-join", kwargs=here)),
        pages.Act(_("Make a password link"), reverse("person-link", kwargs=here), secondary=True),
    ]
    if not person.is_active:
        reopening = reverse("person-reopen", kwargs=here)
        return [*acts, pages.Act(_("Open the account again"), reopening)]
    refusal = services.may_close(person, by=by).sentence
    closing = reverse("person-close", kwargs=here)
    return [*acts, pages.Act(_("Close the account"), closing, refusal=refusal, secondary=True)]


def _dated(person: people.Person, *, by: people.Person) -> dict[str, Any]:
    held = person.memberships.select_related("organisation", "role", "area", "person")
    posts = person.holdings.select_related("post__organisation")
    return {
        "memberships": held.order_by(F("period").desc()),
        "holdings": posts.order_by(F("period").desc()),
        "today": people.today(),
        "trail": f"{reverse('trail')}?actor={person.reader}" if by.may("trail.view") else "",
    }


def invite(request: HttpRequest) -> HttpResponse:
    """Make an account and hand out the way to set its password."""
    by = manager(request)
    form = forms.Invite(request.POST or None)
    if form.is_valid():
        try:
            person = services.invite(by=by, **form.chosen())
        except handling.Refused as refused:
            form.add_error("email", str(refused))
        else:
            return _handed_out(request, person, by=by)
    return pages.FormPage(
        _("Invite somebody"),
        form,
        _("Send invitation"),
        cancel=reverse("people"),
        breadcrumbs=crumbs.under((_("People"), "people")),
    ).response(request)


def link(request: HttpRequest, reference: str) -> HttpResponse:
    """Make a new way to set a password."""
    by, person = manager(request), _found(reference)
    if request.method == "POST":
        return _handed_out(request, person, by=by)
    return pages.ConfirmPage(
        _("Make a password link for %(name)s?") % {"name": person.name},
        _("Make link"),
        cancel=_link(person),
        lead=_("It goes to %(mail)s, works once and for three days.") % {"mail": person.email},
    ).response(request)


def _handed_out(request: HttpRequest, person: people.Person, *, by: people.Person) -> HttpResponse:
    services.note_link(person, by=by)
    address = request.build_absolute_uri(services.password_path(person))
    mail = EmailMessage(
        _("Your Headwater account"),
        _(
            "%(by)s has made you an account on Headwater.\n\nSet its password here:\n\n"
            "%(address)s\n\nThe link works once, for three days. Add an authenticator app or a "
            "passkey after that."
        )
        % {"by": by.name, "address": address},
        to=[person.email],
    )
    transaction.on_commit(mail.send, robust=True)
    return pages.DonePage(
        _("%(name)s can set a password") % {"name": person.name},
        next_text=_("The link goes to %(mail)s. It is shown here once.") % {"mail": person.email},
        links=[(_("%(name)s’s page") % {"name": person.name}, _link(person))],
        template="desk/link_sent.jinja",
        context={"address": address},
    ).response(request)


def join(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a membership."""
    by, person = manager(request), _found(reference)
    form = forms.Join(request.POST or None)
    if form.is_valid():
        try:
            services.join(person, by=by, **form.chosen())
        except handling.Refused as refused:
            form.add_error("role", str(refused))
        else:
            messages.success(request, _("The membership is added."))
            return redirect("person", reference=reference)
    return pages.FormPage(
        _("Add a membership"), form, _("Add"), caption=person.name, cancel=_link(person)
    ).response(request)


def leave(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """End a membership."""
    by, person = manager(request), _found(reference)
    membership = person.memberships.filter(pk=number).select_related("organisation", "role").first()
    if membership is None:
        raise handling.NotSeen(reference)
    form = forms.Leave(request.POST or None)
    if form.is_valid():
        try:
            services.leave(membership, by=by, **form.cleaned_data)
        except handling.Refused as refused:
            form.add_error("end", str(refused))
        else:
            messages.success(request, _("The membership has its last day."))
            return redirect("person", reference=reference)
    return pages.FormPage(
        _("End a membership"), form, _("Save"), caption=str(membership), cancel=_link(person)
    ).response(request)


def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close an account."""
    by, person = manager(request), _found(reference)
    if request.method == "POST":
        services.close(person, by=by)
        messages.success(request, _("The account is closed."))
        return redirect("person", reference=reference)
    return pages.ConfirmPage(
        _("Close the account of %(name)s?") % {"name": person.name},
        _("Close account"),
        cancel=_link(person),
        warning=_("They are signed out everywhere at once. What they did stays on record."),
        is_destructive=True,
    ).response(request)


def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a closed account again."""
    by, person = manager(request), _found(reference)
    if request.method == "POST":
        services.reopen(person, by=by)
        messages.success(request, _("The account is open again."))
        return redirect("person", reference=reference)
    return pages.ConfirmPage(
        _("Open the account of %(name)s again?") % {"name": person.name},
        _("Open account"),
        cancel=_link(person),
    ).response(request)


urlpatterns = [
    path("people/", index, name="people"),
    path("people/invite/", invite, name="person-invite"),
    path("people/<str:reference>/", show, name="person"),
    path("people/<str:reference>/link/", link, name="person-link"),
    path("people/<str:reference>/join/", join, name="person-join"),
    path("people/<str:reference>/leave/<int:number>/", leave, name="person-leave"),
    path("people/<str:reference>/close/", close, name="person-close"),
    path("people/<str:reference>/reopen/", reopen, name="person-reopen"),
]
