"""Pages about recommendations: lists told for any day, one recommendation, and making them.

Whoever may see a recommendation sees these pages; once it is published that is everybody.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from headwater.govuk import errors, formats, forms, pages
from headwater.inspection.forms import days
from headwater.inspection.forms import recommendations as asked
from headwater.inspection.models import Clause, Recommendation, Round
from headwater.inspection.rules import recommendations as rules
from headwater.inspection.services import recommendations, rounds
from headwater.inspection.views.rounds import crumbs
from headwater.kernel import handling, people, requests

COLOURS = {"open": "blue", "reported": "yellow", "closed": "green"}


def reader(request: HttpRequest) -> handling.Reader:
    """Whoever asks: the person who is signed in, or the public."""
    return request.user if isinstance(request.user, people.Person) else handling.PUBLIC


def address(recommendation: Recommendation) -> str:
    """The page of a recommendation."""
    return reverse("inspection:recommendation", args=[recommendation.reference])


def clause_address(clause: Clause) -> str:
    """The page of a clause."""
    return reverse("inspection:clause", args=[clause.reference])


def way(recommendation: Recommendation | None = None) -> list[tuple[str, str]]:
    """The way back: home, all recommendations and, below one, that one."""
    found = [(_("Home"), "/"), (_("Recommendations"), reverse("inspection:clauses"))]
    if recommendation is not None:
        found.append((_title(recommendation), address(recommendation)))
    return found


def _title(recommendation: Recommendation) -> str:
    return _("Recommendation %(number)s") % {"number": recommendation.number}


def every(request: HttpRequest) -> HttpResponse:
    """Every clause that the reader may see, as it stood on a day."""
    form = days.OnDay.of(request)
    rows = recommendations.standings(on=form.day)
    return _list(request, form, rows, title=_("Recommendations"))


def overdue(request: HttpRequest) -> HttpResponse:
    """The clauses that were overdue on a day."""
    form = days.OnDay.of(request)
    rows = recommendations.overdue(on=form.day)
    return _list(request, form, rows, title=_("Overdue on a day"))


def of_round(request: HttpRequest, slug: str) -> HttpResponse:
    """The clauses of one round, and the ways to add more."""
    found = recommendations.clauses_of(slug)
    try:
        back = crumbs(rounds.by_slug(slug, by=reader(request)))
    except handling.NotSeen:
        # Without a clause there is a list only for those who may see the round itself.
        if not found.exists():
            raise
        back = way()
    form = days.OnDay.of(request)
    rows = recommendations.standings(on=form.day, clauses=found)
    title = _("Recommendations of the round")
    return _list(request, form, rows, title=title, slug=slug, back=back)


def _manages(request: HttpRequest) -> bool:
    return isinstance(request.user, people.Person) and bool(rules.may_manage(request.user))


def _list(
    request: HttpRequest,
    form: days.OnDay,
    rows: list[rules.Standing],
    *,
    title: str,
    slug: str = "",
    back: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    late = sum(each.is_overdue for each in rows)
    manages = bool(slug) and _manages(request)
    told = {"form": form, "day": form.day, "late_count": late, "slug": slug, "manages": manages}
    return pages.ListPage(
        title=title,
        rows=rows,
        columns=_columns(is_round=bool(slug)),
        empty=_none(slug, request.path),
        breadcrumbs=back or [(_("Home"), "/")],
        filename=f"recommendations-{form.day}",
        template="inspection/recommendations_list.jinja",
        context=told,
    ).response(request)


def _none(slug: str, path: str) -> str:
    if slug:
        return _("No recommendation of this round has a clause on that day.")
    if path == reverse("inspection:clauses-overdue"):
        return _("Nothing that you may see was overdue on that day.")
    return _("There was no recommendation on that day that you may see.")


def _columns(*, is_round: bool) -> list[pages.Column]:
    return [
        pages.Column(_("Clause"), "clause.mark", link=lambda s: clause_address(s.clause)),
        pages.Column(_("Asks for"), "clause.text", link=lambda s: address(s.clause.recommendation)),
        pages.Column(_("Report"), "clause.recommendation.report", file_only=is_round),
        pages.Column(_("Lead"), "clause.lead", sort="clause.lead"),
        pages.Column(_("Supporting"), "clause.supporting", file_only=True),
        pages.Column(_("Due on that day"), "due_date", shown=formats.day),
        pages.Column(_("State on that day"), _state, tag=_colour),
        pages.Column(_("Days late"), "days_late", numeric=True, sort="days_late"),
        pages.Column(_("Slips"), "clause.slip_count", numeric=True, sort="clause.slip_count"),
    ]


def _state(row: rules.Standing) -> str:
    return (
        _("%(state)s, overdue") % {"state": row.state_shown} if row.is_overdue else row.state_shown
    )


def _colour(row: rules.Standing) -> str:
    return "red" if row.is_overdue else COLOURS[row.state]


def _fetch(reference: str, by: handling.Reader) -> Recommendation:
    return handling.fetch(Recommendation, reference, by=by, related=("item", "record__area"))


def show(request: HttpRequest, reference: str) -> HttpResponse:
    """One recommendation: its clauses, its owners in each place, and its response."""
    found = _fetch(reference, reader(request))
    clauses = found.clauses.select_related("lead_post__organisation").order_by("order")
    rows = recommendations.standings(clauses=clauses)
    return pages.RecordPage(
        _title(found),
        caption=found.report,
        state=_("Published") if found.label.is_public else _("Not published yet"),
        colour="green" if found.label.is_public else "grey",
        note=rules.owners_differ(found.named_in),
        facts=_facts(found),
        acts=_acts(found, request.user),
        breadcrumbs=way(),
        template="inspection/recommendations_page.jinja",
        context={"rows": rows, "recommendation": found},
    ).response(request)


def _facts(found: Recommendation) -> list[pages.Fact]:
    facts = [
        pages.Fact(_("Asks for"), found.summary),
        pages.Fact(_("Made"), formats.day(found.made_date)),
        pages.Fact(_("Response"), found.response or _("None yet"), prose=True),
    ]
    if found.responded_at:
        facts.append(pages.Fact(_("Answered"), formats.moment(found.responded_at)))
    return facts


def _acts(found: Recommendation, user: Any) -> list[pages.Act]:
    if not isinstance(user, people.Person):
        return []
    respond = reverse("inspection:recommendation-respond", args=[found.reference])
    acts = [pages.Act(_("Respond"), respond, rules.may_respond(found, user).sentence)]
    if rules.may_manage(user):
        add = reverse("inspection:clause-add", args=[found.reference])
        acts.append(pages.Act(_("Add a clause"), add, secondary=True))
    return acts


def add(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Write a recommendation; its clauses follow."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(rules.may_manage(request.user))
    form = asked.New(request.POST or None, initial={"made_date": people.today()})
    if form.is_valid():
        made = recommendations.add(round_, by=request.user, **form.cleaned_data)
        messages.success(request, _("The recommendation has been added. Add its clauses next."))
        return redirect(address(made))
    back = reverse("inspection:recommendations", args=[slug])
    return pages.FormPage(
        _("Add a recommendation"),
        form,
        _("Add the recommendation"),
        cancel=back,
        breadcrumbs=_below(round_),
    ).response(request)


def adopt(request: requests.SignedIn, slug: str) -> HttpResponse:
    """Ask, then take over the recommendations of the round's framework."""
    round_ = rounds.by_slug(slug, by=request.user)
    handling.require(rules.may_manage(request.user))
    back = reverse("inspection:recommendations", args=[slug])
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        made = recommendations.adopt_from_framework(round_, by=request.user)
        messages.success(
            request, _("%(count)s recommendations have been added.") % {"count": len(made)}
        )
        return redirect(back)
    return pages.ConfirmPage(
        _("Take over the framework’s recommendations?"),
        _("Take them over"),
        back,
        lead=_("Each is added once, with its clauses and owners. Dates that have passed stay out."),
        facts=[pages.Fact(_("Framework"), round_.framework.title)],
        form=form,
        breadcrumbs=_below(round_),
    ).response(request)


def _below(round_: Round) -> list[tuple[str, str]]:
    """The way back from a page below a round's recommendations."""
    there = reverse("inspection:recommendations", args=[round_.slug])
    return [*crumbs(round_), (_("Recommendations"), there)]


def add_clause(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Add a clause to a recommendation."""
    found = _fetch(reference, request.user)
    handling.require(rules.may_manage(request.user))
    form = asked.NewClause(request.POST or None, area=found.record.area, recommendation=found)
    if form.is_valid():
        clause = recommendations.NewClause(**form.cleaned_data)
        try:
            recommendations.add_clause(found, clause, by=request.user)
        except handling.Refused as refused:
            form.add_error("due_date", str(refused))
        else:
            return redirect(address(found))
    return pages.FormPage(
        _("Add a clause"),
        form,
        _("Add the clause"),
        caption=found.summary,
        cancel=address(found),
        breadcrumbs=way(found),
    ).response(request)


def respond(request: requests.SignedIn, reference: str) -> HttpResponse:
    """Answer a recommendation."""
    found = _fetch(reference, request.user)
    handling.require(rules.may_respond(found, request.user))
    now = {"text": found.response}
    form = asked.Respond(request.POST or None, initial=now, version=found.record.version)
    if form.is_valid():
        try:
            recommendations.respond(found, by=request.user, **form.cleaned_data)
        except handling.Conflict:
            return _crossed(request, reference, form.cleaned_data["text"])
        messages.success(request, _("The response has been kept."))
        return redirect(address(found))
    return pages.FormPage(
        _("Respond to recommendation %(number)s") % {"number": found.number},
        form,
        _("Keep the response"),
        lead=found.summary,
        cancel=address(found),
        breadcrumbs=way(found),
    ).response(request)


def _crossed(request: requests.SignedIn, reference: str, sent: str) -> HttpResponse:
    stored = _fetch(reference, request.user)
    return errors.conflict(
        request,
        changes=[errors.Change(_("Response"), stored.response, sent)],
        title=_("Somebody else answered this"),
        again=request.path,
        version=stored.record.version,
    )


every.login_required = False  # type: ignore[attr-defined]
overdue.login_required = False  # type: ignore[attr-defined]
of_round.login_required = False  # type: ignore[attr-defined]
show.login_required = False  # type: ignore[attr-defined]

urlpatterns = [
    path("recommendations/", every, name="clauses"),
    path("recommendations/overdue/", overdue, name="clauses-overdue"),
    path("recommendations/<str:reference>/", show, name="recommendation"),
    path("recommendations/<str:reference>/respond/", respond, name="recommendation-respond"),
    path("recommendations/<str:reference>/clauses/add/", add_clause, name="clause-add"),
    path("rounds/<slug:slug>/recommendations/", of_round, name="recommendations"),
    path("rounds/<slug:slug>/recommendations/add/", add, name="recommendation-add"),
    path("rounds/<slug:slug>/recommendations/adopt/", adopt, name="recommendation-adopt"),
]
